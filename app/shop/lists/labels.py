"""Labels of the lists and their groups."""

from collections.abc import Mapping
from typing import Any

from app.core.text_rules import N_
from app.shop.lists.models import DeclineSide, ListName, OutcomeClass, OutflowGroup

LIST_LABELS = {
    ListName.TOPIC: N_("Topics"),
    ListName.OBSTACLE: N_("What may get in the way"),
    ListName.OUTCOME: N_("Results"),
    ListName.DECLINE: N_("Reasons why it does not fit"),
    ListName.NOTE: N_("Note templates"),
}


OUTCOME_CLASS_LABELS = {
    OutcomeClass.OUTFLOW: N_("Outflow"),
    OutcomeClass.STEP: N_("A step on the way"),
    OutcomeClass.NEUTRAL_END: N_("Ended through circumstances"),
    OutcomeClass.STOPPED: N_("Stopped"),
    OutcomeClass.CONTACT_LOST: N_("Contact lost"),
    OutcomeClass.UNKNOWN: N_("Not known"),
}


DECLINE_SIDE_LABELS = {
    DeclineSide.PERSON: N_("The visitor"),
    DeclineSide.PARTNER: N_("The partner"),
    DeclineSide.SENDER: N_("The sender"),
    DeclineSide.CIRCUMSTANCE: N_("Circumstances"),
}


OUTFLOW_GROUP_LABELS = {
    OutflowGroup.WORK: N_("Work"),
    OutflowGroup.LEARN_WORK: N_("Learn-work place"),
    OutflowGroup.STUDY: N_("Study"),
    OutflowGroup.INTERNSHIP: N_("Internship"),
}


GROUPINGS: dict[ListName, Mapping[Any, str]] = {
    ListName.OUTCOME: OUTCOME_CLASS_LABELS,
    ListName.DECLINE: DECLINE_SIDE_LABELS,
}
