"""Generates the demonstration: the shop with its organisations and workers, and two years of events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlmodel import Session, col, select

from app.accounts import actions as accounts
from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.accounts.passwords import hash_password
from app.audit.audit_log import set_actor
from app.core.clock import local_day, moment
from app.demo.cast.colleagues import COLLEAGUES, MEMBERS, PASSWORD, SHOP_NAME, SHOP_PLACE, SPOKEN_LANGUAGES
from app.demo.cast.invented_people import InventedPerson, invent_people
from app.demo.cast.opening_days import WEEK, Calendar, HalfDay
from app.demo.cast.simulation import ReportProgress, Stage
from app.demo.scenes import duplicates, inbox, leave, offer_links, returning, shared_plans, today
from app.demo.scenes.journeys import visitor_course
from app.demo.scenes.notices import mark_old_read
from app.demo.scenes.partner_profiles import fill_profiles
from app.demo.scenes.pozitive import guidance, guided_people
from app.demo.scenes.visits import anonymous_visit, cancelled_half_day, half_day, planned_half_day
from app.guidance.intakes.question_actions import install_questions
from app.people.people.actions import rebuild_search_index
from app.shop.lists.models import ListItem, ListName
from app.shop.new_shop import create_shop
from app.shop.partners.models import Partner

SHOP_MADE_AT = moment(date(2018, 12, 3), time(9))
PERSONS, NAMELESS = 1400, 1300  # in two years; with Pozitive's people and today's there are some 1,500
YEARS = timedelta(days=730)
ROSTER_SINCE = timedelta(days=28)  # how long all workers have used the roster


@dataclass(frozen=True)
class Scale:
    """How much data to generate; tests need only a part of it."""

    share: float = 1.0

    def of(self, count: int) -> int:
        """The number of items to generate out of `count`, at least 12."""
        return max(12, round(count * self.share))


def set_up_shop(db: Session, dice: Random, now: datetime) -> Stage:
    """Creates the shop with its lists, organisations and workers, before the first visit."""
    set_actor(db, None, SHOP_MADE_AT)
    shop = create_shop(db, name=SHOP_NAME, place=SHOP_PLACE, half_days=WEEK, at=SHOP_MADE_AT)
    install_questions(db, shop.id)
    organisations = {member.name: Organisation(name=member.name) for member in MEMBERS}
    db.add_all(organisations.values())
    db.flush()
    for member in MEMBERS:
        db.add(
            Partner(
                shop_id=shop.id,
                organisation_id=organisations[member.name].id,
                office=member.office,
                offers=member.offers,
                languages=member.languages,
                room=member.room,
            )
        )
    workers, actors, password = {}, {}, hash_password(PASSWORD)
    for c in COLLEAGUES:
        organisation = organisations[c.organisation]
        worker = accounts.add_worker(
            db, name=c.name, login=c.login, organisation=organisation, shop_id=shop.id, roles=[c.role]
        )
        worker.password_hash = password  # hashed once, because hashing is deliberately slow
        worker.languages = SPOKEN_LANGUAGES.get(c.login, "")
        workers[c.login] = worker
        actors[c.login] = Actor(
            worker.id, worker.name, organisation.id, organisation.name, shop.id, frozenset({c.role})
        )
    db.flush()
    items: dict[ListName, dict[str, ListItem]] = {name: {} for name in ListName}
    for item in db.exec(select(ListItem).where(ListItem.shop_id == shop.id).order_by(col(ListItem.position))):
        items[item.list][item.code] = item
    this_day = local_day(now)
    calendar = Calendar(this_day - YEARS, this_day + timedelta(days=90), this_day, Random(dice.random()))  # noqa: S311
    return Stage(db, shop, calendar, workers, actors, organisations, items)


def generate(db: Session, now: datetime, say: ReportProgress, scale: Scale) -> Stage:
    """Generates everything up to `now`. The same day always gives the same data."""
    this_day = local_day(now)
    dice = Random(this_day.toordinal())  # noqa: S311  repeatable data
    with db.begin():
        stage = set_up_shop(db, dice, now)
        fill_profiles(db, stage.shop.id, now)
        rebuild_search_index(db)  # still empty: people are added as they come in
        _schedule_courses(stage, dice, now, scale)
    stage.live(now, say)
    with db.begin():
        mark_old_read(db, now)
    return stage


def _schedule_courses(stage: Stage, dice: Random, now: datetime, scale: Scale) -> None:
    def own() -> Random:
        return Random(dice.random())  # noqa: S311  one per course, so that courses are independent

    this_day, calendar = local_day(now), stage.calendar
    for planned in calendar.half_days:
        if planned.reason:
            stage.play(cancelled_half_day(stage, planned))
        elif this_day - ROSTER_SINCE <= planned.day <= this_day:
            stage.play(half_day(stage, planned))
        if not planned.reason and this_day <= planned.day <= this_day + ROSTER_SINCE:
            stage.play(planned_half_day(stage, planned, this_day))
    past = [h for h in calendar.open_days if h.day <= this_day]
    busy = [_busyness(h, calendar.first) for h in past]
    for one in guided_people(own()):
        stage.play(guidance(stage, own(), one))
    count = scale.of(PERSONS)
    people: list[InventedPerson] = invent_people(own(), count + 40, this_day.year)
    firsts: Iterable[HalfDay] = dice.choices(past, busy, k=count)
    for somebody, first in zip(people, firsts, strict=False):
        stage.play(visitor_course(stage, own(), somebody, first))
    for when in dice.choices(past, busy, k=scale.of(NAMELESS)):
        stage.play(anonymous_visit(stage, own(), when))
    rest = iter(people[count:])
    stage.play(today.open_shop(stage, now))
    today.board(stage, own(), now, [next(rest) for _ in range(8)])
    for waits in inbox.INBOX:
        stage.play(inbox.waiting_in_inbox(stage, own(), now, next(rest), waits))
    for login, days in inbox.LATE:
        stage.play(inbox.overdue_step(stage, own(), now, next(rest), login, days))
    for login, days in leave.INACTIVE_JOURNEYS:
        stage.play(leave.inactive_journey(stage, own(), now, next(rest), login, days))
    stage.play(leave.on_leave_from_today(stage, now))
    for linked in (True, False, False):
        stage.play(duplicates.registered_twice(stage, own(), now, next(rest), linked=linked))
    for scene in (returning.with_notes, returning.returned, returning.waiting_after_return):
        stage.play(scene(stage, own(), now, next(rest)))
    stage.play(shared_plans.set_phone_numbers(stage, now))
    for taken in shared_plans.PLAN_LINKS:
        stage.play(shared_plans.plan_by_link(stage, own(), now, next(rest), *taken))
    stage.play(offer_links.offer_by_mail(stage, own(), now, next(rest)))


def _busyness(half_day: HalfDay, first: date) -> float:
    """More people as the shop becomes known; fewer in the summer, more in September and January."""
    known = 0.75 + 0.5 * (half_day.day - first).days / YEARS.days
    season = {1: 1.2, 6: 0.9, 7: 0.7, 8: 0.75, 9: 1.25, 10: 1.1, 12: 0.75}.get(half_day.day.month, 1.0)
    return known * season * (0.6 if half_day.part == "evening" else 1.0)
