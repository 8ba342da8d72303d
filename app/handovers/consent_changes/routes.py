"""Pages of one consent: its text as read aloud; withdraw, narrow or renew it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.state_machine import Refused
from app.handovers.consent_changes import actions, consent_form
from app.handovers.consent_changes.queries import (
    consent_with_view,
    handovers_under,
    obstacle_names,
    replacement_of,
    visible_sections,
)
from app.handovers.consents import rendered_text, rules
from app.handovers.consents.models import Consent
from app.handovers.disclosure.queries import PersonView
from app.handovers.lifecycle import labels, queries
from app.handovers.lifecycle.forms import NarrowConsentForm, RenewConsentForm
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext, language
from app.web.pages import Page, or_404, redirect

router = APIRouter()


def _open_consent(db: Session, actor: Actor, key: str, at: datetime) -> tuple[Consent, PersonView]:
    consent, view = or_404(consent_with_view(db, actor, key, at))
    audit_log.log_read(
        db, by=actor, at=at, subject="consent", subject_id=consent.id, basis=f"consent {key}", persons=[view.person.id]
    )
    return consent, view


def _section_names(db: Session, consent: Consent, view: PersonView) -> list[tuple[str, str]]:
    """Visible sections with their names for workers."""
    shown = visible_sections(consent, view)
    obstacles = obstacle_names(db, shown)[language.get()]
    return [
        (name, gettext(rules.SECTIONS[name]) if name in rules.SECTIONS else obstacles.get(name, "")) for name in shown
    ]


def _page(
    page: Any, name: str, db: Session, actor: Actor, at: datetime, consent: Consent, view: PersonView, **more: Any
) -> Any:
    return page(
        f"handovers/consents/{name}.html",
        block="main",
        consent=consent,
        person=view.card if view.name else None,
        sections=_section_names(db, consent, view),
        obstacle=rules.withdraw_consent.obstacle(consent, actor),
        today=local_day(at),
        **more,
    )


@router.get("/consents/{key}")
def show(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    consent, view = _open_consent(db, actor, key, now)
    shown = visible_sections(consent, view)
    known = [h for h in handovers_under(db, consent) if queries.handover_for(db, actor, h.key)]
    about = consent.about if view.whole or any(h.question == consent.about for h in view.handovers) else ""
    later = replacement_of(db, consent)
    return _page(
        page,
        "show",
        db,
        actor,
        now,
        consent,
        view,
        about=about,
        handovers=known,
        handover_words=labels,
        purpose=rules.PURPOSES.get(consent.purpose, ""),
        signature=consent.signature if view.whole else "",
        readings=rendered_text.rendered_texts(consent, shown, about, obstacle_names(db, shown)),
        later=later,
        active=rules.is_active(consent, local_day(now)),
        renews=_may_renew(db, consent, view),
        narrows=rules.is_active(consent, local_day(now)) and len(shown) > 1,
    )


@router.get("/consents/{key}/withdrawal")
def withdrawal_form(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    consent, view = _open_consent(db, actor, key, now)
    return _page(page, "withdrawal", db, actor, now, consent, view)


@router.post("/consents/{key}/withdrawal")
def withdraw(key: str, db: Db, actor: CanFollow, now: Now) -> Any:
    consent, view = or_404(consent_with_view(db, actor, key, now))
    actions.withdraw_consent(db, consent, by=actor, at=now)
    return redirect(f"/people/{view.card.key}" if view.name and actor.in_front_office else "/handovers")


@router.get("/consents/{key}/narrowing")
def narrowing_form(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    consent, view = _open_consent(db, actor, key, now)
    start = {"left": visible_sections(consent, view)}
    return _page(page, "narrowing", db, actor, now, consent, view, form=Submission(NarrowConsentForm, start=start))


@router.post("/consents/{key}/narrowing")
def narrow(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[NarrowConsentForm]) -> Any:
    """Sections hidden from this reader stay: the person talked only about what is on the page."""
    consent, view = or_404(consent_with_view(db, actor, key, now))
    if not form.errors:
        unseen = set(consent.sections) - set(visible_sections(consent, view))
        try:
            left = actions.narrow_consent(db, consent, {*form.data.left, *unseen}, by=actor, at=now)
            return redirect(f"/consents/{left.key}" if consent_with_view(db, actor, left.key, now) else "/handovers")
        except Refused as refused:
            if refused.reason not in (rules.NOT_FEWER, rules.UNKNOWN_SECTION):
                raise
            form.wrong("left", refused.reason)
    _open_consent(db, actor, key, now)
    return _page(page, "narrowing", db, actor, now, consent, view, form=form)


def _may_renew(db: Session, consent: Consent, view: PersonView) -> bool:
    """Whether the reader may ask again: the responsible side, while a handover depends on the consent."""
    return view.answers and consent.withdrawn_at is None and bool(handovers_under(db, consent))


@router.get("/consents/{key}/renewal")
def renewal_form(key: str, page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    return _renewal_page(page, db, actor, now, key, Submission(RenewConsentForm))


@router.post("/consents/{key}/renewal/preview")
def preview(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[RenewConsentForm]) -> Any:
    """Renders the text in another language or for another period; saves nothing."""
    form.errors.clear()
    form.typed.pop("agreed", None)  # the person agreed to the previous text
    return _renewal_page(page, db, actor, now, key, form)


@router.post("/consents/{key}/renewal")
def renew(key: str, page: Page, db: Db, actor: CanFollow, now: Now, form: Submitted[RenewConsentForm]) -> Any:
    consent, view = or_404(consent_with_view(db, actor, key, now))
    or_404(consent if _may_renew(db, consent, view) else None)
    if not form.errors and form.data.go != "look":
        consent_form.check(form, actions.shared_by(handovers_under(db, consent)), now)
    if form.errors or form.data.go == "look":
        return _renewal_page(page, db, actor, now, key, form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) or "/handovers")
    new = actions.renew_consent(db, consent, **consent_form.consent_terms(db, view, form, now), by=actor, at=now)
    intention.answer = f"/consents/{new.key}"
    return redirect(intention.answer)


def _renewal_page(
    page: Any, db: Session, actor: Actor, now: datetime, key: str, form: Submission[RenewConsentForm]
) -> Any:
    consent, view = _open_consent(db, actor, key, now)
    under = handovers_under(db, consent)
    or_404(consent if _may_renew(db, consent, view) else None)
    agree = consent_form.consent_prompt(
        db,
        view,
        consent.organisation,
        actions.shared_by(under),
        form,
        purpose=actions.purpose_of(consent, under),
        about=consent.about,
        again=f"/consents/{key}/renewal/preview",
        target="#renewal",
        at=now,
    )
    return page(
        "handovers/consents/renewal.html",
        block="renewal",
        consent=consent,
        person=view.card,
        form=form,
        **consent_form.template_context(agree),
    )
