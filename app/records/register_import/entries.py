"""One parsed line of an old register, and the reasons to refuse one. Pure."""

import datetime
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.text_rules import N_
from app.people.search.search_terms import PersonFacts
from app.shop.half_days.models import DayPart


class Column(StrEnum):
    """What a column of a register can hold."""

    DAY = "day"
    PART = "part"  # the half-day
    TIME = "time"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    BIRTH = "birth"  # a year or a date
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    LANGUAGES = "languages"
    ABOUT = "about"  # the reason for the visit
    SPOKEN_WITH = "spoken_with"
    PARTNER = "partner"  # the organisation the visitor was handed over to
    WARM = "warm"  # whether the handover was warm
    RESULT = "result"
    REMARK = "remark"


class Refusal(StrEnum):
    """Why a line is not imported. Refused lines can be downloaded as a file that gives the reason on each line."""

    NO_DAY = "no_day"
    NO_SUCH_DAY = "no_such_day"
    DAY_TO_COME = "day_to_come"
    BORN_IN_FUTURE = "born_in_future"
    BSN = "bsn"
    UNSTORABLE = "unstorable"  # a character that the database cannot store
    TOO_LONG = "too_long"


REFUSAL_REASONS: dict[Refusal, str] = {
    Refusal.NO_DAY: N_("There is no date on this line."),
    Refusal.NO_SUCH_DAY: N_("This date does not exist or cannot be read."),
    Refusal.DAY_TO_COME: N_("This date is in the future."),
    Refusal.BORN_IN_FUTURE: N_("This birth year is in the future."),
    Refusal.BSN: N_("This line contains a citizen service number (BSN). Remove it: we may not keep it."),
    Refusal.UNSTORABLE: N_("This line contains a character that cannot be saved."),
    Refusal.TOO_LONG: N_("A cell on this line is too long."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """One line. `refusal` is None on a line that can be imported; `day` is then not None.

    `row` is the line's number as a spreadsheet shows it, from 1. `person` is None when the line has no name.
    `spoken_with`, `partner`, `about` and `result` are the words of the line itself, trimmed; their meaning is looked up
    later (matching.vocabulary).
    """

    row: int
    refusal: Refusal | None = None
    day: date | None = None
    part: DayPart | None = None  # None: not given
    time: datetime.time | None = None
    person: PersonFacts | None = None
    languages: str = ""
    about: str = ""
    spoken_with: str = ""
    partner: str = ""
    warm: bool | None = None
    result: str = ""
    remark: str = ""
    fingerprint: str = ""  # equal for equal lines, also across files; see parsing.line_parser
