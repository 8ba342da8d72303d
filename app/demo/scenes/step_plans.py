"""Step plans: small agreed steps, some for the person or a partner, some postponed more than once."""

from datetime import date, time, timedelta
from random import Random

from app.core.clock import local_day
from app.demo.cast.simulation import Scene
from app.demo.scenes.handovers import JourneyPath
from app.guidance.journeys import queries, rules
from app.guidance.journeys.models import StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans import actions

STEPS_OF_PERSON = (
    "zelf bellen met de opvang",
    "de brieven meenemen",
    "zich inschrijven bij de bibliotheek",
    "zelf de huisarts bellen",
    "het cv aan de buurvrouw laten lezen",
    "kijken welke bus er gaat",
)
STEPS_OF_PARTNERS = (
    ("Taal Doet Meer", "een taalmaatje zoeken"),
    ("DOCK", "laten weten wanneer de groep begint"),
    ("Vrijwilligerscentrale Utrecht", "drie adressen sturen"),
    ("De Geldzaak (U-centraal)", "de afspraak bevestigen"),
)
STEPS_TOGETHER = (
    "samen de papieren nalopen",
    "een proefbrief schrijven",
    "bellen hoe het ging",
    "samen oefenen voor het gesprek",
)
RESULTS = (
    "",
    "",
    "Gelukt.",
    "Het kostte moeite, maar het is gedaan.",
    "Mag volgende week beginnen.",
    "Wil het vaker zo.",
)
REASONS_TO_MOVE = ("kind ziek", "wachten op de brief van de gemeente", "het spreekuur zat vol")


def record_contact(path: JourneyPath, what: str, on: date, clock: time | None = None) -> None:
    """Records a contact: steps that were due are done, a new one is agreed for `on`, and sometimes more after that."""
    stage, dice = path.stage, Random(path.dice.random())  # noqa: S311  repeatable data
    journey, by, today = path.journey, stage.by(path.login), stage.today
    then: Step | None = Step(what, on, stage.workers[path.login], clock)
    ahead = queries.planned_steps(stage.db, journey)
    for step in [step for step in ahead if step is ahead[0] or step.on <= today]:
        word = dice.choice(RESULTS)
        actions.complete_step(stage.db, journey, step.key, comment=word, then=then, by=by, at=stage.at)
        then = None
    if dice.random() < 0.3:
        for _more in range(dice.choices((1, 2, 3), (5, 3, 1))[0]):
            actions.add_step(stage.db, journey, random_step(path, dice, on), by=by, at=stage.at)
    if dice.random() < 0.15:
        stage.play(postpone_step(path, queries.planned_steps(stage.db, journey)[0].key, Random(dice.random())))  # noqa: S311


def random_step(path: JourneyPath, dice: Random, after: date) -> Step:
    """A small step after the agreed day, for the person, a partner or the responsible worker."""
    stage = path.stage
    worker, on = stage.workers[path.login], after + timedelta(days=dice.randrange(3, 30))
    kind = dice.choices(list(StepTaker), (4, 4, 3))[0]
    if kind == StepTaker.PARTNER:
        name, what = dice.choice(STEPS_OF_PARTNERS)
        return Step(what, on, worker, None, kind, stage.organisations[name])
    if kind == StepTaker.PERSON:
        return Step(dice.choice(STEPS_OF_PERSON), on, worker, None, kind)
    return Step(dice.choice(STEPS_TOGETHER), on, worker, dice.choice((None, time(10), time(13, 30))))


def postpone_step(path: JourneyPath, key: str, dice: Random) -> Scene:
    """Postpones a step two or three times within a few days; a reason is given when the rules require one."""
    stage, journey = path.stage, path.journey
    for _time in range(dice.choice((2, 2, 3))):
        yield stage.at_desk(dice, dice.choice((0.1, 1, 2)))
        actor = stage.actors[path.login]
        step = next((step for step in queries.planned_steps(stage.db, journey) if step.key == key), None)
        if step is None or rules.plan_step.obstacle(journey, actor):
            return
        on = max(step.on, local_day(stage.at)) + timedelta(days=dice.randrange(2, 6))
        reason = dice.choice(REASONS_TO_MOVE) if rules.needs_reason(step.moved) else ""
        actions.move_step(stage.db, journey, key, on, step.clock, reason=reason, by=stage.by(path.login), at=stage.at)
