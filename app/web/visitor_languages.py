"""The languages of pages for visitors, and their messages.

Workers' pages are in the languages of `i18n`; what visitors read is in a catalogue of its own, in nine languages. A
machine translation is marked `fuzzy` until a speaker of the language has reviewed it.
"""

from functools import cache

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from app.web import i18n
from app.web.i18n import LOCALES, language

CATALOGUE = "visitors"
# Files whose messages are for visitors alone: how their paths begin.
SOURCES = (
    "app/front_desk/kiosk/check_in_",
    "app/front_desk/kiosk/rules.py",
    "templates/front_desk/kiosk/check_in/",
    "app/handovers/consents/wording.py",
    "app/handovers/consents/read_aloud.py",
    "templates/handovers/consents/read_aloud.html",
    "templates/handovers/consents/signature.html",
    "app/handovers/shared_plans/plan_queries.py",
    "app/handovers/shared_plans/plan_labels.py",
    "app/handovers/shared_plans/bilingual_columns.py",
    "templates/handovers/shared_plans/visitor_page/",
)
# Each by its own name.
LANGUAGES = {
    "nl": "Nederlands",
    "en": "English",
    "ar": "العربية",
    "tr": "Türkçe",
    "ti": "ትግርኛ",
    "pl": "Polski",
    "es": "Español",
    "uk": "Українська",
    "pap": "Papiamentu",
}
RIGHT_TO_LEFT = frozenset({"ar"})


def direction(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def display_name(code: str) -> str:
    """The name of a language in the language of the page: "Arabisch"."""
    return Locale.parse(code).get_display_name(language.get()) or LANGUAGES[code]


# Values for the placeholders of a message that is shown on its own.
EXAMPLE_VALUES = {"number": "14", "name": "Hatice", "day": "27-11", "organisation": "DOCK"}


@cache
def _messages(code: str) -> tuple[Message, ...]:
    """The contents of the catalogues of a language."""
    found: list[Message] = []
    for path in sorted((LOCALES / code).glob("*.po")):
        with path.open("rb") as file:
            found += [message for message in read_po(file, locale=code) if message.id]
    return tuple(found)


@cache
def _visitor_messages() -> frozenset[str]:
    """The messages for visitors, taken from a language that only visitors read."""
    code = next(code for code in LANGUAGES if code not in i18n.LANGUAGES)
    return frozenset(str(message.id) for message in _messages(code))


def visitor_sentences(code: str) -> list[tuple[str, str]]:
    """Every message for visitors with its translation."""
    said = i18n.catalogue(code)
    return [(message, said.gettext(message)) for message in sorted(_visitor_messages())]


def unreviewed(code: str) -> frozenset[str]:
    """Messages whose translation no speaker of the language has reviewed yet."""
    return frozenset(str(message.id) for message in _messages(code) if message.fuzzy)
