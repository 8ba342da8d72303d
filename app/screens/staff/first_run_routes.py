"""First-run page, opened by a one-time link: creates the shop, its partners and the administrator."""

from datetime import date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts import forms as account_forms
from app.accounts import passwords, queries
from app.accounts.models import LinkPurpose, OneTimeLink, Role, Worker
from app.accounts.routes import SecureConnection, start_session
from app.audit.audit_log import set_actor
from app.core.clock import Now
from app.core.database import Db
from app.core.text_rules import fold
from app.guidance.intakes.question_actions import install_questions
from app.screens.staff.setup_forms import USUAL_HOURS, SetupForm, check_fields_together, default_values
from app.screens.staff.worker_routes import LOGIN_TAKEN, role_choices
from app.shop.half_days.rules import DAY_PART_LABELS
from app.shop.new_shop import create_shop
from app.shop.partners import actions as partners
from app.shop.partners.known_organisations import known_organisations
from app.shop.partners.routes import OFFICE_LABELS
from app.shop.shops import queries as shops
from app.shop.shops.models import Shop
from app.web import i18n
from app.web.forms import Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page

router = APIRouter()

WEEKDAYS = [date(2024, 1, 1) + timedelta(days=n) for n in range(7)]  # from a Monday on; only their names are shown


def _link(db: Session, token: str, at: datetime) -> OneTimeLink | None:
    """The one-time setup link for this token; None when it is invalid or a shop exists already."""
    return None if shops.any_shop_exists(db) else queries.valid_link(db, token, {LinkPurpose.SETUP}, at=at)


def _form_page(page: Any, form: Submission[SetupForm], safe: bool) -> Any:
    return page(
        "screens/staff/first_run.html",
        block="form",
        status=None if safe else 403,
        form=form,
        safe=safe,
        week=WEEKDAYS,
        parts=DAY_PART_LABELS,
        times=USUAL_HOURS,
        offered=[(o.name, o.name, _(OFFICE_LABELS[o.office])) for o in known_organisations()],
        organisations=[(o.name, o.name) for o in known_organisations()],
        role_choices=role_choices(without=Role.ADMINISTRATOR),
    )


@router.get("/set-up/{token}")
def show(token: str, page: Page, db: Db, now: Now, safe: SecureConnection) -> Any:
    if _link(db, token, now) is None:
        raise HTTPException(404)
    return _form_page(page, Submission(SetupForm, start=default_values()), safe)


@router.post("/set-up/{token}")
def create(
    token: str, request: Request, page: Page, db: Db, now: Now, safe: SecureConnection, form: Submitted[SetupForm]
) -> Any:
    set_actor(db, None, now)
    link = _link(db, token, now)
    if link is None:
        raise HTTPException(404)
    check_fields_together(form)
    if not form.errors:
        _check_password(form)
    if not form.errors and queries.worker_by_login(db, form.data.login):
        form.wrong("login", LOGIN_TAKEN)
    if form.errors or not safe:
        return _form_page(page, form, safe)
    worker, shop = create_first_shop(db, link, form.data, at=now)
    return start_session(request, db, worker, shop.id, "/", now)


def _check_password(form: Submission[SetupForm]) -> None:
    data = form.data
    if data.password != data.again:
        form.wrong("again", account_forms.PASSWORDS_DIFFER)
    elif reason := passwords.obstacle(
        data.password, (data.shop_name, data.place, data.own_organisation, data.name, data.login)
    ):
        form.wrong("password", reason)


def create_first_shop(db: Session, link: OneTimeLink, typed: SetupForm, *, at: datetime) -> tuple[Worker, Shop]:
    """Creates the shop, its half-days and organisations, and its administrator. Uses up the link."""
    accounts.use_link(db, link, at=at)
    shop = create_shop(db, name=typed.shop_name, place=typed.place, half_days=typed.week, at=at)
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
