"""The administrator's pages about workers: invitation, roles, links, departure. Shows counts, never persons."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session

from app.accounts import actions as accounts
from app.accounts import queries as accounts_queries
from app.accounts.current_user import Actor
from app.accounts.forms import MailAddressForm, SpokenLanguagesForm
from app.accounts.guards import CanAdminister
from app.accounts.models import ROLE_NAMES, ROLE_TASKS, Role, Worker
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.core.text_rules import N_
from app.guidance.journeys.queries import current_leaves
from app.screens.staff import offboarding_actions
from app.screens.staff.worker_forms import InviteForm, OffboardForm, RolesForm
from app.shop.partners import queries as partners
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, or_404, redirect

router = APIRouter()

LOGIN_TAKEN = N_("This sign-in name is already taken. Choose another.")


def role_choices(without: Role | None = None) -> list[tuple[str, str, str]]:
    """Choices for the roles: value, name, what the role does."""
    return [(role, _(name), _(ROLE_TASKS[role])) for role, name in ROLE_NAMES.items() if role != without]


def _workers_page(page: Any, db: Session, actor: Actor, form: Submission[InviteForm], now: datetime) -> Any:
    everybody = accounts_queries.workers_of_shop(db, actor)
    return page(
        "screens/staff/workers.html",
        block="workers",
        form=form,
        role_names=ROLE_NAMES,
        role_choices=role_choices(),
        workers=[w for w in everybody if w.disabled_at is None],
        gone=[w for w in everybody if w.disabled_at],
        roles=accounts_queries.roles_by_worker(db, actor.shop_id),
        today=local_day(now),
        leaves=current_leaves(db, actor.shop_id, local_day(now)),
        organisations=[(p.organisation.key, p.organisation.name) for p in partners.active_partners(db, actor.shop_id)],
    )


@router.get("/workers")
def index(page: Page, db: Db, actor: CanAdminister, now: Now) -> Any:
    return _workers_page(page, db, actor, Submission(InviteForm), now)


def _link_page(request: Request, page: Any, db: Session, worker: Worker, at: Any) -> Any:
    """Creates an invitation link and shows it; it cannot be shown again."""
    address = f"{request.base_url}invitations/{accounts.make_password_link(db, worker, at=at)}"
    return page(
        "screens/staff/invitation_link.html",
        block="link",
        worker=worker,
        address=address,
        days=1 if worker.password_hash else 7,
    )


@router.post("/workers")
def invite(request: Request, page: Page, db: Db, actor: CanAdminister, now: Now, form: Submitted[InviteForm]) -> Any:
    if not form.errors and accounts_queries.worker_by_login(db, form.data.login):
        earlier = idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id)
        if earlier:
            return redirect(earlier)
        form.wrong("login", LOGIN_TAKEN)
    taking_part = partners.active_partners(db, actor.shop_id)
    wanted = None if form.errors else form.data.organisation
    organisation = next((p.organisation for p in taking_part if p.organisation.key == wanted), None)
    if not form.errors and organisation is None:
        form.wrong("organisation", CHOOSE)
    if form.errors or organisation is None:
        return _workers_page(page, db, actor, form, now)
    data = form.data
    intention = idempotency.begin(db, data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(idempotency.earlier_result(db, data.intention, worker_id=actor.worker_id) or "/workers")
    worker = accounts.add_worker(
        db, name=data.name, login=data.login, organisation=organisation, shop_id=actor.shop_id, roles=data.roles
    )
    intention.answer = f"/workers/{worker.key}"
    return _link_page(request, page, db, worker, now)


def _worker_choices(workers: list[Worker]) -> list[tuple[str, str]]:
    return [(w.key, f"{w.name}, {w.organisation.name}") for w in workers]


def _worker_page(page: Any, db: Session, actor: Actor, worker: Worker, now: datetime, **forms: Any) -> Any:
    caseload = offboarding_actions.caseload_of(db, worker, actor.shop_id)
    roles = accounts_queries.roles_by_worker(db, actor.shop_id).get(worker.id, [])
    shown: dict[str, Any] = {
        "form": Submission(RolesForm, start={"roles": [role.value for role in roles]}),
        "ending": Submission(OffboardForm),
        "spoken": Submission(SpokenLanguagesForm, start={"languages": worker.languages}),
        "mailed": Submission(MailAddressForm, start={"email": worker.email}),
    }
    return page(
        "screens/staff/worker.html",
        block="worker",
        worker=worker,
        role_choices=role_choices(),
        front_count=caseload.front_count,
        partner_count=caseload.partner_count,
        myself=worker.id == actor.worker_id,
        front=_worker_choices(offboarding_actions.front_successors(db, worker, actor.shop_id, local_day(now))),
        partner=_worker_choices(offboarding_actions.partner_successors(db, worker, actor.shop_id, local_day(now))),
        **shown | forms,
    )


@router.get("/workers/{key}")
def show(key: str, page: Page, db: Db, actor: CanAdminister, now: Now) -> Any:
    return _worker_page(page, db, actor, or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key)), now)


@router.post("/workers/{key}/roles")
def change_roles(key: str, page: Page, db: Db, actor: CanAdminister, now: Now, form: Submitted[RolesForm]) -> Any:
    worker = or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key))
    if form.errors:
        return _worker_page(page, db, actor, worker, now, form=form)
    offboarding_actions.change_roles(db, worker, form.data.roles, by=actor, at=now)
    return redirect(f"/workers/{key}")


@router.post("/workers/{key}/languages")
def change_languages(
    key: str, page: Page, db: Db, actor: CanAdminister, now: Now, form: Submitted[SpokenLanguagesForm]
) -> Any:
    worker = or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key))
    if form.errors:
        return _worker_page(page, db, actor, worker, now, spoken=form)
    worker.languages = form.data.languages
    return redirect(f"/workers/{key}")


@router.post("/workers/{key}/email")
def change_email(key: str, page: Page, db: Db, actor: CanAdminister, now: Now, form: Submitted[MailAddressForm]) -> Any:
    worker = or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key))
    if form.errors:
        return _worker_page(page, db, actor, worker, now, mailed=form)
    worker.email = form.data.email
    return redirect(f"/workers/{key}")


@router.post("/workers/{key}/link")
def new_link(key: str, request: Request, page: Page, db: Db, actor: CanAdminister, now: Now) -> Any:
    worker = or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key))
    if worker.disabled_at:
        raise Refused(NO_LONGER_POSSIBLE)
    return _link_page(request, page, db, worker, now)


@router.post("/workers/{key}/departure")
def offboard(key: str, page: Page, db: Db, actor: CanAdminister, now: Now, form: Submitted[OffboardForm]) -> Any:
    worker = or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key))
    if worker.disabled_at:
        return redirect("/workers")
    chosen: dict[str, Worker | None] = {}
    for side, able in (
        ("front", offboarding_actions.front_successors),
        ("partner", offboarding_actions.partner_successors),
    ):
        wanted = None if form.errors else getattr(form.data, side)
        chosen[side] = next((w for w in able(db, worker, actor.shop_id, local_day(now)) if w.key == wanted), None)
    caseload = offboarding_actions.caseload_of(db, worker, actor.shop_id)
    for side, count in (("front", caseload.front_count), ("partner", caseload.partner_count)):
        if count and chosen[side] is None:
            form.wrong(side, offboarding_actions.NO_SUCCESSOR_CHOSEN)
    if form.errors:
        return _worker_page(page, db, actor, worker, now, ending=form)
    offboarding_actions.offboard(db, worker, front=chosen["front"], partner=chosen["partner"], by=actor, at=now)
    return redirect("/workers")


@router.post("/workers/{key}/return")
def reopen_account(key: str, request: Request, page: Page, db: Db, actor: CanAdminister, now: Now) -> Any:
    """Reopens a closed account with its former roles. The worker chooses a new password through the link."""
    worker = or_404(accounts_queries.worker_of_shop(db, actor.shop_id, key))
    if not worker.disabled_at:
        return redirect(f"/workers/{key}")
    accounts.enable(db, worker)
    return _link_page(request, page, db, worker, now)
