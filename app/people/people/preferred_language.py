"""Which of our languages somebody reads best, from what was written down of what they speak."""

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
    """The first of our languages in what was written down of a person: "Turks, een beetje Nederlands" is Turkish.

    Of "Een beetje Nederlands, Turks" too: what somebody speaks a little is not what they read best.
    """
    named = [fold(word) for word in split_languages(text)]
    whole = [_NAMES[word] for word in named if word in _NAMES]
    little = [_NAMES[last] for word in named if (last := word.split()[-1]) in _NAMES]
    return next(iter(whole + little), None)
