"""Everybody whom the shop follows, for its coordinator; first the list that must be empty."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter

from app.accounts.guards import Coordinator
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key
from app.guidance.caseloads import queries, saved_filter_actions
from app.guidance.caseloads.due_group_rules import Group, Place
from app.guidance.caseloads.forms import ShopForm
from app.handovers.reminders.overdue_queries import OverdueOffer, overdue_offers
from app.screens.person.inactivity_queries import is_silent
from app.screens.staff.my_caseload_routes import GROUPS, by_group, look
from app.web.forms import Submitted
from app.web.pages import Page, see

router = APIRouter()

SHOP = "shop"  # the place under which the choice is kept
A_FEW = 5  # of each list that must be empty; the rest is behind a link


@router.get("/people/shop")
def index(
    page: Page,
    db: Db,
    actor: Coordinator,
    now: Now,
    group: Key = "",
    worker: Key = "",
    after: Key = "",
    several: bool = False,
) -> Any:
    """`group` and `worker`: just this once, in the place of what was chosen; the group "all": everything."""
    today, begins = local_day(now), Place.read(after)
    kept = saved_filter_actions.choice(db, actor, SHOP) if not (group or worker) else {}
    wanted = group or kept.get("group", "")
    shown = Group(wanted) if wanted in list(Group) else None
    loads = queries.loads(db, actor, today)
    whom = next((load for load in loads if load.worker.key == (worker or kept.get("worker", ""))), None)
    steps = queries.of_shop(actor, whom.worker if whom else None)
    conditions = {Group.SILENT: is_silent(today), Group.ALONE: queries.left_alone(actor.shop_id, today)}
    whole = shown is None and whom is None  # then who is late stands in the list that must be empty
    counts = queries.numbers(db, steps, today, conditions)
    listed = queries.page(db, steps, today, conditions, group=shown, since=today if whole else None, after=begins)
    late = queries.Page([], None)
    total, offers = 0, list[OverdueOffer]()
    if whole and begins is None:
        late = queries.page(db, steps, today, conditions, group=Group.LATE, size=A_FEW)
        total, offers, _more = overdue_offers(db, actor, now, size=A_FEW)
    persons = [row.journey.person_id for row in late.rows + listed.rows] + [
        offer.handover.person_id for offer in offers
    ]
    look(db, actor, now, persons, "whole shop")
    asked = {"group": group, "worker": worker, "several": "1" if several else ""}
    return page(
        "screens/staff/shop_caseload.html",
        block="rows",
        groups=by_group(listed.rows, begins, today),
        more=listed.more,
        today=today,
        actor=actor,
        counts=counts,
        shown=shown,
        titles=GROUPS,
        several=several,
        begins=begins,
        query=urlencode({name: value for name, value in asked.items() if value}),
        Group=Group,
        whole=whole,
        loads=loads,
        whom=whom,
        late=late.rows,
        alone=[load for load in loads if load.alone],
        offers=offers,
        offer_count=total,
    )


@router.post("/people/shop/choice")
def choose(db: Db, actor: Coordinator, form: Submitted[ShopForm]) -> Any:
    """What to see, from now on."""
    if not form.errors:
        saved_filter_actions.choose(db, SHOP, {"group": form.data.group or "", "worker": form.data.worker}, by=actor)
    return see("/people/shop")


@router.get("/people/shop/offers")
def unanswered(page: Page, db: Db, actor: Coordinator, now: Now, after: Key = "") -> Any:
    """Every offer that a partner should have answered by now, a page at a time."""
    total, offers, more = overdue_offers(db, actor, now, after=after)
    look(db, actor, now, [offer.handover.person_id for offer in offers], "offers without an answer")
    return page(
        "screens/staff/unanswered_offers.html",
        block="rows",
        offers=offers,
        count=total,
        more=more,
        today=local_day(now),
    )
