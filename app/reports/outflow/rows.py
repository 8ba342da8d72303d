"""The rows behind a figure, for readers who may see them: exactly those counted. Each read is logged."""

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
from app.reports.outflow.measures import FUNNEL, ORGANISATION_MEASURES, Events, Measure, Series
from app.reports.outflow.paging import RowPage, paginate

_HANDOVER_MEASURES = {Measure.OFFERED, Measure.ACCEPTED, Measure.WARM, Measure.ACCEPTED_WARM, Measure.ANSWERED}
_PERSON_MEASURES = {Measure.VISITORS, *FUNNEL, Measure.REACHED_OTHERWISE}
RECORD_TYPES = (
    dict.fromkeys(Measure, "journey")
    | dict.fromkeys(_HANDOVER_MEASURES, "handover")
    | dict.fromkeys(_PERSON_MEASURES, "person")
    | {
        Measure.VISITS: "visit",
        Measure.INTAKES: "intake",
        Measure.RESULTS: "outcome",
        Measure.STEP: "outcome",
    }
)


@dataclass(frozen=True)
class FigureRow:
    """One row behind a figure.

    `person` is None for an anonymous visit. `about`: the topic of a visit, the receiving organisation or the kind of
    result. `imported`: comes from an old register.
    """

    person: Person | None
    day: date | None
    about: str
    url: str
    imported: bool = False


@dataclass(frozen=True)
class FigureRows(RowPage[FigureRow]):
    """One page of the rows behind a figure of `measure`."""

    measure: Measure

    @property
    def kind(self) -> str:
        return RECORD_TYPES[self.measure]


def rows_of_figure(
    db: Session,
    actor: Actor,
    events: Events,
    series: Series,
    start: date,
    end: date,
    page: int,
    language: str,
    at: datetime,
) -> FigureRows | None:
    """One page of the rows that the series counts from `start` up to and including `end`; None past the last page."""
    some = paginate(events.rows(series, start, end), page)
    if some is None:
        return None
    day_of = {row: day for day, row in reversed(events.flows.get(series, [])) if start <= day <= end}
    rows = _READERS[RECORD_TYPES[series.measure]](db, actor.shop_id, some.rows, day_of, language)
    persons = {row.person.id for row in rows if row.person}
    log_rows_read(db, "report", series.measure, persons, by=actor, at=at)
    return FigureRows(rows, some.count, page, series.measure)


def log_rows_read(
    db: Session, subject: str, measure: StrEnum, persons: Collection[int], *, by: Actor, at: datetime
) -> None:
    """Records in the audit log that a coordinator saw which persons are behind a figure."""
    audit_log.log_read(
        db, by=by, at=at, subject=subject, basis="coordinator", what=measure.value, persons=sorted(persons)
    )


def _load(db: Session, model: Any, shop_id: int, ids: Sequence[int]) -> list[Any]:
    """The shop's rows with these ids, in the same order."""
    found = {thing.id: thing for thing in db.scalars(columns(model).where(model.id.in_(ids), model.shop_id == shop_id))}
    return [found[i] for i in ids if i in found]


def _persons(db: Session, things: Sequence[Any]) -> dict[int | None, Person]:
    ids = {thing.person_id for thing in things} - {None}
    return {p.id: p for p in db.scalars(columns(Person).where(col(Person.id).in_(ids)))}


def _person_url(person: Person | None) -> str:
    return f"/people/{person.key}" if person else ""


DayByRow = dict[int, date]


def _visit_rows(db: Session, shop: int, ids: Sequence[int], days: DayByRow, language: str) -> list[FigureRow]:
    visits = _load(db, Visit, shop, ids)
    persons = _persons(db, visits)
    return [FigureRow(p := persons.get(v.person_id), v.day, v.about, _person_url(p)) for v in visits]


def _person_rows(db: Session, shop: int, ids: Sequence[int], days: DayByRow, language: str) -> list[FigureRow]:
    return [FigureRow(p, days.get(p.id), "", _person_url(p)) for p in _load(db, Person, shop, ids)]


def _intake_rows(db: Session, shop: int, ids: Sequence[int], days: DayByRow, language: str) -> list[FigureRow]:
    intakes = _load(db, Intake, shop, ids)
    persons = _persons(db, intakes)
    return [FigureRow(p := persons[i.person_id], i.finished_on, "", _person_url(p)) for i in intakes]


def _handover_rows(db: Session, shop: int, ids: Sequence[int], days: DayByRow, language: str) -> list[FigureRow]:
    handovers = _load(db, Handover, shop, ids)
    receivers = {h.receiver_id for h in handovers}
    names = {o.id: o.name for o in db.scalars(columns(Organisation).where(col(Organisation.id).in_(receivers)))}
    return [FigureRow(h.person, days.get(h.id), names[h.receiver_id], f"/handovers/{h.key}", h.told) for h in handovers]


def _outcome_rows(db: Session, shop: int, ids: Sequence[int], days: DayByRow, language: str) -> list[FigureRow]:
    outcomes = _load(db, Outcome, shop, ids)
    persons = _persons(db, outcomes)
    return [
        FigureRow(
            p := persons[o.person_id], o.starts_on, o.kind.name(language), _person_url(p), o.source == Source.REGISTER
        )
        for o in outcomes
    ]


def _journey_rows(db: Session, shop: int, ids: Sequence[int], days: DayByRow, language: str) -> list[FigureRow]:
    from_register = columns(col(Outcome.journey_id)).where(
        col(Outcome.journey_id).in_(ids), col(Outcome.source) == Source.REGISTER, col(Outcome.mistaken_at).is_(None)
    )
    imported = set(db.scalars(from_register))
    journeys = _load(db, Journey, shop, ids)
    return [FigureRow(j.person, days.get(j.id), "", _person_url(j.person), j.id in imported) for j in journeys]


_READERS = {
    "visit": _visit_rows,
    "person": _person_rows,
    "intake": _intake_rows,
    "handover": _handover_rows,
    "outcome": _outcome_rows,
    "journey": _journey_rows,
}


def is_on_report(series: Series) -> bool:
    """Whether the report shows such a figure at all."""
    if series.organisation_id:
        return series.measure in {*ORGANISATION_MEASURES, Measure.ACCEPTED_WARM, Measure.OUTFLOW} and not series.kind_id
    return series.measure not in (Measure.TAKEN, Measure.STILL) and (series.measure is Measure.STEP) == bool(
        series.kind_id
    )
