"""A consent in exactly the text and language in which it was read to the person."""

from markupsafe import Markup

from app.core.text_rules import N_
from app.handovers.consents.models import Consent
from app.handovers.consents.read_aloud import ConsentTerms, ReadAloudText, read_aloud_texts
from app.handovers.consents.wording import WORDINGS
from app.web import i18n

# Before texts in nine languages existed, this was read in Dutch or English, or interpreted.
EARLIER_WORDINGS: dict[str, str] = {
    "2026-1": N_(
        "We want to ask %(organisation)s to help you. For that we share only what is ticked here. Is that all right "
        "with you? You may say no: we still help you. You may change your mind on any day. Tell any of us, and "
        "%(organisation)s will not see it from that moment on."
    ),
}


def rendered_texts(
    consent: Consent, sections: list[str], about: str, obstacles: dict[str, dict[str, str]]
) -> list[ReadAloudText]:
    """The text in the language it was read in, and in Dutch; only in Dutch when somebody interpreted.

    `sections` and `about`: as far as the reader may see them; `obstacles`: their names in the shop, by language.
    """
    if consent.wording in WORDINGS:
        terms = ConsentTerms(consent.organisation.name, consent.purpose, about, sections, obstacles, consent.until)
        return read_aloud_texts(consent.wording, consent.language, terms)
    code = consent.language if consent.language in i18n.LANGUAGES else i18n.DEFAULT
    text = Markup("<p>{}</p>").format(i18n.gettext_in(EARLIER_WORDINGS[consent.wording], code))
    html = text.replace("%(organisation)s", Markup("<bdi>{}</bdi>").format(consent.organisation.name))
    return [ReadAloudText(code, i18n.LANGUAGES[code], "ltr", html)]
