"""What somebody types who answers by a link: each time with their name, and with what they saw before them."""

from datetime import time

from app.core.text import Line, RequiredLine, RequiredStory, Tick
from app.handovers.forms import Day, Version
from app.handovers.models import Way
from app.handovers.words import Then
from app.web.forms import Form


class Named(Form):
    version: Version
    name: RequiredLine


class Accepting(Named):
    on: Day
    time: time
    way: Way = Way.IN_PERSON
    place: Line = ""


class Asking(Named):
    text: RequiredStory


class WaitListing(Named):
    expected_on: Day


class Beginning(Named):
    way: Way = Way.IN_PERSON


class Completing(Named):
    text: RequiredStory


class Declining(Named):
    reason: RequiredLine
    word: Line = ""
    expected_on: Day | None = None
    what_then: Then
    person_may_read: Tick = False


class GivingBack(Named):
    reason: RequiredLine


class Renewing(Form):
    """A new link: it asks nothing."""
