"""Reads of shared plans: access to a plan, its links, what a link shows, and answers waiting to be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import contains_eager
from sqlmodel import Session, col, func, select

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.accounts.permissions import Permission, may
from app.core.clock import day_bounds, local_day
from app.core.database import relation
from app.core.link_tokens import find_by_token
from app.guidance.journeys import queries as journeys
from app.guidance.journeys.models import Journey
from app.handovers.disclosure.partner_access_queries import CONTACT
from app.handovers.disclosure.queries import PersonView, person_view
from app.handovers.shared_plans import rules
from app.handovers.shared_plans.models import PlanAnswer, PlanLink
from app.handovers.shared_plans.plan_queries import Plan, plan_of
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop


def plan_view(db: Session, actor: Actor, key: str, at: datetime) -> PersonView | None:
    """The actor's view of a person whose plan they may share; None unless their side is responsible."""
    view = person_view(db, actor, key, at)
    return view if view is not None and view.answers else None


def journey_with_plan(db: Session, view: PersonView) -> Journey | None:
    """The open journey whose plan this reader may share."""
    journey = journeys.open_journey(db, view.person.id) if view.whole else view.journey
    return journey if journey is not None and journey.is_open else None


def valid_links(db: Session, journey: Journey, at: datetime) -> list[PlanLink]:
    """Valid links to the plan of this journey, newest first."""
    statement = select(PlanLink).where(PlanLink.journey_id == journey.id).order_by(col(PlanLink.id).desc())
    side, today = journeys.responsible_partner(db, journey), local_day(at)
    return [link for link in db.exec(statement) if rules.is_valid(link, today, side)]


def link_for(db: Session, actor: Actor, key: str) -> PlanLink | None:
    """The link, if the actor follows its journey."""
    link = db.exec(select(PlanLink).where(PlanLink.key == key)).first()
    return link if link and journeys.journey_for(db, actor, link.journey.key) else None


def find_link(db: Session, token: str) -> PlanLink | None:
    """The link with this token, valid or not."""
    return find_by_token(db, PlanLink, token)


def plan_of_link(db: Session, link: PlanLink, at: datetime) -> tuple[Plan, int] | None:
    """What the link shows now, with the id of the person; None when the link is not valid.

    Shows what the side that created it may show now, whichever of its workers did so (TRUST 10).
    """
    if not rules.is_valid(link, local_day(at), journeys.responsible_partner(db, link.journey)):
        return None
    giver, partner = link.made_by, link.partner_id
    reader = Actor(
        giver.id,
        giver.name,
        partner or giver.organisation_id,
        giver.organisation.name,
        link.shop_id,
        frozenset({Role.PARTNER if partner else Role.FRONT_OFFICE}),
    )
    view = plan_view(db, reader, link.journey.person.key, at)
    return (plan_of(db, link.journey, view, at), view.person.id) if view else None


def shops_to_contact(db: Session, link: PlanLink | None) -> list[Shop]:
    """Shops to contact about an invalid link: its own shop, or all shops for an unknown link."""
    return [shops.shop(db, link.shop_id)] if link else list(db.exec(select(Shop).order_by(Shop.name, col(Shop.id))))


# -- answers --------------------------------------------------------------------------------------------------------
def answers_on(db: Session, link: PlanLink, at: datetime) -> list[PlanAnswer]:
    """Answers given through this link on the day of `at`, oldest first."""
    first, end = day_bounds(local_day(at))
    here = (PlanAnswer.link_id == link.id, PlanAnswer.at >= first, PlanAnswer.at < end)
    return list(db.exec(select(PlanAnswer).where(*here).order_by(col(PlanAnswer.id))))


@dataclass(frozen=True)
class WaitingAnswer:
    """A person's latest unseen answer. `called` and `phone`: as far as the reader may see them."""

    answer: PlanAnswer
    journey: Journey
    called: str
    phone: str


def _unseen(*columns: Any) -> Any:
    statement = select(*columns).join(Journey, col(Journey.id) == PlanAnswer.journey_id)
    return statement.where(col(PlanAnswer.seen_at).is_(None), col(Journey.ended_at).is_(None))


def unseen_answers(db: Session, actor: Actor, at: datetime, *, everybody: bool = False) -> list[WaitingAnswer]:
    """The latest unseen answer of each person; "not yet" first, then oldest first.

    Only of people for whom the actor is responsible; `everybody`: of the whole shop, for coordinators.
    """
    statement = _unseen(PlanAnswer).where(Journey.shop_id == actor.shop_id)
    if not (everybody and may(actor, Permission.COORDINATE)):
        statement = statement.where(Journey.responsible_id == actor.worker_id)
    statement = statement.options(contains_eager(relation(PlanAnswer.journey))).order_by(col(PlanAnswer.id))
    last = {answer.journey_id: answer for answer in db.exec(statement)}
    found = [_waiting_answer(db, actor, answer, at) for answer in last.values()]
    return sorted((one for one in found if one), key=lambda one: (one.answer.spoken, one.answer.at, one.answer.id))


def _waiting_answer(db: Session, actor: Actor, answer: PlanAnswer, at: datetime) -> WaitingAnswer | None:
    person = answer.journey.person
    if actor.in_front_office:
        return WaitingAnswer(answer, answer.journey, person.name, person.phone)
    view = plan_view(db, actor, person.key, at)
    if view is None:
        return None
    return WaitingAnswer(answer, answer.journey, view.name, view.card.phone if view.may_see(CONTACT) else "")


def unseen_count(actor: Actor, at: datetime) -> Select[Any]:
    """Counts the people with an unseen answer for whom the actor is responsible."""
    counted: Select[Any] = _unseen(func.count(func.distinct(PlanAnswer.journey_id)))
    return counted.where(col(Journey.shop_id) == actor.shop_id, col(Journey.responsible_id) == actor.worker_id)


def answer_for(db: Session, actor: Actor, key: str) -> PlanAnswer | None:
    """The answer, if the actor follows its journey."""
    answer = db.exec(select(PlanAnswer).where(PlanAnswer.key == key)).first()
    return answer if answer and journeys.journey_for(db, actor, answer.journey.key) else None


def unseen_until(db: Session, answer: PlanAnswer) -> Sequence[PlanAnswer]:
    """This answer and earlier unseen ones of the same journey."""
    here = (PlanAnswer.journey_id == answer.journey_id, PlanAnswer.id <= answer.id)
    return db.exec(select(PlanAnswer).where(*here, col(PlanAnswer.seen_at).is_(None))).all()
