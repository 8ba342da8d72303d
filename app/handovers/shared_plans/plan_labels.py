"""Reasons why a partner cannot help, as visitors read them: plainer than for workers, in nine languages."""

from app.core.text_rules import N_
from app.shop.lists.default_lists import DECLINE_REASONS as DEFAULT_REASONS
from app.shop.lists.models import ListItem

# By code of the default reasons (shop.lists.default_lists), for reasons that the shop did not reword.
DECLINE_REASONS = {
    "not_reachable": N_("they could not reach you"),
    "did_not_come": N_("you could not be there"),
    "does_not_want": N_("you do not want it now"),
    "working": N_("you are at work already"),
    "studying": N_("you are at school already"),
    "known": N_("they know you already"),
    "outside_group": N_("they are there for other people"),
    "elsewhere": N_("they are there for another neighbourhood"),
    "full": N_("there is no place now"),
    "threshold": N_("the language or the way of working does not suit you yet"),
    "other_help_first": N_("something else has to come first"),
    "too_little": N_("they do not know enough yet"),
    "duplicate": N_("it was asked twice"),
    "wrong_partner": N_("this is not what they do"),
}
_DEFAULT_NAMES = {str(reason["code"]): reason["name_nl"] for reason in DEFAULT_REASONS}


def decline_message(reason: ListItem) -> str:
    """The message for a default reason; empty when the shop reworded it or added it."""
    return DECLINE_REASONS.get(reason.code, "") if _DEFAULT_NAMES.get(reason.code) == reason.name_nl else ""
