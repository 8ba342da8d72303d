"""Work that needs attention today: offers in every state, one of them late, and people whose next step is overdue."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.clock import local_day, moment
from app.core.working_days import is_working_day, working_days_after
from app.demo.cast.colleagues import PARTNERS, PartnerProfile
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.cast.texts import ANSWERS, NEXT_STEPS, WISHES
from app.demo.scenes.handovers import JourneyPath, write_draft
from app.demo.scenes.journeys import add_person, intake_answers
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import VisitKind
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import Handover, Kind
from app.handovers.offers import receiver_actions, sender_actions


@dataclass(frozen=True)
class InboxItem:
    """An offer or a draft: its partner, its sender (a login), its state, and its age in working days."""

    partner: str
    sender: str
    state: str
    days: int
    kind: Kind = Kind.SUPPORT


INBOX = (
    InboxItem("DOCK", "samira", "offered", 7),  # late
    InboxItem("DOCK", "joost", "offered", 1),
    InboxItem("DOCK", "samira", "considering", 3),
    InboxItem("DOCK", "mila", "accepted", 2),
    InboxItem("Pozitive", "samira", "offered", 1, Kind.TRANSFER),
    InboxItem("Pozitive", "bram", "waitlisted", 4),
    InboxItem("Pozitive", "yusuf", "accepted", 3, Kind.TRANSFER),
    InboxItem("Buurtteam Sociaal", "samira", "offered", 2),
    InboxItem("Buurtteam Sociaal", "joost", "running", 6),
    InboxItem("Taal Doet Meer", "naima", "considering", 2),
    InboxItem("Vrijwilligerscentrale Utrecht", "samira", "draft", 1),
    InboxItem("Pozitive", "joost", "draft", 0, Kind.TRANSFER),
)
LATE = (("samira", 1), ("samira", 3), ("joost", 3), ("mila", 1))  # responsible worker, working days overdue


def waiting_in_inbox(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson, waits: InboxItem) -> Scene:
    """An offer sent, or a draft written, `waits.days` working days ago; then the partner's response, if any."""
    due = working_days_after(local_day(now), dice.randrange(1, 7))
    path = yield from open_journey(stage, dice, somebody, waits.sender, working_days_before(now, waits.days + 1), due)
    yield min(working_days_before(now, waits.days), now - timedelta(minutes=2))
    helper = next(h for h in PARTNERS if h.organisation == waits.partner)
    handover = write_draft(path, helper, dice.choice(helper.asks), waits.kind, consent=waits.state != "draft")
    if waits.state == "draft":
        return
    sender_actions.offer(stage.db, handover, by=stage.by(waits.sender), at=stage.at)
    if waits.state == "offered":
        return
    yield min(working_days_before(now, max(0, waits.days - 1)) + timedelta(minutes=50), now - timedelta(minutes=1))
    respond(path, helper, handover, waits.state, now)


def respond(path: JourneyPath, helper: PartnerProfile, handover: Handover, state: str, now: datetime) -> None:
    """Brings the offer into `state` by actions of the partner's first worker."""
    stage, receiver = path.stage, helper.logins[0]
    by = stage.by(receiver)
    if state == "considering":
        receiver_actions.ask(stage.db, handover, ANSWERS[1][0], by=by, at=stage.at)
    elif state == "waitlisted":
        receiver_actions.waitlist(stage.db, handover, local_day(now) + timedelta(days=20), by=by, at=stage.at)
    else:
        meeting = stage.at if state == "running" else now + timedelta(minutes=90)
        receiver_actions.accept(stage.db, handover, planned_for=meeting, place="in de Werkwinkel", by=by, at=stage.at)
    if state == "running":
        actions.record_introduction(
            stage.db, handover, with_person=True, with_sender=True, with_receiver=True, by=by, at=stage.at
        )
        actions.take_over(stage.db, handover, by=by, at=stage.at)


def overdue_step(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson, login: str, days: int) -> Scene:
    """Somebody whose next step is `days` working days overdue."""
    due = local_day(working_days_before(now, days))
    yield from open_journey(stage, dice, somebody, login, working_days_before(now, days + 9), due)


def working_days_before(now: datetime, count: int) -> datetime:
    """20 past 9 in the morning, `count` working days ago."""
    day = local_day(now)
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)  # True counts as 1
    return moment(day, time(9, 20))


def open_journey(
    stage: Stage, dice: Random, somebody: InventedPerson, login: str, at: datetime, due: date
) -> Generator[datetime, None, JourneyPath]:
    """A visit with an intake, and the journey that it opens. Its next step is due on `due`."""
    yield at
    person, wish = add_person(stage, dice, somebody, by=login), dice.choice(WISHES)
    visit = visits.register(
        stage.db, person, about=dice.choice(wish.heard), kind=VisitKind.APPOINTMENT, by=stage.by(login), at=stage.at
    )
    visits.help_visitor(stage.db, visit, by=stage.by(login), at=stage.at)
    talk = talks.start_intake(stage.db, person, by=stage.by(login), at=stage.at)
    said = intake_answers(stage, dice, wish)
    for section, subject, text in said:
        talks.save_passage(stage.db, talk, section, subject, text, 0, by=stage.by(login), at=stage.at)
    yield at + timedelta(minutes=30)
    journey = talks.finish_intake(
        stage.db,
        talk,
        responsible=stage.workers[login],
        next_what=dice.choice((*wish.steps, *NEXT_STEPS)),
        next_on=due,
        by=stage.by(login),
        at=stage.at,
    )
    visits.finish(stage.db, visit, by=stage.by(login), at=stage.at)
    obstacles = tuple(subject for section, subject, _ in said if section == Section.OBSTACLE)
    return JourneyPath(stage, dice, person, somebody, wish.theme, journey, login, obstacles)
