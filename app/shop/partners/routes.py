"""The administrator's list of organisations. It holds no person."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Administrator
from app.core import idempotency, retirement
from app.core.clock import Now
from app.core.database import Db
from app.core.state_machine import Refused
from app.core.text_rules import N_, fold
from app.shop.partners import actions, queries
from app.shop.partners.forms import AddingPartner, ChangingPartner
from app.shop.partners.known_organisations import offered
from app.shop.partners.models import Office
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, found, see

router = APIRouter()

OFFICES = {Office.FRONT: N_("Front office"), Office.BACK: N_("Back office"), Office.OUTSIDE: N_("Outside")}


def _list(page: Any, db: Session, actor: Actor, form: Submission[AddingPartner]) -> Any:
    here = queries.everybody(db, actor)
    names = {fold(partner.organisation.name) for partner in here}
    return page(
        "shop/partners/organisations.html",
        block="organisations",
        form=form,
        offices=OFFICES,
        groups=[(office, [p for p in here if p.office == office and p.retired_at is None]) for office in Office],
        retired=[p for p in here if p.retired_at],
        offered=[o for o in offered() if fold(o.name) not in names],
    )


@router.get("/organisations")
def index(page: Page, db: Db, actor: Administrator) -> Any:
    return _list(page, db, actor, Submission(AddingPartner))


@router.post("/organisations")
def add(page: Page, db: Db, actor: Administrator, now: Now, form: Submitted[AddingPartner]) -> Any:
    if form.errors:
        return _list(page, db, actor, form)
    data = form.data
    intention = idempotency.begin(db, data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see("/organisations")
    try:
        actions.add(db, actor.shop_id, name=data.name, office=data.office, offers=data.offers, languages=data.languages)
    except Refused as refusal:
        form.errors["name"] = _(refusal.reason) % refusal.facts
        return _list(page, db, actor, form)
    intention.answer = "/organisations"
    return see("/organisations")


@router.get("/organisations/{key}")
def show(key: str, page: Page, db: Db, actor: Administrator) -> Any:
    partner = found(queries.partner_for(db, actor, key))
    start = {"office": partner.office, "offers": partner.offers, "languages": partner.languages}
    form = Submission(ChangingPartner, start=start)
    return page("shop/partners/organisation.html", block="organisation", partner=partner, form=form, offices=OFFICES)


@router.post("/organisations/{key}")
def change(key: str, page: Page, db: Db, actor: Administrator, form: Submitted[ChangingPartner]) -> Any:
    partner = found(queries.partner_for(db, actor, key))
    if form.errors:
        return page(
            "shop/partners/organisation.html", block="organisation", partner=partner, form=form, offices=OFFICES
        )
    data = form.data
    actions.change(db, partner, office=data.office, offers=data.offers, languages=data.languages)
    return see("/organisations")


@router.post("/organisations/{key}/retirement")
def retire(key: str, db: Db, actor: Administrator, now: Now) -> Any:
    retirement.retire(db, found(queries.partner_for(db, actor, key)), at=now)
    return see("/organisations")


@router.post("/organisations/{key}/return")
def restore(key: str, db: Db, actor: Administrator) -> Any:
    retirement.restore(db, found(queries.partner_for(db, actor, key)))
    return see("/organisations")
