"""Forms for handovers, consents and introductions."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.core.text_rules import Checkbox, Day, Key, Line, RequiredLine, RequiredLongText
from app.handovers.consents.rules import MOST_SIGNATURE_CHARACTERS
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Kind, Urgency, Way
from app.web.forms import Form

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class ConsentForm(Form):
    """How consent was asked and given. `how`: "drawn" is a signature on the screen, "signed" one on paper."""

    agreed: Checkbox = False
    how: Literal["spoken", "drawn", "signed"] = "spoken"
    consent_language: Key = ""
    lasts: Literal["3", "6", "12", "day"] = "6"
    until: Day | None = None
    signature: Annotated[str, StringConstraints(max_length=MOST_SIGNATURE_CHARACTERS)] = ""


class RenewConsentForm(ConsentForm):
    go: Key = ""


class OfferForm(ConsentForm):
    """The page on which a handover is prepared.

    `go`: what the pressed button does; `seen`: the fingerprint of the preview that was on screen.
    """

    version: Version | None = None
    receiver: Key = ""
    question: Line = ""
    kind: Kind | None = None
    shared: list[Line] = Field(default_factory=list, max_length=60)
    urgency: Urgency = Urgency.NORMAL
    language: Line = ""
    suits: Line = ""
    why_another: Line = ""
    seen: Key = ""
    go: Key = "look"


class MoveForm(Form):
    """For a transition without fields. `version`: of the handover as the page showed it."""

    version: Version | None = None


class ReasonForm(MoveForm):
    reason: RequiredLine


class ChooseOtherPartnerForm(ReasonForm):
    other: Key = ""


class TextForm(MoveForm):
    text: RequiredLongText


class WaitlistForm(MoveForm):
    expected_on: Day


class UpdateExpectedDateForm(WaitlistForm):
    word: RequiredLine


class AskForTimeForm(MoveForm):
    until: Day


class MomentForm(MoveForm):
    """When, how and where the introduction takes place."""

    on: Day
    time: time
    way: Way = Way.IN_PERSON
    place: Line = ""


class PlanIntroductionForm(MomentForm):
    """`word`: why an earlier appointment is moved."""

    word: Line = ""


class WordForm(MoveForm):
    word: RequiredLine


class AcceptForm(MomentForm):
    worker: Key = ""


class DeclineForm(MoveForm):
    reason: Key
    word: Line = ""
    expected_on: Day | None = None
    what_then: DeclineProposal
    other: Key = ""
    person_may_read: Checkbox = False


class AcceptOnTheSpotForm(MoveForm):
    """The receiver accepts on the spot. `pin`: only on the sender's screen."""

    pin: Annotated[str, Field(max_length=40)] = ""
    next_what: Line = ""
    next_on: Day | None = None


class HoldIntroductionForm(MoveForm):
    with_person: Checkbox = False
    with_sender: Checkbox = False
    with_receiver: Checkbox = False
    way: Way = Way.IN_PERSON
    place: Line = ""


class MissIntroductionForm(WordForm):
    """Why the introduction did not happen, and who did come."""

    with_person: Checkbox = False
    with_sender: Checkbox = False
    with_receiver: Checkbox = False


class HoldIntroductionAndTakeOverForm(MoveForm):
    """The introduction took place and the receiver starts. A transfer needs the next step."""

    next_what: Line = ""
    next_on: Day | None = None


class TakeOverForm(MoveForm):
    cold_reason: Line = ""
    next_what: Line = ""
    next_on: Day | None = None


class GiveBackForm(MoveForm):
    reason: RequiredLine
    next_what: Line = ""
    next_on: Day | None = None


class NarrowConsentForm(Form):
    """`left`: the sections that the person still allows."""

    left: list[Line] = Field(default_factory=list, max_length=60)
