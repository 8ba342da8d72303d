"""Courses at the front desk: the half-days, and the visits in them."""

from collections.abc import Generator
from datetime import date, datetime, time, timedelta
from random import Random

from app.core.clock import moment
from app.demo.cast.colleagues import FRONT_DESK
from app.demo.cast.opening_days import CHRISTMAS, SUMMER, HalfDay, some_moment
from app.demo.cast.simulation import Scene, Stage
from app.demo.cast.texts import WISHES, Wish
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit, VisitKind
from app.front_desk.visits.rules import IN_PERSON_KINDS
from app.people.people.models import Person
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days.queries import half_day_on
from app.shop.roster import actions

# How people get in touch, and how often.
KINDS = tuple(VisitKind)  # walk-in, appointment, phone, video, outreach, event
FIRST_VISIT_WEIGHTS = (78, 4, 8, 0, 6, 4)
LATER_VISIT_WEIGHTS = (43, 26, 25, 3, 1, 2)
# What visitors read on the public page.
NOTICES = {
    SUMMER: ("We zijn twee weken dicht. Daarna ben je weer welkom.", "We are closed for two weeks."),
    CHRISTMAS: ("We zijn dicht. In januari ben je weer welkom.", "We are closed. In January you are welcome again."),
}


def half_day(stage: Stage, planned: HalfDay) -> Scene:
    """A half-day: the workers arrive, and leave again."""
    yield planned.begins
    for login in planned.present:
        actions.arrive(stage.db, stage.workers[login].id, by=stage.by(login), at=stage.at)
    yield planned.ends
    for login in planned.present:
        actions.depart(stage.db, stage.workers[login].id, by=stage.by(login), at=stage.at)


def planned_half_day(stage: Stage, planned: HalfDay, today: date) -> Scene:
    """The workers add themselves to the roster beforehand; the front office also says how many intakes it can do."""
    yield moment(today - timedelta(days=3), time(16))
    found = half_day_on(stage.db, stage.shop.id, planned.day, planned.part)
    if found is None:
        return
    for login in planned.present:
        talks = 4 if login in FRONT_DESK else None
        actions.plan(stage.db, stage.workers[login].id, found, talks=talks, by=stage.by(login), at=stage.at)


def random_wish(dice: Random) -> Wish:
    return dice.choices(WISHES, [wish.weight for wish in WISHES])[0]


def visit_and_help(
    stage: Stage, dice: Random, person: Person | None, about: str, kind: VisitKind, helper: str | None = None
) -> Generator[datetime, None, tuple[Visit, str] | None]:
    """Somebody comes in and is helped. Returns the visit and the login of the helper; None if the visitor left.

    The visit is still open: the caller finishes it.
    """
    helper = stage.present((helper,)) if helper else None
    helper = helper or stage.front_worker(dice)
    host = stage.present(("hanna",)) if kind in IN_PERSON_KINDS else None  # callers have no host
    visit = visits.register(stage.db, person, about=about, kind=kind, by=stage.by(host or helper), at=stage.at)
    if kind not in IN_PERSON_KINDS:
        return visit, helper
    yield stage.at + timedelta(minutes=min(45, dice.gammavariate(2.2, 5.0)))
    if kind == VisitKind.WALK_IN and dice.random() < 0.03:
        visits.leave(stage.db, visit, by=stage.by(host or helper), at=stage.at)
        return None
    visits.help_visitor(stage.db, visit, by=stage.by(helper), at=stage.at)
    return visit, helper


def short_visit(stage: Stage, dice: Random, person: Person | None, about: str, kind: VisitKind) -> Scene:
    """A visit with a short conversation and nothing more, like most visits."""
    found = yield from visit_and_help(stage, dice, person, about, kind)
    if found:
        visit, helper = found
        yield stage.at + timedelta(minutes=4 + dice.gammavariate(2.5, 6.0))
        visits.finish(stage.db, visit, by=stage.by(helper), at=stage.at)


def anonymous_visit(stage: Stage, dice: Random, when: HalfDay) -> Scene:
    """A visit by somebody who does not give a name, which is allowed."""
    yield some_moment(when, dice)
    kind = dice.choices(KINDS, (54, 0, 18, 0, 8, 20))[0]
    about = dice.choice(random_wish(dice).heard) if dice.random() < 0.6 else ""
    yield from short_visit(stage, dice, None, about, kind)


def cancelled_half_day(stage: Stage, planned: HalfDay) -> Scene:
    """The coordinator cancels a half-day: holidays long before, mishaps shortly before it begins."""
    yield planned.begins - (timedelta(days=40) if planned.holiday else timedelta(minutes=50))
    found = half_day_on(stage.db, stage.shop.id, planned.day, planned.part)
    if found and found.goes_on:
        notice_nl, notice_en = NOTICES.get(planned.reason, ("", ""))
        half_days_actions.cancel(
            stage.db,
            found,
            planned.reason,
            notice_nl=notice_nl,
            notice_en=notice_en,
            by=stage.by("carla"),
            at=stage.at,
        )
