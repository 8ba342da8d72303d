"""Two workers act on the same handover at the same moment, on a database with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import Session

from app.core.state_machine import Refused
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import Handover, State
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from tests.handovers.handover_shop import SOON, build
from tests.world import NOON, TODAY, World


def test_one_acceptance_wins_and_the_other_worker_reads_whose_it_was(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        shop = build(World.build(db))
        handover = shop.in_state(State.OFFERED)
        number, version = handover.id, handover.version
        actors = [shop.as_("fatima"), shop.as_("dirk")]
    together = Barrier(2)

    def accept(actor) -> str:
        together.wait(timeout=20)
        try:
            with Session(own_engine) as db, db.begin():
                row = db.get_one(Handover, number)
                receiver_actions.accept(db, row, planned_for=SOON, version=version, by=actor, at=NOON)
            return actor.name
        except Refused as refused:
            return f"after {refused.facts['name']}"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(accept, actors))
    winner = next(answer for answer in answers if not answer.startswith("after"))
    assert answers == sorted([winner, f"after {winner}"])
    with Session(own_engine) as db:
        kept = db.get_one(Handover, number)
        assert kept.state == State.ACCEPTED
        assert kept.receiver_worker.name == winner
        assert [move.to_state for move in kept.moves].count(State.ACCEPTED) == 1


def accept(db, handover, **how):
    receiver_actions.accept(db, handover, planned_for=SOON, **how)


def take_over(db, handover, **how):
    actions.take_over(db, handover, cold_reason="haast", next_what="Bellen", next_on=TODAY, **how)


# Two moves from one state, each by a worker who may make it and who saw the same version.
PAIRS = [
    (State.OFFERED, ("fatima", accept), ("samira", sender_actions.withdraw)),
    (State.OFFERED, ("fatima", lambda *a, **how: receiver_actions.ask(*a, "Sinds?", **how)), ("dirk", accept)),
    (State.WAITLISTED, ("dirk", accept), ("carla", sender_actions.withdraw)),
    (State.ACCEPTED, ("fatima", take_over), ("samira", sender_actions.withdraw)),
    (State.ACCEPTED, ("fatima", take_over), ("dirk", take_over)),
    (
        State.RUNNING,
        ("fatima", lambda *a, **how: closing_actions.complete(*a, "Klaar", **how)),
        ("dirk", lambda *a, **how: closing_actions.give_back(*a, "vol", **how)),
    ),
]


def test_only_one_of_two_concurrent_moves_is_made(own_engine):
    with Session(own_engine, expire_on_commit=False) as db, db.begin():
        shop = build(World.build(db))
        tries = []
        for state, *pair in PAIRS:
            handover = shop.in_state(state)
            tries.append((handover.id, handover.version, len(handover.moves), [(shop.as_(n), do) for n, do in pair]))
    with ThreadPoolExecutor(2) as pool:
        for number, version, count, pair in tries:
            together = Barrier(2)

            def move(who_and_what, number=number, version=version, together=together) -> str:
                by, do = who_and_what
                together.wait(timeout=20)
                try:
                    with Session(own_engine) as db, db.begin():
                        do(db, db.get_one(Handover, number), version=version, by=by, at=NOON)
                    return by.name
                except Refused as refused:
                    return f"after {refused.facts['name']}"

            answers = [*pool.map(move, pair)]
            winner = next(answer for answer in answers if not answer.startswith("after"))
            assert sorted(answers) == sorted([winner, f"after {winner}"])
            with Session(own_engine) as db:
                kept = db.get_one(Handover, number)
                assert (kept.version, len(kept.moves)) == (version + 1, count + 1)
                assert (kept.moves[-1].to_state, kept.moves[-1].worker.name) == (kept.state, winner)
