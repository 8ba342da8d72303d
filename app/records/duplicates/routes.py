"""The list of probable duplicates, comparing two records, merging them and undoing a merge."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanMergePersons
from app.audit import audit_log
from app.core import idempotency
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.state_machine import Refused
from app.people.people.models import Person
from app.people.people.queries import person_for
from app.people.people.search_log import SearchForm, check_search_limit, search_and_log, search_text
from app.people.search import rules as search_rules
from app.people.search.query_parser import is_long_enough
from app.records.duplicates import actions, labels, queries, rules
from app.records.duplicates.forms import DifferentForm, MergeForm
from app.records.duplicates.owned_rows import OwnedRow
from app.records.duplicates.unlinking import count_by_table, has_later_link, unmerge_plan
from app.web.forms import Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()
BASIS = "coordinator"


def _log_view(db: Session, actor: Actor, at: datetime, what: str, persons: Sequence[int]) -> None:
    audit_log.log_read(db, by=actor, at=at, subject="person", basis=BASIS, what=what, persons=dict.fromkeys(persons))


@router.get("/doubles")
def index(page: Page, db: Db, actor: CanMergePersons, now: Now) -> Any:
    doubles = queries.probable_pairs(db, actor)
    pairs = [(double, queries.compare_pair(db, double.one, double.other, now)) for double in doubles]
    links, marks = queries.latest_links(db, actor), queries.latest_marks(db, actor)
    shown = [person_id for double in doubles for person_id in (double.one_id, double.other_id)]
    shown += [person_id for link in links for person_id in (link.main_id, link.other_id)]
    shown += [person_id for mark in marks for person_id in (mark.one_id, mark.other_id)]
    if shown:
        _log_view(db, actor, now, "doubles", shown)
    return page(
        "records/duplicates/duplicates.html",
        block="pairs",
        pairs=pairs,
        count=queries.count_pairs(db, actor, now),
        links=links,
        marks=marks,
        today=local_day(now),
        rules=rules,
        actor=actor,
        certain=search_rules.CERTAIN,
    )


@router.post("/doubles/different")
def mark_different(db: Db, actor: CanMergePersons, now: Now, form: Submitted[DifferentForm]) -> Any:
    one, other = (or_404(person_for(db, actor, str(form.value(name)))) for name in ("one", "other"))
    if not form.errors and one.id != other.id:
        actions.mark_different(db, one, other, by=actor, at=now)
    return redirect("/doubles")


@router.post("/different/{key}/withdrawal")
def withdraw_different(key: str, db: Db, actor: CanMergePersons, now: Now) -> Any:
    actions.withdraw_different(db, or_404(queries.mark_by_key(db, actor, key)), by=actor, at=now)
    return redirect("/doubles")


@router.get("/people/{key}/links/new")
def choose(key: str, page: Page, db: Db, actor: CanMergePersons, now: Now) -> Any:
    return _render_search(page, db, actor, now, key, Submission(SearchForm))


# The search is a POST, so that no name appears in a URL (TRUST 15).
@router.post("/people/{key}/links/new")
def search(key: str, page: Page, db: Db, actor: CanMergePersons, now: Now, form: Submitted[SearchForm]) -> Any:
    return _render_search(page, db, actor, now, key, form, check_search_limit(db, form, by=actor, at=now))


def _render_search(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    key: str,
    form: Submission[SearchForm],
    status: int | None = None,
) -> Any:
    person = or_404(person_for(db, actor, key))
    typed = search_text(form)
    _log_view(db, actor, now, "linking", [person.id])
    hits = [hit for hit, _score in search_and_log(db, actor, typed, now, basis=BASIS) if hit.id != person.id]
    return page(
        "records/duplicates/choose.html",
        block="main",
        person=person,
        form=form,
        typed=typed,
        hits=hits,
        enough=is_long_enough(typed),
        status=status,
    )


@router.get("/people/{key}/links/{other}")
def compare(key: str, other: str, page: Page, db: Db, actor: CanMergePersons, now: Now) -> Any:
    """Compares two records. The first in the URL would become the main one."""
    main, second = or_404(person_for(db, actor, key)), or_404(person_for(db, actor, other))
    return _render_comparison(page, db, actor, now, main, second, Submission(MergeForm))


def _render_comparison(
    page: Any, db: Session, actor: Actor, now: datetime, main: Person, other: Person, form: Submission[MergeForm]
) -> Any:
    _log_view(db, actor, now, "linking", [main.id, other.id])
    cards = queries.compare_in_order(db, main, other, now)
    return page(
        "records/duplicates/compare.html",
        block="main",
        cards=cards,
        main=main,
        other=other,
        form=form,
        today=local_day(now),
        obstacle=rules.mergeable.obstacle(cards.pair, actor),
    )


@router.post("/people/{key}/links")
def merge(key: str, page: Page, db: Db, actor: CanMergePersons, now: Now, form: Submitted[MergeForm]) -> Any:
    main, other = or_404(person_for(db, actor, key)), or_404(person_for(db, actor, str(form.typed.get("other", ""))))
    if form.errors:
        return _render_comparison(page, db, actor, now, main, other, form)
    next_page = "/doubles" if form.data.listed else f"/people/{main.key}"
    if idempotency.earlier_result(db, form.data.intention, worker_id=actor.worker_id) is not None:
        return redirect(next_page)
    pair = queries.merge_pair(db, main, other, now, form.data.goes_on)
    if reason := rules.merging.obstacle(pair, actor):
        form.wrong("goes_on" if pair.both_have_journeys else "", reason)
        return _render_comparison(page, db, actor, now, main, other, form)
    if intention := idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now):
        intention.answer = next_page
        actions.merge(db, main, other, why=form.data.why, goes_on=form.data.goes_on, by=actor, at=now)
    return redirect(next_page)


@router.get("/links/{key}/undoing")
def preview_unmerge(key: str, page: Page, db: Db, actor: CanMergePersons, now: Now) -> Any:
    """Shows what would move where, before the merge is undone."""
    link = or_404(queries.link_for(db, actor, key))
    _log_view(db, actor, now, "linking", [link.main_id, link.other_id])
    obstacle, facts = rules.unmerging.obstacle(link, actor), {}
    plan = None
    if obstacle is None:
        plan = unmerge_plan(db, link)
        obstacle = rules.LATER_FIRST if has_later_link(db, link) else None
        if obstacle is None and plan.blocking:
            obstacle, facts = rules.RESTS_ON, {"partner": plan.blocking.receiver.name}
    return page(
        "records/duplicates/unlink.html",
        block="main",
        link=link,
        plan=plan,
        obstacle=obstacle,
        facts=facts,
        count_labels=_count_labels,
        today=local_day(now),
    )


def _count_labels(rows: list[OwnedRow]) -> list[str]:
    return labels.count_labels(count_by_table(rows))


@router.post("/links/{key}/undoing")
def unmerge(key: str, db: Db, actor: CanMergePersons, now: Now) -> Any:
    link = or_404(queries.link_for(db, actor, key))
    main = link.main
    try:
        actions.unmerge(db, link, by=actor, at=now)
    except Refused:
        if link.undone_at is None:
            raise
    return redirect(f"/people/{main.key}")
