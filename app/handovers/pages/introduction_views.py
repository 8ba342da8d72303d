"""The introduction on the page of a handover: its meetings, its forms, and a response on the spot."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.handovers.disclosure.queries import HandoverView
from app.handovers.introductions import on_the_spot_actions, on_the_spot_rules
from app.handovers.lifecycle.models import Handover, Introduction, State
from app.handovers.pages import section_views


def introduction_context(db: Session, view: HandoverView, actor: Actor) -> dict[str, Any]:
    """Context for templates/handovers/pages/introduction.html."""
    return on_the_spot_context(db, view, actor) | {
        "introduction_view": section_views.introduction_view(view.facts, actor),
        "participant_names": participant_names,
    }


def participant_names(handover: Handover, introduction: Introduction, person: str) -> str:
    """The names of the participants, separated by commas. `person`: the name that the reader may see."""
    receiver = handover.receiver_worker.name if handover.receiver_worker else handover.receiver.name
    three = (
        (introduction.with_person, person),
        (introduction.with_sender, handover.sender.name),
        (introduction.with_receiver, receiver),
    )
    return ", ".join(name for was, name in three if was)


def on_the_spot_context(db: Session, view: HandoverView, actor: Actor) -> dict[str, Any]:
    """What the reader can do about an offer on the spot.

    `asked`: the reader is the receiver and can accept now; `hindrance`: why the receiver no longer can; `waits`: the
    reader is the sender, who waits for it; `spoken`: the receiver has no account, so the sender records their yes.
    """
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
    """The offers on the spot that the reader can accept now."""
    on_the_spot = [view for view in views if view.open and view.handover.on_the_spot]
    own = [view for view in on_the_spot if view.handover.receiver_worker_id == actor.worker_id]
    if not own:
        return []
    present = on_the_spot_actions.on_the_spot_facts(db, own[0].facts).present  # of the reader, so the same for all
    facts = {view.handover.id: on_the_spot_rules.OnTheSpotFacts(**vars(view.facts), present=present) for view in own}
    return [
        view for view in own if on_the_spot_rules.accept_on_the_spot.obstacle(facts[view.handover.id], actor) is None
    ]
