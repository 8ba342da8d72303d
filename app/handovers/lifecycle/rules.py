"""When a handover may move, on whose word, and where to: the complete table of DOMAIN §4. Pure.

A rule looks at `Facts`: the handover, and what the moment adds to it.
"""

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.state_machine import NO_LONGER, Condition, Refused, Rule, Step
from app.core.text_rules import N_
from app.handovers.consents.rules import covers
from app.handovers.lifecycle import overdue_rules
from app.handovers.lifecycle.facts import MISSED_TWICE, Facts
from app.handovers.lifecycle.models import ALIVE, ASKED, BEFORE_RUNNING, OPEN_OFFER, Handover, Kind, State

FEW_WORDS = 3


def here(facts: Facts, actor: Actor) -> bool:
    return facts.handover.shop_id == actor.shop_id


def is_sender(facts: Facts, actor: Actor) -> bool:
    """Until it runs: who answers for the person now. From then on: who sent it (decision 4)."""
    handover = facts.handover
    if facts.state in BEFORE_RUNNING and handover.journey.is_open:
        return here(facts, actor) and handover.journey.responsible_id == actor.worker_id
    return here(facts, actor) and handover.sender_id == actor.worker_id


def is_sender_or_coordinator(facts: Facts, actor: Actor) -> bool:
    return is_sender(facts, actor) or (here(facts, actor) and actor.is_coordinator)


def is_receiver(facts: Facts, actor: Actor) -> bool:
    ours = actor.organisation_id == facts.handover.receiver_id
    return ours and here(facts, actor) and (actor.in_front_office or Role.PARTNER in actor.roles)


def _is_either(facts: Facts, actor: Actor) -> bool:
    return is_sender(facts, actor) or is_receiver(facts, actor)


def _followed(facts: Facts, actor: Actor) -> bool:
    return facts.handover.journey.is_open


def receiver_is_responsible(handover: Handover) -> bool:
    """Whether somebody of the receiver answers for the person now."""
    responsible = handover.journey.responsible
    return responsible is not None and responsible.organisation_id == handover.receiver_id


def _elsewhere(facts: Facts, actor: Actor) -> bool:
    handover = facts.handover
    return handover.journey.responsible is not None and not receiver_is_responsible(handover)


def _asks_something(facts: Facts, actor: Actor) -> bool:
    return bool(facts.handover.question.strip())


def _knows_whom(facts: Facts, actor: Actor) -> bool:
    return facts.handover.kind != Kind.TRANSFER or "contact" in facts.handover.shared


def consented(facts: Facts, actor: Actor | None = None) -> bool:
    """Whether the consent under it covers this partner, exactly these sections and this purpose, now."""
    handover = facts.handover
    terms = (handover.receiver_id, handover.shared, handover.kind.value)
    return bool(handover.shared) and covers(handover.consent, *terms, facts.today)


def _alone(facts: Facts, actor: Actor) -> bool:
    """One transfer at a time, unless it is said why a second is asked."""
    return facts.handover.kind != Kind.TRANSFER or not facts.rival or _says_why(facts)


def _explained(facts: Facts, actor: Actor) -> bool:
    """Of two transfers the one that came second says why; from then on either may go on."""
    return facts.handover.kind != Kind.TRANSFER or not facts.unexplained or _says_why(facts)


def _says_why(facts: Facts) -> bool:
    return len(facts.handover.why_another.split()) >= FEW_WORDS


def _one_takes_over(facts: Facts, actor: Actor) -> bool:
    """Only one can answer for the person: a reason opens a second offer, never a second taking over."""
    return facts.handover.kind != Kind.TRANSFER or not facts.rival_runs


def _undo_leaves_one(facts: Facts, actor: Actor) -> bool:
    return facts.state != State.COMPLETED or _one_takes_over(facts, actor)


def _reminded(facts: Facts, actor: Actor) -> bool:
    return facts.handover.reminded_at is not None


def _escalated(facts: Facts, actor: Actor) -> bool:
    return _reminded(facts, actor) and facts.handover.escalated_at is not None


def _long_enough(facts: Facts, actor: Actor) -> bool:
    return facts.calendar.passed(overdue_rules.waiting_since(facts), facts.at) >= facts.limits.choose


def _choice_is_due(facts: Facts, actor: Actor) -> bool:
    return overdue_rules.response_overdue(facts)


def _by_the_same(facts: Facts, actor: Actor) -> bool:
    move = facts.last_move
    return move is not None and move.to_state == facts.state and move.worker_id == actor.worker_id


def _soon_enough(facts: Facts, actor: Actor) -> bool:
    return facts.undo_until is not None and facts.today <= facts.undo_until


def _still_theirs(facts: Facts, actor: Actor) -> bool:
    """A completed transfer runs on only where the receiver still answers for the person."""
    handover = facts.handover
    if facts.state != State.COMPLETED or handover.kind != Kind.TRANSFER:
        return True
    return receiver_is_responsible(handover)


def _undo_keeps_open(facts: Facts, actor: Actor) -> bool:
    return facts.state == State.COMPLETED or facts.handover.journey.is_open


def _planned_by_whom(facts: Facts, actor: Actor) -> bool:
    """Missed twice: then the sender says what next."""
    return facts.times_missed < MISSED_TWICE or is_sender(facts, actor)


by_sender = Condition(is_sender, N_("Only who answers for this person can do this."))
by_sender_or_coordinator = Condition(
    is_sender_or_coordinator, N_("Only who answers for this person, or a coordinator, can do this.")
)
by_receiver = Condition(is_receiver, N_("Only the organisation that was asked can do this."))
by_either = Condition(
    _is_either, N_("Only who answers for this person, or the organisation that was asked, can do this.")
)
while_followed = Condition(_followed, N_("This journey has ended. There is nothing to hand over any more."))
to_another = Condition(_elsewhere, N_("Choose another organisation than the one that answers for this person now."))
with_question = Condition(_asks_something, N_("Say in one sentence what you ask."))
with_name = Condition(_knows_whom, N_("Who takes over has to know whom. Share the name and contact data too."))
with_consent = Condition(
    consented, N_("There is no consent now that covers this. Talk about it with the person first.")
)
alone = Condition(
    _alone, N_("Somebody else has been asked to take over already. Withdraw that first, or say why you ask another.")
)
explained = Condition(_explained, alone.reason)
one_takes_over = Condition(
    _one_takes_over, N_("Somebody else has taken over already. That has to be completed or given back first.")
)
undo_leaves_one = Condition(_undo_leaves_one, one_takes_over.reason)
answers_now = Condition(
    lambda facts, actor: here(facts, actor) and facts.handover.journey.responsible_id == actor.worker_id,
    by_sender.reason,
)
reminded = Condition(_reminded, N_("Call or write to the partner first, and record that."))
escalated = Condition(_escalated, N_("First record that you called, and that you asked the partner's contact."))
after_ten_days = Condition(_long_enough, N_("This can be closed as not answered when the time for choosing has come."))
without_answer = Condition(_choice_is_due, N_("The partner still has time to answer."))
by_the_same = Condition(_by_the_same, N_("Only who did this last can undo it."))
within_a_day = Condition(_soon_enough, N_("Undoing is possible within one working day."))
still_theirs = Condition(_still_theirs, N_("Somebody else answers for this person by now."))
unended = Condition(_undo_keeps_open, while_followed.reason)
senders_turn = Condition(_planned_by_whom, N_("It was missed twice. Who answers for this person decides what now."))

_OFFER = (by_sender, while_followed, to_another, with_question, with_name, with_consent, alone)


class Undo(Step):
    """Back to where the last move came from."""

    def take(self, thing: Facts, actor: Actor) -> None:
        if reason := self.obstacle(thing, actor):
            raise Refused(reason)
        assert thing.last_move is not None
        thing.state = thing.last_move.from_state


_FS = frozenset
S = State
offer = Step(_FS({S.DRAFT}), S.OFFERED, _OFFER)
ask = Step(_FS({S.OFFERED, S.WAITLISTED}), S.CONSIDERING, (by_receiver, while_followed, with_consent))
answer = Step(_FS({S.CONSIDERING}), S.OFFERED, (by_sender, while_followed, with_consent))
waitlist = Step(_FS({S.OFFERED, S.CONSIDERING}), S.WAITLISTED, (by_receiver, while_followed, with_consent))
accept = Step(ASKED, S.ACCEPTED, (by_receiver, while_followed, with_consent))
decline = Step(OPEN_OFFER, S.DECLINED, (by_receiver,))
take_over = Step(
    _FS({S.ACCEPTED}), S.RUNNING, (by_receiver, while_followed, to_another, with_consent, one_takes_over, explained)
)
complete = Step(_FS({S.RUNNING}), S.COMPLETED, (by_receiver,))
give_back = Step(_FS({S.RUNNING}), S.RETURNED, (by_receiver,))
withdraw = Step(BEFORE_RUNNING, S.WITHDRAWN, (by_sender_or_coordinator,))
expire = Step(OPEN_OFFER, S.EXPIRED, (by_sender_or_coordinator, escalated, after_ten_days))
mark_mistaken = Step(_FS(set(State) - {S.MISTAKEN}), S.MISTAKEN, (by_sender_or_coordinator,))
undo = Undo(
    _FS({S.ACCEPTED, S.DECLINED, S.COMPLETED}),
    None,
    (by_the_same, within_a_day, unended, still_theirs, explained, undo_leaves_one),
)
# The person takes the consent back: not an actor's choice, so it has no conditions but the state.
end_open_offer = Step(OPEN_OFFER, S.WITHDRAWN)
end_running = Step(_FS({S.RUNNING}), S.RETURNED)

MOVES: dict[str, Step] = {
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


def _in(states: frozenset[State]) -> Condition:
    return Condition(lambda facts, actor: facts.state in states, NO_LONGER)


# What may be done without a move.
draft = Rule((by_sender, while_followed))
retry = Rule((_in(_FS({S.DECLINED, S.WITHDRAWN, S.EXPIRED})), answers_now, while_followed))
write = Rule((_in(ALIVE), by_either, with_consent))
update_expected_date = Rule(
    (_in(_FS({S.WAITLISTED})), by_receiver, while_followed, with_consent)
)  # another day than was said
redraft = Rule((_in(_FS({S.DRAFT})), by_sender, while_followed))
record_introduction = Rule((_in(_FS({S.ACCEPTED})), by_either, while_followed, with_consent))
plan_introduction = Rule((*record_introduction.conditions, senders_turn))
remind = Rule((_in(OPEN_OFFER), by_sender_or_coordinator))
call = Rule((_in(ASKED), by_sender_or_coordinator, without_answer))
choose_other_partner = Rule((*call.conditions, while_followed))
escalate = Rule((*remind.conditions, reminded))

NOT_A_PARTNER = N_("Choose an organisation that takes part in this shop.")
NOT_OF_PARTNER = N_("Choose somebody of this partner who works here.")
NOT_PRESENT = N_("Choose somebody who is in the shop now.")
COLD_NEEDS_REASON = N_("You have not met with the three of you yet. Say why you take over without that.")
NEEDS_STEP = N_("Say what happens next, and on which day.")
NEEDS_FEEDBACK = N_("Say in a few words what came of it.")
NEEDS_REASON = N_("Say in a few words why.")
NOT_A_REASON = N_("Choose a reason from the list.")
IN_THE_PAST = N_("Choose a moment that is still to come.")
