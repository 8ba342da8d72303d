"""People who were registered twice: one pair merged by the coordinator, the others still listed as duplicates."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.journeys import add_person
from app.demo.scenes.visits import random_wish, short_visit
from app.front_desk.visits.models import VisitKind
from app.records.duplicates import actions

SIMILAR_SOUNDS = (
    ("ou", "u"),
    ("ë", "e"),
    ("ç", "c"),
    ("ş", "s"),
    ("ö", "o"),
    ("kh", "ch"),
    ("y", "i"),
    ("ij", "y"),
    ("s", "z"),
)


def misheard(name: str) -> str:
    """The name as another colleague might spell it."""
    for spelt, heard in SIMILAR_SOUNDS:
        if spelt in name:
            return name.replace(spelt, heard, 1)
    return name.replace("a", "e", 1)


def registered_twice(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson, *, linked: bool) -> Scene:
    """Somebody who came in twice and met two colleagues. If `linked`, Carla merges the two some days later."""
    yield now - timedelta(days=dice.randrange(40, 80))
    yield stage.next_visit(dice, 0)
    first = add_person(stage, dice, replace(somebody, birth_year=somebody.birth_year or 1988))
    yield from short_visit(stage, dice, first, dice.choice(random_wish(dice).heard), VisitKind.WALK_IN)
    yield stage.next_visit(dice, 9)
    again = replace(somebody, name=misheard(somebody.name), birth_year=first.birth_year, street="", email="")
    second = add_person(stage, dice, again)
    yield from short_visit(stage, dice, second, dice.choice(random_wish(dice).heard), VisitKind.WALK_IN)
    if linked:
        yield stage.at_desk(dice, 2)
        why = "Hetzelfde geboortejaar, en ze herkende Samira"
        actions.merge(stage.db, first, second, why=why, by=stage.by("carla"), at=stage.at)
