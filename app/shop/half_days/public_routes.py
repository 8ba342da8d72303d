"""The public page with opening hours: the only page about a shop without sign-in. It names nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter

from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.core.text_rules import N_
from app.shop.half_days import labels as half_days_labels
from app.shop.half_days import queries as half_days_queries
from app.shop.half_days import rules as half_days_rules
from app.shop.half_days.rules import HalfDay
from app.shop.shops import queries
from app.web.i18n import language
from app.web.pages import Page, or_404

router = APIRouter()
NOTICE_PERIOD = timedelta(days=60)  # how long before a closure visitors are told of it
WEEK_TITLES = (N_("This week"), N_("Next week"))


@dataclass(frozen=True)
class PublicDay:
    day: date
    half_days: list[HalfDay]

    @property
    def holiday(self) -> str:
        """The public holiday that closes the shop that day, or ""."""
        return next((h.holiday for h in self.half_days if not h.goes_on), "")


def _weeks(half_days: list[HalfDay], today: date) -> list[tuple[str, list[PublicDay]]]:
    """The rest of this week and the next week: Monday to Friday always, weekend days only if they have half-days."""
    monday, weeks = today - timedelta(days=today.weekday()), []
    for number, title in enumerate(WEEK_TITLES):
        days = [monday + timedelta(days=7 * number + n) for n in range(7)]
        shown = [PublicDay(d, [h for h in half_days if h.day == d]) for d in days if d >= today]
        weeks.append((title, [day for day in shown if day.half_days or day.day.weekday() < 5]))
    return [(title, days) for title, days in weeks if days]


@router.get("/hours/{key}")
@reads_only
def show(key: str, page: Page, db: Db, now: Now) -> Any:
    """Shows the notice or the holiday of a closed half-day, never the reason, which is for colleagues."""
    shop = or_404(queries.shop_by_key(db, key))
    today = local_day(now)
    half_days = half_days_queries.half_days(db, shop.id, today, today + NOTICE_PERIOD)
    hours = half_days_rules.OpeningHours(half_days, now)
    return page(
        "shop/half_days/hours.html",
        block="hours",
        shop=shop,
        weeks=_weeks(half_days, today),
        hours=hours,
        today=today,
        notices=half_days_rules.closure_notices(h for h in half_days if h.ends_at > now),
        parts=half_days_labels.PARTS,
        language=language.get(),
    )
