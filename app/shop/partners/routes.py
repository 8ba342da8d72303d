"""The administrator's pages with the partners of the shop. They show no data about visitors."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanAdminister
from app.core import idempotency, retirement
from app.core.clock import Now
from app.core.database import Db
from app.core.state_machine import Refused
from app.core.text_rules import N_, fold
from app.shop.partners import actions, queries
from app.shop.partners.forms import NewPartnerForm, PartnerForm
from app.shop.partners.known_organisations import known_organisations
from app.shop.partners.models import Office
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect

router = APIRouter()

OFFICE_LABELS = {Office.FRONT: N_("Front office"), Office.BACK: N_("Back office"), Office.OUTSIDE: N_("Outside")}


def _list_page(page: Any, db: Session, actor: Actor, form: Submission[NewPartnerForm]) -> Any:
    partners = queries.all_partners(db, actor)
    names = {fold(partner.organisation.name) for partner in partners}
    return page(
        "shop/partners/organisations.html",
        block="organisations",
        form=form,
        offices=OFFICE_LABELS,
        groups=[(office, [p for p in partners if p.office == office and p.retired_at is None]) for office in Office],
        retired=[p for p in partners if p.retired_at],
        offered=[o for o in known_organisations() if fold(o.name) not in names],
    )


@router.get("/organisations")
def index(page: Page, db: Db, actor: CanAdminister) -> Any:
    return _list_page(page, db, actor, Submission(NewPartnerForm))


@router.post("/organisations")
def add(page: Page, db: Db, actor: CanAdminister, now: Now, form: Submitted[NewPartnerForm]) -> Any:
    if form.errors:
        return _list_page(page, db, actor, form)
    data = form.data
    intention = idempotency.begin(db, data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect("/organisations")
    try:
        actions.add(db, actor.shop_id, name=data.name, office=data.office, offers=data.offers, languages=data.languages)
    except Refused as refusal:
        form.errors["name"] = _(refusal.reason) % refusal.facts
        return _list_page(page, db, actor, form)
    intention.answer = "/organisations"
    return redirect("/organisations")


@router.get("/organisations/{key}")
def show(key: str, page: Page, db: Db, actor: CanAdminister) -> Any:
    partner = or_404(queries.partner_by_key(db, actor, key))
    start = {"office": partner.office, "offers": partner.offers, "languages": partner.languages}
    form = Submission(PartnerForm, start=start)
    return page(
        "shop/partners/organisation.html", block="organisation", partner=partner, form=form, offices=OFFICE_LABELS
    )


@router.post("/organisations/{key}")
def change(key: str, page: Page, db: Db, actor: CanAdminister, form: Submitted[PartnerForm]) -> Any:
    partner = or_404(queries.partner_by_key(db, actor, key))
    if form.errors:
        return page(
            "shop/partners/organisation.html", block="organisation", partner=partner, form=form, offices=OFFICE_LABELS
        )
    data = form.data
    actions.change(db, partner, office=data.office, offers=data.offers, languages=data.languages)
    return redirect("/organisations")


@router.post("/organisations/{key}/retirement")
def retire(key: str, db: Db, actor: CanAdminister, now: Now) -> Any:
    retirement.retire(db, or_404(queries.partner_by_key(db, actor, key)), at=now)
    return redirect("/organisations")


@router.post("/organisations/{key}/return")
def restore(key: str, db: Db, actor: CanAdminister) -> Any:
    retirement.restore(db, or_404(queries.partner_by_key(db, actor, key)))
    return redirect("/organisations")
