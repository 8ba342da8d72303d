"""Random acts of workers on their caseloads, each like one request, for tests of the invariants.

`pick` chooses among the possible rows and workers. An act that the rules refuse is rolled back, as in a request; any
other exception is an error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlmodel import Session, col, select

from app.accounts import actions as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Membership, Organisation, Role, Worker
from app.accounts.queries import roles_of
from app.core.clock import local_day
from app.core.state_machine import Refused
from app.guidance.caseloads import bulk_reassignment_actions, leave_actions
from app.guidance.caseloads.bulk_reassignment_actions import FRONT_OFFICE_TEAM
from app.guidance.caseloads.facts import SuccessorChoice
from app.guidance.intakes import actions as intake_actions
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey, StepTaker
from app.guidance.journeys.queries import later_steps
from app.guidance.journeys.step_models import Step, StepResult
from app.guidance.notes import actions as notes
from app.guidance.step_plans import actions as step_plans_actions
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.consents import actions as consents
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.outcomes import actions as outcomes
from app.people.people.models import Person
from app.screens.staff import offboarding_actions
from app.shop.lists.models import ListItem, ListName

FRONT = ("samira", "joost", "carla")
PARTNERS = ("fatima", "dirk", "karim")
CAST = (*FRONT, *PARTNERS)
USUAL_ROLE = (
    dict.fromkeys(FRONT, Role.FRONT_OFFICE) | dict.fromkeys(PARTNERS, Role.PARTNER) | {"carla": Role.COORDINATOR}
)


@dataclass
class Act:
    """One request: its session, acting worker and moment, and the number that makes its choices."""

    db: Session
    by: Actor
    at: datetime
    pick: int

    def become(self, worker: Worker | None) -> None:
        """Four times out of five, lets this worker act. Raises Refused if they do not work here any more."""
        if worker is not None and self.pick % 5:
            self.by = actor_of(self.db, worker, self.by.shop_id)

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def soon(self) -> date:
        return self.today + timedelta(days=self.pick % 9)

    def one(self, rows: Sequence) -> object:
        """One of the rows. Raises Refused if there are none."""
        if not rows:
            raise Refused("there is none")
        return rows[self.pick % len(rows)]

    def worker(self, names: Sequence[str] = CAST) -> Worker:
        login = names[self.pick % len(names)]
        return self.db.exec(select(Worker).where(Worker.login == login)).one()

    def myself(self) -> Worker:
        return self.db.get_one(Worker, self.by.worker_id)

    def person(self) -> Person:
        return self.one(self.db.exec(select(Person).order_by(col(Person.id))).all())

    def journey(self, *, is_open: bool = True) -> Journey:
        rows = self.db.exec(select(Journey).order_by(col(Journey.id))).all()
        chosen = self.one([row for row in rows if row.is_open == is_open])
        self.become(chosen.responsible)
        return chosen

    def handover(self) -> Handover:
        """A handover under way or completed; a worker of the receiving partner acts."""
        rows = self.db.exec(select(Handover).order_by(col(Handover.id))).all()
        chosen = self.one([row for row in rows if row.state in ALIVE | {State.COMPLETED}])
        theirs = select(Worker).where(Worker.organisation_id == chosen.receiver_id).order_by(col(Worker.id))
        self.become(self.one(self.db.exec(theirs).all()))
        return chosen

    def step(self, journey: Journey) -> str:
        """The key of a step, mostly of the next one."""
        keys = [journey.next_key, *(row.key for row in later_steps(self.db, journey.id))]
        return keys[self.pick // 2 % len(keys) if self.pick % 3 == 0 else 0]

    def new_step(self, what: str = "Nog een stap") -> Step:
        """A step taken by the worker, the person or DOCK."""
        taken_by = [*StepTaker][self.pick % 3]
        dock = self.db.exec(select(Organisation).where(Organisation.name == "DOCK")).one()
        clock = time(10) if self.pick % 2 else None
        partner = dock if taken_by == StepTaker.PARTNER else None
        return Step(what, self.soon, self.worker(), clock, taken_by, partner)

    @property
    def by_and_at(self) -> dict:
        return {"by": self.by, "at": self.at}


def actor_of(db: Session, worker: Worker, shop_id: int) -> Actor:
    """The worker with their present roles. Raises Refused if they do not work here any more."""
    roles = roles_of(db, worker.id, shop_id)
    if not worker.is_active or not roles:
        raise Refused("does not work here")
    return Actor(worker.id, worker.name, worker.organisation_id, worker.organisation.name, shop_id, roles)


def begin(act: Act) -> None:
    intake = intake_actions.start_intake(act.db, act.person(), **act.by_and_at)
    intake_actions.finish_intake(
        act.db, intake, responsible=act.myself(), next_what="Bellen", next_on=act.soon, **act.by_and_at
    )


def agree(act: Act) -> None:
    step_plans_actions.add_step(act.db, act.journey(), act.new_step(), **act.by_and_at)


def tick_off(act: Act) -> None:
    journey = act.journey()
    step_plans_actions.complete_step(
        act.db, journey, act.step(journey), then=act.new_step() if act.pick % 2 else None, **act.by_and_at
    )


def move(act: Act) -> None:
    journey = act.journey()
    step_plans_actions.move_step(
        act.db, journey, act.step(journey), act.soon, reason="ziek" if act.pick % 3 else "", **act.by_and_at
    )


def drop(act: Act) -> None:
    journey = act.journey()
    step_plans_actions.drop_step(act.db, journey, act.step(journey), "hoeft niet meer", **act.by_and_at)


def plan_next(act: Act) -> None:
    journeys.plan_next(
        act.db, act.journey(), result=StepResult.DONE, what="Verder", on=act.soon, worker=act.worker(), **act.by_and_at
    )


def reassign(act: Act) -> None:
    journeys.reassign(act.db, act.journey(), act.worker(), "andere wijk", **act.by_and_at)


def write(act: Act) -> None:
    journey = act.journey()
    notes.write_note(act.db, journey.person, journey, "gesproken", **act.by_and_at)


def end(act: Act) -> None:
    kind = act.db.exec(select(ListItem).where(ListItem.list == ListName.OUTCOME, ListItem.code == "moved")).one()
    outcomes.end_journey(act.db, act.journey(), kind=kind, word="verhuisd", **act.by_and_at)


def reopen(act: Act) -> None:
    journeys.reopen(
        act.db,
        act.journey(is_open=False),
        responsible=act.worker(FRONT),
        next_what="Bijpraten",
        next_on=act.soon,
        **act.by_and_at,
    )


def depart(act: Act) -> None:
    """An administrator disables an account; two colleagues take over its caseload."""
    gone = act.worker()
    front, partner = act.worker(("joost", "carla", "samira")), act.worker(("dirk", "fatima"))
    offboarding_actions.offboard(
        act.db,
        gone,
        front=front if front.id != gone.id else None,
        partner=partner if partner.id != gone.id and partner.organisation_id == gone.organisation_id else None,
        **act.by_and_at,
    )


def go_on_leave(act: Act) -> None:
    """For some days; the caseload goes to a colleague at the front office and to one at DOCK."""
    worker = act.myself()
    front, partner = act.worker(("carla", "joost", "samira")), act.worker(("dirk", "fatima"))
    choice = SuccessorChoice(rest={FRONT_OFFICE_TEAM: front.key, partner.organisation.key: partner.key})
    theirs = bulk_reassignment_actions.locked_caseload(act.db, worker, by=act.by)
    rows = bulk_reassignment_actions.reassignment_preview(
        act.db, theirs, choice, without={worker.id}, by=act.by, today=act.today
    )
    last = act.today + timedelta(days=act.pick % 4)
    leave_actions.start_leave(act.db, worker, rows, first=act.today, last=last, word="verlof", **act.by_and_at)


def back_from_leave(act: Act) -> None:
    if leave := leave_actions.current_or_planned_leave(act.db, act.myself(), act.by.shop_id, act.today):
        leave_actions.end_leave(act.db, leave, **act.by_and_at)


def come_back(act: Act) -> None:
    worker = act.worker()
    if worker.disabled_at is not None:
        accounts.enable(act.db, worker)
        worker.password_hash = "not-a-hash"
    if not roles_of(act.db, worker.id, act.by.shop_id):
        act.db.add(Membership(worker_id=worker.id, shop_id=act.by.shop_id, role=USUAL_ROLE[worker.login]))


def offer(act: Act) -> None:
    journey = act.journey()
    receiver = act.db.exec(select(Organisation).where(Organisation.name == ("DOCK", "Pozitive")[act.pick % 2])).one()
    kind = Kind.TRANSFER if act.pick % 3 else Kind.SUPPORT
    shared = ["contact", "steps"] if act.pick % 4 else ["contact"]
    consents.record_consent(
        act.db, journey.person, receiver, shared, how=ConsentMethod.SPOKEN, language="nl", **act.by_and_at
    )
    handover = sender_actions.draft(
        act.db, journey, receiver, kind=kind, question="Help", shared=shared, **act.by_and_at
    )
    sender_actions.offer(act.db, handover, **act.by_and_at)


def take_on(act: Act) -> None:
    """Accepts an offer and takes over."""
    handover = act.handover()
    receiver_actions.accept(act.db, handover, planned_for=act.at, **act.by_and_at)
    actions.take_over(act.db, handover, cold_reason="haast", next_what="Kennismaken", next_on=act.soon, **act.by_and_at)


def give_back(act: Act) -> None:
    closing_actions.give_back(act.db, act.handover(), "vol", **act.by_and_at)


def complete(act: Act) -> None:
    closing_actions.complete(act.db, act.handover(), "gelukt", **act.by_and_at)


def undo(act: Act) -> None:
    receiver_actions.undo(act.db, act.handover(), **act.by_and_at)


def mistaken(act: Act) -> None:
    closing_actions.mark_mistaken(act.db, act.handover(), "verkeerde", **act.by_and_at)


def take_consent_back(act: Act) -> None:
    consent = act.one(act.db.exec(select(Consent).order_by(col(Consent.id))).all())
    consent_changes_actions.withdraw_consent(act.db, consent, **act.by_and_at)


def help_runs(act: Act) -> None:
    """An offer that is accepted and taken over, so that later states occur often."""
    offer(act)
    act.pick = -1  # the newest
    take_on(act)


ACTS: dict[str, Callable[[Act], None]] = {
    verb.__name__: verb
    for verb in (
        begin,
        agree,
        tick_off,
        move,
        drop,
        plan_next,
        reassign,
        write,
        end,
        reopen,
        depart,
        come_back,
        go_on_leave,
        back_from_leave,
        offer,
        take_on,
        help_runs,
        give_back,
        complete,
        undo,
        mistaken,
        take_consent_back,
    )
}
FREQUENT_ACTS = ["help_runs", "begin", "reopen", "tick_off", "reassign", "give_back", "come_back", "come_back"]
AS_ADMINISTRATOR = {"depart", "come_back"}
