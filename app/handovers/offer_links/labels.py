"""Labels of the page that an offer link opens."""

from app.core.text_rules import N_
from app.shop.lists.models import DeclineSide

STATUS_HEADING = N_("Current status")  # heading of an offer that shares nothing now

NOT_SHARED_NOW = N_("Nothing about this person may be shared with you right now. The Werkwinkel is looking into it.")

MOVES: dict[str, tuple[str, str]] = {  # title of the form, label of its button
    "accept": (N_("Yes, I help"), N_("Yes, I help")),
    "ask": (N_("I want to ask something first"), N_("Send the question")),
    "waitlist": (N_("Yes, but there is no place yet"), N_("Put on the waiting list")),
    "begin": (N_("We have met, and I begin"), N_("We have met, and I begin")),
    "complete": (N_("Tell us how it went"), N_("Complete")),
    "decline": (N_("No, we cannot help with this"), N_("Send")),
    "give_back": (N_("This is not continuing: give it back"), N_("Give it back")),
}
SIDES: dict[DeclineSide, str] = {
    DeclineSide.PERSON: N_("With the person"),
    DeclineSide.PARTNER: N_("With us"),
    DeclineSide.SENDER: N_("With the Werkwinkel"),
    DeclineSide.CIRCUMSTANCE: N_("The circumstances"),
}
USES: dict[str, str] = {
    "opened": N_("opened"),
    "accept": N_("accepted"),
    "ask": N_("asked a question"),
    "waitlist": N_("put on the waiting list"),
    "begin": N_("started"),
    "complete": N_("reported how it went"),
    "decline": N_("declined the offer"),
    "give_back": N_("gave it back"),
    "new link asked": N_("asked for a new link"),
}
