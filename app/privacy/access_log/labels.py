"""Labels for the codes in the audit log. A code without a label is shown as it is."""

import re

from app.core.text_rules import N_
from app.web.i18n import gettext as _

SUBJECTS = {
    "audit_entry": N_("the record"),
    "calendar_feed": N_("feed of a worker's own steps"),
    "consent": N_("consent"),
    "different": N_("word that two are different"),
    "handover": N_("handover"),
    "handover_message": N_("question or answer in a handover"),
    "handover_move": N_("step of a handover"),
    "handovers": N_("handovers"),
    "import": N_("import of a register"),
    "import_meaning": N_("what a word of a register means"),
    "intake": N_("a first talk"),
    "introduction": N_("meeting of the three"),
    "journey": N_("journey"),
    "later_step": N_("step that comes later"),
    "leave": N_("leave of a worker"),
    "link": N_("link of two cards"),
    "list_item": N_("entry of a list"),
    "membership": N_("role of a worker"),
    "note": N_("a note"),
    "one_time_link": N_("one-time link"),
    "opening": N_("half-day"),
    "organisation": N_("organisation"),
    "outcome": N_("result"),
    "partner": N_("partner"),
    "passage": N_("part of a first talk"),
    "past_step": N_("step that was taken"),
    "person": N_("visitor"),
    "presence": N_("who is there"),
    "report": N_("outflow"),
    "responsibility": N_("who answers for the visitor"),
    "roster_plan": N_("who means to be there"),
    "shop": N_("the shop"),
    "tablet": N_("tablet at the door"),
    "visit": N_("a visit"),
    "weekly_half_day": N_("half-day of every week"),
    "worker": N_("worker"),
}
ACTIVITIES = {
    "added": N_("added"),
    "changed": N_("changed"),
    "removed": N_("removed"),
    "board": N_("board of the door"),
    "calendar": N_("file for a calendar"),
    "details": N_("details"),
    "expected": N_("expected today"),
    "doubles": N_("list of probable doubles"),
    "handing on": N_("passing on whom a worker knows"),
    "leave": N_("whom a worker knew before a leave"),
    "linking": N_("linking two cards"),
    "list": N_("list"),
    "inbox": N_("list of handovers"),
    "my people": N_("my people"),
    "note": N_("a note"),
    "offers without an answer": N_("offers without an answer"),
    "own steps": N_("days of own steps"),
    "page": N_("page"),
    "preparing": N_("preparing"),
    "reassignment": N_("somebody else for several people"),
    "shift sheet": N_("shift sheet"),
    "searched too often": N_("searched too often"),
    "columns agreed": N_("columns agreed"),
    "follower chosen": N_("chosen who follows"),
    "refused lines": N_("refused lines"),
    "said to be one": N_("said to be one person"),
    "said to be two": N_("said to be two persons"),
    "undoing begun": N_("undoing begun"),
    "undone": N_("undone"),
    "writing begun": N_("writing begun"),
    "whole shop": N_("the whole shop"),
    "written": N_("written"),
    "signed in": N_("signed in"),
    "signed out": N_("signed out"),
    "sign-in refused": N_("sign-in refused"),
    "PIN chosen": N_("PIN chosen"),
    "PIN removed": N_("PIN removed"),
    "PIN refused": N_("PIN refused"),
    "yes by PIN": N_("yes by PIN"),
}
BASES = {
    "at the door of the shop": N_("at the door of the shop"),
    "coordinator": N_("coordinator"),
    "counts": N_("counts"),
    "door": N_("at the door of the shop"),
    "exact counts": N_("exact counts"),
    "front office": N_("front office of the shop"),
    "front office of the shop": N_("front office of the shop"),
    "inbox": N_("list of handovers"),
    "privacy officer": N_("privacy officer"),
    "tablet": N_("by the visitor, on the tablet"),
    "responsible organisation": N_("organisation that answers for the visitor"),
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
