"""Creating and withdrawing links to a plan, and recording the visitor's answers."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.database import lock_row
from app.core.link_tokens import make_token
from app.guidance.journeys.models import Journey
from app.handovers.shared_plans import queries, rules
from app.handovers.shared_plans.models import PlanAnswer, PlanLink
from app.handovers.shared_plans.plan_link_actor import PlanLinkActor


def create_link(
    db: Session,
    journey: Journey,
    language: str,
    *,
    weeks: int = rules.DEFAULT_WEEKS,
    only: bool = False,
    by: Actor,
    at: datetime,
) -> tuple[PlanLink, str]:
    """Creates a link; returns it with its secret token, which is not stored. Raises Refused.

    `weeks`: how long it is valid; `only`: withdraws the other links of this journey.
    """
    journey = lock_row(db, journey)
    rules.may_create_link.check(journey, by)
    for earlier in queries.valid_links(db, journey, at) if only else []:
        withdraw_link(db, earlier, by=by, at=at)
    token = make_token()
    link = PlanLink(
        token_hash=token.hash,
        shop_id=journey.shop_id,
        person_id=journey.person_id,
        journey_id=journey.id,
        language=language,
        made_by_id=by.worker_id,
        partner_id=None if by.in_front_office else by.organisation_id,
        made_at=at,
        until=rules.last_day(local_day(at), weeks),
    )
    db.add(link)
    db.flush()
    return link, token.secret


def withdraw_link(db: Session, link: PlanLink, *, by: Actor, at: datetime) -> None:
    """Withdraws the link: it shows nothing from now on. Raises Refused."""
    link = lock_row(db, link)
    rules.may_withdraw_link.check(link, by)
    link.withdrawn_at, link.withdrawn_by_id = at, by.worker_id
    db.flush()


def record_answer(db: Session, link: PlanLink, *, spoken: bool, by: PlanLinkActor, at: datetime) -> None:
    """Records whether somebody spoke with the visitor. The same answer twice on a day counts once."""
    link = lock_row(db, link)
    if rules.is_new_answer(spoken, queries.answers_on(db, link, at)):
        db.add(
            PlanAnswer(
                link_id=link.id, journey_id=link.journey_id, person_id=link.journey.person_id, spoken=spoken, at=at
            )
        )
        db.flush()


def mark_seen(db: Session, answer: PlanAnswer, *, by: Actor, at: datetime) -> None:
    """Marks this answer, and earlier ones of the journey, as seen by `by`."""
    for one in queries.unseen_until(db, answer):
        one.seen_at, one.seen_by_id = at, by.worker_id
    db.flush()
