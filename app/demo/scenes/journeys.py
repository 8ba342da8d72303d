"""Courses of one person: the first visit, the intake, the journey with its contacts, and its end."""

from datetime import datetime, time, timedelta
from random import Random

from app.core.clock import local, local_day
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.opening_days import HalfDay, some_moment
from app.demo.cast.simulation import Scene, Stage
from app.demo.cast.texts import NEXT_STEPS, NOTES, OBSTACLE_WORDS, SITUATIONS, TALENTS, Wish
from app.demo.scenes.handovers import JourneyPath, hand_over
from app.demo.scenes.intakes import answer, later_intake
from app.demo.scenes.outcomes import end_of_journey
from app.demo.scenes.step_plans import record_contact
from app.demo.scenes.visits import (
    FIRST_VISIT_WEIGHTS,
    KINDS,
    LATER_VISIT_WEIGHTS,
    random_wish,
    short_visit,
    visit_and_help,
)
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit, VisitKind
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.notes import actions as notes
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.shop.lists.models import ListName


def visitor_course(stage: Stage, dice: Random, somebody: InventedPerson, first: HalfDay) -> Scene:
    """A person from the neighbourhood, from their first visit on."""
    yield some_moment(first, dice)
    wish = random_wish(dice)
    person = add_person(stage, dice, somebody)
    if dice.random() < 0.42:
        yield from follow_up(stage, dice, person, somebody, wish)
        return
    times = dice.choices((1, 2, 3, 4, 6), (36, 27, 19, 12, 6))[0]
    for n in range(times):
        yield from short_visit(
            stage,
            dice,
            person,
            dice.choice(wish.heard),
            dice.choices(KINDS, LATER_VISIT_WEIGHTS if n else FIRST_VISIT_WEIGHTS)[0],
        )
        yield stage.next_visit(dice, 4 + dice.expovariate(1 / 40))


def add_person(stage: Stage, dice: Random, somebody: InventedPerson, by: str = "") -> Person:
    """Registers the person; `by` is the login of the worker, by default the host or a front office worker."""
    details = PersonDetails(
        name=somebody.name,
        birth_year=somebody.birth_year,
        phone=somebody.phone,
        email=somebody.email,
        street=somebody.street,
        languages=somebody.languages,
    )
    writer = by or stage.present(("hanna",)) or stage.front_worker(dice)
    return people.add(stage.db, details, by=stage.by(writer), at=stage.at)


def follow_up(stage: Stage, dice: Random, person: Person, somebody: InventedPerson, wish: Wish) -> Scene:
    """The intake, during the first visit or soon after, and the journey that it opens."""
    about = dice.choice(wish.heard)
    kind = VisitKind.WALK_IN
    if dice.random() < 0.3:
        yield from short_visit(stage, dice, person, about, dice.choices(KINDS, FIRST_VISIT_WEIGHTS)[0])
        yield stage.next_visit(dice, dice.randrange(1, 10))
        kind = VisitKind.APPOINTMENT
    found = yield from visit_and_help(stage, dice, person, about, kind)
    if found is None:
        return
    visit, login = found
    talk = talks.start_intake(stage.db, person, by=stage.by(login), at=stage.at)
    said = intake_answers(stage, dice, wish)
    for section, subject, text in said:
        yield stage.at + timedelta(minutes=dice.randrange(2, 7))
        talks.save_passage(stage.db, talk, section, subject, text, 0, by=stage.by(login), at=stage.at)
    answer(stage, talk, login)
    if dice.random() < 0.012:  # the visitor had to leave, and the intake is never finished
        visits.finish(stage.db, visit, by=stage.by(login), at=stage.at)
        return
    due = stage.next_visit(dice, 3 + dice.gammavariate(2.0, 4.0))
    journey = talks.finish_intake(
        stage.db,
        talk,
        responsible=stage.workers[login],
        next_what=dice.choice(wish.steps),
        next_on=local_day(due),
        next_time=round_to_quarter(due),
        by=stage.by(login),
        at=stage.at,
    )
    obstacles = tuple(subject for section, subject, _ in said if section == Section.OBSTACLE)
    path = JourneyPath(stage, dice, person, somebody, wish.theme, journey, login, obstacles)
    times = dice.choices((0, 1, 2), (34, 50, 16))[0]
    stage.play(leave_after_visit(stage, visit, login))
    if times and dice.random() < 0.5:  # the partner is nearby, so the handover happens before the visit ends
        yield stage.at + timedelta(minutes=4)
        path.login = yield from hand_over(path)
        times -= 1
    yield from contacts(path, wish, due, times)


def leave_after_visit(stage: Stage, visit: Visit, login: str) -> Scene:
    """The visit ends soon after the intake, whatever happens later."""
    yield stage.at + timedelta(minutes=9)
    visits.finish(stage.db, visit, by=stage.by(login), at=stage.at)


def intake_answers(stage: Stage, dice: Random, wish: Wish) -> list[tuple[Section, str, str]]:
    """Text for the intake: something in most sections, seldom in all of them."""
    said = [(Section.WISHES, "", dice.choice(wish.told)), (Section.WISH_TOPIC, stage.topic(wish.topic).key, "")]
    if dice.random() < 0.65:
        said.append((Section.SITUATION, "", dice.choice(SITUATIONS)))
    known = stage.items[ListName.OBSTACLE]
    for code in dice.sample(sorted(known), min(len(known), dice.choices((0, 1, 2, 3), (20, 40, 28, 12))[0])):
        said.append((Section.OBSTACLE, known[code].key, OBSTACLE_WORDS.get(code, "")))
    if dice.random() < 0.5:
        said.append((Section.TALENTS, "", dice.choice(TALENTS)))
    if dice.random() < 0.65:
        said.append((Section.STEPS, "", dice.choice(wish.steps).capitalize() + "."))
    return said


def round_to_quarter(at: datetime) -> time:
    """The local time, rounded down to a quarter of an hour, as in an appointment."""
    clock = local(at)
    return time(clock.hour, clock.minute // 15 * 15)


def contacts(path: JourneyPath, wish: Wish, due: datetime, handovers_left: int) -> Scene:
    """The journey from contact to contact, each with a new next step, until it ends."""
    stage, dice = path.stage, path.dice
    left = 1 + round(dice.gammavariate(2.2, 1.5))
    while left > 0:
        late = dice.choices((0, dice.uniform(1, 6), dice.uniform(7, 16)), (84, 12, 4))[0]
        due = max(due, stage.at)
        if late:
            yield due + timedelta(days=late)
            due = stage.next_visit(dice, 0)
        yield due
        yield from contact(path, wish)
        if left == 2 and stage.actors[path.login].in_front_office:
            yield from later_intake(stage, path.person, path.login)
        left -= 1
        due = stage.next_visit(dice, 6 + dice.gammavariate(2.0, 6.5))
        record_contact(path, dice.choice((*wish.steps, *NEXT_STEPS)), local_day(due), round_to_quarter(due))
        in_front = stage.actors[path.login].in_front_office
        if handovers_left and in_front and dice.random() < 0.7:
            handovers_left -= 1
            path.login = yield from hand_over(path)
    yield max(due, stage.at)
    yield from end_of_journey(path)


def contact(path: JourneyPath, wish: Wish) -> Scene:
    """One contact: mostly a visit to the shop. Partners also meet people elsewhere, and write a note about it."""
    stage, dice = path.stage, path.dice
    in_front = stage.actors[path.login].in_front_office
    if in_front or dice.random() < 0.35:
        kind = dice.choices(KINDS, LATER_VISIT_WEIGHTS)[0]
        found = yield from visit_and_help(stage, dice, path.person, dice.choice(wish.heard), kind, path.login)
        if found:
            visit, helper = found
            yield stage.at + timedelta(minutes=6 + dice.gammavariate(2.5, 6.0))
            visits.finish(stage.db, visit, by=stage.by(helper), at=stage.at)
    if dice.random() < 0.5 or not in_front:
        text = dice.choice(NOTES)
        notes.write_note(stage.db, path.person, path.journey, text, by=stage.by(path.login), at=stage.at)
