"""Forms for answering through a link; each has the worker's name and the version of the handover shown."""

from datetime import time

from app.core.text_rules import Checkbox, Day, Line, RequiredLine, RequiredLongText
from app.handovers.lifecycle.forms import Version
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Way
from app.web.forms import Form


class LinkForm(Form):
    version: Version
    name: RequiredLine


class LinkAcceptForm(LinkForm):
    on: Day
    time: time
    way: Way = Way.IN_PERSON
    place: Line = ""


class LinkAskForm(LinkForm):
    text: RequiredLongText


class LinkWaitlistForm(LinkForm):
    expected_on: Day


class LinkTakeOverForm(LinkForm):
    way: Way = Way.IN_PERSON


class LinkCompleteForm(LinkForm):
    text: RequiredLongText


class LinkDeclineForm(LinkForm):
    reason: RequiredLine
    word: Line = ""
    expected_on: Day | None = None
    what_then: DeclineProposal
    person_may_read: Checkbox = False


class LinkGiveBackForm(LinkForm):
    reason: RequiredLine


class RenewLinkForm(Form):
    """Request for a new link; has no fields of its own."""
