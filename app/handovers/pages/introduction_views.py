"""What a handover's page says of the three meeting: on the spot now, planned, held, missed; and what can be done."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.handovers.disclosure.queries import HandoverView
from app.handovers.introductions import on_the_spot_actions, on_the_spot_rules
from app.handovers.lifecycle.models import Handover, Introduction, State
from app.handovers.pages import section_views


def introduction_context(db: Session, view: HandoverView, actor: Actor) -> dict[str, Any]:
    """For templates/handovers/meeting.html."""
    return on_the_spot_context(db, view, actor) | {
        "meeting": section_views.introduction_view(view.facts, actor),
        "were_there": participant_names,
    }


def participant_names(handover: Handover, introduction: Introduction, person: str) -> str:
    """The names of who of the three was there, with commas. `person`: what the reader may call them."""
    receiver = handover.receiver_worker.name if handover.receiver_worker else handover.receiver.name
    three = (
        (introduction.with_person, person),
        (introduction.with_sender, handover.sender.name),
        (introduction.with_receiver, receiver),
    )
    return ", ".join(name for was, name in three if was)


def on_the_spot_context(db: Session, view: HandoverView, actor: Actor) -> dict[str, Any]:
    """Who may do what of those who stand together. `asked`: the reader was walked over to and can say yes now;
    `hindrance`: why they cannot any more; `waits`: the reader is the sender, who stands there; `spoken`: the receiver
    has no account, so the sender writes their yes down."""
    handover, worker = view.handover, view.handover.receiver_worker
    if not handover.on_the_spot or handover.state != State.OFFERED or worker is None:
        return {"asked": False, "waits": False, "hindrance": None, "spoken": False}
    facts = on_the_spot_actions.on_the_spot_facts(db, view.facts)
    hindrance = on_the_spot_rules.accept_on_the_spot.obstacle(facts, actor) if worker.id == actor.worker_id else None
    return {
        "asked": worker.id == actor.worker_id and hindrance is None,
        "hindrance": hindrance,
        "waits": on_the_spot_rules.wait_on_the_spot.obstacle(facts, actor) is None,
        "spoken": on_the_spot_rules.spoken_yes_obstacle(handover, worker) is None,
    }


def waiting_on_the_spot(db: Session, views: Iterable[HandoverView], actor: Actor) -> list[HandoverView]:
    """Of what waits for an answer, that of which the sender stands before the reader with the person."""
    on_the_spot = [view for view in views if view.open and view.handover.on_the_spot]
    asked = [view for view in on_the_spot if view.handover.receiver_worker_id == actor.worker_id]
    if not asked:
        return []
    present = on_the_spot_actions.on_the_spot_facts(db, asked[0].facts).present  # the reader: for all of these the same
    standing = {
        view.handover.id: on_the_spot_rules.OnTheSpotFacts(**vars(view.facts), present=present) for view in asked
    }
    return [
        view
        for view in asked
        if on_the_spot_rules.accept_on_the_spot.obstacle(standing[view.handover.id], actor) is None
    ]
