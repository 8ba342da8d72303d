"""Rules for confirming or disputing a recorded introduction. Pure."""

from dataclasses import dataclass

from app.accounts.current_user import Actor
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule
from app.core.text_rules import N_
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, State


def last_held_introduction(handover: Handover) -> Introduction | None:
    held = [i for i in handover.introductions if i.state == IntroductionState.HELD]
    return held[-1] if held else None


@dataclass
class IntroductionFacts(HandoverFacts):
    """Facts of a handover, with the last introduction that was held."""

    introduction: Introduction | None = None


def with_last_introduction(facts: HandoverFacts) -> IntroductionFacts:
    return IntroductionFacts(**vars(facts), introduction=last_held_introduction(facts.handover))


def _is_recorded(facts: IntroductionFacts, actor: Actor) -> bool:
    return facts.introduction is not None and facts.state in (State.ACCEPTED, State.RUNNING)


def _own_side_unconfirmed(facts: IntroductionFacts, actor: Actor) -> bool:
    """The actor did not record it, and their side has not confirmed it yet."""
    meeting = facts.introduction
    assert meeting is not None
    sender = rules.is_sender(facts, actor) and meeting.sender_said_at is None
    receiver = rules.is_receiver(facts, actor) and meeting.receiver_said_at is None
    return meeting.recorded_by_id != actor.worker_id and (sender or receiver)


def _has_not_started(facts: IntroductionFacts, actor: Actor) -> bool:
    return facts.state == State.ACCEPTED


confirm_introduction = Rule(
    (
        Condition(_is_recorded, NO_LONGER_POSSIBLE),
        rules.by_either,
        Condition(_own_side_unconfirmed, N_("Your side has already confirmed this.")),
    )
)
dispute_introduction = Rule(
    (
        *confirm_introduction.conditions,
        Condition(_has_not_started, N_("This has already started. Ask a question about it instead.")),
    )
)
