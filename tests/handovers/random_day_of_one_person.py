"""Random actions around the handovers of one person: fewer than random_day, for machines that add their own."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import Session, col, select

from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey, Responsibility, ResponsibilityReason
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.consents.models import Consent
from app.handovers.disclosure.queries import person_view
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State, Via
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.outcomes.models import Outcome  # noqa: F401  so that every table exists
from tests.handovers.handover_shop import build
from tests.world import NOON, World

WORKERS = ("samira", "joost", "carla", "fatima", "dirk", "karim", "olaf")
RECEIVERS = ("dock", "pozitive", "uwv")
SECTIONS = ("contact", "wishes", "situation", "notes")
WAYS_TO_TURN_AWAY = (sender_actions.withdraw, closing_actions.mark_mistaken, receiver_actions.ask)
MOVES = {
    ResponsibilityReason.TRANSFER,
    ResponsibilityReason.RETURNED,
    ResponsibilityReason.REASSIGNED,
    ResponsibilityReason.DEPARTURE,
    ResponsibilityReason.OPENED,
    ResponsibilityReason.REOPENED,
}


class RandomDayOfOnePerson(RuleBasedStateMachine):
    """Workers act at random; a refused action is rolled back, as in a request."""

    engine = None

    @initialize()
    def open(self):
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.db = Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        self.shop = build(World.build(self.db))
        self.at = NOON
        self.actors = {name: self.shop.as_(name) for name in WORKERS}

    def teardown(self):
        if hasattr(self, "db"):
            self.db.close()
            self.outer.rollback()
            self.connection.close()

    def attempt(self, act):
        nested = self.db.begin_nested()
        try:
            act()
            nested.commit()
        except Refused:
            nested.rollback()
        self.db.expire_all()

    def some(self, n) -> Handover | None:
        every = self.db.exec(select(Handover).order_by(col(Handover.id))).all()
        return every[n % len(every)] if every else None

    @rule(
        who=st.sampled_from(WORKERS),
        to=st.sampled_from(RECEIVERS),
        kind=st.sampled_from(Kind),
        shared=st.sets(st.sampled_from(SECTIONS), min_size=1),
        agreed=st.booleans(),
    )
    def offer(self, who, to, kind, shared, agreed):
        def act():
            receiver, by = getattr(self.shop.world, to), self.actors[who]
            handover = sender_actions.draft(
                self.db, self.shop.journey, receiver, kind=kind, question="Help", shared=shared, by=by, at=self.at
            )
            if agreed:
                self.shop.consent(receiver, shared, at=self.at)
            sender_actions.offer(self.db, handover, by=by, at=self.at)

        self.attempt(act)

    @rule(
        n=st.integers(0, 9),
        name=st.sampled_from(["accept", "meet", "take_over", "complete", "give_back", "undo"]),
        who=st.sampled_from(WORKERS),
    )
    def go_on(self, n, name, who):
        handover, by, at = self.some(n), self.actors[who], self.at
        if handover is None:
            return
        verbs = {
            "accept": lambda: receiver_actions.accept(self.db, handover, planned_for=at, by=by, at=at),
            "meet": lambda: actions.record_introduction(
                self.db, handover, with_person=True, with_sender=True, with_receiver=True, by=by, at=at
            ),
            "take_over": lambda: actions.take_over(
                self.db, handover, cold_reason="hurry", next_what="Meet", next_on=local_day(at), by=by, at=at
            ),
            "complete": lambda: closing_actions.complete(self.db, handover, "done", by=by, at=at),
            "give_back": lambda: closing_actions.give_back(self.db, handover, "full", by=by, at=at),
            "undo": lambda: receiver_actions.undo(self.db, handover, by=by, at=at),
        }
        self.attempt(verbs[name])

    @rule(n=st.integers(0, 9))
    def all_the_way(self, n):
        """Takes an offer to RUNNING, so that examples contain running handovers."""
        handover = self.some(n)
        if handover is None:
            return
        by = next(actor for actor in self.actors.values() if actor.organisation_id == handover.receiver_id)

        def act():
            receiver_actions.accept(self.db, handover, planned_for=self.at, by=by, at=self.at)
            actions.take_over(
                self.db, handover, cold_reason="hurry", next_what="Meet", next_on=local_day(self.at), by=by, at=self.at
            )

        self.attempt(act)

    @rule(
        n=st.integers(0, 9),
        who=st.sampled_from(WORKERS),
        receiver_name=st.sampled_from(WORKERS),
        via=st.sampled_from(Via),
    )
    def offer_on_the_spot(self, n, who, receiver_name, via):
        """A worker offers on the spot, and perhaps another worker accepts it."""

        def act():
            receiver, by = self.shop.world.workers[receiver_name], self.actors[who]
            handover = sender_actions.draft(
                self.db,
                self.shop.journey,
                receiver.organisation,
                kind=list(Kind)[n % 2],
                question="Help",
                shared={"contact"},
                by=by,
                at=self.at,
            )
            self.shop.consent(receiver.organisation, {"contact"}, at=self.at)
            self.shop.present(receiver, self.at)
            on_the_spot_actions.offer_on_the_spot(self.db, handover, receiver, by=by, at=self.at)

        self.attempt(act)
        if handover := self.some(n):
            self.attempt(
                lambda: on_the_spot_actions.accept_on_the_spot(
                    self.db,
                    handover,
                    via=via,
                    next_what="Meet",
                    next_on=local_day(self.at),
                    by=self.actors[receiver_name],
                    at=self.at,
                )
            )

    @rule(n=st.integers(0, 9), who=st.sampled_from(WORKERS), turn=st.sampled_from(WAYS_TO_TURN_AWAY))
    def turn_away(self, n, who, turn):
        if handover := self.some(n):
            self.attempt(lambda: turn(self.db, handover, "why", by=self.actors[who], at=self.at))

    @rule(n=st.integers(0, 9), who=st.sampled_from(WORKERS))
    def take_consent_back(self, n, who):
        every = self.db.exec(select(Consent).order_by(col(Consent.id))).all()
        if every:
            consent = every[n % len(every)]
            self.attempt(
                lambda: consent_changes_actions.withdraw_consent(self.db, consent, by=self.actors[who], at=self.at)
            )

    @rule(who=st.sampled_from(WORKERS), to=st.sampled_from(WORKERS))
    def reassign(self, who, to):
        worker = getattr(self.shop.world, to)
        self.attempt(
            lambda: journeys.reassign(self.db, self.shop.journey, worker, "holiday", by=self.actors[who], at=self.at)
        )

    @rule(days=st.sampled_from([1, 30, 200]))
    def time_passes(self, days):
        self.at += timedelta(days=days)

    @invariant()
    def somebody_answers_and_something_comes_next(self):
        if not hasattr(self, "db"):
            return
        for journey in self.db.exec(select(Journey).where(col(Journey.ended_at).is_(None))):
            assert all((journey.responsible_id, journey.next_what, journey.next_on, journey.next_worker_id))
            rows = self.db.exec(
                select(Responsibility).where(
                    Responsibility.journey_id == journey.id, col(Responsibility.until).is_(None)
                )
            ).all()
            assert [row.worker_id for row in rows] == [journey.responsible_id]

    @invariant()
    def responsibility_crosses_only_by_a_transfer(self):
        if not hasattr(self, "db"):
            return
        rows = self.db.exec(select(Responsibility).order_by(col(Responsibility.id))).all()
        partners = {self.shop.dock.id, self.shop.pozitive.id}
        for before, after in pairwise(rows):
            assert after.why in MOVES
            if after.organisation_id in partners and after.organisation_id != before.organisation_id:
                assert after.why in (ResponsibilityReason.TRANSFER, ResponsibilityReason.RETURNED)

    @invariant()
    def partners_see_what_is_shared_now_and_nothing_else(self):
        if not hasattr(self, "db"):
            return
        today, journey = local_day(self.at), self.db.get_one(Journey, self.shop.journey.id)
        every = self.db.exec(select(Handover)).all()
        for name in ("fatima", "dirk", "karim"):
            own = self.actors[name].organisation_id
            view = person_view(self.db, self.actors[name], self.shop.hatice.key, self.at)
            shared = set()
            for h in every:
                active = h.consent and h.consent.withdrawn_at is None and h.consent.until >= today
                ran = (
                    h.kind == Kind.TRANSFER
                    and h.state == State.COMPLETED
                    and journey.responsible.organisation_id == own
                )
                if h.receiver_id == own and active and (h.state in ALIVE or ran):
                    shared |= set(h.shared)
            answers = journey.responsible.organisation_id == own
            assert (view is not None) == bool(shared or answers)
            if view is not None:
                assert set(view.sections) - {"name"} <= shared
                assert not view.whole

    @invariant()
    def other_shops_and_managers_see_nobody(self):
        if not hasattr(self, "db"):
            return
        assert person_view(self.db, self.actors["olaf"], self.shop.hatice.key, self.at) is None
        for name in ("marleen", "anton", "petra"):
            worker: Worker = getattr(self.shop.world, name)
            assert person_view(self.db, self.shop.world.actor(worker), self.shop.hatice.key, self.at) is None

    @invariant()
    def at_most_one_transfer_is_under_way(self):
        if hasattr(self, "db"):
            alive = [h for h in self.db.exec(select(Handover)) if h.kind == Kind.TRANSFER and h.state in ALIVE]
            assert len(alive) <= 1
