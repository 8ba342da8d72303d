"""The languages in which the service speaks to visitors themselves, and what it says in them.

Workers' pages are in the languages of `i18n`; what a visitor reads lies in a few catalogues of its own, in nine
languages. A sentence that a machine translated is marked `fuzzy` until somebody who speaks the language has looked at
it.
"""

from functools import cache

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from app.web import i18n
from app.web.i18n import LOCALES, language

CATALOGUE = "visitors"
# The files that speak to visitors, and to them alone; each as it begins.
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
# Each by the name that its speakers give it.
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
    """What the reader calls a language: "Arabisch"."""
    return Locale.parse(code).get_display_name(language.get()) or LANGUAGES[code]


# What stands in the places of a sentence, where it is shown by itself.
EXAMPLE_VALUES = {"number": "14", "name": "Hatice", "day": "27-11", "organisation": "DOCK"}


@cache
def _messages(code: str) -> tuple[Message, ...]:
    """All that the catalogues of a language hold."""
    found: list[Message] = []
    for path in sorted((LOCALES / code).glob("*.po")):
        with path.open("rb") as file:
            found += [message for message in read_po(file, locale=code) if message.id]
    return tuple(found)


@cache
def _visitor_messages() -> frozenset[str]:
    """The messages to visitors: those of a language that nobody else reads."""
    code = next(code for code in LANGUAGES if code not in i18n.LANGUAGES)
    return frozenset(str(message.id) for message in _messages(code))


def visitor_sentences(code: str) -> list[tuple[str, str]]:
    """Every message to visitors with what this language says."""
    said = i18n.catalogue(code)
    return [(message, said.gettext(message)) for message in sorted(_visitor_messages())]


def unreviewed(code: str) -> frozenset[str]:
    """The messages of which nobody who speaks the language has looked at the translation yet."""
    return frozenset(str(message.id) for message in _messages(code) if message.fuzzy)
