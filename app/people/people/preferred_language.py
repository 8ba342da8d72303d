"""The supported language that a person reads best, from the free text about the languages they speak."""

from babel import Locale

from app.core.text_rules import fold
from app.shop.roster.rules import split_languages
from app.web import visitor_languages

_NAMES: dict[str, str] = {
    fold(name): code
    for code, own in visitor_languages.LANGUAGES.items()
    for name in (own, *(Locale.parse(code).get_display_name(of) or "" for of in ("nl", "en", code)))
} | {"papiamento": "pap", "tigrinja": "ti", "tigrigna": "ti"}


def language_of(text: str) -> str | None:
    """Returns the code of the first supported language in the text, or None.

    Languages spoken "a little" come last: both "Turks, een beetje Nederlands" and "Een beetje Nederlands, Turks" give
    Turkish.
    """
    mentioned = [fold(language) for language in split_languages(text)]
    fluent = [_NAMES[language] for language in mentioned if language in _NAMES]
    a_little = [_NAMES[last] for language in mentioned if (last := language.split()[-1]) in _NAMES]
    return next(iter(fluent + a_little), None)
