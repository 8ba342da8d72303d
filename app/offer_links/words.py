"""The words of one offer on the page that a link opens."""

from app.core.text import N_
from app.handovers.models import State
from app.shops.models import Side

HEADINGS: dict[State, str] = {
    State.OFFERED: N_("Can you help somebody?"),
    State.CONSIDERING: N_("Can you help somebody?"),
    State.WAITLISTED: N_("Is there a place by now?"),
    State.ACCEPTED: N_("You meet with the three of you"),
    State.RUNNING: N_("How is it going?"),
}
OVER = N_("This is how it stands")  # the heading of the rest

# How it stands, for the partner: nothing of the person.
STANDS: dict[State, str] = {
    State.DRAFT: N_("The Werkwinkel is preparing this again."),
    State.OFFERED: N_("The Werkwinkel waits for your answer."),
    State.CONSIDERING: N_("You asked something. The answer of the Werkwinkel is still to come."),
    State.WAITLISTED: N_("You put this on your waiting list."),
    State.ACCEPTED: N_("You said that you help. You meet first, with the three of you."),
    State.RUNNING: N_("You are helping."),
    State.COMPLETED: N_("You told how it went. It is completed. Thank you."),
    State.DECLINED: N_("You answered that this does not fit. Thank you for letting us know."),
    State.RETURNED: N_("This went back to the Werkwinkel."),
    State.WITHDRAWN: N_("The Werkwinkel took this back. You need not do anything."),
    State.EXPIRED: N_("There was no answer in time. The Werkwinkel found another way."),
    State.MISTAKEN: N_("This was sent by mistake. You need not do anything."),
    State.UNKNOWN: N_("What came of this is not known."),
}
LAPSED = N_("Nothing of this person may be shared with you at this moment. The Werkwinkel looks after it.")

MOVES: dict[str, tuple[str, str]] = {  # what the form is called, and its button
    "accept": (N_("Yes, I help"), N_("Yes, I help")),
    "ask": (N_("I want to ask something first"), N_("Send the question")),
    "waitlist": (N_("Yes, but there is no place yet"), N_("Put on the waiting list")),
    "begin": (N_("We met, and I begin"), N_("We met, and I begin")),
    "complete": (N_("Tell how it went"), N_("Complete it")),
    "decline": (N_("No, this does not fit"), N_("Send")),
    "give_back": (N_("It does not go on: give it back"), N_("Give it back")),
}
SIDES: dict[Side, str] = {
    Side.PERSON: N_("With the person"),
    Side.PARTNER: N_("With us"),
    Side.SENDER: N_("With the Werkwinkel"),
    Side.CIRCUMSTANCE: N_("The circumstances"),
}
USES: dict[str, str] = {
    "opened": N_("opened"),
    "accept": N_("accepted"),
    "ask": N_("asked a question"),
    "waitlist": N_("put on the waiting list"),
    "begin": N_("began"),
    "complete": N_("told how it went"),
    "decline": N_("answered that it does not fit"),
    "give_back": N_("gave it back"),
    "new link asked": N_("asked for a new link"),
}
