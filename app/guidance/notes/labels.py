"""The words of notes on screen: whom a note reaches."""

from app.core.text_rules import N_
from app.guidance.notes.models import Reach
from app.web.i18n import gettext as _

REACH_NAMES: dict[Reach, str] = {
    Reach.ONLY_ME: N_("Only me"),
    Reach.ORGANISATION: N_("My organisation"),
    Reach.FRONT_OFFICE: N_("The front office"),
    Reach.HANDOVER: N_("Shared with a handover"),
}
_REACH_HINTS: dict[Reach, str] = {
    Reach.ONLY_ME: N_("nobody else reads it"),
    Reach.ORGANISATION: N_("everybody of %(organisation)s who sees this person"),
    Reach.FRONT_OFFICE: N_("every colleague at the desk, and %(organisation)s"),
    Reach.HANDOVER: N_("these, and partners with whom notes are shared"),
}
_READER_NAMES: dict[Reach, str] = {
    Reach.ONLY_ME: N_("only for me"),
    Reach.ORGANISATION: N_("only %(organisation)s"),
    Reach.FRONT_OFFICE: N_("front office"),
    Reach.HANDOVER: N_("shared with a handover"),
}


def reach_choices(organisation: str) -> list[tuple[str, str, str]]:
    """The choices of a form, from few to many: the value, what it is called, and who will read it."""
    return [(r.value, _(REACH_NAMES[r]), _(_REACH_HINTS[r]) % {"organisation": organisation}) for r in Reach]


def reach_name(reach: Reach, organisation: str) -> str:
    """Who reads a note of this organisation, in two or three words."""
    return _(_READER_NAMES[reach]) % {"organisation": organisation}
