"""Spoken languages: shown by name, stored by code (ISO 639)."""

from functools import cache

from babel import Locale

from app.core.text_rules import words_of

# The languages heard most around the shop. A directory may contain others: Babel knows their names as well.
CODES = (
    "nl", "en", "ar", "tr", "rif", "tzm", "fr", "es", "de", "pl", "uk", "ru", "bg", "ro", "pt", "ti", "am", "so",
    "fa", "ps", "ku", "ckb", "ur", "zh", "pap", "srn", "id", "sq", "hi",
)  # fmt: skip
OTHER_NAMES = {"dari": "fa", "farsi": "fa", "berbers": "rif", "berber": "rif", "tamazight": "tzm", "sranan": "srn"}


@cache
def _names_by_code(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).languages)


def name(code: str, language: str) -> str:
    """The name of a language in `language`, as in "Turks"; the code itself if it has no name."""
    return _names_by_code(language).get(code, code)


def names(language: str) -> list[tuple[str, str]]:
    """The languages of CODES as pairs of code and name, in order of name."""
    return sorted(((code, name(code, language)) for code in CODES), key=lambda pair: pair[1].casefold())


def is_language(code: str) -> bool:
    return code in _names_by_code("en")


@cache
def _codes_by_word() -> dict[str, str]:
    named = {word: code for code in CODES for way in ("nl", "en") for word in words_of(name(code, way))[:1]}
    return named | OTHER_NAMES


def codes_in(text: str) -> set[str]:
    """The codes of the languages that a text mentions in Dutch or English, as in "Turks, een beetje Nederlands"."""
    return {_codes_by_word()[word] for word in words_of(text) if word in _codes_by_word()}
