"""Labels of the page that an offer link opens."""

from app.core.text_rules import N_
from app.shop.lists.models import DeclineSide

STATUS_HEADING = N_("This is how it stands")  # heading of an offer that shares nothing now

NOT_SHARED_NOW = N_("Nothing of this person may be shared with you at this moment. The Werkwinkel looks after it.")

MOVES: dict[str, tuple[str, str]] = {  # title of the form, label of its button
    "accept": (N_("Yes, I help"), N_("Yes, I help")),
    "ask": (N_("I want to ask something first"), N_("Send the question")),
    "waitlist": (N_("Yes, but there is no place yet"), N_("Put on the waiting list")),
    "begin": (N_("We met, and I begin"), N_("We met, and I begin")),
    "complete": (N_("Tell how it went"), N_("Complete it")),
    "decline": (N_("No, this does not fit"), N_("Send")),
    "give_back": (N_("It does not go on: give it back"), N_("Give it back")),
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
    "begin": N_("began"),
    "complete": N_("told how it went"),
    "decline": N_("answered that it does not fit"),
    "give_back": N_("gave it back"),
    "new link asked": N_("asked for a new link"),
}
