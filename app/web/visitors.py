"""The languages in which the service speaks to visitors themselves, and what it says in them.

Workers' pages are in the languages of `i18n`; what a visitor reads is one catalogue, in nine languages. A sentence that
a machine translated is marked `fuzzy` in it until somebody who speaks the language has looked at it.
"""

from functools import cache

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app.web.i18n import LOCALES, language

CATALOGUE = "check_in"
# Each by the name that its speakers give it.
LANGUAGES = {
    "nl": "Nederlands", "en": "English", "ar": "العربية", "tr": "Türkçe", "ti": "ትግርኛ", "pl": "Polski",
    "es": "Español", "uk": "Українська", "pap": "Papiamentu",
}  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar"})


def direction(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def name(code: str) -> str:
    """What the reader calls a language: "Arabisch"."""
    return Locale.parse(code).get_display_name(language.get()) or LANGUAGES[code]


@cache
def _catalogue(code: str) -> Catalog:
    with (LOCALES / code / f"{CATALOGUE}.po").open("rb") as file:
        return read_po(file, locale=code)


def sentences(code: str) -> list[tuple[str, str]]:
    """Every message to visitors with what this language says, as its own catalogue holds them."""
    return [(str(message.id), str(message.string)) for message in _catalogue(code) if message.id]


def to_be_checked(code: str) -> frozenset[str]:
    """The messages of which nobody who speaks the language has looked at the translation yet."""
    return frozenset(str(message.id) for message in _catalogue(code) if message.id and message.fuzzy)
