"""The moves that the page of a handover offers to one reader, in order, with the main one marked. Pure.

The templates only render this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.accounts.current_user import Actor
from app.core.clock import local_day
from app.core.state_machine import Rule, Transition
from app.core.text_rules import N_
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.models import Handover, Kind, State
from app.handovers.lifecycle.overdue_rules import Party, deadline, response_time_start, whose_turn


class ReadableHandover(Protocol):
    """What these pages need to know of a handover for one reader; disclosure.queries.HandoverView is one."""

    @property
    def handover(self) -> Handover: ...
    @property
    def facts(self) -> HandoverFacts: ...
    @property
    def open(self) -> bool: ...
    @property
    def ours(self) -> bool: ...
    def written_by_us(self, organisation_id: int, actor: Actor) -> bool: ...


@dataclass(frozen=True)
class Button:
    """A move without fields."""

    url: str
    title: str


@dataclass(frozen=True)
class MoveView:
    """A move with a form. `name`: its anchor, and its value in `?open=`; `fields`: field groups of move_fields.html."""

    name: str
    url: str
    title: str
    button: str
    fields: tuple[str, ...] = ()


class MainAction(StrEnum):
    """The main thing to do, under "What now?"."""

    DRAFT = "draft"
    ANSWER = "answer"
    NEW_DRAFT = "new_draft"  # a new attempt has been drafted
    RETRY = "retry"
    MOVE = "move"
    MEET = "meet"
    NOTHING = "nothing"  # it is over
    CHOOSE = "choose"
    CALL = "call"  # the partner is late
    PARTNER = "partner"  # it is the partner's turn
    SENDER = "sender"


@dataclass(frozen=True)
class NoResponseChoices:
    """The sender's choices when the partner did not respond in time."""

    asked_on: datetime
    call: Button
    other_partner: MoveView | None
    withdraw: MoveView
    expire: Button | None


@dataclass(frozen=True)
class AvailableMoves:
    """Everything that the reader can do.

    `first`: the main form, with MainAction.MOVE; `button`: the main button, or a link to the draft; `rest` and
    `buttons`: the forms and buttons under "Other things to do".
    """

    main: MainAction
    first: MoveView | None = None
    button: Button | None = None
    rest: list[MoveView] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    undo: Button | None = None
    no_response: NoResponseChoices | None = None


@dataclass(frozen=True)
class _MoveForm:
    """A form of the page. `first`: whether it may be the main one."""

    name: str
    rule: Transition | Rule
    noun: str
    title: str
    button: str
    fields: tuple[str, ...] = ()
    first: bool = False


_FORMS = (
    _MoveForm(
        "accept", rules.accept, "acceptance", N_("Accept"), N_("Accept"), ("worker", "moment", "way", "place"), True
    ),
    _MoveForm("take_over", rules.take_over, "start", N_("Begin"), N_("Begin"), first=True),
    _MoveForm("complete", rules.complete, "completion", N_("Complete"), N_("Complete"), ("outcome",), True),
    _MoveForm("take_time", rules.ask, "time", N_("We need time"), N_("Let them know"), ("until",)),
    _MoveForm(
        "waitlist", rules.waitlist, "waiting", N_("Waiting list"), N_("Put on the waiting list"), ("expected_on",)
    ),
    _MoveForm(
        "expect",
        rules.update_expected_date,
        "expectation",
        N_("Change the expected day"),
        N_("Keep"),
        ("expected_on", "word"),
    ),
    _MoveForm("give_back", rules.give_back, "return", N_("Give it back"), N_("Give it back"), ("reason",)),
    _MoveForm("decline", rules.decline, "refusal", N_("Does not fit"), N_("Send"), ("decline",)),
    _MoveForm("withdraw", rules.withdraw, "withdrawal", N_("Withdraw"), N_("Withdraw"), ("reason",)),
    _MoveForm(
        "mistaken",
        rules.mark_mistaken,
        "mistake",
        N_("This is a mistake"),
        N_("It is a mistake"),
        ("reason",),
    ),
)
THERE_IS_A_PLACE = N_("There is a place: accept")
_TAKE_OVER = N_("Take over")


def handover_path(handover: Handover) -> str:
    return f"/handovers/{handover.key}"


def available_moves(
    view: ReadableHandover, actor: Actor, *, has_others: bool, later_attempts: Sequence[Handover] = ()
) -> AvailableMoves:
    """What `actor` may do with the handover now.

    `has_others`: whether the shop has another partner to ask; `later_attempts`: later attempts that the actor may see.
    """
    facts, here = view.facts, handover_path(view.handover)
    no_response = _no_response(facts, actor, has_others=has_others)
    offered = [one for one in _FORMS if is_allowed(one.rule, facts, actor)]
    if no_response is not None:  # withdrawing is one of its choices
        offered = [one for one in offered if one.name != "withdraw"]
    goes_first = bool(offered) and offered[0].first and (offered[0].name != "take_over" or facts.is_warm)
    forms = [_move_view(one, facts, here) for one in offered]
    first, rest = (forms[0], forms[1:]) if goes_first else (None, forms)
    calls = _should_call(view, actor)
    main, button = _main_action(view, actor, first=first, calls=calls, later_attempts=later_attempts)
    return AvailableMoves(
        main,
        first=first if main == MainAction.MOVE else None,
        button=button,
        rest=rest,
        buttons=_reminder_buttons(facts, actor, here, calls=calls, chooses=no_response is not None),
        undo=Button(f"{here}/undoing", N_("Undo")) if is_allowed(rules.undo, facts, actor) else None,
        no_response=no_response,
    )


def is_allowed(rule: Transition | Rule, facts: HandoverFacts, actor: Actor) -> bool:
    return rule.obstacle(facts, actor) is None


def _move_view(one: _MoveForm, facts: HandoverFacts, here: str) -> MoveView:
    """The form with the title and fields for this handover."""
    title, button, fields = one.title, one.button, one.fields
    transfer = facts.handover.kind == Kind.TRANSFER
    if one.name == "accept" and facts.state == State.WAITLISTED:
        title = THERE_IS_A_PLACE
    if one.name == "take_over":
        title = button = _TAKE_OVER if transfer else title
        fields = (*(() if facts.is_warm else ("cold_reason",)), *(("next_step",) if transfer else ()))
    if one.name == "give_back" and transfer:
        fields = (*fields, "next_step_of_sender")
    return MoveView(one.name, f"{here}/{one.noun}", title, button, fields)


def _main_action(
    view: ReadableHandover, actor: Actor, *, first: MoveView | None, calls: bool, later_attempts: Sequence[Handover]
) -> tuple[MainAction, Button | None]:
    """The main thing to do, with its button."""
    facts, here = view.facts, handover_path(view.handover)
    if is_allowed(rules.redraft, facts, actor):
        return MainAction.DRAFT, Button(f"{here}/draft", N_("Continue with this draft"))
    if is_allowed(rules.answer, facts, actor):
        return MainAction.ANSWER, Button("#thread", N_("Answer the question"))
    if is_allowed(rules.retry, facts, actor):
        draft = next((one for one in later_attempts if one.state == State.DRAFT), None)
        if draft is not None:
            return MainAction.NEW_DRAFT, Button(f"{handover_path(draft)}/draft", N_("Continue with the new attempt"))
        return MainAction.RETRY, Button(f"{here}/retry", N_("Try again"))
    if first is not None:
        return MainAction.MOVE, None
    if is_allowed(rules.record_introduction, facts, actor) and not facts.is_warm:
        return MainAction.MEET, Button("#meeting", N_("Did the three of you meet?"))
    if view.handover.ended_at:
        return MainAction.NOTHING, None
    if is_allowed(rules.call, facts, actor):
        return MainAction.CHOOSE, None
    if calls:
        return MainAction.CALL, Button(f"{here}/reminder", N_("I called the partner"))
    partners_turn = whose_turn(facts.state) == Party.RECEIVER and not view.ours
    return (MainAction.PARTNER if partners_turn else MainAction.SENDER), None


def _should_call(view: ReadableHandover, actor: Actor) -> bool:
    """Whether the reader should call a partner that is late: once a day at most."""
    facts, due, reminded = view.facts, deadline(view.facts), view.handover.reminded_at
    if due is None or not due.is_late or due.party != Party.RECEIVER or view.ours:
        return False
    called_today = reminded is not None and local_day(reminded) == facts.today
    return is_allowed(rules.remind, facts, actor) and not called_today


def _reminder_buttons(facts: HandoverFacts, actor: Actor, here: str, *, calls: bool, chooses: bool) -> list[Button]:
    """Buttons to record contact with the partner. `calls`: calling is the main button already."""
    handover, found = facts.handover, []
    if is_allowed(rules.remind, facts, actor) and not handover.reminded_at and not calls:
        found.append(Button(f"{here}/reminder", N_("I called the partner")))
    if is_allowed(rules.escalate, facts, actor) and not handover.escalated_at:
        found.append(Button(f"{here}/escalation", N_("I asked the partner's contact")))
    if not chooses and is_allowed(rules.expire, facts, actor):
        found.append(_expire_button(here))
    return found


def _expire_button(here: str) -> Button:
    return Button(f"{here}/expiry", N_("Close: no answer"))


def _no_response(facts: HandoverFacts, actor: Actor, *, has_others: bool) -> NoResponseChoices | None:
    if not is_allowed(rules.call, facts, actor):
        return None
    here = handover_path(facts.handover)
    other = MoveView("choice", f"{here}/other-partner", N_("Ask another partner"), N_("Continue"))
    return NoResponseChoices(
        response_time_start(facts),
        Button(f"{here}/call", N_("I called: wait for an answer again")),
        other if has_others and is_allowed(rules.choose_other_partner, facts, actor) else None,
        MoveView("withdraw", f"{here}/withdrawal", N_("Withdraw it"), N_("Withdraw"), ("reason",)),
        _expire_button(here) if is_allowed(rules.expire, facts, actor) else None,
    )
