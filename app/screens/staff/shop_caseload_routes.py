"""The coordinator's page of all open journeys of the shop. The lists that must be empty come first."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter

from app.accounts.guards import CanCoordinate
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key
from app.guidance.caseloads import queries, saved_filter_actions
from app.guidance.caseloads.due_group_rules import Cursor, DueGroup
from app.guidance.caseloads.forms import ShopCaseloadForm
from app.handovers.reminders.overdue_queries import OverdueOffer, overdue_offers
from app.screens.person.inactivity_queries import is_inactive
from app.screens.staff.my_caseload_routes import GROUP_NAMES, group_rows, log_list_read
from app.web.forms import Submitted
from app.web.pages import Page, redirect

router = APIRouter()

SAVED_FILTER = "shop"  # key under which the chosen filter is stored
ROWS_PER_LIST = 5  # of each list that must be empty; the rest is behind a link


@router.get("/people/shop")
def show(
    page: Page,
    db: Db,
    actor: CanCoordinate,
    now: Now,
    group: Key = "",
    worker: Key = "",
    after: Key = "",
    several: bool = False,
) -> Any:
    """`group` and `worker` override the saved filter for this request; the group "all" shows everything."""
    today, cursor = local_day(now), Cursor.read(after)
    saved = saved_filter_actions.saved_filter(db, actor, SAVED_FILTER) if not (group or worker) else {}
    wanted = group or saved.get("group", "")
    shown = DueGroup(wanted) if wanted in list(DueGroup) else None
    loads = queries.worker_loads(db, actor, today)
    whom = next((load for load in loads if load.worker.key == (worker or saved.get("worker", ""))), None)
    steps = queries.shop_steps(actor, whom.worker if whom else None)
    conditions = {
        DueGroup.SILENT: is_inactive(today),
        DueGroup.ALONE: queries.without_available_worker(actor.shop_id, today),
    }
    whole = shown is None and whom is None  # late journeys are then shown in the lists that must be empty
    counts = queries.group_counts(db, steps, today, conditions)
    listed = queries.caseload_page(
        db, steps, today, conditions, group=shown, since=today if whole else None, after=cursor
    )
    late = queries.CaseloadPage([], None)
    total, offers = 0, list[OverdueOffer]()
    if whole and cursor is None:
        late = queries.caseload_page(db, steps, today, conditions, group=DueGroup.LATE, size=ROWS_PER_LIST)
        total, offers, _more = overdue_offers(db, actor, now, size=ROWS_PER_LIST)
    persons = [row.journey.person_id for row in late.rows + listed.rows] + [
        offer.handover.person_id for offer in offers
    ]
    log_list_read(db, actor, now, persons, "whole shop")
    asked = {"group": group, "worker": worker, "several": "1" if several else ""}
    return page(
        "screens/staff/shop_caseload.html",
        block="rows",
        groups=group_rows(listed.rows, cursor, today),
        more=listed.more,
        today=today,
        actor=actor,
        counts=counts,
        shown=shown,
        titles=GROUP_NAMES,
        several=several,
        cursor=cursor,
        query=urlencode({name: value for name, value in asked.items() if value}),
        Group=DueGroup,
        whole=whole,
        loads=loads,
        whom=whom,
        late=late.rows,
        alone=[load for load in loads if load.alone],
        offers=offers,
        offer_count=total,
    )


@router.post("/people/shop/choice")
def save_filter(db: Db, actor: CanCoordinate, form: Submitted[ShopCaseloadForm]) -> Any:
    """Saves the filter for later visits."""
    if not form.errors:
        saved_filter_actions.save_filter(
            db, SAVED_FILTER, {"group": form.data.group or "", "worker": form.data.worker}, by=actor
        )
    return redirect("/people/shop")


@router.get("/people/shop/offers")
def show_overdue_offers(page: Page, db: Db, actor: CanCoordinate, now: Now, after: Key = "") -> Any:
    """Offers whose response deadline has passed, in pages."""
    total, offers, more = overdue_offers(db, actor, now, after=after)
    log_list_read(db, actor, now, [offer.handover.person_id for offer in offers], "offers without an answer")
    return page(
        "screens/staff/unanswered_offers.html",
        block="rows",
        offers=offers,
        count=total,
        more=more,
        today=local_day(now),
    )
