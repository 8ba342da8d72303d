"""Two workers accept the same offer at the same moment, on a database that really commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlmodel import Session

from app.core.lifecycle import Refused
from app.handovers import actions
from app.handovers.models import Handover, State
from tests.handovers.shop import SOON, build
from tests.world import NOON, World


def test_one_wins_and_the_other_reads_who_did(own_engine):
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
                actions.accept(db, row, planned_for=SOON, version=version, by=actor, at=NOON)
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
