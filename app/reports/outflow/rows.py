"""The rows behind a figure, for who may see them: exactly those that were counted, each look on record."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.accounts.current_user import Actor
from app.accounts.models import Organisation
from app.audit import audit_log
from app.front_desk.visits.models import Visit
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey
from app.handovers.lifecycle.models import Handover
from app.outcomes.models import Outcome, Source
from app.people.people.models import Person
from app.reports.outflow.measures import FUNNEL, OF_ORGANISATION, Events, Measure, Series
from app.reports.outflow.paging import Slice, sliced

_HANDOVER = {Measure.OFFERED, Measure.ACCEPTED, Measure.WARM, Measure.ACCEPTED_WARM, Measure.ANSWERED}
_PERSON = {Measure.VISITORS, *FUNNEL, Measure.REACHED_OTHERWISE}
KIND = (
    dict.fromkeys(Measure, "journey")
    | dict.fromkeys(_HANDOVER, "handover")
    | dict.fromkeys(_PERSON, "person")
    | {
        Measure.VISITS: "visit",
        Measure.INTAKES: "intake",
        Measure.RESULTS: "outcome",
        Measure.STEP: "outcome",
    }
)


@dataclass(frozen=True)
class Row:
    """`person` is None for a visit without a name; `about` says which organisation, or which result. `imported`: an old
    register tells it."""

    person: Person | None
    day: date | None
    about: str
    url: str
    imported: bool = False


@dataclass(frozen=True)
class Rows(Slice[Row]):
    measure: Measure

    @property
    def kind(self) -> str:
        return KIND[self.measure]


def behind(
    db: Session,
    actor: Actor,
    events: Events,
    series: Series,
    start: date,
    end: date,
    page: int,
    language: str,
    at: datetime,
) -> Rows | None:
    """One page of the rows that the figure of the series counts in those days; None past the last page."""
    some = sliced(events.rows(series, start, end), page)
    if some is None:
        return None
    day_of = {row: day for day, row in reversed(events.flows.get(series, [])) if start <= day <= end}
    rows = _READERS[KIND[series.measure]](db, actor.shop_id, some.rows, day_of, language)
    persons = {row.person.id for row in rows if row.person}
    look_behind(db, "report", series.measure, persons, by=actor, at=at)
    return Rows(rows, some.count, page, series.measure)


def look_behind(
    db: Session, subject: str, measure: StrEnum, persons: Collection[int], *, by: Actor, at: datetime
) -> None:
    """Puts on record that a coordinator read who stands behind a figure."""
    audit_log.look(db, by=by, at=at, subject=subject, basis="coordinator", what=measure.value, persons=sorted(persons))


def _load(db: Session, model: Any, shop_id: int, ids: Sequence[int]) -> list[Any]:
    """In the order of `ids`."""
    found = {thing.id: thing for thing in db.scalars(columns(model).where(model.id.in_(ids), model.shop_id == shop_id))}
    return [found[i] for i in ids if i in found]


def _persons(db: Session, things: Sequence[Any]) -> dict[int | None, Person]:
    ids = {thing.person_id for thing in things} - {None}
    return {p.id: p for p in db.scalars(columns(Person).where(col(Person.id).in_(ids)))}


def _page_of(person: Person | None) -> str:
    return f"/people/{person.key}" if person else ""


Days = dict[int, date]


def _of_visits(db: Session, shop: int, ids: Sequence[int], days: Days, language: str) -> list[Row]:
    visits = _load(db, Visit, shop, ids)
    persons = _persons(db, visits)
    return [Row(p := persons.get(v.person_id), v.day, v.about, _page_of(p)) for v in visits]


def _of_persons(db: Session, shop: int, ids: Sequence[int], days: Days, language: str) -> list[Row]:
    return [Row(p, days.get(p.id), "", _page_of(p)) for p in _load(db, Person, shop, ids)]


def _of_intakes(db: Session, shop: int, ids: Sequence[int], days: Days, language: str) -> list[Row]:
    intakes = _load(db, Intake, shop, ids)
    persons = _persons(db, intakes)
    return [Row(p := persons[i.person_id], i.finished_on, "", _page_of(p)) for i in intakes]


def _of_handovers(db: Session, shop: int, ids: Sequence[int], days: Days, language: str) -> list[Row]:
    handovers = _load(db, Handover, shop, ids)
    receivers = {h.receiver_id for h in handovers}
    names = {o.id: o.name for o in db.scalars(columns(Organisation).where(col(Organisation.id).in_(receivers)))}
    return [Row(h.person, days.get(h.id), names[h.receiver_id], f"/handovers/{h.key}", h.told) for h in handovers]


def _of_outcomes(db: Session, shop: int, ids: Sequence[int], days: Days, language: str) -> list[Row]:
    outcomes = _load(db, Outcome, shop, ids)
    persons = _persons(db, outcomes)
    return [
        Row(p := persons[o.person_id], o.starts_on, o.kind.name(language), _page_of(p), o.source == Source.REGISTER)
        for o in outcomes
    ]


def _of_journeys(db: Session, shop: int, ids: Sequence[int], days: Days, language: str) -> list[Row]:
    told = columns(col(Outcome.journey_id)).where(
        col(Outcome.journey_id).in_(ids), col(Outcome.source) == Source.REGISTER, col(Outcome.mistaken_at).is_(None)
    )
    imported = set(db.scalars(told))
    journeys = _load(db, Journey, shop, ids)
    return [Row(j.person, days.get(j.id), "", _page_of(j.person), j.id in imported) for j in journeys]


_READERS = {
    "visit": _of_visits,
    "person": _of_persons,
    "intake": _of_intakes,
    "handover": _of_handovers,
    "outcome": _of_outcomes,
    "journey": _of_journeys,
}


def belongs(series: Series) -> bool:
    """Whether such a figure stands on a report at all."""
    if series.organisation_id:
        return series.measure in {*OF_ORGANISATION, Measure.ACCEPTED_WARM, Measure.OUTFLOW} and not series.kind_id
    return series.measure not in (Measure.TAKEN, Measure.STILL) and (series.measure is Measure.STEP) == bool(
        series.kind_id
    )
