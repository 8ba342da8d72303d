"""Invariants 1 and 2 of DOMAIN §5 hold at every commit while several workers act at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, SQLModel, col, delete, func, select

import app.models  # noqa: F401  so that every table exists
from app.accounts.current_user import Actor
from app.accounts.models import Role, Worker
from app.accounts.queries import roles_of
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.guidance.journeys import rules
from app.guidance.journeys.models import Journey, Leave, PastEnding, Responsibility, ResponsibilityReason
from app.guidance.journeys.queries import later_steps
from app.guidance.journeys.step_models import PastStep, next_step
from app.guidance.notes.models import Note
from tests.handovers.handover_shop import build
from tests.list_items import add_list_items
from tests.random_caseload_acts import ACTS, AS_ADMINISTRATOR, CAST, FREQUENT_ACTS, Act, actor_of
from tests.world import NOON, World

ACT = st.tuples(st.sampled_from(CAST), st.sampled_from([*sorted(ACTS), *FREQUENT_ACTS]), st.integers(0, 60))
CROSSING = {ResponsibilityReason.TRANSFER, ResponsibilityReason.RETURNED}
BEGINNING = {ResponsibilityReason.OPENED, ResponsibilityReason.REOPENED}
STAYS = {ResponsibilityReason.REASSIGNED, ResponsibilityReason.DEPARTURE, ResponsibilityReason.LEAVE}


class AnyWork(RuleBasedStateMachine):
    """Each act is a request with its own transaction; the acts of one rule begin together."""

    engine = None

    @initialize()
    def open(self):
        self.at = NOON
        self.pool = ThreadPoolExecutor(3)
        with Session(self.engine, expire_on_commit=False) as db, db.begin():
            for table in reversed(SQLModel.metadata.sorted_tables):
                db.execute(delete(table))
        with Session(self.engine, expire_on_commit=False) as db, db.begin():
            world = World.build(db)
            add_list_items(world)
            build(world)
            self.shop_id, self.partners = world.shop.id, {world.dock.id, world.pozitive.id}
        self.kept = {Note: 0, PastStep: 0, Responsibility: 0, PastEnding: 0}

    def teardown(self):
        if hasattr(self, "pool"):
            self.pool.shutdown()

    def actor(self, db, name) -> Actor:
        return actor_of(db, db.exec(select(Worker).where(Worker.login == name)).one(), self.shop_id)

    def act(self, together, name, verb, pick) -> str:
        together.wait(timeout=60)
        try:
            with Session(self.engine, expire_on_commit=False) as db, db.begin():
                by = self.actor(db, "anton" if verb in AS_ADMINISTRATOR else name)
                ACTS[verb](Act(db, by, self.at, pick))
        except Refused as refused:
            return f"{verb}: {refused.reason}"
        return f"{verb} done by {name}"

    @rule(acts=st.lists(ACT, min_size=1, max_size=3))
    def several_at_once(self, acts):
        together = Barrier(len(acts))
        found = self.pool.map(lambda act: self.act(together, *act), acts)
        found = [*found]
        note(" | ".join(found))  # anything but a refusal is raised here
        self.at += timedelta(minutes=1)

    @rule(days=st.sampled_from([1, 8]))
    def time_passes(self, days):
        self.at += timedelta(days=days)

    @invariant()
    def every_open_journey_has_one_responsible_worker_and_one_next_step(self):
        if not hasattr(self, "kept"):
            return
        with Session(self.engine) as db:
            for journey in db.exec(select(Journey)):
                rows = db.exec(select(Responsibility).where(Responsibility.journey_id == journey.id)).all()
                answering = [row.worker_id for row in rows if row.until is None]
                later = [row.step for row in later_steps(db, journey.id)]
                if not journey.is_open:
                    assert (answering, later, journey.ended_by_id is None) == ([], [], False)
                    continue
                assert answering == [journey.responsible_id]
                responsible = journey.responsible
                assert responsible.is_active
                assert roles_of(db, responsible.id, self.shop_id) & rules.FOLLOWER_ROLES
                now = next_step(journey)
                assert now is not None
                assert now.worker.is_active
                assert all(step.worker.is_active for step in later)
                assert [now, *later] == sorted([now, *later], key=lambda step: step.order)

    @invariant()
    def nobody_is_left_with_a_worker_on_leave(self):
        if not hasattr(self, "kept"):
            return
        with Session(self.engine) as db:
            away = select(Leave.worker_id).where(col(Leave.ended_at).is_(None), Leave.last >= local_day(self.at))
            now = select(Responsibility.why).where(
                col(Responsibility.until).is_(None), col(Responsibility.worker_id).in_(away)
            )
            # A return from a partner goes to somebody, even when nobody is here.
            assert set(db.exec(now)) <= {ResponsibilityReason.RETURNED}

    @invariant()
    def no_journey_has_two_responsible_workers_at_once(self):
        if not hasattr(self, "kept"):
            return
        with Session(self.engine) as db:
            of_person = db.exec(
                select(func.count()).where(col(Journey.ended_at).is_(None)).group_by(col(Journey.person_id))
            )
            assert all(count == 1 for count in of_person)

    @invariant()
    def responsibility_moves_without_a_gap_and_only_for_an_allowed_reason(self):
        if not hasattr(self, "kept"):
            return
        with Session(self.engine) as db:
            rows = db.exec(
                select(Responsibility).order_by(col(Responsibility.journey_id), col(Responsibility.id))
            ).all()
            first = [row for n, row in enumerate(rows) if n == 0 or rows[n - 1].journey_id != row.journey_id]
            assert all(row.why == ResponsibilityReason.OPENED for row in first)
            for before, after in pairwise(rows):
                if before.journey_id != after.journey_id:
                    continue
                if after.why in BEGINNING:
                    assert before.until <= after.since
                    continue
                assert before.until == after.since
                assert after.why in CROSSING | STAYS
                crosses = (before.organisation_id in self.partners) != (after.organisation_id in self.partners)
                assert not crosses or after.why in CROSSING

    @invariant()
    def nothing_written_disappears(self):
        if not hasattr(self, "kept"):
            return
        with Session(self.engine) as db:
            now = {model: db.exec(select(func.count()).select_from(model)).one() for model in self.kept}
        assert all(now[model] >= count for model, count in self.kept.items())
        self.kept = now

    @invariant()
    def there_is_always_an_administrator(self):
        if hasattr(self, "kept"):
            with Session(self.engine) as db:
                assert Role.ADMINISTRATOR in self.actor(db, "anton").roles


def test_invariants_hold_whatever_workers_do_at_once(own_engine):
    machine = type("AnyWorkHere", (AnyWork,), {"engine": own_engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
