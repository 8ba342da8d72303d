"""The front desk at this moment: open, with people who wait, are in conversation, or have been helped."""

from datetime import datetime, timedelta
from random import Random

from app.audit.audit_log import set_actor
from app.core.clock import day_bounds, local_day
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.cast.texts import WISHES
from app.demo.scenes.journeys import add_person, intake_answers
from app.front_desk.kiosk import tablet_actions as tablets
from app.front_desk.kiosk.check_in_actions import check_in
from app.front_desk.kiosk.rules import Topic
from app.front_desk.kiosk.tablet_actor import TabletActor
from app.front_desk.visits import actions as visits
from app.guidance.intakes import actions as talks
from app.shop.half_days import actions
from app.shop.half_days.queries import half_day_now
from app.shop.half_days.rules import part_at
from app.shop.roster import actions as roster_actions

PRESENT = ("hanna", "samira", "joost", "fatima", "karim", "loes")  # workers in the shop now, from several organisations
ON_THE_WAY = ("theo",)  # on the roster, but not present yet
TALKS_LEFT = {"samira": 3, "joost": 2, "fatima": 1}  # how many more intakes they can do today


def open_shop(stage: Stage, now: datetime) -> Scene:
    """Opens the shop and fills the roster. Outside its weekly hours, the coordinator opened it a while ago."""
    yield day_bounds(local_day(now))[0]
    begins = now - timedelta(minutes=100)
    if half_day_now(stage.db, stage.shop.id, now) is None:
        begins = max(begins, _start_of_part(now))
        yield begins
        # Not while a half-day is still open: open_now would refuse.
        if half_day := half_day_now(stage.db, stage.shop.id, stage.at):
            yield half_day.ends_at
        actions.open_now(stage.db, by=stage.by("carla"), at=stage.at)
    yield max(now - timedelta(minutes=19), stage.at)
    if half_day := half_day_now(stage.db, stage.shop.id, now):
        yield max(half_day.starts_at, stage.at)
    if half_day := half_day_now(stage.db, stage.shop.id, stage.at):
        for login in (*PRESENT, *ON_THE_WAY):
            roster_actions.plan(stage.db, stage.workers[login].id, half_day, by=stage.by(login), at=stage.at)
    for login in PRESENT:
        roster_actions.arrive(stage.db, stage.workers[login].id, by=stage.by(login), at=stage.at)
    for login, count in TALKS_LEFT.items():
        roster_actions.set_talks(stage.db, count, by=stage.by(login), at=stage.at)


def _start_of_part(now: datetime) -> datetime:
    """The first moment of the current part of the day."""
    at, first = now, day_bounds(local_day(now))[0]
    while at > first and part_at(at - timedelta(minutes=1)) == part_at(now):
        at -= timedelta(minutes=1)
    return max(at.replace(second=0, microsecond=0), first)


def board(stage: Stage, dice: Random, now: datetime, people: list[InventedPerson]) -> None:
    """Three people wait, one of them checked in on the tablet; two are in conversation; three have been helped."""
    midnight = day_bounds(local_day(now))[0]

    def ago(minutes: float) -> datetime:
        return max(now - timedelta(minutes=minutes), midnight)

    guests = iter(people)
    stage.play(waiting(stage, dice, ago(18), next(guests), "brief uitkering"))
    stage.play(waiting(stage, dice, ago(4), next(guests), "zoekt werk in de keuken", assignee="fatima"))
    stage.play(in_conversation(stage, dice, ago(40), ago(26), next(guests), "samira"))
    stage.play(in_conversation(stage, dice, ago(22), ago(9), next(guests), "joost"))
    stage.play(checked_in_by_tablet(stage, ago(9)))
    for minutes in (85, 70, 52):  # the visitor of 70 minutes ago stays anonymous
        stage.play(helped_and_gone(stage, dice, ago(minutes), next(guests) if minutes != 70 else None))


def waiting(
    stage: Stage, dice: Random, at: datetime, somebody: InventedPerson, about: str, assignee: str = ""
) -> Scene:
    """Somebody waits. `assignee`: the login of the worker whom they ask for."""
    yield at
    person = add_person(stage, dice, somebody, by="hanna")
    visit = visits.register(stage.db, person, about=about, by=stage.by("hanna"), at=stage.at)
    if assignee:
        visits.set_assignee(stage.db, visit, stage.workers[assignee], by=stage.by("hanna"), at=stage.at)


def checked_in_by_tablet(stage: Stage, at: datetime) -> Scene:
    """Somebody checks in on the tablet by the door, in their own language."""
    yield at
    tablet = tablets.create(stage.db, "Bij de voordeur", by=stage.by("carla"), at=stage.at)
    tablets.new_code(stage.db, tablet, by=stage.by("carla"), at=stage.at)
    tablets.pair(stage.db, tablet, at=stage.at)
    by = TabletActor(tablet)
    set_actor(stage.db, by, stage.at)
    check_in(stage.db, Topic.WORK, language="ar", called="Amal", by=by, at=stage.at)


def in_conversation(
    stage: Stage, dice: Random, at: datetime, helped: datetime, somebody: InventedPerson, login: str
) -> Scene:
    """Somebody who came in at `at`; the worker `login` began their intake at `helped` and is halfway through it."""
    yield at
    person, wish = add_person(stage, dice, somebody, by="hanna"), dice.choice(WISHES)
    visit = visits.register(stage.db, person, about=dice.choice(wish.heard), by=stage.by("hanna"), at=stage.at)
    yield helped
    visits.help_visitor(stage.db, visit, by=stage.by(login), at=stage.at)
    talk = talks.start_intake(stage.db, person, by=stage.by(login), at=stage.at)
    for section, subject, text in intake_answers(stage, dice, wish)[:2]:
        talks.save_passage(stage.db, talk, section, subject, text, 0, by=stage.by(login), at=stage.at)


def helped_and_gone(stage: Stage, dice: Random, at: datetime, somebody: InventedPerson | None) -> Scene:
    """A visit that has ended. Without `somebody`, it is anonymous."""
    yield at
    person = add_person(stage, dice, somebody, by="hanna") if somebody else None
    about = dice.choice(dice.choice(WISHES).heard)
    visit = visits.register(stage.db, person, about=about, by=stage.by("hanna"), at=stage.at)
    helped = stage.at + timedelta(minutes=6)
    yield helped
    # by Samira or Joost
    visits.help_visitor(stage.db, visit, by=stage.by(PRESENT[1 + dice.randrange(2)]), at=stage.at)
    yield helped + timedelta(minutes=11)
    visits.finish(stage.db, visit, by=stage.by("hanna"), at=stage.at)
