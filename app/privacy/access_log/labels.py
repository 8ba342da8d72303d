"""Labels for the codes in the audit log. A code without a label is shown as it is."""

import re

from app.core.text_rules import N_
from app.web.i18n import gettext as _

SUBJECTS = {
    "audit_entry": N_("the access log"),
    "calendar_feed": N_("calendar feed of a worker's steps"),
    "consent": N_("consent"),
    "different": N_("mark of two different persons"),
    "handover": N_("handover"),
    "handover_message": N_("message in a handover"),
    "handover_move": N_("status change of a handover"),
    "handovers": N_("handovers"),
    "import": N_("register import"),
    "import_meaning": N_("meaning of a word in a register"),
    "intake": N_("a first talk"),
    "introduction": N_("three-way introduction"),
    "journey": N_("journey"),
    "later_step": N_("later step"),
    "leave": N_("a worker's leave"),
    "link": N_("link between two cards"),
    "list_item": N_("list item"),
    "membership": N_("a worker's role"),
    "note": N_("a note"),
    "one_time_link": N_("one-time link"),
    "opening": N_("half-day"),
    "organisation": N_("organisation"),
    "outcome": N_("result"),
    "partner": N_("partner"),
    "passage": N_("part of a first talk"),
    "past_step": N_("past step"),
    "person": N_("visitor"),
    "presence": N_("presence"),
    "report": N_("outflow"),
    "responsibility": N_("responsible worker"),
    "roster_plan": N_("planned presence"),
    "shop": N_("the shop"),
    "tablet": N_("check-in tablet"),
    "visit": N_("a visit"),
    "weekly_half_day": N_("weekly half-day"),
    "worker": N_("worker"),
}
ACTIVITIES = {
    "added": N_("added"),
    "changed": N_("changed"),
    "removed": N_("removed"),
    "board": N_("front-desk board"),
    "calendar": N_("calendar file"),
    "details": N_("details"),
    "expected": N_("expected today"),
    "doubles": N_("list of probable duplicates"),
    "handing on": N_("caseload handover"),
    "leave": N_("caseload before a worker's leave"),
    "linking": N_("linking two cards"),
    "list": N_("list"),
    "inbox": N_("list of handovers"),
    "my people": N_("my people"),
    "note": N_("a note"),
    "offers without an answer": N_("unanswered offers"),
    "own steps": N_("own steps by day"),
    "page": N_("page"),
    "preparing": N_("preparing a handover"),
    "reassignment": N_("new worker for several people"),
    "shift sheet": N_("shift sheet"),
    "searched too often": N_("searched too often"),
    "columns agreed": N_("columns confirmed"),
    "follower chosen": N_("responsible worker chosen"),
    "refused lines": N_("rejected rows"),
    "said to be one": N_("marked as one person"),
    "said to be two": N_("marked as two persons"),
    "undoing begun": N_("undo started"),
    "undone": N_("undone"),
    "writing begun": N_("import started"),
    "whole shop": N_("the whole shop"),
    "written": N_("written"),
    "signed in": N_("signed in"),
    "signed out": N_("signed out"),
    "sign-in refused": N_("sign-in refused"),
    "PIN chosen": N_("PIN chosen"),
    "PIN removed": N_("PIN removed"),
    "PIN refused": N_("PIN refused"),
    "yes by PIN": N_("confirmed by PIN"),
}
BASES = {
    "at the door of the shop": N_("front desk of the shop"),
    "coordinator": N_("coordinator"),
    "counts": N_("counts"),
    "door": N_("front desk of the shop"),
    "exact counts": N_("exact counts"),
    "front office": N_("front office of the shop"),
    "front office of the shop": N_("front office of the shop"),
    "inbox": N_("list of handovers"),
    "privacy officer": N_("privacy officer"),
    "tablet": N_("by the visitor on the tablet"),
    "responsible organisation": N_("organisation responsible for the visitor"),
}


def label_of(labels: dict[str, str], code: str) -> str:
    """The translated label of a code, or the code itself."""
    return _(labels[code]) if code in labels else code


_BY_IMPORT = re.compile(r"import (?P<key>\w+)")
_UNDER_CONSENT = re.compile(r"handover (?P<handover>\w+) under consent (?P<consent>\w+)")


def basis_label(code: str) -> str:
    """The translated label of the basis on which something was allowed."""
    if found := _UNDER_CONSENT.fullmatch(code):
        return _("handover %(handover)s under consent %(consent)s") % found.groupdict()
    if found := _BY_IMPORT.fullmatch(code):
        return _("by the import %(key)s") % found.groupdict()
    return label_of(BASES, code)
