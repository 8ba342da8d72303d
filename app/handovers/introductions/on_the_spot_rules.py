"""On the spot: when the person and both workers stand together, and who may say so. Pure (decision 25)."""

from dataclasses import dataclass

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.state_machine import NO_LONGER, Condition, Rule
from app.core.text_rules import N_
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.facts import Facts
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, Kind, State

NOT_THEM = N_("Only the colleague they came to can say this. Answer the offer as usual.")
NOT_TODAY = N_("You do not stand together any more. Plan a moment to meet.")
NOT_HERE = N_("Who would take it on is not in the shop any more. Plan a moment to meet.")
NO_PIN = N_("This worker has no PIN. They say yes in their own session.")
HAS_ACCOUNT = N_("This worker can sign in, and so says yes in their own session or with their PIN.")
ONLY_SUPPORT = N_("Who cannot sign in may help, and cannot answer for the person.")


def plan_of(handover: Handover) -> Introduction | None:
    """The meeting of now: planned by the sender, who said that they stand there."""
    plans = [i for i in handover.introductions if i.state == IntroductionState.PLANNED and i.sender_said_at]
    return plans[-1] if plans and handover.on_the_spot else None


@dataclass
class Standing(Facts):
    """A handover on the spot. `present`: whether the worker who was walked over to is in the shop now."""

    present: bool = True


def _asked_here(facts: Standing, actor: Actor) -> bool:
    return facts.state == State.OFFERED and plan_of(facts.handover) is not None


def _still_standing(facts: Standing, actor: Actor) -> bool:
    """Of today, and said by who answers for the person still."""
    plan = plan_of(facts.handover)
    if plan is None or plan.sender_said_at is None:
        return False
    return (
        local_day(plan.sender_said_at) == facts.today and plan.recorded_by_id == facts.handover.journey.responsible_id
    )


def _is_they(facts: Standing, actor: Actor) -> bool:
    return actor.worker_id == facts.handover.receiver_worker_id


def may_be_written_down(handover: Handover, worker: Worker) -> str | None:
    """Why the sender cannot write down the spoken yes of `worker`, or None: only of who has no account, for support."""
    if worker.is_active:
        return HAS_ACCOUNT
    return ONLY_SUPPORT if handover.kind == Kind.TRANSFER else None


_asked = Condition(_asked_here, NO_LONGER)
_today = Condition(_still_standing, NOT_TODAY)
_present = Condition(lambda facts, actor: facts.present, NOT_HERE)
_themselves = Condition(_is_they, NOT_THEM)

# The sender waits there for the yes; the receiver gives it. What accepting and taking over ask is asked by them too.
wait_on_the_spot = Rule((_asked, rules.by_sender, _today))
accept_on_the_spot = Rule((_asked, _themselves, _today, _present, *rules.take_over.conditions))
