"""Extraction of messages: every message of the code and the templates, per wing, with its translation.

A message belongs to the wing that uses it (the first folder under app/ or templates/); one that several use belongs
to `common`, and one that visitors read to `visitors`. Translations follow their message when it moves; unused messages
are deleted. Languages that only visitors read have the catalogue of visitors alone.
"""

from collections import defaultdict
from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.bootstrap.environment import ROOT
from app.web import visitor_languages
from app.web.i18n import LANGUAGES, LOCALES

COMMON = "common"
METHODS = [("app/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"}}

Id = str | tuple[str, ...]


@cache
def messages_in_use() -> dict[Id, set[str]]:
    """Every message in use, with the catalogues it belongs to."""
    found: dict[Id, set[str]] = defaultdict(set)
    for folder in ("app", "templates"):
        methods = [(p.removeprefix(f"{folder}/"), m) for p, m in METHODS if p.startswith(folder)]
        options = {p.removeprefix(f"{folder}/"): o for p, o in OPTIONS.items() if p.startswith(folder)}
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, methods, options, keywords=KEYWORDS
        ):
            key = message[:2] if isinstance(message, tuple) else message
            if key:
                found[key].add(catalogue_of(folder, name))
    return found


def catalogue_of(folder: str, name: str) -> str:
    """The catalogue for messages of the file `name` within `folder` ("app" or "templates")."""
    if f"{folder}/{name}".startswith(visitor_languages.SOURCES):
        return visitor_languages.CATALOGUE
    wing, inside, _ = name.partition("/")
    return wing if inside and wing not in ("core", "web", "errors") else COMMON


def required_messages(language: str) -> dict[Id, set[str]]:
    """The messages that a language must translate, with the catalogues they belong to."""
    everything = messages_in_use()
    if language in LANGUAGES:
        return everything
    return {key: {to_them} for key, homes in everything.items() if (to_them := visitor_languages.CATALOGUE) in homes}


def translations(language: str) -> dict[Id, Message]:
    """The contents of all catalogues of a language."""
    known: dict[Id, Message] = {}
    for path in sorted((LOCALES / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                key = message.id if isinstance(message.id, str) else tuple(message.id)
                if key and (key not in known or not known[key].string):
                    known[key] = message
    return known


def missing(language: str) -> list[Id]:
    """Messages in use without a translation, or with other placeholders in it."""
    known, lacking = translations(language), []
    for key in required_messages(language):
        message = known.get(key)
        strings = [] if message is None else [message.string] if isinstance(message.string, str) else message.string
        if not strings or not all(strings) or message is None or list(message.check()):
            lacking.append(key)
    return lacking


def renew() -> dict[str, int]:
    """Rewrites all catalogues; English repeats the message id. Returns the number of missing messages by language."""
    every = list(LANGUAGES | visitor_languages.LANGUAGES)
    for language in every:
        known = translations(language)
        catalogues: dict[str, Catalog] = {}
        for key, homes in sorted(required_messages(language).items(), key=lambda item: str(item[0])):
            home = next(iter(homes)) if len(homes) == 1 else COMMON
            catalogue = catalogues.setdefault(home, Catalog(locale=language))
            before = known[key].string if key in known else None
            said = (key if language == "en" else before) or ("" if isinstance(key, str) else ("", ""))
            catalogue.add(key, said, flags={"fuzzy"} if key in known and known[key].fuzzy else set())
        folder = LOCALES / language
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.po"):
            if old.stem not in catalogues:
                old.unlink()
        for home, catalogue in catalogues.items():
            (folder / f"{home}.po").write_text(_text(catalogue), encoding="utf-8")
    return {language: len(missing(language)) for language in every}


def _text(catalogue: Catalog) -> str:
    """The text of a file, with only the headers that matter: renewing unchanged catalogues changes no file."""
    written = BytesIO()
    write_po(written, catalogue, width=110, no_location=True, sort_output=True, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return header + written.getvalue().decode("utf-8").strip("\n") + "\n"
