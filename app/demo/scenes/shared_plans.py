"""People who took their own plan home: the shop's phone numbers that it names, links, and what came back by them."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from app.audit.audit_log import acting
from app.core.clock import local_day
from app.core.working_days import workdays_after
from app.demo.cast.invented_people import Somebody
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.inbox import opened, workdays_before
from app.guidance.journeys.models import StepBy
from app.guidance.journeys.step_models import Step
from app.guidance.step_plans.actions import agree
from app.handovers.shared_plans import actions as own_plans
from app.handovers.shared_plans.plan_link_actor import ByLink
from app.shop.shops import actions as shops

SHOP_PHONE = "030 555 0100"  # of a range that nobody has
PHONES = {"samira": "06 5550 0101", "joost": "06 5550 0102", "carla": "06 5550 0103"}
# Who reads what, and whether somebody spoke with them meanwhile.
TAKEN_HOME = (("ar", "Arabisch, een beetje Nederlands", False), ("uk", "Oekraïens, Engels", True))


def phones(stage: Stage, now: datetime) -> Scene:
    yield workdays_before(now, 20)
    shops.set_phone(stage.db, SHOP_PHONE, by=stage.by("carla"), at=stage.at)
    for login, number in PHONES.items():
        stage.by(login)
        stage.workers[login].phone = number
        stage.db.flush()


def taken_home(
    stage: Stage, dice: Random, now: datetime, somebody: Somebody, language: str, languages: str, spoken: bool
) -> Scene:
    """Samira gave a link after the first talk; this morning the question was answered."""
    soon = workdays_after(local_day(now), 2)
    somebody = replace(somebody, languages=languages)
    path = yield from opened(stage, dice, somebody, "samira", workdays_before(now, 6), soon)
    step = Step("kijken bij de taalles", soon + timedelta(days=6), stage.workers["samira"], time(10, 30), StepBy.PERSON)
    agree(stage.db, path.journey, step, by=stage.by("samira"), at=stage.at)
    link, _token = own_plans.give(stage.db, path.journey, language, by=stage.by("samira"), at=stage.at)
    yield max(now - timedelta(minutes=95), stage.at + timedelta(minutes=1))
    by = ByLink(link)
    acting(stage.db, by, stage.at)
    own_plans.answer(stage.db, link, spoken=spoken, by=by, at=stage.at)
