"""Whatever workers do around the persons they follow, each a request of its own: for tests of what always holds.

`pick` chooses among what there is. What the rules refuse is undone, as in a request; anything else is an error.
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
from app.guidance.intakes import actions as talks
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
    """One request: who acts, at what moment, in which session, and which of the possible things."""

    db: Session
    by: Actor
    at: datetime
    pick: int

    def become(self, worker: Worker | None) -> None:
        """Mostly it is who answers that acts, and not just anybody. Who left does nothing any more."""
        if worker is not None and self.pick % 5:
            self.by = actor_of(self.db, worker, self.by.shop_id)

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def soon(self) -> date:
        return self.today + timedelta(days=self.pick % 9)

    def one(self, rows: Sequence) -> object:
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
        """One that is under way; a worker of the partner acts."""
        rows = self.db.exec(select(Handover).order_by(col(Handover.id))).all()
        chosen = self.one([row for row in rows if row.state in ALIVE | {State.COMPLETED}])
        theirs = select(Worker).where(Worker.organisation_id == chosen.receiver_id).order_by(col(Worker.id))
        self.become(self.one(self.db.exec(theirs).all()))
        return chosen

    def step(self, journey: Journey) -> str:
        """Of the next step mostly."""
        keys = [journey.next_key, *(row.key for row in later_steps(self.db, journey.id))]
        return keys[self.pick // 2 % len(keys) if self.pick % 3 == 0 else 0]

    def agreed(self, what: str = "Nog een stap") -> Step:
        taken_by = [*StepTaker][self.pick % 3]
        dock = self.db.exec(select(Organisation).where(Organisation.name == "DOCK")).one()
        clock = time(10) if self.pick % 2 else None
        partner = dock if taken_by == StepTaker.PARTNER else None
        return Step(what, self.soon, self.worker(), clock, taken_by, partner)

    @property
    def who(self) -> dict:
        return {"by": self.by, "at": self.at}


def actor_of(db: Session, worker: Worker, shop_id: int) -> Actor:
    """The worker with the roles that they have now. Raises Refused for who does not work here any more."""
    roles = roles_of(db, worker.id, shop_id)
    if not worker.is_active or not roles:
        raise Refused("does not work here")
    return Actor(worker.id, worker.name, worker.organisation_id, worker.organisation.name, shop_id, roles)


def begin(d: Act) -> None:
    talk = talks.start_intake(d.db, d.person(), **d.who)
    talks.finish_intake(d.db, talk, responsible=d.myself(), next_what="Bellen", next_on=d.soon, **d.who)


def agree(d: Act) -> None:
    step_plans_actions.add_step(d.db, d.journey(), d.agreed(), **d.who)


def tick_off(d: Act) -> None:
    journey = d.journey()
    step_plans_actions.complete_step(d.db, journey, d.step(journey), then=d.agreed() if d.pick % 2 else None, **d.who)


def move(d: Act) -> None:
    journey = d.journey()
    step_plans_actions.move_step(d.db, journey, d.step(journey), d.soon, reason="ziek" if d.pick % 3 else "", **d.who)


def drop(d: Act) -> None:
    journey = d.journey()
    step_plans_actions.drop_step(d.db, journey, d.step(journey), "hoeft niet meer", **d.who)


def plan_next(d: Act) -> None:
    journeys.plan_next(d.db, d.journey(), result=StepResult.DONE, what="Verder", on=d.soon, worker=d.worker(), **d.who)


def reassign(d: Act) -> None:
    journeys.reassign(d.db, d.journey(), d.worker(), "andere wijk", **d.who)


def write(d: Act) -> None:
    journey = d.journey()
    notes.write_note(d.db, journey.person, journey, "gesproken", **d.who)


def end(d: Act) -> None:
    kind = d.db.exec(select(ListItem).where(ListItem.list == ListName.OUTCOME, ListItem.code == "moved")).one()
    outcomes.end_journey(d.db, d.journey(), kind=kind, word="verhuisd", **d.who)


def reopen(d: Act) -> None:
    journeys.reopen(
        d.db, d.journey(is_open=False), responsible=d.worker(FRONT), next_what="Bijpraten", next_on=d.soon, **d.who
    )


def depart(d: Act) -> None:
    """An administrator ends an account; two colleagues take over what was theirs."""
    gone = d.worker()
    front, partner = d.worker(("joost", "carla", "samira")), d.worker(("dirk", "fatima"))
    offboarding_actions.offboard(
        d.db,
        gone,
        front=front if front.id != gone.id else None,
        partner=partner if partner.id != gone.id and partner.organisation_id == gone.organisation_id else None,
        **d.who,
    )


def go_on_leave(d: Act) -> None:
    """For some days; all of theirs goes to one colleague at the front office, and to one of DOCK."""
    worker = d.myself()
    front, partner = d.worker(("carla", "joost", "samira")), d.worker(("dirk", "fatima"))
    choice = SuccessorChoice(rest={FRONT_OFFICE_TEAM: front.key, partner.organisation.key: partner.key})
    theirs = bulk_reassignment_actions.locked_caseload(d.db, worker, by=d.by)
    rows = bulk_reassignment_actions.reassignment_preview(
        d.db, theirs, choice, without={worker.id}, by=d.by, today=d.today
    )
    last = d.today + timedelta(days=d.pick % 4)
    leave_actions.start_leave(d.db, worker, rows, first=d.today, last=last, word="verlof", **d.who)


def back_from_leave(d: Act) -> None:
    if leave := leave_actions.current_or_planned_leave(d.db, d.myself(), d.by.shop_id, d.today):
        leave_actions.end_leave(d.db, leave, **d.who)


def come_back(d: Act) -> None:
    worker = d.worker()
    if worker.disabled_at is not None:
        accounts.enable(d.db, worker)
        worker.password_hash = "not-a-hash"
    if not roles_of(d.db, worker.id, d.by.shop_id):
        d.db.add(Membership(worker_id=worker.id, shop_id=d.by.shop_id, role=USUAL_ROLE[worker.login]))


def offer(d: Act) -> None:
    journey = d.journey()
    receiver = d.db.exec(select(Organisation).where(Organisation.name == ("DOCK", "Pozitive")[d.pick % 2])).one()
    kind = Kind.TRANSFER if d.pick % 3 else Kind.SUPPORT
    shared = ["contact", "steps"] if d.pick % 4 else ["contact"]
    consents.record_consent(d.db, journey.person, receiver, shared, how=ConsentMethod.SPOKEN, language="nl", **d.who)
    handover = sender_actions.draft(d.db, journey, receiver, kind=kind, question="Help", shared=shared, **d.who)
    sender_actions.offer(d.db, handover, **d.who)


def take_on(d: Act) -> None:
    """Accepted and taken over, as most offers are."""
    handover = d.handover()
    receiver_actions.accept(d.db, handover, planned_for=d.at, **d.who)
    actions.take_over(d.db, handover, cold_reason="haast", next_what="Kennismaken", next_on=d.soon, **d.who)


def give_back(d: Act) -> None:
    closing_actions.give_back(d.db, d.handover(), "vol", **d.who)


def complete(d: Act) -> None:
    closing_actions.complete(d.db, d.handover(), "gelukt", **d.who)


def undo(d: Act) -> None:
    receiver_actions.undo(d.db, d.handover(), **d.who)


def mistaken(d: Act) -> None:
    closing_actions.mark_mistaken(d.db, d.handover(), "verkeerde", **d.who)


def take_consent_back(d: Act) -> None:
    consent = d.one(d.db.exec(select(Consent).order_by(col(Consent.id))).all())
    consent_changes_actions.withdraw_consent(d.db, consent, **d.who)


def help_runs(d: Act) -> None:
    """An offer and its acceptance in one, so that what comes after is met often."""
    offer(d)
    d.pick = -1  # the newest
    take_on(d)


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
