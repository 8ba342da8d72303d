"""The last part of a journey: its results, and how it ends."""

from datetime import date, timedelta
from random import Random

from app.core.clock import local_day
from app.demo.cast.simulation import Scene
from app.demo.cast.texts import EMPLOYERS, STEP_PLACES, STOP_REASONS, WITHOUT_RESULT
from app.demo.scenes.handovers import JourneyPath
from app.demo.scenes.step_plans import record_contact
from app.outcomes import actions as outcomes
from app.outcomes.models import Outcome, Source
from app.shop.lists.models import ListItem, ListName, OutcomeClass, OutflowGroup

# How journeys end, with weights; then the groups of outflow, with their weights for each theme of a journey.
ENDS = ("outflow", "step", "neutral", "stopped", "lost", "unknown")
END_WEIGHTS = (54, 14, 8, 10, 12, 2)
GROUPS = (OutflowGroup.WORK, OutflowGroup.LEARN_WORK, OutflowGroup.STUDY, OutflowGroup.INTERNSHIP)
BY_TOPIC = {
    "study": (15, 15, 60, 10),
    "internship": (10, 45, 10, 35),
    "work": (78, 12, 6, 4),
    "cv": (75, 10, 9, 6),
}
OTHER_TOPICS = (52, 14, 24, 10)

SOURCES = (Source.OWN_WORD, Source.PARTNER, Source.PAPER)


def end_of_journey(path: JourneyPath) -> Scene:
    """The end of a journey: usually with a result, and some time to see how that goes."""
    stage, dice = path.stage, path.dice
    end = dice.choices(ENDS, END_WEIGHTS)[0]
    if dice.random() < (0.5 if end == "outflow" else 0.1):
        record_step(path)
    if end == "outflow":
        kind = outflow_kind(path)
        starts = local_day(stage.at) + timedelta(days=dice.randrange(-12, 22))
        outcome = record_outflow(path, kind, starts)
        if dice.random() < 0.11:
            stage.play(outcome_stops(path, outcome, Random(dice.random())))  # noqa: S311  repeatable data
        yield from one_more_step(path, "kijken hoe het gaat", 14 + dice.gammavariate(2.0, 12.0))
        end_journey(path, kind, "")
    elif end == "step":
        kind = record_step(path)
        yield from one_more_step(path, "horen hoe het bevalt", 10 + dice.gammavariate(2.0, 9.0))
        end_journey(path, kind, "")
    else:
        if end == "lost":
            yield from one_more_step(path, "nog een keer bellen", 12)
        end_without_result(path, end)


def end_without_result(path: JourneyPath, end: str) -> None:
    """Ends the journey with a random kind and reason from WITHOUT_RESULT."""
    code, word = path.dice.choice(WITHOUT_RESULT[end])
    end_journey(path, path.stage.outcome(code), word)


def kinds_of_group(path: JourneyPath, outcome_class: OutcomeClass) -> list[ListItem]:
    """The kinds of outcome of one class, in the order of the shop's list."""
    return [item for item in path.stage.items[ListName.OUTCOME].values() if item.grouping == outcome_class]


def outflow_kind(path: JourneyPath) -> ListItem:
    """A random kind of outflow that suits the theme of the journey."""
    group = path.dice.choices(GROUPS, BY_TOPIC.get(path.theme, OTHER_TOPICS))[0]
    fitting = [item for item in kinds_of_group(path, OutcomeClass.OUTFLOW) if item.counts_as == group]
    # The first kind is five times as likely as each of the others.
    return path.dice.choices(fitting, [5, *[1] * (len(fitting) - 1)])[0]


def record_outflow(path: JourneyPath, kind: ListItem, starts: date) -> Outcome:
    """Records a result (outflow, or a step towards it) with random details. It begins on `starts`."""
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


def record_step(path: JourneyPath) -> ListItem:
    """Records a step (a course, a trial placement, volunteering), which does not count as outflow."""
    kind = path.dice.choice(kinds_of_group(path, OutcomeClass.STEP))
    record_outflow(path, kind, local_day(path.stage.at) - timedelta(days=path.dice.randrange(0, 20)))
    return kind


def outcome_stops(path: JourneyPath, outcome: Outcome, dice: Random) -> Scene:
    """Some results do not last: weeks or months later a front office worker hears that this one stopped."""
    stage = path.stage
    yield stage.at_desk(dice, dice.randrange(40, 240))
    on = max(outcome.starts_on, stage.today - timedelta(days=dice.randrange(20)))
    outcomes.stop(
        stage.db, outcome, on=on, reason=dice.choice(STOP_REASONS), by=stage.by(stage.front_worker(dice)), at=stage.at
    )


def one_more_step(path: JourneyPath, what: str, days: float) -> Scene:
    """Agrees on one more step and waits until it is due."""
    due = path.in_days(days)
    record_contact(path, what, local_day(due))
    yield due


def end_journey(path: JourneyPath, kind: ListItem, word: str) -> None:
    outcomes.end_journey(
        path.stage.db, path.journey, kind=kind, word=word, by=path.stage.by(path.login), at=path.stage.at
    )
