"""Random actions around the handovers of a shop, for tests of invariants."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlmodel import Session, col, select

import app.models  # noqa: F401  so that every table exists
from app.accounts.models import Organisation, Worker
from app.guidance.journeys.models import Journey, Responsibility
from app.handovers.consent_changes import actions as consent_changes
from app.handovers.consents.models import Consent
from app.handovers.lifecycle.models import Handover, Kind
from app.handovers.reminders.reminder_job import send_due_reminders
from app.shop.partners.models import Office, Partner
from tests.handovers import random_transitions
from tests.handovers.handover_shop import build
from tests.handovers.lifecycle.test_rules import ALLOWED
from tests.handovers.random_transitions import ALL_ACTIONS, OTHER_ACTION_STATES, SENDER_ACTIONS, Attempt
from tests.list_items import add_list_items
from tests.random_caseload_acts import ACTS as CASELOAD_ACTS
from tests.random_caseload_acts import AS_ADMINISTRATOR, Act, actor_of
from tests.world import NOON, World

FRONT, PARTNERS = ("samira", "joost", "carla"), ("fatima", "dirk", "karim")
OUTSIDE = ("hanna", "marleen", "anton", "petra", "olaf")
ANYBODY = (*FRONT, *PARTNERS, *OUTSIDE, "link")
SECTIONS = ("contact", "wishes", "situation", "notes", "steps", "obstacle")
CASELOAD_ACT_NAMES = (
    "reassign",
    "end",
    "reopen",
    "begin",
    "depart",
    "come_back",
    "go_on_leave",
    "back_from_leave",
    "tick_off",
)
ACTS = ["offer"] * 4 + ["move"] * 9 + ["all_the_way"] * 2 + ["take_consent_back", "work_around_it", "time_passes"]
STARTING_STATES = {verb: starts for verb, (starts, _who) in ALLOWED.items()} | OTHER_ACTION_STATES
TIMED_JOBS: list[Callable[[Session, datetime], object]] = [
    send_due_reminders
]  # the jobs that the server runs when time has passed


class RandomDay(RuleBasedStateMachine):
    """Runs each action in a savepoint: a refused one is rolled back, as in a request; any other error is a failure.

    `last`: the last action; `refused`: why it was refused. One hypothesis rule contains all actions, because hypothesis
    leaves some rules out of an example, and without offers nothing happens.
    """

    engine = None
    db: Session

    @initialize()
    def open(self):
        self.connection = self.engine.connect()
        self.outer = self.connection.begin()
        self.db = Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        world = World.build(self.db)
        add_list_items(world)
        self.shop, self.at, self.last, self.refused = build(world), NOON, "", None
        self.count = 0
        without = Organisation(name="Taal Doet Meer")
        self.db.add(without)
        self.db.flush()
        lia = Worker(name="Lia Taal", login="lia", organisation_id=without.id)
        self.db.add_all([lia, Partner(shop_id=world.shop.id, organisation_id=without.id, office=Office.BACK)])
        self.db.flush()
        self.receivers = [world.dock, world.dock, world.pozitive, world.uwv, without]
        self.at_link = random_transitions.link_actor(without, lia, world.shop.id)
        self.outsiders = {name: world.actor(getattr(world, name)) for name in OUTSIDE}
        self.known_moves: dict[int, list] = {}
        self.known_versions: dict[int, int] = {}
        self.known_rows: list[int] = [row.id for row in self.db.exec(select(Responsibility))]

    def teardown(self):
        if hasattr(self, "connection"):
            self.db.close()
            self.outer.rollback()
            self.connection.close()

    @rule(what=st.sampled_from(ACTS), seed=st.integers(0, 2**32))
    def something(self, what, seed):
        self.refused, self.count = None, self.count + 1
        getattr(self, what)(Random(f"{seed}/{self.count}"))  # the same seed twice is not the same action twice

    # -- actors and rows --------------------------------------------------------------------------------------------

    def act(self, name: str, do: Callable[[], object]) -> None:
        self.last, self.refused = name, random_transitions.refusal_of(self.db, do)

    def actor(self, name: str):
        if name in self.outsiders:
            return self.outsiders[name]
        return self.at_link if name == "link" else actor_of(self.db, getattr(self.shop.world, name), self.shop.shop.id)

    def right_one(self, verb: str, handover: Handover, chance: Random):
        """Usually the worker whose turn it is, so that handovers make progress; one time in six anybody."""
        last = handover.moves[-1].worker if handover.moves else None
        if chance.random() < 1 / 6:
            return self.actor(chance.choice(ANYBODY))
        if verb in SENDER_ACTIONS:
            return actor_of(self.db, handover.journey.responsible or handover.sender, self.shop.shop.id)
        if handover.receiver_id == self.at_link.organisation_id:
            return self.at_link
        again = verb == "undo" and last is not None
        worker = last if again else random_transitions.worker_of(self.db, handover.receiver_id, chance.randrange(3))
        return actor_of(self.db, worker, self.shop.shop.id)

    def some(self, model, chance: Random):
        """A row, usually one of the newest."""
        every = self.db.exec(select(model).order_by(col(model.id).desc()).limit(6)).all()
        return every[min(chance.randrange(len(every)), chance.randrange(len(every)))] if every else None

    # -- actions ------------------------------------------------------------------------------------------------------

    def offer(self, chance: Random):
        kind, to = chance.choice([*Kind]), chance.choice(self.receivers)
        names = {"contact"} if kind == Kind.TRANSFER or chance.random() < 0.5 else set()
        names |= set(chance.sample(SECTIONS, chance.randint(1, 3)))
        shared = {f"obstacle:{self.shop.debts.key}" if name == "obstacle" else name for name in names}

        def do():
            journey = self.some(Journey, chance)
            answers = journey.responsible if journey.is_open and chance.random() < 0.9 else None
            by = actor_of(self.db, answers, self.shop.shop.id) if answers else self.actor(chance.choice(ANYBODY))
            handover = random_transitions.draft(
                self.db,
                journey,
                to,
                kind,
                shared,
                why_another=chance.choice(["", "er zijn twee vragen"]),
                previous=self.some(Handover, chance) if chance.random() < 0.3 else None,
                by=by,
                at=self.at,
            )
            if chance.random() < 0.9:
                days = chance.choice([None, None, 3])
                random_transitions.consent(self.db, journey, to, shared, days=days, by=by, at=self.at)
            if chance.random() < 0.8:
                ALL_ACTIONS["offer"](Attempt(self.db, handover, by, self.at, 0))

        self.act("offer", do)

    def move(self, chance: Random):
        """Usually a move that is allowed now; half of the time the same form is sent twice."""
        handover = self.some(Handover, chance)
        if handover is None:
            return
        next_ones = [verb for verb, starts in STARTING_STATES.items() if handover.state in starts]
        if chance.random() < 0.8:  # it ends the handover for good
            next_ones = [verb for verb in next_ones if verb != "mark_mistaken"]
        verb = chance.choice(next_ones if next_ones and chance.random() < 0.9 else [*ALL_ACTIONS])
        seen, pick = handover.version, chance.randrange(60)

        def do():
            by = self.right_one(verb, handover, chance)
            ALL_ACTIONS[verb](Attempt(self.db, handover, by, self.at, pick, seen))
            if chance.random() < 0.5:
                before = self.history(handover)
                again = Attempt(self.db, handover, by, self.at, pick, seen)
                refused = random_transitions.refusal_of(self.db, lambda: ALL_ACTIONS[verb](again))
                assert refused or verb == "retry", "the same form sent twice did it twice"  # it gives the same draft
                assert self.history(handover) == before

        self.act(verb, do)

    def history(self, handover: Handover) -> tuple:
        self.db.flush()
        self.db.refresh(handover)
        return handover.state, handover.version, len(handover.moves), len(handover.introductions)

    def all_the_way(self, chance: Random):
        """Takes an offer to RUNNING, so that examples contain running handovers."""
        handover = self.some(Handover, chance)
        if handover is None:
            return

        def do():
            by = self.right_one("accept", handover, chance)
            for verb in ("accept", "hold_introduction", "take_over"):
                ALL_ACTIONS[verb](Attempt(self.db, handover, by, self.at, chance.randrange(60)))

        self.act("all_the_way", do)

    def take_consent_back(self, chance: Random):
        if consent := self.some(Consent, chance):
            do = chance.choice([random_transitions.narrow, consent_changes.withdraw_consent])
            self.act(
                "withdraw_consent", lambda: do(self.db, consent, by=self.actor(chance.choice(ANYBODY)), at=self.at)
            )

    def work_around_it(self, chance: Random):
        verb = chance.choice(CASELOAD_ACT_NAMES)

        def do():
            by = self.actor("anton" if verb in AS_ADMINISTRATOR else chance.choice(FRONT + PARTNERS))
            CASELOAD_ACTS[verb](Act(self.db, by, self.at, chance.randrange(60)))

        self.act(verb, do)

    def time_passes(self, chance: Random):
        """Lets days pass and runs the jobs of the server."""
        self.at += timedelta(days=chance.choice([1, 2, 6, 16, 200]))
        self.last = "clock"
        for strike in TIMED_JOBS:
            self.act("clock", lambda strike=strike: strike(self.db, self.at))
        self.refused = None
