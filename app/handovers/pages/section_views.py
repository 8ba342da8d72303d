"""The other sections of the page of a handover: messages, the introduction, and the progress. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.text_rules import N_
from app.handovers.introductions import confirmation_rules
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.facts import HandoverFacts
from app.handovers.lifecycle.labels import STATE_NAMES
from app.handovers.lifecycle.models import ALIVE, Handover, HandoverMessage, IntroductionState, Kind, State, Way
from app.handovers.pages.move_views import Button, MoveView, ReadableHandover, handover_path, is_allowed
from app.web.formats import day_short
from app.web.i18n import gettext as _


@dataclass(frozen=True)
class MessageThread:
    """The messages, and the form to write one.

    `form`: None if the reader may not write; `reader`: the name of the recipient; `answers`: whether it answers a
    question; `tell_url`: where the text goes as a message instead of a question.
    """

    messages: list[HandoverMessage]
    reader: str
    form: MoveView | None = None
    answers: bool = False
    tell_url: str = ""


def message_thread(view: ReadableHandover, actor: Actor) -> MessageThread:
    handover, facts, here = view.handover, view.facts, handover_path(view.handover)
    messages = [one for one in handover.messages if view.written_by_us(one.organisation_id, actor)]
    reader = handover.sender if view.ours else handover.receiver_worker or handover.receiver
    if is_allowed(rules.ask, facts, actor):
        form = MoveView("ask", f"{here}/question", N_("Your question"), N_("Ask"))
        return MessageThread(messages, reader.name, form, tell_url=f"{here}/messages")
    if is_allowed(rules.answer, facts, actor):
        form = MoveView("answer", f"{here}/answer", N_("Your answer"), N_("Answer"))
        return MessageThread(messages, reader.name, form, answers=True)
    if is_allowed(rules.write, facts, actor):
        form = MoveView("write", f"{here}/messages", N_("What do you want to say?"), N_("Send"))
        return MessageThread(messages, reader.name, form)
    return MessageThread(messages, reader.name)


@dataclass(frozen=True)
class IntroductionView:
    """What the reader can do about the introduction.

    `shows`: whether the section is shown; `agree` and `doubt`: confirm or dispute what the other worker recorded;
    `records`: whether the forms below are shown; `begin`: record it as held and take over, as a form or as a button;
    `first_way`: the preselected way of meeting.
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


def introduction_view(facts: HandoverFacts, actor: Actor) -> IntroductionView:
    handover, here = facts.handover, handover_path(facts.handover)
    records = is_allowed(rules.record_introduction, facts, actor)
    planned = [one for one in handover.introductions if one.state == IntroductionState.PLANNED]
    held = confirmation_rules.with_last_introduction(facts)
    found = IntroductionView(
        shows=records or bool(handover.introductions),
        agree=Button(f"{here}/meeting/agreement", N_("That is right"))
        if is_allowed(confirmation_rules.confirm_introduction, held, actor)
        else None,
        doubt=_dispute_form(here) if is_allowed(confirmation_rules.dispute_introduction, held, actor) else None,
        records=records,
        first_way=planned[-1].way.value if planned else Way.IN_PERSON.value,
    )
    if not records:
        return found
    return replace(
        found,
        begin=_take_over_form(facts, here) if not facts.is_warm and is_allowed(rules.take_over, facts, actor) else None,
        met=None if facts.is_warm else MoveView("met", f"{here}/meeting", N_("We met"), N_("Keep")),
        missed=None if facts.is_warm else MoveView("missed", f"{here}/absence", N_("It did not happen"), N_("Keep")),
        plan=_plan_form(here, moves_another=bool(planned))
        if is_allowed(rules.plan_introduction, facts, actor)
        else None,
    )


def _dispute_form(here: str) -> MoveView:
    return MoveView("doubt", f"{here}/meeting/doubt", N_("That is not right"), N_("Send"), ("word",))


def _take_over_form(facts: HandoverFacts, here: str) -> MoveView:
    asks = ("next_step",) if facts.handover.kind == Kind.TRANSFER else ()
    title, button = N_("The three of us have met, and we begin"), N_("We have met, and we begin")
    return MoveView("begin", f"{here}/meeting/start", title, button, asks)


def _plan_form(here: str, *, moves_another: bool) -> MoveView:
    """The form to plan an introduction. `moves_another`: one was planned already, so it asks why it is moved."""
    why = ("why_moved",) if moves_another else ()
    return MoveView("plan", f"{here}/introduction", N_("Another time to meet"), N_("Keep"), why)


@dataclass(frozen=True)
class ProgressStep:
    """One step of the progress bar. `state`: "done", "now", or "" for a later step."""

    text: str
    state: str = ""


_ENDED_EARLY = frozenset({State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.MISTAKEN, State.RETURNED})


def progress(facts: HandoverFacts) -> list[ProgressStep]:
    """Offered, accepted, introduced, running, completed; or the steps until an early end."""
    handover = facts.handover
    offered, accepted, running = handover.offered_at, handover.accepted_at, handover.running_at
    first = _("offered %(day)s") % {"day": day_short(offered)} if offered else _("offer")
    steps = [ProgressStep(first, "done" if offered else "now")]
    was_accepted = _("accepted %(day)s") % {"day": day_short(accepted)} if accepted else ""
    if handover.state in _ENDED_EARLY:
        steps += [ProgressStep(was_accepted, "done")] if accepted else []
        steps += [ProgressStep(_("started %(day)s") % {"day": day_short(running)}, "done")] if running else []
        ended = f" {day_short(handover.ended_at)}" if handover.ended_at else ""
        return [*steps, ProgressStep(_(STATE_NAMES[handover.state]) + ended, "now")]
    waits = handover.state in (State.CONSIDERING, State.WAITLISTED)
    to_accept = _(STATE_NAMES[handover.state]) if waits else _("accepted")
    steps.append(ProgressStep(was_accepted or to_accept, "done" if accepted else "now" if offered else ""))
    steps.append(_introduction_step(facts))
    runs = _("in progress since %(day)s") % {"day": day_short(running)} if running else _("in progress")
    over = handover.state in (State.COMPLETED, State.UNKNOWN)
    steps.append(ProgressStep(runs, "done" if over else "now" if handover.state == State.RUNNING else ""))
    return [*steps, _last_step(handover)]


def _introduction_step(facts: HandoverFacts) -> ProgressStep:
    handover = facts.handover
    state = "done" if facts.is_warm or handover.running_at else "now" if handover.state == State.ACCEPTED else ""
    held = [one.held_at for one in handover.introductions if one.state == IntroductionState.HELD and one.held_at]
    if facts.is_warm and held:
        return ProgressStep(_("all three met %(day)s") % {"day": day_short(held[-1])}, state)
    return ProgressStep(_("the three have not met") if handover.running_at else _("introduction"), state)


def _last_step(handover: Handover) -> ProgressStep:
    if handover.state == State.COMPLETED and handover.ended_at:
        return ProgressStep(_("completed %(day)s") % {"day": day_short(handover.ended_at)}, "done")
    if handover.state == State.UNKNOWN:
        return ProgressStep(_(STATE_NAMES[handover.state]), "now")
    return ProgressStep(_("completed"))


def may_end_consent(handover: Handover) -> bool:
    """Whether the page links to withdrawing the consent: while the handover may share something."""
    return handover.consent is not None and handover.consent.withdrawn_at is None and handover.state in ALIVE


def may_read_refusal(view: ReadableHandover) -> bool:
    """Whether the reader may read the partner's own text about a refusal."""
    return view.open or view.ours


def answers_by_link(view: ReadableHandover, able: Sequence[Worker]) -> bool:
    """Whether the partner responds through a link in an email. `able`: its workers who can sign in."""
    return view.handover.offered_at is not None and not able and not view.ours


def warmth(facts: HandoverFacts) -> str:
    """Either "warm" (after an introduction of all three), "cold" (taken over without one), or "" (not known yet)."""
    if facts.is_warm:
        return "warm"
    return "cold" if facts.handover.running_at and not facts.handover.told else ""


def on_the_spot_choices(present: Sequence[Worker], kind: str) -> list[Worker]:
    """The partner's workers in the shop whom the sender can ask on the spot. A transfer needs one with an account."""
    return [worker for worker in present if worker.is_active or kind != Kind.TRANSFER]
