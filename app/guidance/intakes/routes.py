"""The pages of a talk: begun, kept while it is typed, followed up later."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import Talker
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.guidance.intakes import actions, choice_actions, queries
from app.guidance.intakes.forms import ChoicesForm, PassageForm
from app.guidance.intakes.labels import LEVELS, PARTS
from app.guidance.intakes.models import Intake, Section
from app.guidance.intakes.views import Asked, Part, TalkPage, lay_out
from app.web.forms import Submission, Submitted
from app.web.i18n import language
from app.web.pages import Page, found, see

router = APIRouter()


def _laid_out(db: Session, talk: Intake) -> TalkPage:
    passages, vocabulary = queries.passages(db, talk.id), queries.vocabulary(db, talk.shop_id)
    return lay_out(talk, passages, vocabulary, queries.changes_of(db, talk), language.get())


def _show(
    page: Any,
    view: TalkPage,
    now: datetime,
    *,
    block: str = "main",
    status: int = 200,
    part: Part | None = None,
    asked: Asked | None = None,
) -> Any:
    return page(
        "guidance/intakes/intake.html",
        block=block,
        status=status,
        view=view,
        talk=view.talk,
        person=view.talk.person,
        part=part,
        asked=asked,
        parts=PARTS,
        levels=LEVELS,
        today=local_day(now),
    )


def look(db: Session, talk: Intake, actor: Actor, now: datetime) -> None:
    audit_log.look(
        db, by=actor, at=now, subject="intake", subject_id=talk.id, basis="front office", persons=[talk.person_id]
    )


@router.get("/people/{key}/talk")
def invite(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    """A talk begins with a button: looking changes nothing."""
    person = found(queries.visitor_for(db, actor, key))
    if talk := queries.unfinished_talk(db, person.id):
        return see(f"/talks/{talk.key}")
    audit_log.look(db, by=actor, at=now, subject="person", basis="front office", persons=[person.id])
    return page("guidance/intakes/invite.html", block="main", person=person)


@router.post("/people/{key}/talk")
def begin(key: str, db: Db, actor: Talker, now: Now) -> Any:
    person = found(queries.visitor_for(db, actor, key))
    return see(f"/talks/{actions.start_talk(db, person, by=actor, at=now).key}")


@router.post("/people/{key}/follow-up")
def begin_follow_up(key: str, db: Db, actor: Talker, now: Now) -> Any:
    person = found(queries.visitor_for(db, actor, key))
    return see(f"/talks/{actions.follow_up(db, person, by=actor, at=now).key}")


@router.get("/talks/{key}")
def show(key: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    talk = found(queries.talk_for(db, actor, key))
    look(db, talk, actor, now)
    return _show(page, _laid_out(db, talk), now)


@router.get("/talks/{key}/kept/{section}")
@router.get("/talks/{key}/kept/{section}/{subject}")
def kept(key: str, section: Section, page: Page, db: Db, actor: Talker, now: Now, subject: str = "") -> Any:
    """What stands there now, after a save: the line below that passage, or the whole talk."""
    talk = found(queries.talk_for(db, actor, key))
    look(db, talk, actor, now)
    view = _laid_out(db, talk)
    return _show(page, view, now, block="kept", part=found(view.part(section, subject)))


@router.post("/talks/{key}/passages")
def keep(key: str, page: Page, db: Db, actor: Talker, now: Now, form: Submitted[PassageForm]) -> Any:
    talk = found(queries.talk_for(db, actor, key))
    view = _laid_out(db, talk)
    if form.errors:
        return _wrong(page, view, form, now)
    typed = form.data
    part = found(view.part(typed.section, typed.subject))
    text, version = typed.text, typed.version
    if typed.over is not None:
        version = typed.over
    elif typed.both is not None:
        text, version = f"{part.text}\n\n{text}".strip(), typed.both
    removed = not typed.ticked if part.listed else not text
    try:
        actions.keep(db, talk, typed.section, typed.subject, text, version, removed=removed, by=actor, at=now)
    except actions.Stale as stale:
        part.text, part.ticked, part.version = text, not removed, version
        part.stale, part.stale_by = stale.kept, stale.facts["name"]
        return _show(page, view, now, block="kept", status=422, part=part)
    way = f"{typed.section.value}/{typed.subject}" if typed.subject else typed.section.value
    return see(f"/talks/{key}/kept/{way}#{part.id}")


def _wrong(page: Any, view: TalkPage, form: Submission[PassageForm], now: datetime) -> Any:
    """What was typed stays, with the reason next to it."""
    section = form.value("section")
    known = section in set(Section)
    part = found(view.part(Section(section), str(form.value("subject"))) if known else None)
    part.text, part.version = str(form.value("text")), part.version
    part.error = next(iter(form.errors.values()))
    part.kept_at = None
    return _show(page, view, now, block="kept", status=422, part=part)


@router.get("/talks/{key}/choices/{question}")
def chosen(key: str, question: str, page: Page, db: Db, actor: Talker, now: Now) -> Any:
    """What is chosen now, after a save: that question, or the whole talk."""
    talk = found(queries.talk_for(db, actor, key))
    look(db, talk, actor, now)
    view = _laid_out(db, talk)
    return _show(page, view, now, block="choices", asked=found(view.question(question)))


@router.post("/talks/{key}/choices/{question}")
def choose(key: str, question: str, page: Page, db: Db, actor: Talker, now: Now, form: Submitted[ChoicesForm]) -> Any:
    talk = found(queries.talk_for(db, actor, key))
    asked = found(_laid_out(db, talk).question(question))
    there = f"/talks/{key}/choices/{question}#{asked.id}"
    if form.errors:
        return see(there)
    typed, seen = (
        choice_actions.with_levels(asked.question, each, LEVELS) for each in (form.data.chosen, form.data.seen)
    )
    stale = choice_actions.choose(db, talk, asked.question, typed, seen, by=actor, at=now)
    if not stale:
        return see(there)
    view = _laid_out(db, talk)
    asked = found(view.question(question))
    asked.stale = [(passage, typed.get(passage.subject, "")) for passage in stale]
    return _show(page, view, now, block="choices", status=422, asked=asked)
