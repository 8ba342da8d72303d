"""Texts of handovers on screen: one table for the states, and the labels of choices in forms."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.text_rules import N_
from app.handovers.lifecycle.models import Kind, State, Urgency, Way
from app.shop.lists.models import DeclineSide


@dataclass(frozen=True)
class StateText:
    """The texts about a handover in one state; empty where a page has no text for it.

    `name`: the label; `status`: a sentence on the page of the handover; `own_status`: the same for the worker who
    made the transition; `asked_status`: for the worker whose response is expected; `history`: the transition into
    this state; `undone`: the undoing of that transition; `already`: the refusal of a second worker who tries the
    same; `on_timeline`: on the timeline of the person; `link_title` and `link_status`: on the page of a partner that
    responds through a link, without anything about the person.
    """

    name: str
    status: str
    link_status: str
    own_status: str = ""
    asked_status: str = ""
    history: str = ""
    undone: str = ""
    already: str = ""
    on_timeline: str = ""
    link_title: str = ""


STATE_TEXTS: dict[State, StateText] = {
    State.DRAFT: StateText(
        name=N_("draft"),
        status=N_("%(sender)s is preparing this. %(receiver)s cannot see it yet."),
        own_status=N_("You are preparing this. %(receiver)s does not see it yet."),
        link_status=N_("The Werkwinkel is preparing this again."),
    ),
    State.OFFERED: StateText(
        name=N_("offered"),
        status=N_("%(sender)s asked %(receiver)s %(day)s. There is no answer yet."),
        own_status=N_("You asked %(receiver)s %(day)s. There is no answer yet."),
        asked_status=N_("%(sender)s asked you this %(day)s. You have not answered yet."),
        history=N_("%(name)s (%(organisation)s) offered this to %(receiver)s."),
        already=N_("%(name)s (%(organisation)s) has already offered this."),
        on_timeline=N_("handover offered to %(partner)s"),
        link_title=N_("Can you help somebody?"),
        link_status=N_("The Werkwinkel is waiting for your answer."),
    ),
    State.CONSIDERING: StateText(
        name=N_("being considered"),
        status=N_("%(name)s of %(receiver)s is considering this and is waiting for an answer from %(sender)s."),
        asked_status=N_("%(name)s of %(receiver)s is considering this and is waiting for your answer."),
        history=N_("%(name)s (%(organisation)s) is considering this, or has a question."),
        already=N_("%(name)s (%(organisation)s) has already asked a question about this."),
        on_timeline=N_("%(partner)s is considering the handover"),
        link_title=N_("Can you help somebody?"),
        link_status=N_("You asked a question. The Werkwinkel has not answered yet."),
    ),
    State.WAITLISTED: StateText(
        name=N_("waiting list"),
        status=N_("%(receiver)s wants to help but has no place yet. This has been on the waiting list since %(day)s."),
        own_status=N_("You put this on the waiting list %(day)s."),
        history=N_("%(name)s (%(organisation)s) put this on the waiting list."),
        already=N_("%(name)s (%(organisation)s) has already put this on the waiting list."),
        on_timeline=N_("on the waiting list of %(partner)s"),
        link_title=N_("Is there a place now?"),
        link_status=N_("You put this on your waiting list."),
    ),
    State.ACCEPTED: StateText(
        name=N_("accepted"),
        status=N_("%(taker)s of %(receiver)s accepted this %(day)s."),
        own_status=N_("You accepted this %(day)s."),
        history=N_("%(name)s (%(organisation)s) accepted this."),
        undone=N_("%(name)s (%(organisation)s) undid the acceptance."),
        already=N_("%(name)s (%(organisation)s) has already accepted this."),
        on_timeline=N_("handover accepted by %(partner)s"),
        link_title=N_("The three of you meet"),
        link_status=N_("You said that you will help. First the three of you meet."),
    ),
    State.RUNNING: StateText(
        name=N_("in progress"),
        status=N_("%(taker)s of %(receiver)s has been working on this since %(day)s."),
        own_status=N_("You have been working on this since %(day)s."),
        history=N_("%(name)s (%(organisation)s) began."),
        already=N_("%(name)s (%(organisation)s) has already taken over."),
        on_timeline=N_("%(partner)s is helping"),
        link_title=N_("How is it going?"),
        link_status=N_("You are helping."),
    ),
    State.COMPLETED: StateText(
        name=N_("completed"),
        status=N_("%(name)s of %(receiver)s completed this %(day)s and reported what came of it."),
        own_status=N_("You completed this %(day)s and reported how it went."),
        history=N_("%(name)s (%(organisation)s) completed this."),
        undone=N_("%(name)s (%(organisation)s) undid the completion."),
        already=N_("%(name)s (%(organisation)s) has already completed this."),
        on_timeline=N_("handover to %(partner)s completed"),
        link_status=N_("You told us how it went. It is completed. Thank you."),
    ),
    State.DECLINED: StateText(
        name=N_("declined"),
        status=N_("%(name)s of %(receiver)s answered %(day)s that this does not fit."),
        own_status=N_("You declined this %(day)s."),
        history=N_("%(name)s (%(organisation)s) answered that this does not fit."),
        undone=N_("%(name)s (%(organisation)s) undid the refusal."),
        already=N_("%(name)s (%(organisation)s) has already answered that this does not fit."),
        on_timeline=N_("handover declined by %(partner)s"),
        link_status=N_("You answered that you cannot help. Thank you for letting us know."),
    ),
    State.RETURNED: StateText(
        name=N_("given back"),
        status=N_("%(receiver)s is not continuing with this. It came back %(day)s."),
        history=N_("%(name)s (%(organisation)s) gave this back."),
        already=N_("%(name)s (%(organisation)s) has already given this back."),
        on_timeline=N_("given back by %(partner)s"),
        link_status=N_("This went back to the Werkwinkel."),
    ),
    State.WITHDRAWN: StateText(
        name=N_("withdrawn"),
        status=N_("%(name)s withdrew this %(day)s."),
        own_status=N_("You withdrew this %(day)s."),
        history=N_("%(name)s (%(organisation)s) withdrew this."),
        already=N_("%(name)s (%(organisation)s) has already withdrawn this."),
        on_timeline=N_("handover to %(partner)s withdrawn"),
        link_status=N_("The Werkwinkel withdrew this. You do not need to do anything."),
    ),
    State.EXPIRED: StateText(
        name=N_("not answered"),
        status=N_("There was no answer. %(name)s closed it %(day)s."),
        history=N_("%(name)s (%(organisation)s) closed this because there was no answer."),
        already=N_("%(name)s (%(organisation)s) has already closed this because there was no answer."),
        on_timeline=N_("no answer from %(partner)s"),
        link_status=N_("There was no answer in time. The Werkwinkel has found another solution."),
    ),
    State.MISTAKEN: StateText(
        name=N_("a mistake"),
        status=N_("This was a mistake. %(name)s marked it as such %(day)s. It is not counted anywhere."),
        history=N_("%(name)s (%(organisation)s) marked this as a mistake."),
        already=N_("%(name)s (%(organisation)s) has already marked this as a mistake."),
        link_status=N_("This was sent by mistake. You do not need to do anything."),
    ),
    State.UNKNOWN: StateText(
        name=N_("outcome not known"),
        status=N_("This comes from an old register. What came of it is not known."),
        link_status=N_("The outcome is not known."),
    ),
}
STATE_NAMES: dict[State, str] = {state: text.name for state, text in STATE_TEXTS.items()}
KIND_NAMES: dict[Kind, str] = {Kind.SUPPORT: N_("support"), Kind.TRANSFER: N_("transfer")}
URGENCY_NAMES: dict[Urgency, str] = {
    Urgency.NORMAL: N_("no hurry"),
    Urgency.THIS_WEEK: N_("this week"),
    Urgency.TODAY: N_("today"),
}
WAY_NAMES: dict[Way, str] = {Way.IN_PERSON: N_("in person"), Way.VIDEO: N_("by video"), Way.PHONE: N_("by phone")}


class DeclineProposal(StrEnum):
    """What the partner proposes when it declines (DOMAIN §4)."""

    OTHER_PARTNER = "other_partner"
    LATER = "later"
    FRONT_OFFICE = "front_office"
    NOTHING = "nothing"


SIDE_NAMES: dict[DeclineSide, str] = {
    DeclineSide.PERSON: N_("Because of the person"),
    DeclineSide.PARTNER: N_("Because of us"),
    DeclineSide.SENDER: N_("Because of the question"),
    DeclineSide.CIRCUMSTANCE: N_("Because of something else"),
}
DECLINE_PROPOSAL_NAMES: dict[DeclineProposal, str] = {
    DeclineProposal.OTHER_PARTNER: N_("Another partner"),
    DeclineProposal.LATER: N_("With us, later"),
    DeclineProposal.FRONT_OFFICE: N_("Back to the front office"),
    DeclineProposal.NOTHING: N_("Nothing"),
}
CHANGED_MEANWHILE = N_("%(name)s (%(organisation)s) has changed this in the meantime. Please check it again.")
