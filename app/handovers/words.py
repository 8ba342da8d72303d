"""The words of handovers on screen, and the choices that forms offer."""

from enum import StrEnum

from app.core.text import N_
from app.handovers.models import Kind, State, Urgency, Way
from app.shops.models import Side

STATE_NAMES: dict[State, str] = {
    State.DRAFT: N_("draft"),
    State.OFFERED: N_("offered"),
    State.CONSIDERING: N_("being considered"),
    State.WAITLISTED: N_("waiting list"),
    State.ACCEPTED: N_("accepted"),
    State.RUNNING: N_("running"),
    State.COMPLETED: N_("completed"),
    State.DECLINED: N_("not fitting"),
    State.RETURNED: N_("given back"),
    State.WITHDRAWN: N_("withdrawn"),
    State.EXPIRED: N_("not answered"),
    State.MISTAKEN: N_("a mistake"),
    State.UNKNOWN: N_("not known what came of it"),
}
KIND_NAMES: dict[Kind, str] = {Kind.SUPPORT: N_("support"), Kind.TRANSFER: N_("transfer")}
URGENCY_NAMES: dict[Urgency, str] = {
    Urgency.NORMAL: N_("no hurry"),
    Urgency.THIS_WEEK: N_("this week"),
    Urgency.TODAY: N_("today"),
}
WAY_NAMES: dict[Way, str] = {Way.IN_PERSON: N_("in person"), Way.VIDEO: N_("by video"), Way.PHONE: N_("by phone")}


class Then(StrEnum):
    """What the partner proposes after declining (DOMAIN §4)."""

    OTHER_PARTNER = "other_partner"
    LATER = "later"
    FRONT_OFFICE = "front_office"
    NOTHING = "nothing"


SIDE_NAMES: dict[Side, str] = {
    Side.PERSON: N_("Because of the person"),
    Side.PARTNER: N_("Because of us"),
    Side.SENDER: N_("Because of the question"),
    Side.CIRCUMSTANCE: N_("Because of something else"),
}
THEN_NAMES: dict[Then, str] = {
    Then.OTHER_PARTNER: N_("Another partner"),
    Then.LATER: N_("With us, later"),
    Then.FRONT_OFFICE: N_("Back to the front office"),
    Then.NOTHING: N_("Nothing"),
}
# What was done, in words for who comes second: "Karim Aydin (Pozitive) already accepted this."
ALREADY: dict[State, str] = {
    State.OFFERED: N_("%(name)s (%(organisation)s) already offered this."),
    State.CONSIDERING: N_("%(name)s (%(organisation)s) already asked a question about this."),
    State.WAITLISTED: N_("%(name)s (%(organisation)s) already put this on the waiting list."),
    State.ACCEPTED: N_("%(name)s (%(organisation)s) already accepted this."),
    State.RUNNING: N_("%(name)s (%(organisation)s) already took over."),
    State.COMPLETED: N_("%(name)s (%(organisation)s) already completed this."),
    State.DECLINED: N_("%(name)s (%(organisation)s) already answered that this does not fit."),
    State.RETURNED: N_("%(name)s (%(organisation)s) already gave this back."),
    State.WITHDRAWN: N_("%(name)s (%(organisation)s) already withdrew this."),
    State.EXPIRED: N_("%(name)s (%(organisation)s) already closed this as not answered."),
    State.MISTAKEN: N_("%(name)s (%(organisation)s) already marked this as a mistake."),
}
CHANGED_BY = N_("%(name)s (%(organisation)s) changed this in the meantime. Look at it again.")
