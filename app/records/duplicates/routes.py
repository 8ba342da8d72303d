"""The list of probable doubles, two cards side by side, linking them, and undoing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Linker
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.state_machine import Refused
from app.people.people.models import Person
from app.people.people.queries import person_for
from app.people.people.search_log import Sought, look_up, refused, typed_in
from app.people.search import rules as search_rules
from app.people.search.query_parser import enough
from app.records.duplicates import actions, labels, queries, rules
from app.records.duplicates.forms import DifferentForm, LinkForm
from app.records.duplicates.unlinking import counted, later_link, parting
from app.web.forms import Submission, Submitted
from app.web.pages import Page, found, see

router = APIRouter()
BASIS = "coordinator"


def _look(db: Session, actor: Actor, at: datetime, what: str, persons: Sequence[int]) -> None:
    audit_log.look(db, by=actor, at=at, subject="person", basis=BASIS, what=what, persons=dict.fromkeys(persons))


@router.get("/doubles")
def index(page: Page, db: Db, actor: Linker, now: Now) -> Any:
    listed = queries.doubles(db, actor)
    pairs = [(double, queries.cards(db, double.one, double.other, now)) for double in listed]
    links, said = queries.latest_links(db, actor), queries.said_different(db, actor)
    shown = [number for double in listed for number in (double.one_id, double.other_id)]
    shown += [number for link in links for number in (link.main_id, link.other_id)]
    shown += [number for word in said for number in (word.one_id, word.other_id)]
    if shown:
        _look(db, actor, now, "doubles", shown)
    return page(
        "records/duplicates/duplicates.html",
        block="pairs",
        pairs=pairs,
        count=queries.doubles_count(db, actor, now),
        links=links,
        said=said,
        today=local_day(now),
        rules=rules,
        actor=actor,
        certain=search_rules.CERTAIN,
    )


@router.post("/doubles/different")
def call_different(db: Db, actor: Linker, now: Now, form: Submitted[DifferentForm]) -> Any:
    one, other = (found(person_for(db, actor, str(form.value(name)))) for name in ("one", "other"))
    if not form.errors and one.id != other.id:
        actions.call_different(db, one, other, by=actor, at=now)
    return see("/doubles")


@router.post("/different/{key}/withdrawal")
def take_back(key: str, db: Db, actor: Linker, now: Now) -> Any:
    actions.take_back(db, found(queries.different_for(db, actor, key)), by=actor, at=now)
    return see("/doubles")


@router.get("/people/{key}/links/new")
def choose(key: str, page: Page, db: Db, actor: Linker, now: Now) -> Any:
    return _choosing(page, db, actor, now, key, Submission(Sought))


# What is looked for is a name: it is sent as a form, so it never stands in an address (TRUST 15).
@router.post("/people/{key}/links/new")
def seek(key: str, page: Page, db: Db, actor: Linker, now: Now, form: Submitted[Sought]) -> Any:
    return _choosing(page, db, actor, now, key, form, refused(db, form, by=actor, at=now))


def _choosing(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    key: str,
    form: Submission[Sought],
    status: int | None = None,
) -> Any:
    person = found(person_for(db, actor, key))
    typed = typed_in(form)
    _look(db, actor, now, "linking", [person.id])
    hits = [hit for hit, _score in look_up(db, actor, typed, now, basis=BASIS) if hit.id != person.id]
    return page(
        "records/duplicates/choose.html",
        block="main",
        person=person,
        form=form,
        typed=typed,
        hits=hits,
        enough=enough(typed),
        status=status,
    )


@router.get("/people/{key}/links/{other}")
def compare(key: str, other: str, page: Page, db: Db, actor: Linker, now: Now) -> Any:
    """The card in front would be the main one."""
    main, second = found(person_for(db, actor, key)), found(person_for(db, actor, other))
    return _comparing(page, db, actor, now, main, second, Submission(LinkForm))


def _comparing(
    page: Any, db: Session, actor: Actor, now: datetime, main: Person, other: Person, form: Submission[LinkForm]
) -> Any:
    _look(db, actor, now, "linking", [main.id, other.id])
    cards = queries.side_by_side(db, main, other, now)
    return page(
        "records/duplicates/compare.html",
        block="main",
        cards=cards,
        main=main,
        other=other,
        form=form,
        today=local_day(now),
        obstacle=rules.possible.obstacle(cards.pair, actor),
    )


@router.post("/people/{key}/links")
def link(key: str, page: Page, db: Db, actor: Linker, now: Now, form: Submitted[LinkForm]) -> Any:
    main, other = found(person_for(db, actor, key)), found(person_for(db, actor, str(form.typed.get("other", ""))))
    if form.errors:
        return _comparing(page, db, actor, now, main, other, form)
    there = "/doubles" if form.data.listed else f"/people/{main.key}"
    if idempotency.earlier(db, form.data.intention, worker_id=actor.worker_id) is not None:
        return see(there)
    pair = queries.pair(db, main, other, now, form.data.goes_on)
    if reason := rules.linking.obstacle(pair, actor):
        form.wrong("goes_on" if pair.two_journeys else "", reason)
        return _comparing(page, db, actor, now, main, other, form)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = there
        actions.link(db, main, other, why=form.data.why, goes_on=form.data.goes_on, by=actor, at=now)
    return see(there)


@router.get("/links/{key}/undoing")
def undoing(key: str, page: Page, db: Db, actor: Linker, now: Now) -> Any:
    """What would go where, before it does."""
    link = found(queries.link_for(db, actor, key))
    _look(db, actor, now, "linking", [link.main_id, link.other_id])
    obstacle, facts = rules.undoing.obstacle(link, actor), {}
    parts = None
    if obstacle is None:
        parts = parting(db, link)
        obstacle = rules.LATER_FIRST if later_link(db, link) else None
        if obstacle is None and parts.stuck:
            obstacle, facts = rules.RESTS_ON, {"partner": parts.stuck.receiver.name}
    return page(
        "records/duplicates/unlink.html",
        block="main",
        link=link,
        parts=parts,
        obstacle=obstacle,
        facts=facts,
        counted=lambda rows: labels.counted(counted(rows)),
        today=local_day(now),
    )


@router.post("/links/{key}/undoing")
def undo(key: str, db: Db, actor: Linker, now: Now) -> Any:
    link = found(queries.link_for(db, actor, key))
    main = link.main
    try:
        actions.undo(db, link, by=actor, at=now)
    except Refused:
        if link.undone_at is None:
            raise
    return see(f"/people/{main.key}")
