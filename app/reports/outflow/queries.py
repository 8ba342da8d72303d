"""Reads the facts that one shop's report counts: light rows, each with the local date stored with it."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.core.clock import local_day
from app.front_desk.visits.models import Visit
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey, Responsibility
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, State
from app.outcomes.models import Outcome
from app.reports.outflow.measures import (
    ClosedHalfDay,
    HandoverFact,
    IntakeFact,
    OutcomeFact,
    ReportFacts,
    ResponsibilityFact,
    VisitFact,
)
from app.shop.half_days import queries
from app.shop.lists.models import ListItem, ListName, OutcomeClass
from app.shop.partners.models import Partner
from app.shop.shops.models import Shop


def load_facts(db: Session, actor: Actor) -> ReportFacts:
    """All facts that the reports of the reader's shop count, without names or texts."""
    shop = actor.shop_id
    visits = db.execute(columns(col(Visit.id), col(Visit.person_id), col(Visit.day)).where(col(Visit.shop_id) == shop))
    intakes = db.execute(
        columns(col(Intake.id), col(Intake.person_id), col(Intake.finished_on)).where(
            col(Intake.shop_id) == shop, col(Intake.finished_on).is_not(None), col(Intake.follows_id).is_(None)
        )
    )
    ends = db.execute(columns(col(Journey.id), col(Journey.ended_on)).where(col(Journey.shop_id) == shop))
    responsibilities = db.execute(
        columns(
            col(Responsibility.journey_id),
            col(Responsibility.organisation_id),
            col(Responsibility.since),
            col(Responsibility.until),
        )
        .join(Journey, col(Journey.id) == col(Responsibility.journey_id))
        .where(col(Journey.shop_id) == shop)
        .order_by(col(Responsibility.id))
    )
    return ReportFacts(
        visits=[VisitFact(*row) for row in visits],
        intakes=[IntakeFact(*row) for row in intakes],
        handovers=_handovers(db, shop),
        outcomes=_outcomes(db, shop),
        responsibilities=[
            ResponsibilityFact(j, o, local_day(since), until and local_day(until))
            for j, o, since, until in responsibilities
        ],
        journey_ends={row[0]: row[1] for row in ends},
    )


def first_meetings() -> Subquery:
    """By handover: `held_on`, the day of the first introduction with all three present (as in Introduction)."""
    held = columns(col(Introduction.handover_id), func.min(col(Introduction.held_on)).label("held_on")).where(
        col(Introduction.state) == IntroductionState.HELD,
        col(Introduction.with_person).is_(True),
        col(Introduction.with_sender).is_(True),
        col(Introduction.with_receiver).is_(True),
    )
    return held.group_by(col(Introduction.handover_id)).subquery()


def _handovers(db: Session, shop_id: int) -> list[HandoverFact]:
    """All but those marked as a mistake. `warm`: the day of the first introduction with all three present."""
    met = first_meetings()
    H = Handover  # noqa: N806
    found = db.execute(
        columns(
            col(H.id),
            col(H.person_id),
            col(H.journey_id),
            col(H.receiver_id),
            col(H.offered_at),
            col(H.answered_at),
            col(H.accepted_at),
            col(H.running_at),
            col(H.ended_at),
            met.c.held_on,
        )
        .outerjoin(met, met.c.handover_id == col(H.id))
        .where(col(H.shop_id) == shop_id, col(H.state) != State.MISTAKEN)
        .order_by(col(H.id))
    )
    facts = []
    for id_, person, journey, receiver, offered, answered, accepted, running, ended, warm in found:
        hours = (answered - offered).total_seconds() / 3600 if answered and offered else None
        days = [moment and local_day(moment) for moment in (offered, answered, accepted, running, ended)]
        facts.append(HandoverFact._make([id_, person, journey, receiver, *days, warm, hours]))
    return facts


def _outcomes(db: Session, shop_id: int) -> list[OutcomeFact]:
    """Outcomes that count as outflow, with their group, and steps. Endings without a result are left out."""
    found: Any = db.execute(
        columns(
            col(Outcome.id),
            col(Outcome.journey_id),
            col(Outcome.person_id),
            col(Outcome.kind_id),
            col(ListItem.grouping),
            col(ListItem.counts_as),
            col(Outcome.starts_on),
        )
        .join(ListItem, col(ListItem.id) == col(Outcome.kind_id))
        .where(col(Outcome.shop_id) == shop_id, col(Outcome.mistaken_at).is_(None))
        .order_by(col(Outcome.starts_on), col(Outcome.id))
    )
    return [
        OutcomeFact(id_, journey, person, kind, group if grouping == OutcomeClass.OUTFLOW else None, day)
        for id_, journey, person, kind, grouping, group, day in found
        if grouping == OutcomeClass.STEP or (grouping == OutcomeClass.OUTFLOW and group)
    ]


def organisations(db: Session, actor: Actor, also: set[int]) -> list[Organisation]:
    """The members and partners of the shop, and the organisations `also` (those in its figures), by name."""
    here = columns(col(Partner.organisation_id)).where(col(Partner.shop_id) == actor.shop_id)
    return by_name(db, or_(col(Organisation.id).in_(here), col(Organisation.id).in_(also)))


def by_name(db: Session, which: ColumnElement[bool]) -> list[Organisation]:
    """The organisations that meet the condition, sorted by name."""
    found = columns(Organisation).where(which)
    return [*db.scalars(found.order_by(func.lower(col(Organisation.name)), col(Organisation.id)))]


def step_kinds(db: Session, actor: Actor) -> list[ListItem]:
    """The kinds of outcome that are steps, including retired ones, which older rows still use."""
    return [
        *db.scalars(
            columns(ListItem)
            .where(
                col(ListItem.shop_id) == actor.shop_id,
                col(ListItem.list) == ListName.OUTCOME,
                col(ListItem.grouping) == OutcomeClass.STEP,
            )
            .order_by(col(ListItem.position), col(ListItem.id))
        )
    ]


def closed_half_days(db: Session, actor: Actor, start: date, end: date) -> list[ClosedHalfDay]:
    """The closed half-days in a period, from the day on which the shop was created."""
    shop = db.get_one(Shop, actor.shop_id)
    found = queries.closed_half_days(db, shop.id, max(start, local_day(shop.made_at)), end)
    return [ClosedHalfDay(h.day, h.reason, bool(h.holiday and not h.reason)) for h in found]


def shop(db: Session, actor: Actor) -> Shop | None:
    return db.get(Shop, actor.shop_id)
