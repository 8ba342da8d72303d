"""The very first page: a shop, who takes part in it, and the account of who makes it. By a one-time link only."""

from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts import forms as account_forms
from app.accounts import passwords, queries
from app.accounts.models import OneTimeLink, Purpose, Role, Worker
from app.accounts.routes import Safe, come_in
from app.audit.audit_log import acting
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import fold
from app.guidance.intakes.question_actions import install_questions
from app.screens.staff.setup_forms import USUAL, SettingUp, check, usual
from app.screens.staff.worker_routes import LOGIN_TAKEN, role_choices
from app.shop.half_days.rules import PART_NAMES
from app.shop.new_shop import make_shop
from app.shop.partners import actions as partners
from app.shop.partners.known_organisations import offered
from app.shop.partners.routes import OFFICES
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop
from app.web import i18n
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page

router = APIRouter()

WEEK = [date(2024, 1, 1) + timedelta(days=n) for n in range(7)]  # a Monday and what follows, for their names


def _link(db: Session, token: str, at: datetime) -> OneTimeLink | None:
    """The link that makes the first shop, while there is none."""
    return None if shops.is_any(db) else queries.link(db, token, {Purpose.SETUP}, at=at)


def _page(page: Any, form: Submission[SettingUp], safe: bool) -> Any:
    return page(
        "screens/staff/first_run.html",
        block="form",
        status=None if safe else 403,
        form=form,
        safe=safe,
        week=WEEK,
        parts=PART_NAMES,
        times=USUAL,
        offered=[(o.name, o.name, _(OFFICES[o.office])) for o in offered()],
        organisations=[(o.name, o.name) for o in offered()],
        role_choices=role_choices(without=Role.ADMINISTRATOR),
    )


@router.get("/set-up/{token}")
def show(token: str, page: Page, db: Db, now: Now, safe: Safe) -> Any:
    if _link(db, token, now) is None:
        raise HTTPException(404)
    return _page(page, Submission(SettingUp, start=usual()), safe)


@router.post("/set-up/{token}")
def create(token: str, request: Request, page: Page, db: Db, now: Now, safe: Safe, form: Submitted[SettingUp]) -> Any:
    acting(db, None, now)
    link = _link(db, token, now)
    if link is None:
        raise HTTPException(404)
    check(form)
    if not form.errors:
        _check_password(form)
    if not form.errors and queries.worker_named(db, form.data.login):
        form.wrong("login", LOGIN_TAKEN)
    if form.errors or not safe:
        return _page(page, form, safe)
    worker, shop = set_up(db, link, form.data, at=now)
    return come_in(request, db, worker, shop.id, "/", now)


def _check_password(form: Submission[SettingUp]) -> None:
    data = form.data
    if data.password != data.again:
        form.wrong("again", account_forms.NOT_THE_SAME)
    elif reason := passwords.obstacle(
        data.password, (data.shop_name, data.place, data.own_organisation, data.name, data.login)
    ):
        form.wrong("password", reason)


def set_up(db: Session, link: OneTimeLink, typed: SettingUp, *, at: datetime) -> tuple[Worker, Shop]:
    """The shop with its week and organisations, and its first worker, who is its administrator. Uses up the link."""
    accounts.use_link(db, link, at=at)
    shop = make_shop(db, name=typed.shop_name, place=typed.place, half_days=typed.week, at=at)
    install_questions(db, shop.id)
    taking_part = [
        partners.add(db, shop.id, name=name, office=office, offers=offers)
        for name, (office, offers) in typed.taking_part.items()
    ]
    own = next(p.organisation for p in taking_part if fold(p.organisation.name) == fold(typed.own_organisation))
    worker = accounts.add_worker(
        db,
        name=typed.name,
        login=typed.login,
        organisation=own,
        shop_id=shop.id,
        roles=[Role.ADMINISTRATOR, *typed.roles],
        language=i18n.language.get(),
    )
    accounts.set_password(db, worker, typed.password)
    return worker, shop
