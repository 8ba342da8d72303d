"""Reads the timeline of one person page by page, each page in one statement.

A page starts at a moment, after a number of events of that same moment. So a link to it contains no row id and reveals
nothing about anybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, true, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func

from app.accounts.models import Organisation, Worker
from app.core.text_rules import N_
from app.front_desk.visits.models import Visit
from app.handovers.disclosure.queries import PersonView
from app.people.people.person_aliases import has_aliases
from app.records.register_import.provenance import has_imports
from app.screens.person import timeline_row_queries
from app.shop.lists.models import ListItem

PAGE_SIZE = 50


class TimelineKind(StrEnum):
    """Filter of the timeline."""

    ALL = "all"
    VISITS = "visits"
    TALKS = "talks"
    STEPS = "steps"
    NOTES = "notes"
    HANDOVERS = "handovers"
    RESULTS = "results"
    ANSWERING = "answering"


KIND_NAMES: dict[TimelineKind, str] = {
    TimelineKind.ALL: N_("Everything"),
    TimelineKind.VISITS: N_("Visits"),
    TimelineKind.TALKS: N_("Talks"),
    TimelineKind.STEPS: N_("Steps"),
    TimelineKind.NOTES: N_("Notes"),
    TimelineKind.HANDOVERS: N_("Handovers"),
    TimelineKind.RESULTS: N_("Results"),
    TimelineKind.ANSWERING: N_("Responsible worker"),
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TimelinePosition(NamedTuple):
    """Start of a page: at this moment, after the first `skip` events of that same moment."""

    at: datetime
    skip: int = 0

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}.{self.skip}"

    @classmethod
    def parse(cls, text: str) -> "TimelinePosition | None":
        """Parses the position in a link; None if it is invalid."""
        moment, _dot, skip = text.partition(".")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(moment)), min(max(int(skip), 0), 10_000))
        except (ValueError, OverflowError):
            return None


@dataclass
class TimelinePage:
    """One page of the timeline; `earlier` is the start of the next page.

    `visits` and `first_visit`: number of visits and day of the first. `linked`: rows may come from merged cards.
    `imported`: the shop imported a register, so rows may come from it.
    """

    rows: Sequence[Row[Any]]
    visits: int
    first_visit: date | None
    linked: bool
    imported: bool
    earlier: TimelinePosition | None = None


Branch = Callable[[PersonView], Select[Any]]
_BRANCHES: dict[TimelineKind, tuple[Branch, ...]] = {
    TimelineKind.VISITS: (timeline_row_queries.visits,),
    TimelineKind.TALKS: (timeline_row_queries.intakes,),
    TimelineKind.STEPS: (timeline_row_queries.steps, timeline_row_queries.plan_answers),
    TimelineKind.NOTES: (timeline_row_queries.notes,),
    TimelineKind.HANDOVERS: (timeline_row_queries.transitions, timeline_row_queries.imported_handovers),
    TimelineKind.RESULTS: (
        timeline_row_queries.outcomes,
        timeline_row_queries.current_endings,
        timeline_row_queries.past_endings,
    ),
    TimelineKind.ANSWERING: (
        timeline_row_queries.responsibilities,
        timeline_row_queries.current_endings,
        timeline_row_queries.past_endings,
    ),
}
_BRANCHES[TimelineKind.ALL] = tuple(dict.fromkeys(branch for some in _BRANCHES.values() for branch in some))

_TOPIC, _ITEM = aliased(ListItem), aliased(ListItem)


def timeline_page(
    db: Session, view: PersonView, kind: TimelineKind = TimelineKind.ALL, begin: TimelinePosition | None = None
) -> TimelinePage:
    """The page that starts at `begin`, or the first one; newest events first."""
    events = union_all(*(branch(view) for branch in _BRANCHES[kind])).subquery("events").c
    order = (events.at.desc(), events.table, events.id.desc())
    some = columns(*events).order_by(*order).limit(PAGE_SIZE + 1)
    if begin is not None:
        some = some.where(events.at <= begin.at).offset(begin.skip)
    page, summary = some.subquery("page").c, _summary(view).subquery("summary").c
    statement = (
        columns(
            *summary,
            *page,
            col(Worker.name).label("worker"),
            col(Organisation.name).label("organisation"),
            *(
                getattr(who, name).label(f"{what}_{name}")
                for what, who in (("item", _ITEM), ("topic", _TOPIC))
                for name in ("name_nl", "name_en")
            ),
        )
        .select_from(summary.visits.table)
        .outerjoin(page.at.table, true())
        .outerjoin(Worker, col(Worker.id) == page.worker_id)
        .outerjoin(Organisation, col(Organisation.id) == page.organisation_id)
        .outerjoin(_ITEM, col(_ITEM.id) == page.item_id)
        .outerjoin(_TOPIC, (page.topic != "") & (col(_TOPIC.key) == page.topic))
        .order_by(page.at.desc(), page.table, page.id.desc())
    )
    found = db.execute(statement).all()
    rows = [row for row in found[:PAGE_SIZE] if row.id is not None]
    result = TimelinePage(rows, *found[0][: len(summary)])
    if len(found) > PAGE_SIZE:
        last = rows[-1].at
        skip = sum(row.at == last for row in rows)
        result.earlier = TimelinePosition(last, skip + (begin.skip if begin is not None and begin.at == last else 0))
    return result


def _summary(view: PersonView) -> Select[Any]:
    """Exactly one row, so the outer join returns one even for an empty timeline."""
    here = col(Visit.person_id) == view.person.id
    return columns(
        columns(func.count()).where(here).scalar_subquery().label("visits"),
        columns(func.min(Visit.day)).where(here).scalar_subquery().label("first_visit"),
        has_aliases(view.person.id).label("linked"),
        has_imports(view.person.shop_id).label("imported"),
    )
