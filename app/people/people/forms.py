"""The form for a person's details. Only a name is required."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from app.core.text_rules import N_, Key, Line, MailAddress, Phone, RequiredLine
from app.web.forms import Form

INVALID_BIRTH = N_("Type a year like 1990 or a date like 27-11-1990.")


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """A person's name, birth, contact data and languages."""

    name: str
    birth_year: int | None = None
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    street: str = ""
    languages: str = ""


def _valid_birth(text: str) -> str:
    if text:
        parse_birth(text)
    return text


def parse_birth(text: str) -> tuple[int, date | None]:
    """Parses a birth year, or a date with its year. Raises ValueError with a message for the user."""
    try:
        numbers = [int(n) for n in re.split(r"[-/. ]+", text)]
        if len(numbers) == 3:
            year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
            born = date(year, month, day)
        else:
            (year,), born = numbers, None
    except (ValueError, OverflowError):  # OverflowError: a year beyond what dates support
        raise ValueError(INVALID_BIRTH) from None
    if not 1900 <= year <= 2100:
        raise ValueError(INVALID_BIRTH)
    return year, born


class PersonForm(Form):
    name: RequiredLine
    born: Annotated[Line, AfterValidator(_valid_birth)] = ""
    phone: Phone = ""
    email: MailAddress = ""
    street: Line = ""
    languages: Line = ""
    seen: Key = ""  # digest of the values when the form was shown

    def details(self) -> PersonDetails:
        year, day = parse_birth(self.born) if self.born else (None, None)
        return PersonDetails(
            name=self.name,
            birth_year=year,
            birth_date=day,
            phone=self.phone,
            email=self.email,
            street=self.street,
            languages=self.languages,
        )
