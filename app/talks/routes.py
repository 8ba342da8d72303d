"""The pages of a first talk: begun, kept while it is typed, finished."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.permissions import Talker
from app.audit import record
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text import REQUIRED
from app.journeys import queries as journeys
from app.journeys import rules as following
from app.journeys.forms import StepForm
from app.shops.models import ListName
from app.talks import actions, queries
from app.talks.forms import PassageForm, TopicsForm
from app.talks.models import Intake, Section
from app.talks.page import OBSTACLES, TOPICS, Part, TalkPage, lay_out
from app.web.forms import Submission, submitted
from app.web.i18n import language
from app.web.pages import Page, found, see

router = APIRouter()


def _laid_out(db: Session, talk: Intake) -> TalkPage:
    topics = queries.list_items(db, talk.shop_id, ListName.TOPIC)
    obstacles = queries.list_items(db, talk.shop_id, ListName.OBSTACLE)
    return lay_out(talk, queries.passages(db, talk.id), topics, obstacles, language.get())


def _show(page: Any, view: TalkPage, *, block: str = "main", status: int = 200, part: Part | None = None) -> Any:
    return page(
        "talks/talk.html", block=block, status=status, view=view, talk=view.talk, person=view.talk.person,
        part=part, topics_words=TOPICS, obstacles_words=OBSTACLES,
    )  # fmt: skip


def _look(db: Session, talk: Intake, actor: Actor, now: datetime) -> None:
    record.look(
        db, by=actor, at=now, subject="intake", subject_id=talk.id, basis="front office", persons=[talk.person_id]
    )


@router.get("/people/{key}/talk")
def invite(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    """A talk begins with a button: looking changes nothing."""
    person = found(queries.visitor_for(db, actor, key))
    if talk := queries.unfinished_talk(db, person.id):
        return see(f"/talks/{talk.key}")
    record.look(db, by=actor, at=now, subject="person", basis="front office", persons=[person.id])
    return page("talks/invite.html", block="main", person=person)


@router.post("/people/{key}/talk")
def begin(key: str, db: Db, actor: Talker, now: Now) -> Any:
    person = found(queries.visitor_for(db, actor, key))
    return see(f"/talks/{actions.start_talk(db, person, by=actor, at=now).key}")


@router.get("/talks/{key}")
def show(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    talk = found(queries.talk_for(db, actor, key))
    _look(db, talk, actor, now)
    return _show(page, _laid_out(db, talk))


@router.get("/talks/{key}/kept/{section}")
@router.get("/talks/{key}/kept/{section}/{subject}")
def kept(key: str, section: Section, page: Page, db: Db, actor: Talker, now: Now, subject: str = "") -> Any:
    """What stands there now, after a save: the line below that passage, or the whole talk."""
    talk = found(queries.talk_for(db, actor, key))
    _look(db, talk, actor, now)
    view = _laid_out(db, talk)
    if section == Section.WISH_TOPIC:
        return _show(page, view, block="topics")
    return _show(page, view, block="kept", part=found(view.part(section, subject)))


@router.post("/talks/{key}/passages")
def keep(key: str, page: Page, db: Db, actor: Talker, now: Now, form: submitted(PassageForm)) -> Any:  # type: ignore[valid-type]
    talk = found(queries.talk_for(db, actor, key))
    view = _laid_out(db, talk)
    if form.errors:
        return _wrong(page, view, form)
    typed = form.data
    part = found(view.part(typed.section, typed.subject))
    text, version = typed.text, typed.version
    if typed.over is not None:
        version = typed.over
    elif typed.both is not None:
        text, version = f"{part.text}\n\n{text}".strip(), typed.both
    removed = typed.listed and not typed.ticked
    try:
        actions.keep(db, talk, typed.section, typed.subject, text, version, removed=removed, by=actor, at=now)
    except actions.Stale as stale:
        part.text, part.ticked, part.version = text, not removed, version
        part.stale, part.stale_by = stale.kept, stale.facts["name"]
        return _show(page, view, block="kept", status=422, part=part)
    way = f"{typed.section.value}/{typed.subject}" if typed.subject else typed.section.value
    return see(f"/talks/{key}/kept/{way}#{part.id}")


def _wrong(page: Any, view: TalkPage, form: Submission[PassageForm]) -> Any:
    """What was typed stays, with the reason next to it."""
    section = form.value("section")
    known = section in set(Section)
    part = found(view.part(Section(section), str(form.value("subject"))) if known else None)
    part.text, part.version = str(form.value("text")), part.version
    part.error = next(iter(form.errors.values()))
    part.kept_at = None
    return _show(page, view, block="kept", status=422, part=part)


@router.post("/talks/{key}/topics")
def choose(key: str, db: Db, actor: Talker, now: Now, form: submitted(TopicsForm)) -> Any:  # type: ignore[valid-type]
    """Two who tick at once do not undo each other: only what this page changed is changed."""
    talk = found(queries.talk_for(db, actor, key))
    if not form.errors:
        chosen, seen = set(form.data.topic), set(form.data.seen)
        offered = {item.key for item in queries.list_items(db, talk.shop_id, ListName.TOPIC)}
        for subject in sorted((chosen ^ seen) & offered):
            before = queries.passage(db, talk.id, Section.WISH_TOPIC, subject)
            if before is None and subject not in chosen:
                continue
            actions.keep(
                db, talk, Section.WISH_TOPIC, subject, "", before.version if before else 0,
                removed=subject not in chosen, by=actor, at=now,
            )  # fmt: skip
    return see(f"/talks/{key}/kept/{Section.WISH_TOPIC.value}#topics")


@router.get("/talks/{key}/journey")
def finishing(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    talk = found(queries.talk_for(db, actor, key))
    if talk.finished_at is not None:
        return see(f"/people/{talk.person.key}")
    _look(db, talk, actor, now)
    return _finishing(page, db, talk, Submission(StepForm, start={"worker": _me(db, actor), "when": "week"}))


def _me(db: Session, actor: Actor) -> str:
    return next((w.key for w in journeys.front_workers(db, actor.shop_id) if w.id == actor.worker_id), "")


def _finishing(page: Any, db: Session, talk: Intake, form: Submission[StepForm]) -> Any:
    return page(
        "talks/finish.html", block="main", talk=talk, person=talk.person, form=form,
        workers=journeys.front_workers(db, talk.shop_id),
    )  # fmt: skip


@router.post("/talks/{key}/journey")
def finish(key: str, page: Page, db: Db, actor: Talker, now: Now, form: submitted(StepForm)) -> Any:  # type: ignore[valid-type]
    talk = found(queries.talk_for(db, actor, key))
    there = f"/people/{talk.person.key}"
    responsible = journeys.worker(db, talk.shop_id, str(form.value("worker")))
    on = None if form.errors else form.data.day(local_day(now))
    if responsible is None:
        form.wrong("worker", REQUIRED)
    elif obstacle := following.front_obstacle(responsible, journeys.roles_of(db, responsible.id, talk.shop_id)):
        form.wrong("worker", obstacle)
    if not form.errors and (obstacle := following.step_obstacle(form.data.what, on, local_day(now))):
        form.wrong("on", obstacle)
    if form.errors:
        return _finishing(page, db, talk, form)
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(there)
    assert responsible
    assert on
    intention.answer = there
    actions.finish_talk(
        db, talk, responsible=responsible, next_what=form.data.what, next_on=on, next_time=form.data.time,
        by=actor, at=now,
    )  # fmt: skip
    return see(there)
