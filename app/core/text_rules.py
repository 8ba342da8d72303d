"""Rules for text that people type: what may be stored, and how texts are compared."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints


def N_(message: str) -> str:  # noqa: N802  gettext's own name for "translate later"
    """Marks a message id for the catalogues where it is defined; it is translated where it is shown."""
    return message


BSN_FOUND = N_(
    "Leave out the citizen service number (BSN). The Werkwinkel does not need it and is not allowed to store it."
)
ODD_CHARACTER = N_("The text has a character that cannot be stored. Type the text again.")
TOO_LONG = N_("This is too long. Make it shorter, or split it over several notes.")
REQUIRED = N_("Fill this in.")
NOT_A_PHONE = N_("This is not a phone number. Type it like 06 1234 5678.")
NOT_A_MAIL_ADDRESS = N_("This is not an email address. Type it like name@example.org.")

_SEPARATOR = r"[ .\-\u00a0\u2009\u2010-\u2013\u202f]"
_NINE_DIGITS = re.compile(rf"(?<!\d)\d(?:{_SEPARATOR}{{0,2}}\d){{8}}(?!\d)")
# A phone number with a country code may well have nine digits after it.
_WITH_COUNTRY = re.compile(rf"(?<![\w+])(?:\+|00)(?:(?:{_SEPARATOR}|[()]){{0,4}}\d){{10,15}}?(?!\d)")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for the start of a formula


def contains_bsn(text: str) -> bool:
    """Whether nine digits in `text`, also with spaces, dots or dashes in between, pass the eleven test (UAVG art. 46).

    Digits after a country code ("0031 6 …", "+48 …") are ignored: one phone number in eleven would pass.
    """
    if "+" in text or "00" in text:
        text = _WITH_COUNTRY.sub("+", text)
    for found in _NINE_DIGITS.finditer(text):
        digits = [int(c) for c in found.group() if c.isdigit()]
        weighted = sum(d * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        if any(digits) and weighted % 11 == 0:
            return True
    return False


def normalise_text(text: str) -> str:
    """`text` trimmed, with each letter and its marks as one character, and lines ended by a line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def validate_text(text: str) -> str:
    """`text` trimmed and in composed form.

    Raises ValueError, with a message for people, for control characters, lone surrogates and a BSN.
    """
    text = normalise_text(text)
    if any(unicodedata.category(c) in ("Cs", "Cc") and c not in "\n\t" for c in text):
        raise ValueError(ODD_CHARACTER)
    if contains_bsn(text):
        raise ValueError(BSN_FOUND)
    return text


def escape_formula(text: str) -> str:
    """`text` for a spreadsheet file, with an apostrophe before a possible formula (TRUST 17)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text


def single_line(text: str) -> str:
    """The words of `text` with one space between them."""
    return " ".join(text.split())


_MAX_LENGTH = StringConstraints(max_length=200)
# Checked twice: some letters become two in composed form.
Line = Annotated[str, _MAX_LENGTH, AfterValidator(validate_text), AfterValidator(single_line), _MAX_LENGTH]
Phone = Annotated[Line, StringConstraints(max_length=40), AfterValidator(lambda text: _phone(text))]
MailAddress = Annotated[Line, AfterValidator(lambda text: _mail_address(text))]
RequiredLine = Annotated[Line, AfterValidator(lambda text: _required(text))]
LongText = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(validate_text)]
RequiredLongText = Annotated[LongText, AfterValidator(lambda text: _required(text))]
Checkbox = Annotated[bool, BeforeValidator(lambda typed: typed in (True, "on", "1", "true", "yes"))]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 1, 1))]
Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]


def _phone(text: str) -> str:
    digits = sum(c.isdigit() for c in text)
    if text and (not 8 <= digits <= 15 or not re.fullmatch(r"[+0-9() .\-/]+", text)):
        raise ValueError(NOT_A_PHONE)
    return text


_MAIL_ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\\\"]{1,64}@[^@\s,;:<>()\[\]\\\".]+(?:\.[^@\s,;:<>()\[\]\\\".]+)*")


def is_mail_address(text: str) -> bool:
    """Whether `text` is one mail address and nothing else: no name, no second address, no command for a mail server."""
    return bool(_MAIL_ADDRESS.fullmatch(text))


def _mail_address(text: str) -> str:
    if text and not is_mail_address(text):
        raise ValueError(NOT_A_MAIL_ADDRESS)
    return text


def _required(text: str) -> str:
    if not text:
        raise ValueError(REQUIRED)
    return text


_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ŋ": "ng"}
)


def fold(text: str) -> str:
    """Lower case, without marks on letters: "Yıldız" and "yildiz" fold alike."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """The folded words and numbers of a text, in order."""
    return re.findall(r"\w+", fold(text).replace("_", " "))


def initials(name: str) -> str:
    """First letters of the first and last word: "Samira el Bouzid" is SB."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
