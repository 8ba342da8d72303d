"""Plans that people took home: the phone numbers on them, their links, and the answers given through the links."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from app.audit.audit_log import set_actor
from app.core.clock import local_day
from app.core.working_days import working_days_after
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.inbox import open_journey, working_days_before
from app.guidance.journeys.models import StepTaker
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans.actions import add_step
from app.handovers.shared_plans import actions as own_plans
from app.handovers.shared_plans.plan_link_actor import PlanLinkActor
from app.shop.shops import actions as shops

SHOP_PHONE = "030 555 0100"  # from a range that is not in use
PHONES = {"samira": "06 5550 0101", "joost": "06 5550 0102", "carla": "06 5550 0103"}
# Language of the plan, languages of the person, and whether the person has spoken with a worker since.
PLAN_LINKS = (("ar", "Arabisch, een beetje Nederlands", False), ("uk", "Oekraïens, Engels", True))


def set_phone_numbers(stage: Stage, now: datetime) -> Scene:
    """Sets the phone numbers of the shop and of some workers, which plans show."""
    yield working_days_before(now, 20)
    shops.set_phone(stage.db, SHOP_PHONE, by=stage.by("carla"), at=stage.at)
    for login, number in PHONES.items():
        stage.by(login)  # the audit log names the worker themselves
        stage.workers[login].phone = number
        stage.db.flush()


def plan_by_link(
    stage: Stage, dice: Random, now: datetime, somebody: InventedPerson, language: str, languages: str, spoken: bool
) -> Scene:
    """Samira gave the person a link after the intake; the person answered its question an hour and a half ago."""
    soon = working_days_after(local_day(now), 2)
    somebody = replace(somebody, languages=languages)
    path = yield from open_journey(stage, dice, somebody, "samira", working_days_before(now, 6), soon)
    step = Step(
        "kijken bij de taalles", soon + timedelta(days=6), stage.workers["samira"], time(10, 30), StepTaker.PERSON
    )
    add_step(stage.db, path.journey, step, by=stage.by("samira"), at=stage.at)
    link, _token = own_plans.create_link(stage.db, path.journey, language, by=stage.by("samira"), at=stage.at)
    yield max(now - timedelta(minutes=95), stage.at + timedelta(minutes=1))
    by = PlanLinkActor(link)
    set_actor(stage.db, by, stage.at)
    own_plans.record_answer(stage.db, link, spoken=spoken, by=by, at=stage.at)
