"""The text of a consent as it is read to a person: in their own language, and in Dutch."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.handovers.consents.wording import ANY_OBSTACLE, OBSTACLE_PREFIX, SECTIONS, WORDINGS
from app.web import i18n, visitor_languages
from app.web.pages import env


@dataclass(frozen=True)
class ConsentTerms:
    """What is asked. `obstacles`: names of the obstacles among `sections`, by language of workers and section."""

    organisation: str
    purpose: str
    about: str
    sections: list[str]
    obstacles: dict[str, dict[str, str]]
    until: date


@dataclass(frozen=True)
class ReadAloudText:
    """The text in one language. `own`: the language's own name for itself."""

    code: str
    own: str
    direction: str
    html: Markup


def read_aloud_text(version: str, code: str, terms: ConsentTerms) -> ReadAloudText:
    """The text in one language of visitors."""
    with i18n.language_scope(code):
        html = env.get_template("handovers/consents/read_aloud.html").render(
            wording=WORDINGS[version], terms=terms, code=code, shared=_section_names(terms, code)
        )
    return ReadAloudText(code, visitor_languages.LANGUAGES[code], visitor_languages.direction(code), Markup(html))  # noqa: S704  rendered by a template that escapes


def read_aloud_texts(version: str, code: str, terms: ConsentTerms) -> list[ReadAloudText]:
    """The text in the person's language and in Dutch; only in Dutch when we do not have their language."""
    wanted = [each for each in (code, i18n.DEFAULT) if each in visitor_languages.LANGUAGES]
    return [read_aloud_text(version, each, terms) for each in dict.fromkeys(wanted)]


def _section_names(terms: ConsentTerms, code: str) -> list[tuple[str, str]]:
    """Each section's name with its language: names of obstacles exist only in the languages of workers."""
    language = code if code in terms.obstacles else i18n.DEFAULT
    names = terms.obstacles.get(language, {})
    found = [(i18n.gettext(message), code) for name, message in SECTIONS.items() if name in terms.sections]
    for name in terms.sections:
        if name.startswith(OBSTACLE_PREFIX):
            found.append((names[name], language) if names.get(name) else (i18n.gettext(ANY_OBSTACLE), code))
    return found
