"""A move that is killed between any two statements, or loses the database, is written completely or not at all."""

from dataclasses import dataclass

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.consents.models import Consent
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.models import Handover, Kind, State
from app.handovers.offers import receiver_actions, sender_actions
from tests.handovers.crashing_child import changed_tables, run_in_child, snapshot
from tests.handovers.handover_shop import SOON, build
from tests.world import NOON, TODAY, World

# Each move, with the states before and after it.
MOVES = {
    "offer": (State.DRAFT, State.OFFERED),
    "accept": (State.OFFERED, State.ACCEPTED),
    "begin_together": (State.DRAFT, State.OFFERED),
    "confirm_together": (State.DRAFT, State.RUNNING),
    "take_over": (State.ACCEPTED, State.RUNNING),
    "withdraw_consent": (State.RUNNING, State.RETURNED),
}


@dataclass
class Move:
    """One move of a transfer, by ids instead of rows, so that it can run in another process."""

    name: str
    handover_id: int
    worker_id: int
    by: Actor

    def __call__(self, db: Session) -> None:
        handover, how = db.get_one(Handover, self.handover_id), {"by": self.by, "at": NOON}
        if self.name == "offer":
            sender_actions.offer(db, handover, **how)
        elif self.name == "accept":
            receiver_actions.accept(db, handover, planned_for=SOON, **how)
        elif self.name == "begin_together":
            on_the_spot_actions.offer_on_the_spot(db, handover, db.get_one(Worker, self.worker_id), **how)
        elif self.name == "confirm_together":
            on_the_spot_actions.accept_on_the_spot(db, handover, next_what="Bellen", next_on=TODAY, **how)
        elif self.name == "take_over":
            actions.take_over(db, handover, cold_reason="haast", next_what="Bellen", next_on=TODAY, **how)
        else:
            consent_changes_actions.withdraw_consent(db, db.get_one(Consent, handover.consent_id), **how)


def ready(engine, name: str) -> Move:
    """Prepares everything that the move needs."""
    with Session(engine, expire_on_commit=False) as db, db.begin():
        shop = build(World.build(db))
        start, _end = MOVES[name]
        if name == "confirm_together":
            handover = shop.together(kind=Kind.TRANSFER)
        else:
            handover = shop.in_state(start, kind=Kind.TRANSFER)
        if name == "begin_together":
            shop.present(shop.fatima)
        if name in ("offer", "begin_together"):
            shop.consent()
        who = "fatima" if name in ("accept", "take_over", "confirm_together") else "samira"
        return Move(name, handover.id, shop.fatima.id, shop.as_(who))


@pytest.mark.parametrize("name", MOVES)
def test_a_killed_move_leaves_nothing_behind(own_engine, name):
    move = ready(own_engine, name)
    before = snapshot(own_engine)
    with Session(own_engine, expire_on_commit=False) as db:  # so that the children find the statements compiled
        move(db)
        db.rollback()
    number, killed = 0, True
    while killed:
        number += 1
        killed, writes = run_in_child(own_engine, move, number)
        after = snapshot(own_engine)
        if killed:
            assert changed_tables(before, after) == set(), f"killed before write {number}"
    # The last run completed after all the killed ones: they left nothing that had to be cleaned up.
    assert number == writes + 1 > 4
    assert {"handover", "handover_move"} <= changed_tables(before, after)
    with Session(own_engine) as db:
        assert db.get_one(Handover, move.handover_id).state == MOVES[name][1]


@pytest.mark.parametrize("name", MOVES)
def test_a_connection_lost_in_the_middle_is_an_error_and_leaves_nothing_behind(own_engine, name):
    """The server ends the connection, as in a restart; on SQLite a disk error takes its place."""
    move, seen = ready(own_engine, name), []
    before = snapshot(own_engine)
    remote = own_engine.dialect.name == "postgresql"

    def cut(connection, cursor, statement, *rest) -> None:
        if statement.startswith("INSERT INTO handover_move") and not seen:
            seen.append(statement)
            if not remote:
                raise OSError("disk full")
            number = connection.connection.driver_connection.info.backend_pid
            with autocommit.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:number)"), {"number": number})

    autocommit = own_engine.execution_options(isolation_level="AUTOCOMMIT") if remote else own_engine
    event.listen(own_engine, "before_cursor_execute", cut)
    with pytest.raises((DBAPIError, OSError)), Session(own_engine) as db, db.begin():
        move(db)
    event.remove(own_engine, "before_cursor_execute", cut)
    assert seen
    assert changed_tables(before, snapshot(own_engine)) == set()
    with Session(own_engine) as db, db.begin():
        move(db)
    with Session(own_engine) as db:
        assert db.get_one(Handover, move.handover_id).state == MOVES[name][1]
