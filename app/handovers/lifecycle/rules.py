"""The complete transition table of DOMAIN §4: from which state, by whom, under which conditions, to which state. Pure.

Every condition judges `HandoverFacts`, and carries the message that explains a refusal.
"""

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Refused, Rule, Transition
from app.core.text_rules import N_
from app.handovers.consents.rules import covers
from app.handovers.lifecycle import overdue_rules
from app.handovers.lifecycle.facts import MISSED_TWICE, HandoverFacts
from app.handovers.lifecycle.models import ALIVE, AWAITING_RESPONSE, BEFORE_RUNNING, OPEN_OFFER, Handover, Kind, State

MIN_REASON_WORDS = 3


def in_same_shop(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.handover.shop_id == actor.shop_id


def is_sender(facts: HandoverFacts, actor: Actor) -> bool:
    """The responsible worker before RUNNING; afterwards the worker who sent it (decision 4)."""
    handover = facts.handover
    if facts.state in BEFORE_RUNNING and handover.journey.is_open:
        return in_same_shop(facts, actor) and handover.journey.responsible_id == actor.worker_id
    return in_same_shop(facts, actor) and handover.sender_id == actor.worker_id


def is_sender_or_coordinator(facts: HandoverFacts, actor: Actor) -> bool:
    return is_sender(facts, actor) or (in_same_shop(facts, actor) and actor.is_coordinator)


def is_receiver(facts: HandoverFacts, actor: Actor) -> bool:
    ours = actor.organisation_id == facts.handover.receiver_id
    return ours and in_same_shop(facts, actor) and (actor.in_front_office or Role.PARTNER in actor.roles)


def _is_either(facts: HandoverFacts, actor: Actor) -> bool:
    return is_sender(facts, actor) or is_receiver(facts, actor)


def _journey_is_open(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.handover.journey.is_open


def receiver_is_responsible(handover: Handover) -> bool:
    """Whether the journey's responsible worker belongs to the receiver."""
    responsible = handover.journey.responsible
    return responsible is not None and responsible.organisation_id == handover.receiver_id


def _is_responsible_worker(facts: HandoverFacts, actor: Actor) -> bool:
    return in_same_shop(facts, actor) and facts.handover.journey.responsible_id == actor.worker_id


def _responsible_elsewhere(facts: HandoverFacts, actor: Actor) -> bool:
    handover = facts.handover
    return handover.journey.responsible is not None and not receiver_is_responsible(handover)


def _has_question(facts: HandoverFacts, actor: Actor) -> bool:
    return bool(facts.handover.question.strip())


def _shares_identity(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.handover.kind != Kind.TRANSFER or "contact" in facts.handover.shared


def has_consent(facts: HandoverFacts, actor: Actor | None = None) -> bool:
    """Whether its consent is active today and covers this partner, these sections and this purpose."""
    handover = facts.handover
    terms = (handover.receiver_id, handover.shared, handover.kind.value)
    return bool(handover.shared) and covers(handover.consent, *terms, facts.today)


def _is_only_transfer(facts: HandoverFacts, actor: Actor) -> bool:
    """One transfer at a time, unless a second one says why."""
    return facts.handover.kind != Kind.TRANSFER or not facts.other_transfer_open or _gives_reason(facts)


def _other_transfer_has_reason(facts: HandoverFacts, actor: Actor) -> bool:
    """Of two transfers, one says why there are two; then either may continue."""
    return facts.handover.kind != Kind.TRANSFER or not facts.other_transfer_without_reason or _gives_reason(facts)


def _gives_reason(facts: HandoverFacts) -> bool:
    return len(facts.handover.why_another.split()) >= MIN_REASON_WORDS


def _no_other_transfer_runs(facts: HandoverFacts, actor: Actor) -> bool:
    """A reason allows a second offer, never a second running transfer: a journey has one responsible worker."""
    return facts.handover.kind != Kind.TRANSFER or not facts.other_transfer_running


def _undo_leaves_one_transfer(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.state != State.COMPLETED or _no_other_transfer_runs(facts, actor)


def _reminded(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.handover.reminded_at is not None


def _escalated(facts: HandoverFacts, actor: Actor) -> bool:
    return _reminded(facts, actor) and facts.handover.escalated_at is not None


def _response_time_is_over(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.calendar.passed(overdue_rules.waiting_since(facts), facts.at) >= facts.limits.choose


def _response_is_overdue(facts: HandoverFacts, actor: Actor) -> bool:
    return overdue_rules.response_overdue(facts)


def _made_last_move(facts: HandoverFacts, actor: Actor) -> bool:
    move = facts.last_move
    return move is not None and move.to_state == facts.state and move.worker_id == actor.worker_id


def _within_undo_time(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.undo_until is not None and facts.today <= facts.undo_until


def _receiver_still_responsible(facts: HandoverFacts, actor: Actor) -> bool:
    """A completed transfer can only resume while its receiver is still responsible for the journey."""
    handover = facts.handover
    if facts.state != State.COMPLETED or handover.kind != Kind.TRANSFER:
        return True
    return receiver_is_responsible(handover)


def _journey_allows_undo(facts: HandoverFacts, actor: Actor) -> bool:
    return facts.state == State.COMPLETED or facts.handover.journey.is_open


def _may_plan_again(facts: HandoverFacts, actor: Actor) -> bool:
    """After two missed introductions only the sender plans another."""
    return facts.times_missed < MISSED_TWICE or is_sender(facts, actor)


by_sender = Condition(is_sender, N_("Only the responsible worker can do this."))
by_sender_or_coordinator = Condition(
    is_sender_or_coordinator, N_("Only the responsible worker or a coordinator can do this.")
)
by_receiver = Condition(is_receiver, N_("Only the organisation that was asked can do this."))
by_either = Condition(_is_either, N_("Only the responsible worker or the organisation that was asked can do this."))
while_journey_open = Condition(_journey_is_open, N_("This journey has ended. There is nothing to hand over any more."))
to_another = Condition(_responsible_elsewhere, N_("Choose an organisation other than that of the responsible worker."))
with_question = Condition(_has_question, N_("Say in one sentence what you are asking for."))
with_name = Condition(
    _shares_identity, N_("To take over, they need to know who it is. Share the name and contact details too.")
)
with_consent = Condition(
    has_consent, N_("There is no consent that covers this now. Talk about it with the person first.")
)
only_transfer = Condition(
    _is_only_transfer,
    N_("Somebody else has already been asked to take over. Withdraw that first, or say why you are asking another."),
)
other_transfer_explained = Condition(_other_transfer_has_reason, only_transfer.reason)
no_other_transfer_runs = Condition(
    _no_other_transfer_runs, N_("Somebody else has already taken over. That has to be completed or given back first.")
)
undo_leaves_one_transfer = Condition(_undo_leaves_one_transfer, no_other_transfer_runs.reason)
by_responsible_worker = Condition(_is_responsible_worker, by_sender.reason)
reminded = Condition(_reminded, N_("Call or write to the partner first, and record that."))
escalated = Condition(_escalated, N_("First record that you called, and that you asked the partner's contact."))
after_response_time = Condition(
    _response_time_is_over, N_("You can close this as not answered once the time to answer is over.")
)
when_response_overdue = Condition(_response_is_overdue, N_("The partner still has time to answer."))
by_same_worker = Condition(_made_last_move, N_("Only the worker who did this last can undo it."))
within_undo_time = Condition(_within_undo_time, N_("You can undo this within one working day."))
while_receiver_responsible = Condition(_receiver_still_responsible, N_("Somebody else is the responsible worker now."))
while_journey_allows_undo = Condition(_journey_allows_undo, while_journey_open.reason)
sender_after_two_misses = Condition(
    _may_plan_again, N_("The introduction was missed twice. The responsible worker decides what happens next.")
)

_OFFER = (by_sender, while_journey_open, to_another, with_question, with_name, with_consent, only_transfer)


class Undo(Transition):
    """Returns to the state before the last move."""

    def take(self, thing: HandoverFacts, actor: Actor) -> None:
        if reason := self.obstacle(thing, actor):
            raise Refused(reason)
        assert thing.last_move is not None
        thing.state = thing.last_move.from_state


_FS = frozenset
S = State
offer = Transition(_FS({S.DRAFT}), S.OFFERED, _OFFER)
ask = Transition(_FS({S.OFFERED, S.WAITLISTED}), S.CONSIDERING, (by_receiver, while_journey_open, with_consent))
answer = Transition(_FS({S.CONSIDERING}), S.OFFERED, (by_sender, while_journey_open, with_consent))
waitlist = Transition(_FS({S.OFFERED, S.CONSIDERING}), S.WAITLISTED, (by_receiver, while_journey_open, with_consent))
accept = Transition(AWAITING_RESPONSE, S.ACCEPTED, (by_receiver, while_journey_open, with_consent))
decline = Transition(OPEN_OFFER, S.DECLINED, (by_receiver,))
take_over = Transition(
    _FS({S.ACCEPTED}),
    S.RUNNING,
    (by_receiver, while_journey_open, to_another, with_consent, no_other_transfer_runs, other_transfer_explained),
)
complete = Transition(_FS({S.RUNNING}), S.COMPLETED, (by_receiver,))
give_back = Transition(_FS({S.RUNNING}), S.RETURNED, (by_receiver,))
withdraw = Transition(BEFORE_RUNNING, S.WITHDRAWN, (by_sender_or_coordinator,))
expire = Transition(OPEN_OFFER, S.EXPIRED, (by_sender_or_coordinator, escalated, after_response_time))
mark_mistaken = Transition(_FS(set(State) - {S.MISTAKEN}), S.MISTAKEN, (by_sender_or_coordinator,))
undo = Undo(
    _FS({S.ACCEPTED, S.DECLINED, S.COMPLETED}),
    None,
    (
        by_same_worker,
        within_undo_time,
        while_journey_allows_undo,
        while_receiver_responsible,
        other_transfer_explained,
        undo_leaves_one_transfer,
    ),
)
# For a withdrawn consent: no decision of an actor, so the state is the only condition.
end_open_offer = Transition(OPEN_OFFER, S.WITHDRAWN)
end_running = Transition(_FS({S.RUNNING}), S.RETURNED)

MOVES: dict[str, Transition] = {
    "offer": offer,
    "ask": ask,
    "answer": answer,
    "waitlist": waitlist,
    "accept": accept,
    "decline": decline,
    "take_over": take_over,
    "complete": complete,
    "give_back": give_back,
    "withdraw": withdraw,
    "expire": expire,
    "mark_mistaken": mark_mistaken,
    "undo": undo,
}


def _in_states(states: frozenset[State]) -> Condition:
    return Condition(lambda facts, actor: facts.state in states, NO_LONGER_POSSIBLE)


# Allowed actions that do not change the state.
draft = Rule((by_sender, while_journey_open))
retry = Rule((_in_states(_FS({S.DECLINED, S.WITHDRAWN, S.EXPIRED})), by_responsible_worker, while_journey_open))
write = Rule((_in_states(ALIVE), by_either, with_consent))
# A place is expected on another day.
update_expected_date = Rule((_in_states(_FS({S.WAITLISTED})), by_receiver, while_journey_open, with_consent))
redraft = Rule((_in_states(_FS({S.DRAFT})), by_sender, while_journey_open))
record_introduction = Rule((_in_states(_FS({S.ACCEPTED})), by_either, while_journey_open, with_consent))
plan_introduction = Rule((*record_introduction.conditions, sender_after_two_misses))
remind = Rule((_in_states(OPEN_OFFER), by_sender_or_coordinator))
call = Rule((_in_states(AWAITING_RESPONSE), by_sender_or_coordinator, when_response_overdue))
choose_other_partner = Rule((*call.conditions, while_journey_open))
escalate = Rule((*remind.conditions, reminded))

NOT_A_PARTNER = N_("Choose an organisation that takes part in this shop.")
NOT_OF_PARTNER = N_("Choose somebody from this partner who works here.")
NOT_PRESENT = N_("Choose somebody who is in the shop now.")
COLD_NEEDS_REASON = N_("The three of you have not met yet. Say why you are taking over without an introduction.")
NEEDS_STEP = N_("Say what happens next, and when.")
NEEDS_FEEDBACK = N_("Say in a few words how it went.")
NEEDS_REASON = N_("Say why in a few words.")
NOT_A_REASON = N_("Choose a reason from the list.")
IN_THE_PAST = N_("Choose a date or time that has not passed.")
