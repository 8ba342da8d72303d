"""Rules for handovers on the spot: who can say yes, and while all three are together (decision 25). Pure."""

from dataclasses import dataclass

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule
from app.core.text_rules import N_
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, Kind, State

NOT_THE_NAMED_WORKER = N_("Only the colleague they came to can confirm this. Answer the offer as usual.")
NOT_TOGETHER = N_("You are no longer together. Plan a time to meet.")
WORKER_LEFT = N_("The colleague who would take it on is no longer in the shop. Plan a time to meet.")
NO_PIN = N_("This worker has no PIN. They say yes in their own session.")
HAS_ACCOUNT = N_("This worker can sign in, so they say yes in their own session or with their PIN.")
ONLY_SUPPORT = N_("A worker who cannot sign in may help, but cannot become the responsible worker.")


def current_meeting(handover: Handover) -> Introduction | None:
    """The introduction that the sender started on the spot and that is not confirmed yet."""
    plans = [i for i in handover.introductions if i.state == IntroductionState.PLANNED and i.sender_said_at]
    return plans[-1] if plans and handover.on_the_spot else None


@dataclass
class OnTheSpotFacts(HandoverFacts):
    """Facts of a handover on the spot. `present`: whether the named worker is in the shop now."""

    present: bool = True


def _is_offered_on_the_spot(facts: OnTheSpotFacts, actor: Actor) -> bool:
    return facts.state == State.OFFERED and current_meeting(facts.handover) is not None


def _is_still_together(facts: OnTheSpotFacts, actor: Actor) -> bool:
    """Started today, by the worker who is still responsible."""
    plan = current_meeting(facts.handover)
    if plan is None or plan.sender_said_at is None:
        return False
    return (
        local_day(plan.sender_said_at) == facts.today and plan.recorded_by_id == facts.handover.journey.responsible_id
    )


def _is_present(facts: OnTheSpotFacts, actor: Actor) -> bool:
    return facts.present


def _is_named_worker(facts: OnTheSpotFacts, actor: Actor) -> bool:
    return actor.worker_id == facts.handover.receiver_worker_id


def spoken_yes_obstacle(handover: Handover, worker: Worker) -> str | None:
    """Why the sender cannot record the spoken yes of `worker`; None for support by a worker without an account."""
    if worker.is_active:
        return HAS_ACCOUNT
    return ONLY_SUPPORT if handover.kind == Kind.TRANSFER else None


_while_offered = Condition(_is_offered_on_the_spot, NO_LONGER_POSSIBLE)
_while_together = Condition(_is_still_together, NOT_TOGETHER)
_while_present = Condition(_is_present, WORKER_LEFT)
_by_named_worker = Condition(_is_named_worker, NOT_THE_NAMED_WORKER)

# The sender waits for the yes of the receiver. The conditions of accepting and taking over apply as well.
wait_on_the_spot = Rule((_while_offered, rules.by_sender, _while_together))
accept_on_the_spot = Rule(
    (_while_offered, _by_named_worker, _while_together, _while_present, *rules.take_over.conditions)
)
