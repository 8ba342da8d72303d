"""Selects one person's events from each table, in the same columns, limited to what the reader may see.

timeline_page_queries reads a page of their union; timeline_views puts the rows into words.
"""

from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, String, and_, case, cast, false, null, true, type_coerce
from sqlalchemy import select as columns
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import func, literal

from app.core.database import UtcDateTime, table_of
from app.front_desk.visits.models import Visit, VisitState
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey, PastEnding, Responsibility
from app.guidance.journeys.step_models import PastStep, StepResult
from app.guidance.notes.models import Note
from app.guidance.notes.queries import readable_by
from app.handovers.disclosure.queries import PersonView
from app.handovers.lifecycle.models import Handover, HandoverMove, State
from app.handovers.shared_plans.models import PlanAnswer
from app.outcomes.models import Outcome
from app.people.people.person_aliases import ids_in_table

_COLUMNS: dict[str, Any] = {
    "at": UtcDateTime, "table": String, "id": Integer, "code": String, "sort": String, "what": String, "word": String,
    "said": String, "key": String, "topic": String, "worker_id": Integer, "organisation_id": Integer,
    "item_id": Integer, "about_id": Integer, "since": UtcDateTime, "until": UtcDateTime, "day": Date, "number": Integer,
}  # fmt: skip


def _events(table: str, **given: Any) -> Select[Any]:
    """A select with all the columns of the union, typed; NULL where the table has no value."""
    found = []
    for name, kind in _COLUMNS.items():
        value = literal(table) if name == "table" else given.get(name)
        found.append((cast(null(), kind) if value is None else type_coerce(value, kind)).label(name))
    return columns(*found)


class _noon(FunctionElement[Any]):  # noqa: N801  an SQL function
    """About noon (11:00 UTC) on a date: the time of a result, which has a start date only."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(_noon)
def _in_sqlite(element: _noon, compiler: SQLCompiler, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)} || ' 11:00:00.000000')"


@compiles(_noon, "postgresql")
def _in_postgresql(element: _noon, compiler: SQLCompiler, **how: Any) -> str:
    return f"(({compiler.process(element.clauses, **how)} + TIME '11:00') AT TIME ZONE 'UTC')"


def _is_visible(view: PersonView, moment: Any, own: Any = None) -> ColumnElement[bool]:
    """PersonView.shows as an SQL condition. `own`: the organisation that sees the row in any case."""
    if view.whole:
        return true()
    since = moment >= view.since if view.since is not None else false()
    return since if own is None else since | (own == view.organisation_id)


def _is_shared(view: PersonView, table: str, number: Any) -> ColumnElement[bool]:
    apart = ids_in_table(view.apart, table)
    return number.not_in(apart) if apart else true()


def visits(view: PersonView) -> Select[Any]:
    v: Any = Visit
    return _events(
        "visit",
        at=v.arrived_at,
        id=v.id,
        code=v.kind,
        what=v.about,
        topic=v.topic,
        worker_id=v.helped_by_id,
        since=v.helped_from,
        until=v.ended_at,
    ).where(
        v.person_id == view.person.id,
        v.state != VisitState.LEFT,
        _is_visible(view, v.arrived_at),
        _is_shared(view, "visit", v.id),
    )


def intakes(view: PersonView) -> Select[Any]:
    i: Any = Intake
    return _events(
        "intake", at=i.started_at, id=i.id, key=i.key, worker_id=i.worker_id, until=i.finished_at, about_id=i.follows_id
    ).where(i.person_id == view.person.id, true() if view.whole else false())


def steps(view: PersonView) -> Select[Any]:
    s: Any = PastStep
    return _events(
        "past_step",
        at=s.at,
        id=s.id,
        code=s.result,
        sort=s.taken_by,
        what=s.what,
        word=s.reason,
        worker_id=s.worker_id,
        organisation_id=s.organisation_id,
        day=s.moved_to,
    ).where(
        s.person_id == view.person.id,
        s.result != StepResult.REPLACED,
        _is_visible(view, s.at),
        _is_shared(view, "journey", s.journey_id),
    )


def notes(view: PersonView) -> Select[Any]:
    n: Any = Note
    return _events(
        "note",
        at=n.written_at,
        id=n.id,
        key=n.key,
        sort=n.reach,
        what=n.text,
        worker_id=n.author_id,
        organisation_id=n.organisation_id,
        until=n.corrected_at,
    ).where(n.person_id == view.person.id, readable_by(view.reader))


def responsibilities(view: PersonView) -> Select[Any]:
    r: Any = Responsibility
    return _events("responsibility", at=r.since, id=r.id, code=r.why, word=r.word, worker_id=r.worker_id).where(
        r.person_id == view.person.id, _is_visible(view, r.since), _is_shared(view, "journey", r.journey_id)
    )


def current_endings(view: PersonView) -> Select[Any]:
    j: Any = Journey
    return _events(
        "journey",
        at=j.ended_at,
        id=j.id,
        word=j.end_word,
        said=j.last_word,
        worker_id=j.ended_by_id,
        item_id=j.end_kind_id,
    ).where(j.person_id == view.person.id, j.ended_at.is_not(None), true() if view.whole else false())


def past_endings(view: PersonView) -> Select[Any]:
    e: Any = PastEnding
    return _events(
        "past_ending",
        at=e.ended_at,
        id=e.id,
        word=e.word,
        said=e.last_word,
        worker_id=e.ended_by_id,
        item_id=e.kind_id,
    ).where(e.person_id == view.person.id, true() if view.whole else false())


def outcomes(view: PersonView) -> Select[Any]:
    o: Any = Outcome
    return _events(
        "outcome",
        at=_noon(o.starts_on),
        id=o.id,
        key=o.key,
        item_id=o.kind_id,
        what=o.where,
        number=o.hours,
        worker_id=o.recorded_by_id,
        day=o.stopped_on,
        until=o.mistaken_at,
    ).where(
        o.person_id == view.person.id,
        _is_visible(view, o.recorded_at, o.organisation_id),
        _is_shared(view, "outcome", o.id),
    )


def transitions(view: PersonView) -> Select[Any]:
    m, h = table_of(HandoverMove).c, table_of(Handover).c
    waits = and_(m.to_state == State.WAITLISTED, h.state == State.WAITLISTED)
    return _events(
        "handover_move",
        at=m.at,
        id=m.id,
        about_id=h.id,
        code=m.to_state,
        sort=h.kind,
        word=m.reason,
        key=h.key,
        worker_id=m.worker_id,
        organisation_id=h.receiver_id,
        day=case((waits, h.expected_on)),
    ).where(
        m.handover_id == h.id,
        m.from_state != m.to_state,
        m.to_state.not_in((State.DRAFT, State.MISTAKEN, State.UNKNOWN)),
        _is_visible_handover(view, h),
    )


def imported_handovers(view: PersonView) -> Select[Any]:
    h = table_of(Handover).c
    return _events(
        "handover",
        at=func.coalesce(h.offered_at, h.made_at),
        id=h.id,
        about_id=h.id,
        code=h.state,
        word=h.question,
        key=h.key,
        organisation_id=h.receiver_id,
    ).where(h.told, _is_visible_handover(view, h))


def _is_visible_handover(view: PersonView, handover: Any) -> ColumnElement[bool]:
    mine = true() if view.whole else handover.id.in_([h.id for h in view.handovers])
    return (handover.person_id == view.person.id) & (handover.state != State.MISTAKEN) & mine


def plan_answers(view: PersonView) -> Select[Any]:
    a: Any = PlanAnswer
    return _events("plan_answer", at=a.at, id=a.id, number=cast(a.spoken, Integer)).where(
        a.person_id == view.person.id, _is_visible(view, a.at), _is_shared(view, "journey", a.journey_id)
    )
