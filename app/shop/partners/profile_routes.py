"""The profile of a partner, edited by its own workers: services, room and closures."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanAnswerHandovers
from app.core import idempotency, retirement
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.state_machine import Refused
from app.shop.partners import languages, profile_actions, queries, rules, service_queries
from app.shop.partners.models import Partner, Service
from app.shop.partners.profile_forms import SERVICE_COLUMNS, CapacityForm, ClosureForm, ServiceForm
from app.web.forms import Submission, Submitted
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()


def _own_partner(db: Session, actor: Actor) -> Partner:
    """The actor's own organisation as a partner of the shop, or 404."""
    return or_404(queries.own_partner(db, actor))


def _profile_page(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    capacity: Submission[CapacityForm] | None = None,
    closing: Submission[ClosureForm] | None = None,
) -> Any:
    partner = _own_partner(db, actor)
    start = {"room": partner.room, "full_until": partner.full_until}
    return page(
        "shop/partners/profile.html",
        block="window",
        partner=partner,
        services=service_queries.services_of(db, partner),
        closures=service_queries.closures_of(db, partner, local_day(now)),
        today=local_day(now),
        language_names=languages,
        subjects={
            i.key: service_queries.name_in_sentence(i, language.get())
            for _, items in service_queries.subjects(db, actor.shop_id, True)
            for i in items
        },
        stale=rules.is_stale(partner, now),
        capacity=capacity or Submission(CapacityForm, start=start),
        closing=closing or Submission(ClosureForm),
    )


@router.get("/window")
def show(page: Page, db: Db, actor: CanAnswerHandovers, now: Now) -> Any:
    return _profile_page(page, db, actor, now)


@router.post("/window/capacity")
def set_capacity(page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[CapacityForm]) -> Any:
    partner = _own_partner(db, actor)
    if not form.errors and form.data.full_until and form.data.full_until <= local_day(now):
        form.wrong("full_until", rules.NOT_AFTER_TODAY)
    if form.errors:
        return _profile_page(page, db, actor, now, capacity=form)
    profile_actions.set_capacity(db, partner, room=form.data.room, full_until=form.data.full_until, by=actor)
    return redirect("/window")


@router.post("/window/closures")
def add_closure(page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[ClosureForm]) -> Any:
    partner = _own_partner(db, actor)
    if not form.errors:
        typed, last = form.data, form.data.last or form.data.first
        if reason := rules.closure_obstacle(typed.first, last, now):
            form.wrong("last" if typed.last else "first", reason)
    if form.errors:
        return _profile_page(page, db, actor, now, closing=form)
    if idempotency.begin(db, typed.intention, worker_id=actor.worker_id, at=now, answer="/window"):
        profile_actions.add_closure(db, partner, first=typed.first, last=last, word=typed.word, by=actor, at=now)
    return redirect("/window")


@router.post("/window/closures/{key}/removal")
def remove_closure(key: str, db: Db, actor: CanAnswerHandovers) -> Any:
    profile_actions.remove_closure(db, or_404(service_queries.closure_of(db, _own_partner(db, actor), key)), by=actor)
    return redirect("/window")


@router.post("/window/confirmation")
def confirm(db: Db, actor: CanAnswerHandovers, now: Now) -> Any:
    profile_actions.confirm(db, _own_partner(db, actor), by=actor, at=now)
    return redirect("/window")


def _service_page(
    page: Any, db: Session, actor: Actor, form: Submission[ServiceForm], service: Service | None = None
) -> Any:
    """Shows the form. Topics and languages that the service already has are offered even if no longer on the list."""
    lang = language.get()
    current_languages, current_topics = (service.languages, service.topics) if service else ([], [])
    codes = languages.names(lang)
    codes += [(code, languages.name(code, lang)) for code in current_languages if code not in dict(codes)]
    topics = [
        (item.key, item.name(lang))
        for _, items in service_queries.subjects(db, actor.shop_id, with_retired=True)
        for item in items
        if (item.retired_at is None and item.code != "other") or item.key in current_topics
    ]
    return page(
        "shop/partners/service.html",
        block="service",
        service=service,
        form=form,
        languages=codes,
        topics=topics,
        language_names=languages,
        topic_names=dict(topics),
    )


def _service_columns(
    db: Session, actor: Actor, form: Submission[ServiceForm], service: Service | None
) -> dict[str, Any]:
    """The submitted columns of Service. Adds errors for topics and languages that are not on the lists."""
    if form.errors:
        return {}
    topics = {i.key for _, items in service_queries.subjects(db, actor.shop_id) for i in items}
    if not set(form.data.topics) <= topics | set(service.topics if service else ()):
        form.wrong("topics", rules.UNKNOWN_TOPIC)
    if not all(languages.is_language(code) for code in form.data.languages):
        form.wrong("languages", rules.UNKNOWN_LANGUAGE)
    return form.data.model_dump(include=set(SERVICE_COLUMNS))


@router.get("/window/services/new")
def new_service(page: Page, db: Db, actor: CanAnswerHandovers) -> Any:
    _own_partner(db, actor)
    return _service_page(page, db, actor, Submission(ServiceForm))


@router.post("/window/services")
def add_service(page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[ServiceForm]) -> Any:
    partner, columns = _own_partner(db, actor), _service_columns(db, actor, form, None)
    if form.errors:
        return _service_page(page, db, actor, form)
    if idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer="/window"):
        profile_actions.add_service(db, partner, columns, by=actor, at=now)
    return redirect("/window")


@router.get("/window/services/{key}")
def show_service(key: str, page: Page, db: Db, actor: CanAnswerHandovers) -> Any:
    service = or_404(service_queries.service_of(db, _own_partner(db, actor), key))
    start = service.model_dump(include=set(SERVICE_COLUMNS)) | {"seen": service.changed_at.isoformat()}
    return _service_page(page, db, actor, Submission(ServiceForm, start=start), service)


@router.post("/window/services/{key}")
def change_service(
    key: str, page: Page, db: Db, actor: CanAnswerHandovers, now: Now, form: Submitted[ServiceForm]
) -> Any:
    service = or_404(service_queries.service_of(db, _own_partner(db, actor), key))
    columns = _service_columns(db, actor, form, service)
    if not form.errors:
        try:
            profile_actions.change_service(db, service, columns, seen=form.data.seen, by=actor, at=now)
        except Refused as refusal:
            form.wrong("", refusal.reason)
            form.typed["seen"] = service.changed_at.isoformat()
    if form.errors:
        return _service_page(page, db, actor, form, service)
    return redirect("/window")


@router.post("/window/services/{key}/retirement")
def retire_service(key: str, db: Db, actor: CanAnswerHandovers, now: Now) -> Any:
    retirement.retire(db, or_404(service_queries.service_of(db, _own_partner(db, actor), key)), at=now)
    return redirect("/window")


@router.post("/window/services/{key}/return")
def restore_service(key: str, db: Db, actor: CanAnswerHandovers) -> Any:
    retirement.restore(db, or_404(service_queries.service_of(db, _own_partner(db, actor), key)))
    return redirect("/window")
