"""Labels for the reach of notes."""

from app.core.text_rules import N_
from app.guidance.notes.models import Reach
from app.web.i18n import gettext as _

REACH_NAMES: dict[Reach, str] = {
    Reach.ONLY_ME: N_("Only me"),
    Reach.ORGANISATION: N_("My organisation"),
    Reach.FRONT_OFFICE: N_("The front office"),
    Reach.HANDOVER: N_("Shared in a handover"),
}
_REACH_HINTS: dict[Reach, str] = {
    Reach.ONLY_ME: N_("nobody else can read it"),
    Reach.ORGANISATION: N_("everybody at %(organisation)s who can see this person"),
    Reach.FRONT_OFFICE: N_("everybody in the front office, and at %(organisation)s"),
    Reach.HANDOVER: N_("the same people, and partners you share notes with"),
}
_READER_NAMES: dict[Reach, str] = {
    Reach.ONLY_ME: N_("only for me"),
    Reach.ORGANISATION: N_("only %(organisation)s"),
    Reach.FRONT_OFFICE: N_("front office"),
    Reach.HANDOVER: N_("shared in a handover"),
}


def reach_choices(organisation: str) -> list[tuple[str, str, str]]:
    """Options for a form, from few readers to many: value, label and explanation."""
    return [(r.value, _(REACH_NAMES[r]), _(_REACH_HINTS[r]) % {"organisation": organisation}) for r in Reach]


def reach_name(reach: Reach, organisation: str) -> str:
    """A short label of who may read a note by this organisation."""
    return _(_READER_NAMES[reach]) % {"organisation": organisation}
