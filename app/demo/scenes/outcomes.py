"""Courses of the last part of a journey: what was reached, and how the shop stopped following somebody."""

from datetime import date, timedelta
from random import Random

from app.core.clock import local_day
from app.demo.cast.simulation import Scene
from app.demo.cast.texts import EMPLOYERS, STEP_PLACES, STOP_REASONS, WITHOUT_RESULT
from app.demo.scenes.handovers import Followed
from app.demo.scenes.step_plans import go_on
from app.outcomes import actions as outcomes
from app.outcomes.models import Outcome, Source
from app.shop.lists.models import ListItem, ListName, OutcomeClass, OutflowGroup

# How journeys end, and which kinds of outflow there are of each group.
ENDS = ("outflow", "step", "neutral", "stopped", "lost", "unknown")
ODDS = (54, 14, 8, 10, 12, 2)
GROUPS = (OutflowGroup.WORK, OutflowGroup.LEARN_WORK, OutflowGroup.STUDY, OutflowGroup.INTERNSHIP)
BY_TOPIC = {
    "study": (15, 15, 60, 10),
    "internship": (10, 45, 10, 35),
    "work": (78, 12, 6, 4),
    "cv": (75, 10, 9, 6),
}
OTHERWISE = (52, 14, 24, 10)

SOURCES = (Source.OWN_WORD, Source.PARTNER, Source.PAPER)


def ending(path: Followed) -> Scene:
    """A result mostly, then a while of looking how it goes, and the end."""
    stage, dice = path.stage, path.dice
    end = dice.choices(ENDS, ODDS)[0]
    if dice.random() < (0.5 if end == "outflow" else 0.1):
        step(path)
    if end == "outflow":
        kind = outflow_kind(path)
        starts = local_day(stage.at) + timedelta(days=dice.randrange(-12, 22))
        outcome = reached(path, kind, starts)
        if dice.random() < 0.11:
            stage.play(stopping(path, outcome, Random(dice.random())))  # noqa: S311  a life that can be repeated
        yield from once_more(path, "kijken hoe het gaat", 14 + dice.gammavariate(2.0, 12.0))
        finish(path, kind, "")
    elif end == "step":
        kind = step(path)
        yield from once_more(path, "horen hoe het bevalt", 10 + dice.gammavariate(2.0, 9.0))
        finish(path, kind, "")
    else:
        if end == "lost":
            yield from once_more(path, "nog een keer bellen", 12)
        without_result(path, end)


def without_result(path: Followed, end: str) -> None:
    code, word = path.dice.choice(WITHOUT_RESULT[end])
    finish(path, path.stage.outcome(code), word)


def kinds(path: Followed, group: OutcomeClass) -> list[ListItem]:
    return [item for item in path.stage.items[ListName.OUTCOME].values() if item.grouping == group]


def outflow_kind(path: Followed) -> ListItem:
    group = path.dice.choices(GROUPS, BY_TOPIC.get(path.theme, OTHERWISE))[0]
    fitting = [item for item in kinds(path, OutcomeClass.OUTFLOW) if item.counts_as == group]
    return path.dice.choices(fitting, [5, *[1] * (len(fitting) - 1)])[0]


def reached(path: Followed, kind: ListItem, starts: date) -> Outcome:
    stage, dice = path.stage, path.dice
    places = EMPLOYERS.get(kind.counts_as or "", STEP_PLACES)
    return outcomes.record(
        stage.db,
        path.journey,
        kind=kind,
        starts_on=starts,
        hours=dice.choice((12, 16, 20, 24, 24, 28, 32, 36, None)),
        source=dice.choices(SOURCES, (60, 27, 13))[0],
        where=dice.choice(places) if dice.random() < 0.7 else "",
        by=stage.by(path.login),
        at=stage.at,
    )


def step(path: Followed) -> ListItem:
    """A course, a trial placement, volunteering: a step, beside what counts as outflow."""
    kind = path.dice.choice(kinds(path, OutcomeClass.STEP))
    reached(path, kind, local_day(path.stage.at) - timedelta(days=path.dice.randrange(0, 20)))
    return kind


def stopping(path: Followed, outcome: Outcome, dice: Random) -> Scene:
    """Some work does not last: a colleague hears of it, months later."""
    stage = path.stage
    yield stage.at_desk(dice, dice.randrange(40, 240))
    on = max(outcome.starts_on, stage.today - timedelta(days=dice.randrange(20)))
    outcomes.stop(
        stage.db, outcome, on=on, reason=dice.choice(STOP_REASONS), by=stage.by(stage.front_worker(dice)), at=stage.at
    )


def once_more(path: Followed, what: str, days: float) -> Scene:
    due = path.in_days(days)
    go_on(path, what, local_day(due))
    yield due


def finish(path: Followed, kind: ListItem, word: str) -> None:
    outcomes.end_journey(
        path.stage.db, path.journey, kind=kind, word=word, by=path.stage.by(path.login), at=path.stage.at
    )
