"""The words of a consent as they are read to a person: in their own language, with Dutch beside it."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.handovers.consents.wording import IN_THE_WAY, OBSTACLE, SECTIONS, WORDINGS
from app.web import i18n, visitor_languages
from app.web.pages import env


@dataclass(frozen=True)
class Terms:
    """What is asked. `obstacles`: what they are called by language of workers, of those that are among `sections`."""

    organisation: str
    purpose: str
    about: str
    sections: list[str]
    obstacles: dict[str, dict[str, str]]
    until: date


@dataclass(frozen=True)
class Reading:
    """`own`: what its speakers call the language."""

    code: str
    own: str
    direction: str
    html: Markup


def reading(version: str, code: str, terms: Terms) -> Reading:
    """These words in one language of visitors."""
    with i18n.speaking(code):
        html = env.get_template("handovers/consents/read_aloud.html").render(
            wording=WORDINGS[version], terms=terms, code=code, shared=_shared(terms, code)
        )
    return Reading(code, visitor_languages.LANGUAGES[code], visitor_languages.direction(code), Markup(html))  # noqa: S704  drawn by a template that escapes


def readings(version: str, code: str, terms: Terms) -> list[Reading]:
    """In the language of the person and in Dutch; once when those are the same, and for one that we do not have."""
    wanted = [each for each in (code, i18n.DEFAULT) if each in visitor_languages.LANGUAGES]
    return [reading(version, each, terms) for each in dict.fromkeys(wanted)]


def _shared(terms: Terms, code: str) -> list[tuple[str, str]]:
    """Each section with the language in which it is said: what the shop calls an obstacle exists for workers only."""
    said_in = code if code in terms.obstacles else i18n.DEFAULT
    names = terms.obstacles.get(said_in, {})
    found = [(i18n.gettext(message), code) for name, message in SECTIONS.items() if name in terms.sections]
    for name in terms.sections:
        if name.startswith(OBSTACLE):
            found.append((names[name], said_in) if names.get(name) else (i18n.gettext(IN_THE_WAY), code))
    return found
