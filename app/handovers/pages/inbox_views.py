"""The lists of the inbox for one reader, and the links on each row. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.accounts.current_user import Actor
from app.core.text_rules import N_
from app.handovers.lifecycle import rules
from app.handovers.lifecycle.facts import MISSED_TWICE
from app.handovers.lifecycle.models import State
from app.handovers.lifecycle.overdue_rules import Deadline, deadline
from app.handovers.pages.move_views import THERE_IS_A_PLACE, ReadableHandover, handover_path, is_allowed
from app.handovers.pages.section_views import ProgressStep, progress


@dataclass(frozen=True)
class RowLink:
    """A button that opens a form on the page of the handover. `kind`: its style; empty for the main button."""

    url: str
    title: str
    kind: str = "plain"


@dataclass(frozen=True)
class InboxRow:
    view: ReadableHandover
    due: Deadline | None
    missed_twice: bool
    links: list[RowLink] = field(default_factory=list)
    progress: list[ProgressStep] = field(default_factory=list)


@dataclass(frozen=True)
class InboxList:
    name: str
    title: str
    rows: list[InboxRow]


INBOX_TITLES = {
    "to_answer": N_("Waiting for your answer"),
    "questions": N_("A question for you"),
    "drafts": N_("Your drafts"),
    "thinking": N_("You have a question, or no place yet"),
    "accepted": N_("Accepted: time to meet, all three of you"),
    "asked": N_("Waiting for the partner's answer"),
    "arranged": N_("Accepted by the partner: time to meet, all three of you"),
    "running": N_("In progress with you"),
    "helped": N_("In progress with a partner"),
    "back": N_("Sent by you, ended recently"),
    "ended": N_("Ended recently"),
}
_WITH_PROGRESS = frozenset({"running", "helped", "accepted", "arranged"})


def inbox_lists(views: Mapping[str, Sequence[ReadableHandover]], actor: Actor) -> list[InboxList]:
    """The lists that have rows, in the order of the page."""
    return [
        InboxList(name, title, [_inbox_row(name, view, actor) for view in views[name]])
        for name, title in INBOX_TITLES.items()
        if views[name]
    ]


def _inbox_row(name: str, view: ReadableHandover, actor: Actor) -> InboxRow:
    facts = view.facts
    return InboxRow(
        view,
        deadline(facts),
        missed_twice=facts.state == State.ACCEPTED and facts.times_missed >= MISSED_TWICE,
        links=_inbox_links(name, view, actor),
        progress=progress(facts) if name in _WITH_PROGRESS else [],
    )


def _inbox_links(name: str, view: ReadableHandover, actor: Actor) -> list[RowLink]:
    facts, here = view.facts, handover_path(view.handover)
    if name == "drafts":
        return [RowLink(f"{here}/draft", N_("Continue"))]
    if name == "to_answer":
        offered = (
            ("accept", rules.accept, N_("Accept"), ""),
            ("ask", rules.ask, N_("Ask a question"), "plain"),
            ("waitlist", rules.waitlist, N_("Waiting list"), "plain"),
            ("decline", rules.decline, N_("Does not fit"), "plain"),
        )
        return [
            _form_link(here, form, title, kind) for form, rule, title, kind in offered if is_allowed(rule, facts, actor)
        ]
    if name == "thinking" and is_allowed(rules.accept, facts, actor):
        due = deadline(facts)
        title = THERE_IS_A_PLACE if facts.state == State.WAITLISTED else N_("Accept")
        links = [_form_link(here, "accept", title, "" if due is not None and due.is_late else "plain")]
        if is_allowed(rules.update_expected_date, facts, actor):
            links.append(_form_link(here, "expect", N_("Change the expected day"), "plain"))
        return links
    return []


def _form_link(here: str, form: str, title: str, kind: str) -> RowLink:
    return RowLink(f"{here}?open={form}#{form}", title, kind)
