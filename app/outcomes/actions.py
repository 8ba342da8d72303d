"""Records results, stops them and marks them as mistakes; ends a journey, which may need a result."""

from datetime import date, datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.database import lock_row
from app.core.state_machine import Refused
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey
from app.outcomes import queries, rules
from app.outcomes.models import Outcome, Source
from app.shop.lists.models import ListItem


def record(
    db: Session,
    journey: Journey,
    *,
    kind: ListItem,
    starts_on: date,
    hours: int | None = None,
    source: Source = Source.OWN_WORD,
    where: str = "",
    by: Actor,
    at: datetime,
) -> Outcome:
    """Records what a person achieved on a journey. `hours` are per week. Raises Refused."""
    if not queries.may_record_on(db, by, journey, at):
        raise Refused(rules.NOT_RESPONSIBLE)
    obstacle = (
        rules.kind_obstacle(kind, journey.shop_id)
        or rules.start_obstacle(starts_on, local_day(at))
        or rules.hours_obstacle(hours)
    )
    if obstacle:
        raise Refused(obstacle)
    outcome = Outcome(
        person_id=journey.person_id,
        journey_id=journey.id,
        shop_id=journey.shop_id,
        kind_id=kind.id,
        kind=kind,
        journey=journey,
        starts_on=starts_on,
        hours=hours,
        source=source,
        where=where,
        recorded_by_id=by.worker_id,
        organisation_id=by.organisation_id,
        recorded_at=at,
    )
    db.add(outcome)
    db.flush()
    return outcome


def stop(db: Session, outcome: Outcome, *, on: date, reason: str = "", by: Actor, at: datetime) -> Outcome:
    """Records that the result stopped, when and why. It still counts by its start date (DOMAIN §7). Raises Refused."""
    outcome = lock_row(db, outcome)
    rules.stopping.check(outcome, by)
    if obstacle := rules.stop_obstacle(outcome, on, local_day(at)):
        raise Refused(obstacle)
    outcome.stopped_on, outcome.stop_reason = on, reason
    db.flush()
    return outcome


def mark_mistaken(db: Session, outcome: Outcome, *, by: Actor, at: datetime) -> Outcome:
    """Marks the result as recorded by mistake: it stays on the page but is no longer counted. Raises Refused."""
    outcome = lock_row(db, outcome)
    rules.mistaking.check(outcome, by)
    journey = outcome.journey
    ended_by_it = journey.end_kind_id == outcome.kind_id and rules.counts_as_outflow(outcome)
    if ended_by_it and not queries.has_reached(db, journey.id, outcome.kind_id, besides=outcome.id):
        raise Refused(rules.ENDED_BY_IT)
    outcome.mistaken_at = at
    db.flush()
    return outcome


def end_journey(
    db: Session,
    journey: Journey,
    *,
    kind: ListItem,
    word: str = "",
    last_word: str = "",
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Journey:
    """Ends a journey. Raises Refused if a required result is missing, or if an offer to a partner is still open.

    `word`: comment of the worker; `last_word`: what the person said about it.
    """
    journey = lock_row(db, journey)
    if offer := queries.open_offer(db, journey.id):
        raise Refused(rules.OFFER_OPEN, partner=offer.receiver.name)
    reached = queries.has_reached(db, journey.id, kind.id)
    return journeys.end(
        db, journey, kind=kind, word=word, last_word=last_word, reached=reached, version=version, by=by, at=at
    )
