"""Navigation, badge counts and shop shown on every page of a signed-in worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from sqlalchemy import Select, select
from sqlmodel import Session, col

from app.accounts.current_user import Actor
from app.accounts.permissions import Permission, may
from app.audit import audit_log
from app.core.clock import local_day
from app.core.text_rules import N_
from app.front_desk.visits import queries as visits
from app.guidance.caseloads import queries
from app.handovers.lifecycle import queries as handovers
from app.handovers.shared_plans.queries import unseen_count
from app.messages.notifications import queries as notices
from app.records.duplicates import queries as linking
from app.shop.shops.models import Shop
from app.web.i18n import gettext as _


@dataclass(frozen=True)
class NavigationItem:
    """A link in the navigation. `count`: how many things wait there."""

    title: str
    url: str
    count: int
    current: bool


# In the order of the navigation; an actor lands on the first one they may open.
NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("/door", N_("Front desk"), Permission.RUN_FRONT_DESK),
    ("/handovers", N_("Handovers"), Permission.FOLLOW),
    ("/people", N_("My people"), Permission.FOLLOW),
    ("/notices", N_("Notices"), Permission.FOLLOW),
    ("/roster", N_("Roster"), Permission.BE_PRESENT),
    ("/reports", N_("Outflow"), Permission.READ_REPORTS),
    ("/doubles", N_("Duplicates"), Permission.MERGE_PERSONS),
    ("/openings", N_("Half-days"), Permission.EDIT_LISTS),
    ("/lists", N_("Lists"), Permission.EDIT_LISTS),
    ("/imports", N_("Old register"), Permission.IMPORT),
    ("/tablets", N_("Tablet"), Permission.EDIT_LISTS),
    ("/organisations", N_("Organisations"), Permission.ADMINISTER),
    ("/workers", N_("Workers"), Permission.ADMINISTER),
    ("/record", N_("Access log"), Permission.READ_AUDIT_LOG),
)


def landing_page(actor: Actor) -> str:
    """URL of the first page in the navigation that this actor may open, or else of their own account."""
    return next((url for url, _title, permission in NAVIGATION if may(actor, permission)), "/account")


def _my_caseload_count(actor: Actor, at: datetime) -> Select[int]:
    """Counts the actor's late steps, newly assigned people and unread answers on shared plans."""
    late_or_new = queries.attention_count(actor, local_day(at)).scalar_subquery()
    return select(late_or_new + unseen_count(actor, at).scalar_subquery())


# Badge counts by URL. Each feature supplies its own statement; they run as one, because every page needs them.
Counter = Callable[[Actor, datetime], Select[int]]
COUNTERS: dict[str, Counter] = {
    "/door": visits.waiting_count,
    "/handovers": handovers.waiting_count,
    "/people": _my_caseload_count,
    "/notices": notices.unseen_count_statement,
    "/doubles": linking.certain_pairs_count,
}


def signed_in_context(request: Request) -> dict[str, Any]:
    """Template context of base.html for a signed-in worker; empty for an anonymous visitor."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        return {}
    db, at = request.state.db, request.state.now
    path = request.url.path
    allowed = [item for item in NAVIGATION if may(actor, item[2])]
    shop, counts = _shop_and_counts(db, actor, at, [url for url, _title, _permission in allowed])
    nav = [
        NavigationItem(_(title), url, counts.get(url, 0), _is_current(path, url)) for url, title, _permission in allowed
    ]
    return {"me": actor, "shop": shop, "nav": nav}


def _shop_and_counts(db: Session, actor: Actor, at: datetime, urls: list[str]) -> tuple[Shop, dict[str, int]]:
    """The actor's shop and the badge counts for these URLs, in one statement."""
    counted = [url for url in urls if url in COUNTERS]
    counts = [COUNTERS[url](actor, at).scalar_subquery() for url in counted]
    shop, *found = db.execute(select(Shop, *counts).where(col(Shop.id) == actor.shop_id)).one()
    return shop, dict(zip(counted, found, strict=True))


def _is_current(path: str, url: str) -> bool:
    return path == url or path.startswith(url + "/")


def log_refusal(request: Request, status: int) -> None:
    """Writes a refusal to a signed-in worker to the audit log (TRUST 25). web.errors calls it as `on_refusal`."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is not None:
        route = getattr(request.scope.get("route"), "path", "")  # the pattern, without the keys of a person
        audit_log.log_refusal(
            request.state.db, by=actor, at=request.state.now, subject=route, what=f"{request.method} {status}"
        )
