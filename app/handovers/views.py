"""What the pages of handovers show to one reader: which moves are offered, in which order, and which comes first. Pure.

The templates draw this and decide nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.accounts.actors import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.core.lifecycle import Rule, Step
from app.core.text import N_
from app.handovers import met, rules
from app.handovers.models import ALIVE, Handover, HandoverMessage, IntroductionState, Kind, State, Way
from app.handovers.overdue import Deadline, Party, asked_since, deadline, whose_turn
from app.handovers.standing import MISSED_TWICE, Facts
from app.handovers.words import STATE_NAMES
from app.web.dates import day_short
from app.web.i18n import gettext as _


class HandoverView(Protocol):
    """What a reader may see of a handover; access.HandoverView is one."""

    @property
    def handover(self) -> Handover: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def open(self) -> bool: ...
    @property
    def ours(self) -> bool: ...
    def written_by_us(self, organisation_id: int, actor: Actor) -> bool: ...


@dataclass(frozen=True)
class Button:
    """A move that asks nothing."""

    url: str
    title: str


@dataclass(frozen=True)
class MoveView:
    """A move with its form. `name`: its anchor, and what `?open=` calls it; `fields`: those of move_fields.html."""

    name: str
    url: str
    title: str
    button: str
    fields: tuple[str, ...] = ()


class Now(StrEnum):
    """What stands first under "What now?"."""

    DRAFT = "draft"
    ANSWER = "answer"
    NEW_DRAFT = "new_draft"  # another try has begun
    RETRY = "retry"
    MOVE = "move"
    MEET = "meet"
    NOTHING = "nothing"  # it is over
    CHOOSE = "choose"
    CALL = "call"  # the partner is late
    PARTNER = "partner"  # it is the partner's turn
    SENDER = "sender"


@dataclass(frozen=True)
class NoResponse:
    """The partner did not answer in time: what the sender can choose from."""

    asked_on: datetime
    call: Button
    other_partner: MoveView | None
    withdraw: MoveView
    expire: Button | None


@dataclass(frozen=True)
class Moves:
    """`first`: the main form, with Now.MOVE; `button`: the main button, or the address of the draft to go on with;
    `rest` and `buttons`: what stands under "other things to do"."""

    now: Now
    first: MoveView | None = None
    button: Button | None = None
    rest: list[MoveView] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    undo: Button | None = None
    no_response: NoResponse | None = None


@dataclass(frozen=True)
class _Offered:
    """A form of the page. `first`: whether it may stand first."""

    name: str
    rule: Step | Rule
    noun: str
    title: str
    button: str
    fields: tuple[str, ...] = ()
    first: bool = False


_FORMS = (
    _Offered(
        "accept", rules.accepting, "acceptance", N_("Accept"), N_("Accept"), ("worker", "moment", "way", "place"), True
    ),
    _Offered("take_over", rules.taking_over, "start", N_("Begin"), N_("Begin"), first=True),
    _Offered("complete", rules.completing, "completion", N_("Complete it"), N_("Complete it"), ("outcome",), True),
    _Offered("take_time", rules.asking, "time", N_("We need time"), N_("Let them know"), ("until",)),
    _Offered(
        "waitlist", rules.waitlisting, "waiting", N_("Waiting list"), N_("Put on the waiting list"), ("expected_on",)
    ),
    _Offered(
        "expect", rules.expecting, "expectation", N_("Another day is expected"), N_("Keep"), ("expected_on", "word")
    ),
    _Offered("give_back", rules.returning, "return", N_("Give it back"), N_("Give it back"), ("reason",)),
    _Offered("decline", rules.declining, "refusal", N_("Does not fit"), N_("Send"), ("decline",)),
    _Offered("withdraw", rules.withdrawing, "withdrawal", N_("Withdraw"), N_("Withdraw"), ("reason",)),
    _Offered(
        "mistaken",
        rules.calling_it_mistaken,
        "mistake",
        N_("This is a mistake"),
        N_("It is a mistake"),
        ("reason",),
    ),
)
_THERE_IS_A_PLACE = N_("There is a place: accept")
_TAKE_OVER = N_("Take over")


def address(handover: Handover) -> str:
    return f"/handovers/{handover.key}"


def moves(view: HandoverView, actor: Actor, *, has_others: bool, tries_after: Sequence[Handover] = ()) -> Moves:
    """What `actor` may do with the handover now.

    `has_others`: whether there is another partner to choose; `tries_after`: later tries that the actor may know of.
    """
    facts, here = view.facts, address(view.handover)
    no_response = _no_response(facts, actor, has_others=has_others)
    offered = [one for one in _FORMS if _may(one.rule, facts, actor)]
    if no_response is not None:  # withdrawing is among what they choose from
        offered = [one for one in offered if one.name != "withdraw"]
    goes_first = bool(offered) and offered[0].first and (offered[0].name != "take_over" or facts.is_warm)
    forms = [_form(one, facts, here) for one in offered]
    first, rest = (forms[0], forms[1:]) if goes_first else (None, forms)
    calls = _calls(view, actor)
    now, button = _now(view, actor, first=first, calls=calls, tries_after=tries_after)
    return Moves(
        now,
        first=first if now == Now.MOVE else None,
        button=button,
        rest=rest,
        buttons=_buttons(facts, actor, here, calls=calls, chooses=no_response is not None),
        undo=Button(f"{here}/undoing", N_("Undo")) if _may(rules.undoing, facts, actor) else None,
        no_response=no_response,
    )


def _may(rule: Step | Rule, facts: Facts, actor: Actor) -> bool:
    return rule.obstacle(facts, actor) is None


def _form(one: _Offered, facts: Facts, here: str) -> MoveView:
    """The form with the title and the fields that this handover asks."""
    title, button, fields = one.title, one.button, one.fields
    transfer = facts.handover.kind == Kind.TRANSFER
    if one.name == "accept" and facts.state == State.WAITLISTED:
        title = _THERE_IS_A_PLACE
    if one.name == "take_over":
        title = button = _TAKE_OVER if transfer else title
        fields = (*(() if facts.is_warm else ("cold_reason",)), *(("next_step",) if transfer else ()))
    if one.name == "give_back" and transfer:
        fields = (*fields, "next_step_of_sender")
    return MoveView(one.name, f"{here}/{one.noun}", title, button, fields)


def _now(
    view: HandoverView, actor: Actor, *, first: MoveView | None, calls: bool, tries_after: Sequence[Handover]
) -> tuple[Now, Button | None]:
    """What comes first, with its button or the address where it goes on."""
    facts, here = view.facts, address(view.handover)
    if _may(rules.redrafting, facts, actor):
        return Now.DRAFT, Button(f"{here}/draft", N_("Go on with this draft"))
    if _may(rules.answering, facts, actor):
        return Now.ANSWER, Button("#thread", N_("Answer the question"))
    if _may(rules.retrying, facts, actor):
        draft = next((one for one in tries_after if one.state == State.DRAFT), None)
        if draft is not None:
            return Now.NEW_DRAFT, Button(f"{address(draft)}/draft", N_("Go on with the new try"))
        return Now.RETRY, Button(f"{here}/retry", N_("Try again"))
    if first is not None:
        return Now.MOVE, None
    if _may(rules.introducing, facts, actor) and not facts.is_warm:
        return Now.MEET, Button("#meeting", N_("Did the three of you meet?"))
    if view.handover.ended_at:
        return Now.NOTHING, None
    if _may(rules.choosing, facts, actor):
        return Now.CHOOSE, None
    if calls:
        return Now.CALL, Button(f"{here}/reminder", N_("I called the partner"))
    partners_turn = whose_turn(facts.state) == Party.RECEIVER and not view.ours
    return (Now.PARTNER if partners_turn else Now.SENDER), None


def _calls(view: HandoverView, actor: Actor) -> bool:
    """Whether the reader should call the partner, who is late.

    They may call again on another day: the clock reminds the partner as well.
    """
    facts, due, reminded = view.facts, deadline(view.facts), view.handover.reminded_at
    if due is None or not due.is_late or due.party != Party.RECEIVER or view.ours:
        return False
    called_today = reminded is not None and local_day(reminded) == facts.today
    return _may(rules.reminding, facts, actor) and not called_today


def _buttons(facts: Facts, actor: Actor, here: str, *, calls: bool, chooses: bool) -> list[Button]:
    """What the sender records of reaching the partner. `calls`: that is the main thing to do, and stands above."""
    handover, found = facts.handover, []
    if _may(rules.reminding, facts, actor) and not handover.reminded_at and not calls:
        found.append(Button(f"{here}/reminder", N_("I called the partner")))
    if _may(rules.escalating, facts, actor) and not handover.escalated_at:
        found.append(Button(f"{here}/escalation", N_("I asked the partner's contact")))
    if not chooses and _may(rules.expiring, facts, actor):
        found.append(_expire(here))
    return found


def _expire(here: str) -> Button:
    return Button(f"{here}/expiry", N_("Close as not answered"))


def _no_response(facts: Facts, actor: Actor, *, has_others: bool) -> NoResponse | None:
    if not _may(rules.choosing, facts, actor):
        return None
    here = address(facts.handover)
    other = MoveView("choice", f"{here}/other-partner", N_("Ask another partner"), N_("Go on"))
    return NoResponse(
        asked_since(facts),
        Button(f"{here}/call", N_("I called: wait for an answer once more")),
        other if has_others and _may(rules.choosing_other, facts, actor) else None,
        MoveView("withdraw", f"{here}/withdrawal", N_("Withdraw it"), N_("Withdraw"), ("reason",)),
        _expire(here) if _may(rules.expiring, facts, actor) else None,
    )


@dataclass(frozen=True)
class Thread:
    """What was said, and what the reader can say. `form`: None where they can say nothing; `reader`: who reads it;
    `answers`: it is an answer that is waited for; `tell_url`: where it is sent without asking a question."""

    messages: list[HandoverMessage]
    reader: str
    form: MoveView | None = None
    answers: bool = False
    tell_url: str = ""


def thread(view: HandoverView, actor: Actor) -> Thread:
    handover, facts, here = view.handover, view.facts, address(view.handover)
    messages = [one for one in handover.messages if view.written_by_us(one.organisation_id, actor)]
    reader = handover.sender if view.ours else handover.receiver_worker or handover.receiver
    if _may(rules.asking, facts, actor):
        form = MoveView("ask", f"{here}/question", N_("Your question"), N_("Ask"))
        return Thread(messages, reader.name, form, tell_url=f"{here}/messages")
    if _may(rules.answering, facts, actor):
        form = MoveView("answer", f"{here}/answer", N_("Your answer"), N_("Answer"))
        return Thread(messages, reader.name, form, answers=True)
    if _may(rules.writing, facts, actor):
        form = MoveView("write", f"{here}/messages", N_("What do you want to say?"), N_("Send"))
        return Thread(messages, reader.name, form)
    return Thread(messages, reader.name)


@dataclass(frozen=True)
class Meeting:
    """What the reader can do about the meeting of the three.

    `shows`: whether there is anything to show of it; `agree` and `doubt`: about what the other worker recorded;
    `records`: whether the forms below it are there at all; `begin`: they met, and the receiver begins, with a form or
    in one press; `first_way`: as it was planned, unless they say otherwise.
    """

    shows: bool
    agree: Button | None = None
    doubt: MoveView | None = None
    records: bool = False
    begin: MoveView | None = None
    met: MoveView | None = None
    missed: MoveView | None = None
    plan: MoveView | None = None
    first_way: str = Way.IN_PERSON.value


def meeting(facts: Facts, actor: Actor) -> Meeting:
    handover, here = facts.handover, address(facts.handover)
    records = _may(rules.introducing, facts, actor)
    planned = [one for one in handover.introductions if one.state == IntroductionState.PLANNED]
    held = met.of(facts)
    found = Meeting(
        shows=records or bool(handover.introductions),
        agree=Button(f"{here}/meeting/agreement", N_("That is right")) if _may(met.agreeing, held, actor) else None,
        doubt=_doubt(here) if _may(met.doubting, held, actor) else None,
        records=records,
        first_way=planned[-1].way.value if planned else Way.IN_PERSON.value,
    )
    if not records:
        return found
    return replace(
        found,
        begin=_begin(facts, here) if not facts.is_warm and _may(rules.taking_over, facts, actor) else None,
        met=None if facts.is_warm else MoveView("met", f"{here}/meeting", N_("We met"), N_("Keep")),
        missed=None if facts.is_warm else MoveView("missed", f"{here}/absence", N_("It did not happen"), N_("Keep")),
        plan=_plan(here, moves_another=bool(planned)) if _may(rules.planning, facts, actor) else None,
    )


def _doubt(here: str) -> MoveView:
    return MoveView("doubt", f"{here}/meeting/doubt", N_("That is not right"), N_("Send"), ("word",))


def _begin(facts: Facts, here: str) -> MoveView:
    asks = ("next_step",) if facts.handover.kind == Kind.TRANSFER else ()
    title, button = N_("We met with the three of us, and begin"), N_("We met, and begin")
    return MoveView("begin", f"{here}/meeting/start", title, button, asks)


def _plan(here: str, *, moves_another: bool) -> MoveView:
    """Another moment to meet. `moves_another`: one was planned, so it is asked why it is moved."""
    why = ("why_moved",) if moves_another else ()
    return MoveView("plan", f"{here}/introduction", N_("Another moment to meet"), N_("Keep"), why)


@dataclass(frozen=True)
class ProgressStep:
    """One step of the line above a handover. `state`: "done", "now", or still to come."""

    text: str
    state: str = ""


_ENDED_EARLY = frozenset({State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.MISTAKEN, State.RETURNED})


def progress(facts: Facts) -> list[ProgressStep]:
    """Offered, accepted, met, running, completed; or as far as it came, and how it ended."""
    handover = facts.handover
    offered, accepted, running = handover.offered_at, handover.accepted_at, handover.running_at
    first = _("offered %(day)s") % {"day": day_short(offered)} if offered else _("offer")
    steps = [ProgressStep(first, "done" if offered else "now")]
    was_accepted = _("accepted %(day)s") % {"day": day_short(accepted)} if accepted else ""
    if handover.state in _ENDED_EARLY:
        steps += [ProgressStep(was_accepted, "done")] if accepted else []
        steps += [ProgressStep(_("running %(day)s") % {"day": day_short(running)}, "done")] if running else []
        ended = f" {day_short(handover.ended_at)}" if handover.ended_at else ""
        return [*steps, ProgressStep(_(STATE_NAMES[handover.state]) + ended, "now")]
    waits = handover.state in (State.CONSIDERING, State.WAITLISTED)
    to_accept = _(STATE_NAMES[handover.state]) if waits else _("accepted")
    steps.append(ProgressStep(was_accepted or to_accept, "done" if accepted else "now" if offered else ""))
    steps.append(_met_step(facts))
    runs = _("running since %(day)s") % {"day": day_short(running)} if running else _("running")
    over = handover.state in (State.COMPLETED, State.UNKNOWN)
    steps.append(ProgressStep(runs, "done" if over else "now" if handover.state == State.RUNNING else ""))
    return [*steps, _last_step(handover)]


def _met_step(facts: Facts) -> ProgressStep:
    handover = facts.handover
    state = "done" if facts.is_warm or handover.running_at else "now" if handover.state == State.ACCEPTED else ""
    held = [one.held_at for one in handover.introductions if one.state == IntroductionState.HELD and one.held_at]
    if facts.is_warm and held:
        return ProgressStep(_("met with three %(day)s") % {"day": day_short(held[-1])}, state)
    return ProgressStep(_("not met with three") if handover.running_at else _("meeting with three"), state)


def _last_step(handover: Handover) -> ProgressStep:
    if handover.state == State.COMPLETED and handover.ended_at:
        return ProgressStep(_("completed %(day)s") % {"day": day_short(handover.ended_at)}, "done")
    if handover.state == State.UNKNOWN:
        return ProgressStep(_(STATE_NAMES[handover.state]), "now")
    return ProgressStep(_("completed"))


@dataclass(frozen=True)
class Link:
    """A button that leads to where something is done. `kind`: how it looks; empty for the main one."""

    url: str
    title: str
    kind: str = "plain"


@dataclass(frozen=True)
class InboxRow:
    view: HandoverView
    due: Deadline | None
    missed_twice: bool
    links: list[Link] = field(default_factory=list)
    progress: list[ProgressStep] = field(default_factory=list)


@dataclass(frozen=True)
class InboxList:
    name: str
    title: str
    rows: list[InboxRow]


INBOX_TITLES = {
    "to_answer": N_("Waits for your answer"),
    "questions": N_("A question for you"),
    "drafts": N_("Your drafts"),
    "thinking": N_("You have a question, or no place yet"),
    "accepted": N_("Accepted: meet with the three of you"),
    "asked": N_("Waits for the partner's answer"),
    "arranged": N_("Accepted by the partner: meet with the three of you"),
    "running": N_("Running with you"),
    "helped": N_("Running with a partner"),
    "back": N_("What you sent and ended lately"),
    "ended": N_("Ended lately"),
}
_WITH_PROGRESS = frozenset({"running", "helped", "accepted", "arranged"})


def inbox_lists(views: Mapping[str, Sequence[HandoverView]], actor: Actor) -> list[InboxList]:
    """The lists that are not empty, in the order of the page."""
    return [
        InboxList(name, title, [_inbox_row(name, view, actor) for view in views[name]])
        for name, title in INBOX_TITLES.items()
        if views[name]
    ]


def _inbox_row(name: str, view: HandoverView, actor: Actor) -> InboxRow:
    facts = view.facts
    return InboxRow(
        view,
        deadline(facts),
        missed_twice=facts.state == State.ACCEPTED and facts.times_missed >= MISSED_TWICE,
        links=_inbox_links(name, view, actor),
        progress=progress(facts) if name in _WITH_PROGRESS else [],
    )


def _inbox_links(name: str, view: HandoverView, actor: Actor) -> list[Link]:
    facts, here = view.facts, address(view.handover)
    if name == "drafts":
        return [Link(f"{here}/draft", N_("Go on"))]
    if name == "to_answer":
        offered = (
            ("accept", rules.accepting, N_("Accept"), ""),
            ("ask", rules.asking, N_("Ask a question"), "plain"),
            ("waitlist", rules.waitlisting, N_("Waiting list"), "plain"),
            ("decline", rules.declining, N_("Does not fit"), "plain"),
        )
        return [_to_form(here, form, title, kind) for form, rule, title, kind in offered if _may(rule, facts, actor)]
    if name == "thinking" and _may(rules.accepting, facts, actor):
        due = deadline(facts)
        title = _THERE_IS_A_PLACE if facts.state == State.WAITLISTED else N_("Accept")
        links = [_to_form(here, "accept", title, "" if due is not None and due.is_late else "plain")]
        if _may(rules.expecting, facts, actor):
            links.append(_to_form(here, "expect", N_("Another day is expected"), "plain"))
        return links
    return []


def _to_form(here: str, form: str, title: str, kind: str) -> Link:
    return Link(f"{here}?open={form}#{form}", title, kind)


def may_end_consent(handover: Handover) -> bool:
    """Whether the page leads to where the person takes the consent back: while the handover may show something."""
    return handover.consent is not None and handover.consent.withdrawn_at is None and handover.state in ALIVE


def may_read_refusal(view: HandoverView) -> bool:
    """Whether the reader may read the partner's own words about why it does not fit."""
    return view.open or view.ours


def answers_by_link(view: HandoverView, able: Sequence[Worker]) -> bool:
    """Whether the partner answers by a link in the mail. `able`: its workers who can sign in."""
    return view.handover.offered_at is not None and not able and not view.ours


def warmth(facts: Facts) -> str:
    """Either "warm": the three met; "cold": it was taken over without; empty where neither is known yet."""
    if facts.is_warm:
        return "warm"
    return "cold" if facts.handover.running_at and not facts.handover.told else ""


def on_the_spot_choices(present: Sequence[Worker], kind: str) -> list[Worker]:
    """Which of the partner's workers in the shop the sender can walk over to: a transfer asks for an account."""
    return [worker for worker in present if worker.is_active or kind != Kind.TRANSFER]
