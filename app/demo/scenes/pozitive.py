"""Pozitive in 2019 and 2020, with the figures of the progress report of April 2020: 91 people taken into guidance.

The figures are those of the report; the people are invented.
"""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.clock import local_day, moment
from app.demo.cast.colleagues import PARTNERS
from app.demo.cast.invented_people import InventedPerson, invent_people
from app.demo.cast.simulation import Scene, Stage, office_moment
from app.demo.cast.texts import NEXT_STEPS, NOTES
from app.demo.scenes.handovers import JourneyPath, agreed_next_step, write_draft
from app.demo.scenes.journeys import add_person, intake_answers
from app.demo.scenes.outcomes import end_journey, end_without_result, kinds_of_group, record_outflow
from app.demo.scenes.step_plans import record_contact
from app.demo.scenes.visits import random_wish
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import VisitKind
from app.guidance.intakes import actions as talks
from app.guidance.notes import actions as notes
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import Handover, Kind
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.shop.lists.models import OutcomeClass, OutflowGroup

TAKEN = 91
# How many people started what in which month: work every month, study in September, internships after the winter.
# No count is between 1 and 4, so a manager, from whom small counts are hidden, sees all of them.
REACHED: dict[OutflowGroup, dict[date, int]] = {
    OutflowGroup.WORK: {date(2019, 4, 1): 6} | {date(2019 + m // 12, m % 12 + 1, 1): 5 for m in range(4, 14)},
    OutflowGroup.STUDY: {date(2019, 9, 1): 5},
    OutflowGroup.INTERNSHIP: {date(2020, 2, 1): 6},
}
STILL = TAKEN - sum(sum(months.values()) for months in REACHED.values())  # 24 when the report was written
FIRST = date(2019, 1, 7)
_POZITIVE = next(helper for helper in PARTNERS if helper.organisation == "Pozitive")
SENDERS = ("samira", "bram")


@dataclass(frozen=True)
class GuidedPerson:
    """One of the 91: the start, and the result with its day. `group` is None for people still in guidance."""

    somebody: InventedPerson
    starts: date
    group: OutflowGroup | None
    result_on: date | None


def guided_people(dice: Random) -> list[GuidedPerson]:
    """The 91 people, with days within the period, in order of their start."""
    people = iter(invent_people(dice, TAKEN, FIRST.year))
    found = []
    for group, month in ((group, month) for group, months in REACHED.items() for month in months):
        for _ in range(REACHED[group][month]):
            result_on = month + timedelta(days=dice.randrange(28))
            starts = max(FIRST, result_on - timedelta(days=dice.randrange(40, 120)))
            found.append(GuidedPerson(next(people), starts, group, result_on))
    for _ in range(STILL):
        starts = date(2019, 7, 1) + timedelta(days=dice.randrange((date(2020, 2, 20) - date(2019, 7, 1)).days))
        found.append(GuidedPerson(next(people), starts, None, None))
    return sorted(found, key=lambda one: (one.starts, one.somebody.name))


def guidance(stage: Stage, dice: Random, one: GuidedPerson) -> Scene:
    """Met in the neighbourhood, had an intake, was handed over to Pozitive, and was guided to a result."""
    yield office_moment(one.starts, dice, stage.at)
    sender, receiver = dice.choice(SENDERS), dice.choices(_POZITIVE.logins, (3, 1))[0]
    wish = random_wish(dice)
    person = add_person(stage, dice, one.somebody, by=sender)
    visit = visits.register(
        stage.db, person, about=dice.choice(wish.heard), kind=VisitKind.OUTREACH, by=stage.by(sender), at=stage.at
    )
    talk = talks.start_intake(stage.db, person, by=stage.by(sender), at=stage.at)
    for section, subject, text in intake_answers(stage, dice, wish)[:4]:
        talks.save_passage(stage.db, talk, section, subject, text, 0, by=stage.by(sender), at=stage.at)
    yield stage.at + timedelta(minutes=35)
    visits.finish(stage.db, visit, by=stage.by(sender), at=stage.at)
    journey = talks.finish_intake(
        stage.db,
        talk,
        responsible=stage.workers[sender],
        next_what="samen naar Pozitive",
        next_on=stage.today + timedelta(days=7),
        by=stage.by(sender),
        at=stage.at,
    )
    path = JourneyPath(stage, dice, person, one.somebody, "work", journey, sender)
    kind = Kind.TRANSFER if dice.random() < 0.6 else Kind.SUPPORT
    handover = yield from start_handover(path, receiver, kind)
    path.login = receiver if kind == Kind.TRANSFER else sender
    if one.group and one.result_on:
        yield from reach_result(path, one.group, one.result_on, handover, receiver)
    else:
        yield from continue_guidance(path, handover, receiver)


def start_handover(path: JourneyPath, receiver: str, kind: Kind) -> Generator[datetime, None, Handover]:
    """Offered, accepted and taken over after an introduction with all three, within some ten days."""
    stage, dice, sender = path.stage, path.dice, path.login
    ask = dice.choice(_POZITIVE.asks)
    handover = write_draft(path, _POZITIVE, ask, kind)
    sender_actions.offer(stage.db, handover, by=stage.by(sender), at=stage.at)
    yield path.in_days(dice.choice((0.5, 1, 1, 2, 3)))
    meeting = path.in_days(dice.choice((1, 2, 3)))
    receiver_actions.accept(stage.db, handover, planned_for=meeting, by=stage.by(receiver), at=stage.at)
    yield meeting
    cold = "kende de buurt en belde zelf al" if dice.random() < 0.08 else ""
    if not cold:
        actions.record_introduction(
            stage.db,
            handover,
            with_person=True,
            with_sender=True,
            with_receiver=True,
            by=stage.by(receiver),
            at=stage.at,
        )
    actions.take_over(
        stage.db, handover, cold_reason=cold, **agreed_next_step(path, kind), by=stage.by(receiver), at=stage.at
    )
    return handover


def reach_result(path: JourneyPath, group: OutflowGroup, on: date, handover: Handover, receiver: str) -> Scene:
    """Guided until the result on the day `on`; some days later the handover is completed and the journey ends."""
    stage, dice = path.stage, path.dice
    halfway = stage.today + (on - stage.today) / 2
    yield max(stage.at, moment(halfway, time(10)))
    record_after_contact(path, receiver, on)
    yield max(stage.at, moment(on, time(11)))
    kind = next(item for item in kinds_of_group(path, OutcomeClass.OUTFLOW) if item.counts_as == group)
    record_outflow(path, kind, on)
    yield path.in_days(dice.randrange(5, 25))
    closing_actions.complete(
        stage.db, handover, dice.choice(_POZITIVE.asks).feedback, by=stage.by(receiver), at=stage.at
    )
    end_journey(path, kind, "")


def continue_guidance(path: JourneyPath, handover: Handover, receiver: str) -> Scene:
    """Still in guidance when the report was written; ended in 2021, without outflow."""
    stage, dice = path.stage, path.dice
    until = date(2021, 1, 11) + timedelta(days=dice.randrange(170))
    while stage.today < until:
        due = path.in_days(min(dice.randrange(80, 140), max(1, (until - stage.today).days)))
        record_after_contact(path, receiver, local_day(due))
        yield due
    closing_actions.complete(
        stage.db, handover, "Lang samen gezocht. Nu even niet.", by=stage.by(receiver), at=stage.at
    )
    end_without_result(path, dice.choices(("neutral", "stopped", "lost"), (4, 3, 3))[0])


def record_after_contact(path: JourneyPath, receiver: str, on: date) -> None:
    """Records a contact with a note, and the next step."""
    stage, dice = path.stage, path.dice
    notes.write_note(stage.db, path.person, path.journey, dice.choice(NOTES), by=stage.by(receiver), at=stage.at)
    record_contact(path, dice.choice(NEXT_STEPS), on)
