"""One page to prepare a handover: choose a partner and sections, preview what is shared, ask consent, and offer."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanHandOver
from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import N_, REQUIRED
from app.guidance.journeys.models import Journey
from app.handovers.consent_changes import consent_form
from app.handovers.consents import rules as consent_rules
from app.handovers.disclosure import shared_section_views
from app.handovers.disclosure.queries import PersonView
from app.handovers.introductions import on_the_spot_actions
from app.handovers.lifecycle import labels, rules
from app.handovers.lifecycle.forms import OfferForm
from app.handovers.lifecycle.models import Handover, Kind
from app.handovers.offers import sender_actions
from app.handovers.pages import section_views
from app.handovers.pages.offer_context import (
    chosen_partner,
    fingerprint,
    has_other_transfer,
    load_draft,
    load_person_and_journey,
    log_view,
    partner_choices,
)
from app.handovers.partner_choice.suggestion_views import suggestions
from app.shop.partners.queries import PartnerChoice
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.i18n import gettext, language
from app.web.pages import Page, redirect

router = APIRouter()

REVIEW_FIRST = N_("Read together on this page what will be shared. Then press the button again.")


@router.get("/people/{key}/handovers/new")
def new(key: str, page: Page, db: Db, actor: CanHandOver, now: Now) -> Any:
    view, journey = load_person_and_journey(db, actor, key, now)
    log_view(db, view, actor, now)
    return _page(page, db, actor, now, view, journey, Submission(OfferForm, start={"kind": Kind.SUPPORT.value}))


@router.post("/people/{key}/handovers/preview")
def preview(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[OfferForm]) -> Any:
    """What the partner would see of the current input. Saves nothing."""
    view, journey = load_person_and_journey(db, actor, key, now)
    log_view(db, view, actor, now)
    form.errors.clear()  # unfinished input is not an error
    return _page(page, db, actor, now, view, journey, form)


@router.get("/handovers/{key}/draft")
def resume(key: str, page: Page, db: Db, actor: CanHandOver, now: Now) -> Any:
    draft = load_draft(db, actor, key)
    view, journey = load_person_and_journey(db, actor, draft.person.key, now)
    log_view(db, view, actor, now)
    start = {
        "version": draft.version,
        "receiver": draft.receiver.key,
        "question": draft.question,
        "kind": draft.kind.value,
        "shared": list(draft.shared),
        "urgency": draft.urgency.value,
        "language": draft.language,
        "suits": draft.suits,
        "why_another": draft.why_another,
    }
    return _page(page, db, actor, now, view, journey, Submission(OfferForm, start=start), draft)


@router.post("/handovers/{key}/draft")
def submit_draft(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[OfferForm]) -> Any:
    draft = load_draft(db, actor, key)
    view, journey = load_person_and_journey(db, actor, draft.person.key, now)
    return _submit(page, db, actor, now, view, journey, form, draft)


@router.post("/people/{key}/handovers")
def create(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[OfferForm]) -> Any:
    view, journey = load_person_and_journey(db, actor, key, now)
    return _submit(page, db, actor, now, view, journey, form, None)


def _submit(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    view: PersonView,
    journey: Journey,
    form: Submission[OfferForm],
    draft: Handover | None,
) -> Any:
    log_view(db, view, actor, now)
    choices = partner_choices(db, actor, now)
    if not form.errors and form.data.go != "look":
        _validate(db, actor, form, view, journey, draft, choices, now)
    if form.errors or form.data.go == "look":
        return _page(page, db, actor, now, view, journey, form, draft)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) or "/handovers")
    handover = _offer(db, actor, now, view, journey, form, choices, draft)
    intention.answer = f"/handovers/{handover.key}" + ("/together" if handover.on_the_spot else "")
    return redirect(intention.answer)


def _validate(
    db: Session,
    actor: Actor,
    form: Submission[OfferForm],
    view: PersonView,
    journey: Journey,
    draft: Handover | None,
    choices: list[PartnerChoice],
    now: datetime,
) -> None:
    """Adds the errors that depend on the shop, the person and the preview."""
    typed, chosen = form.data, chosen_partner(form, choices)
    if chosen is None:
        form.wrong("receiver", CHOOSE)
        return
    if not set(typed.shared) <= {part.section for part in shared_section_views.shareable_sections(db, view.person)}:
        form.wrong("shared", consent_rules.UNKNOWN_SECTION)
    if typed.go == "draft":
        return
    if not typed.question:
        form.wrong("question", REQUIRED)
    if typed.kind is None:
        form.wrong("kind", CHOOSE)
    if not typed.shared:
        form.wrong("shared", consent_rules.NOTHING_CHOSEN)
    if typed.kind == Kind.TRANSFER and "contact" not in typed.shared:
        form.wrong("shared", rules.with_name.reason)
    walking = typed.go.startswith("walk-")
    if walking and typed.go.removeprefix("walk-") not in {worker.key for worker in chosen.present}:
        form.wrong("go", rules.NOT_PRESENT)
    if typed.kind == Kind.TRANSFER and not typed.why_another and has_other_transfer(db, actor, journey, draft):
        form.wrong("why_another", rules.NEEDS_REASON)
    if typed.seen != fingerprint(form):
        form.wrong("seen", REVIEW_FIRST)
    consent_form.check_offer(db, form, view.person, chosen.partner.organisation, now)


def _offer(
    db: Session,
    actor: Actor,
    now: datetime,
    view: PersonView,
    journey: Journey,
    form: Submission[OfferForm],
    choices: list[PartnerChoice],
    draft: Handover | None,
) -> Handover:
    typed = form.data
    chosen = next(c for c in choices if c.partner.organisation.key == typed.receiver)
    receiver = chosen.partner.organisation
    fitting = suggestions(db, view, other_than=actor.organisation_id, at=now)
    service = next((one.service for one in fitting if one.choice.partner.id == chosen.partner.id), None)
    terms: dict[str, Any] = {
        "kind": typed.kind or Kind.SUPPORT,
        "question": typed.question,
        "shared": typed.shared,
        "urgency": typed.urgency,
        "language": typed.language,
        "suits": typed.suits,
        "why_another": typed.why_another if typed.kind == Kind.TRANSFER else "",
        "service": service,
        "by": actor,
        "at": now,
    }
    if draft is None:
        handover = sender_actions.draft(db, journey, receiver, **terms)
    else:
        handover = sender_actions.redraft(db, draft, receiver, version=typed.version, **terms)
    if typed.go == "draft":
        return handover
    consent_form.record_consent(db, view, receiver, form, by=actor, at=now)
    if typed.go.startswith("walk-"):
        worker = next(w for w in chosen.present if f"walk-{w.key}" == typed.go)
        return on_the_spot_actions.offer_on_the_spot(db, handover, worker, by=actor, at=now)
    return sender_actions.offer(db, handover, by=actor, at=now)


def _page(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    view: PersonView,
    journey: Journey,
    form: Submission[OfferForm],
    draft: Handover | None = None,
) -> Any:
    fitting = suggestions(db, view, other_than=actor.organisation_id, at=now)
    chosen, print_of = chosen_partner(form, [suggestion.choice for suggestion in fitting]), fingerprint(form)
    changed = bool(form.value("seen")) and form.value("seen") != print_of
    if changed:
        form.typed.pop("agreed", None)  # the consent was for the preview before this change
    ticked = form.values("shared")
    organisation = chosen.partner.organisation if chosen else None
    return page(
        "handovers/pages/new_offer.html",
        block="last",
        person=view.person,
        journey=journey,
        form=form,
        fitting=fitting,
        chosen=chosen,
        sections=shared_section_views.shareable_sections(db, view.person),
        ticked=ticked,
        print_of=print_of,
        parts=shared_section_views.shared_sections(db, view.person, ticked),
        now=now,
        actor=actor,
        draft=draft,
        words=labels,
        **consent_form.offer_prompt(db, view, organisation, ticked, form, now),
        language=language.get(),
        question=str(form.value("question")).strip(),
        responsible=journey.responsible,
        previous=None,
        mine=journey.responsible_id == actor.worker_id,
        another=form.value("kind") == Kind.TRANSFER.value and has_other_transfer(db, actor, journey, draft),
        title=gettext(rules.by_sender.reason),
        walk_to=section_views.on_the_spot_choices(chosen.present if chosen else [], str(form.value("kind"))),
    )
