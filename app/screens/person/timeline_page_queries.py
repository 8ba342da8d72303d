"""The line of one person, a page at a time: one statement for a page, however much happened.

A page begins where the one before it ended: at a moment, and past so many events of that very moment. So a link to it
holds no number of any row and tells nothing of anybody.
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
from app.people.people.person_aliases import has_links
from app.records.register_import.provenance import has_imports
from app.screens.person import timeline_row_queries
from app.shop.lists.models import ListItem

PAGE = 50


class Kind(StrEnum):
    """What the reader may want to see alone."""

    ALL = "all"
    VISITS = "visits"
    TALKS = "talks"
    STEPS = "steps"
    NOTES = "notes"
    HANDOVERS = "handovers"
    RESULTS = "results"
    ANSWERING = "answering"


KIND_NAMES: dict[Kind, str] = {
    Kind.ALL: N_("Everything"),
    Kind.VISITS: N_("Visits"),
    Kind.TALKS: N_("Talks"),
    Kind.STEPS: N_("Steps"),
    Kind.NOTES: N_("Notes"),
    Kind.HANDOVERS: N_("Handovers"),
    Kind.RESULTS: N_("Results"),
    Kind.ANSWERING: N_("Who stays in touch"),
}

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where a page begins: at this moment, and past so many events of that very moment."""

    at: datetime
    passed: int = 0

    def __str__(self) -> str:
        return f"{(self.at - _BEGAN) // timedelta(microseconds=1)}.{self.passed}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that a link names; None for what names none."""
        moment, _dot, passed = text.partition(".")
        try:
            return cls(_BEGAN + timedelta(microseconds=int(moment)), min(max(int(passed), 0), 10_000))
        except (ValueError, OverflowError):
            return None


@dataclass
class Stretch:
    """One page of the line; `earlier` is where the next one begins.

    And what is to be known beside it: how many `visits` there are and the day of the first, whether other cards are
    `linked`, so that rows may come from those, and whether the shop `imported` a register that may tell of them.
    """

    rows: Sequence[Row[Any]]
    visits: int
    first_visit: date | None
    linked: bool
    imported: bool
    earlier: Place | None = None


Branch = Callable[[PersonView], Select[Any]]
_OF: dict[Kind, tuple[Branch, ...]] = {
    Kind.VISITS: (timeline_row_queries.visits,),
    Kind.TALKS: (timeline_row_queries.talks,),
    Kind.STEPS: (timeline_row_queries.steps, timeline_row_queries.answers),
    Kind.NOTES: (timeline_row_queries.notes,),
    Kind.HANDOVERS: (timeline_row_queries.moves, timeline_row_queries.told),
    Kind.RESULTS: (timeline_row_queries.outcomes, timeline_row_queries.ended, timeline_row_queries.ended_before),
    Kind.ANSWERING: (timeline_row_queries.answering, timeline_row_queries.ended, timeline_row_queries.ended_before),
}
_OF[Kind.ALL] = tuple(dict.fromkeys(branch for some in _OF.values() for branch in some))

_TOPIC, _ITEM = aliased(ListItem), aliased(ListItem)


def stretch(db: Session, view: PersonView, kind: Kind = Kind.ALL, begin: Place | None = None) -> Stretch:
    """The page of the line that begins at `begin`, or the first one; the newest first."""
    events = union_all(*(branch(view) for branch in _OF[kind])).subquery("events").c
    order = (events.at.desc(), events.table, events.id.desc())
    some = columns(*events).order_by(*order).limit(PAGE + 1)
    if begin is not None:
        some = some.where(events.at <= begin.at).offset(begin.passed)
    page, beside = some.subquery("page").c, _beside(view).subquery("beside").c
    statement = (
        columns(
            *beside,
            *page,
            col(Worker.name).label("worker"),
            col(Organisation.name).label("organisation"),
            *(
                getattr(who, name).label(f"{what}_{name}")
                for what, who in (("item", _ITEM), ("topic", _TOPIC))
                for name in ("name_nl", "name_en")
            ),
        )
        .select_from(beside.visits.table)
        .outerjoin(page.at.table, true())
        .outerjoin(Worker, col(Worker.id) == page.worker_id)
        .outerjoin(Organisation, col(Organisation.id) == page.organisation_id)
        .outerjoin(_ITEM, col(_ITEM.id) == page.item_id)
        .outerjoin(_TOPIC, (page.topic != "") & (col(_TOPIC.key) == page.topic))
        .order_by(page.at.desc(), page.table, page.id.desc())
    )
    found = db.execute(statement).all()
    rows = [row for row in found[:PAGE] if row.id is not None]
    some_page = Stretch(rows, *found[0][: len(beside)])
    if len(found) > PAGE:
        last = rows[-1].at
        passed = sum(row.at == last for row in rows)
        some_page.earlier = Place(last, passed + (begin.passed if begin is not None and begin.at == last else 0))
    return some_page


def _beside(view: PersonView) -> Select[Any]:
    """One row, also where nothing has happened yet."""
    here = col(Visit.person_id) == view.person.id
    return columns(
        columns(func.count()).where(here).scalar_subquery().label("visits"),
        columns(func.min(Visit.day)).where(here).scalar_subquery().label("first_visit"),
        has_links(view.person.id).label("linked"),
        has_imports(view.person.shop_id).label("imported"),
    )
