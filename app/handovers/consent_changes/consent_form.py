"""The form that asks for consent: text, language, period, and how the person agreed (TRUST 19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.core.clock import local_day
from app.core.text_rules import N_, REQUIRED
from app.handovers.consent_changes.queries import obstacle_names
from app.handovers.consents import actions as consents
from app.handovers.consents import queries, rules
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.consents.read_aloud import ConsentTerms, ReadAloudText, read_aloud_texts
from app.handovers.consents.wording import CURRENT_WORDING, SIGN_HERE
from app.handovers.disclosure.language_queries import language_of
from app.handovers.disclosure.queries import PersonView
from app.handovers.lifecycle.forms import ConsentForm
from app.people.people.models import Person
from app.web import visitor_languages
from app.web.forms import Submission

AGREE_FIRST = N_("Read this out, and tick the box when the person agrees.")
PERIOD_NAMES = {"3": N_("3 months"), "6": N_("6 months"), "12": N_("a year")}
DEFAULT_CHOICE = "6"
OTHER_DAY = "day"


@dataclass(frozen=True)
class ConsentPrompt:
    """View model of the consent form.

    `machine_made`: the translation was not checked by a speaker yet; `ends`: last day by period; `lasts`: the chosen
    period; `again`: path that renders the form in another language or period, replacing `target`; `covered`: a consent
    that already covers the request.
    """

    readings: list[ReadAloudText]
    language: str
    machine_made: bool
    ends: dict[str, date]
    lasts: str
    again: str
    target: str
    covered: Consent | None = None


def chosen_last_day(form: Submission[Any], today: date) -> date | None:
    """The chosen last day; None when a day is missing or invalid."""
    lasts = str(form.value("lasts") or DEFAULT_CHOICE)
    if lasts != OTHER_DAY:
        return today + rules.PERIODS.get(lasts, rules.DEFAULT_PERIOD)
    try:
        return date.fromisoformat(str(form.value("until")))
    except ValueError:
        return None


def expiry_choice(form: Submission[Any]) -> list[str]:
    """The chosen period and day, part of what the person agreed to."""
    lasts = str(form.value("lasts") or DEFAULT_CHOICE)
    return [lasts, str(form.value("until")) if lasts == OTHER_DAY else ""]


def consent_prompt(
    db: Session,
    view: PersonView,
    organisation: Organisation,
    sections: Sequence[str],
    form: Submission[Any],
    *,
    purpose: str,
    about: str,
    again: str,
    target: str,
    at: datetime,
    covered: Consent | None = None,
) -> ConsentPrompt:
    """The consent form for this person, with the current choices."""
    today, language = local_day(at), chosen_language(db, view, form)
    until = chosen_last_day(form, today) or rules.default_last_day(today)
    terms = ConsentTerms(organisation.name, purpose, about, list(sections), obstacle_names(db, sections), until)
    return ConsentPrompt(
        read_aloud_texts(CURRENT_WORDING, language, terms),
        language,
        bool(visitor_languages.unreviewed(language)),
        {months: today + lasts for months, lasts in rules.PERIODS.items()},
        str(form.value("lasts") or DEFAULT_CHOICE),
        again,
        target,
        covered,
    )


def offer_prompt(
    db: Session,
    view: PersonView,
    organisation: Organisation | None,
    sections: Sequence[str],
    form: Submission[Any],
    at: datetime,
) -> dict[str, Any]:
    """Template context for the page of an offer; `agree` is None until a partner and sections are chosen."""
    if organisation is None or not sections:
        return template_context(None)
    purpose = str(form.value("kind"))
    covered = queries.covering_consent(db, view.person.id, organisation.id, sections, purpose, at)
    return template_context(
        consent_prompt(
            db,
            view,
            organisation,
            sections,
            form,
            purpose=purpose,
            about=str(form.value("question")).strip(),
            again=f"/people/{view.person.key}/handovers/preview",
            target="#last-step",
            at=at,
            covered=covered,
        )
    )


def template_context(agree: ConsentPrompt | None) -> dict[str, Any]:
    """Context of handovers/consent_changes/consent_form.html, except the form and the person."""
    return {
        "agree": agree,
        "visitors_languages": visitor_languages.LANGUAGES,
        "period_names": PERIOD_NAMES,
        "sign_here": SIGN_HERE,
    }


def chosen_language(db: Session, view: PersonView, form: Submission[Any]) -> str:
    chosen = str(form.value("consent_language"))
    known = chosen in visitor_languages.LANGUAGES or chosen == rules.OTHER_LANGUAGE
    return chosen if known else language_of(db, view)


def check(form: Submission[Any], sections: Sequence[str], at: datetime, *, covered: Consent | None = None) -> None:
    """Adds errors about the consent to the form's fields."""
    typed, today = form.data, local_day(at)
    if not typed.agreed:
        if covered is None:
            form.wrong("agreed", AGREE_FIRST)
        return
    until = chosen_last_day(form, today)
    if until is None:
        form.wrong("until", REQUIRED)
    elif sections and (reason := rules.terms_obstacle(sections, until, today)):
        form.wrong("until", reason)
    if typed.how == "drawn" and not rules.is_signature(typed.signature):
        form.wrong("how", rules.NOT_A_SIGNATURE)


def check_offer(db: Session, form: Submission[Any], person: Person, organisation: Organisation, at: datetime) -> None:
    typed = form.data
    purpose = typed.kind.value if typed.kind else ""
    covered = queries.covering_consent(db, person.id, organisation.id, typed.shared, purpose, at)
    check(form, typed.shared, at, covered=covered)


def consent_terms(db: Session, view: PersonView, form: Submission[Any], at: datetime) -> dict[str, Any]:
    """How the person agreed: the arguments of consents.actions.record_consent and renew_consent."""
    typed: ConsentForm = form.data
    return {
        "how": ConsentMethod.SPOKEN if typed.how == "spoken" else ConsentMethod.SIGNED,
        "signature": typed.signature if typed.how == "drawn" else "",
        "language": chosen_language(db, view, form),
        "until": chosen_last_day(form, local_day(at)) or rules.default_last_day(local_day(at)),
    }


def record_consent(
    db: Session, view: PersonView, organisation: Organisation, form: Submission[Any], *, by: Actor, at: datetime
) -> Consent | None:
    """Records the person's consent to what the offer shares, if they agreed now. Raises Refused."""
    typed = form.data
    if not typed.agreed:
        return None
    return consents.record_consent(
        db,
        view.person,
        organisation,
        typed.shared,
        purpose=typed.kind.value,
        about=typed.question,
        **consent_terms(db, view, form, at),
        by=by,
        at=at,
    )
