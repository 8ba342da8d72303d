"""The questions of the shop's talks, for who keeps its lists."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import ListKeeper
from app.core import idempotency, retirement
from app.core.clock import Now
from app.core.database import Db
from app.guidance.intakes import queries, question_actions
from app.guidance.intakes.forms import ChoiceForm, Moving, NewQuestion, QuestionForm
from app.guidance.intakes.labels import ASKS, PARTS
from app.guidance.intakes.models import Question, Section
from app.shop.lists import actions
from app.shop.lists import queries as lists_queries
from app.shop.lists.labels import LISTS
from app.shop.lists.models import ListItem, ListName
from app.shop.lists.rules import NAME_TAKEN
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.pages import Page, found, see

router = APIRouter()
ADDED_TO = {part: title for part, title in PARTS.items() if part != Section.OBSTACLE}


def _questions(page: Any, db: Session, actor: Actor, adding: Any = None) -> Any:
    every = queries.questions(db, actor.shop_id)
    parts = [(title, [q for q in every if q.section == part]) for part, title in PARTS.items()]
    return page(
        "guidance/intakes/questions.html",
        block="questions",
        parts=parts,
        asks=ASKS,
        added_to=ADDED_TO,
        lists=LISTS,
        adding=adding or Submission(NewQuestion),
    )


@router.get("/lists/talk")
def index(page: Page, db: Db, actor: ListKeeper) -> Any:
    return _questions(page, db, actor)


@router.post("/lists/talk")
def add(page: Page, db: Db, actor: ListKeeper, now: Now, form: Submitted[NewQuestion]) -> Any:
    if not form.errors and form.data.section not in ADDED_TO:
        form.wrong("section", CHOOSE)
    if form.errors:
        return _questions(page, db, actor, form)
    typed = form.data
    intention = idempotency.begin(db, typed.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(idempotency.earlier(db, typed.intention, worker_id=actor.worker_id) or "/lists/talk")
    question = question_actions.add_question(
        db,
        section=typed.section,
        asks=typed.asks,
        name_nl=typed.name_nl,
        name_en=typed.name_en,
        hint_nl=typed.hint_nl,
        hint_en=typed.hint_en,
        by=actor,
        at=now,
    )
    intention.answer = f"/lists/talk/{question.key}"
    return see(intention.answer)


def _question(
    page: Any,
    db: Session,
    question: Question,
    wording: Any = None,
    adding: Any = None,
    naming: Any = None,
    key: str = "",
) -> Any:
    own = question.list == ListName.ANSWER
    every = queries.vocabulary(db, question.shop_id).items if own else []
    items = [item for item in every if question.offers(item)]
    namings = {i.key: Submission(ChoiceForm, start={"name_nl": i.name_nl, "name_en": i.name_en}) for i in items}
    if naming:
        namings[key] = naming
    for item_key, form in namings.items():
        form.prefix = item_key
    start = {name: getattr(question, name) for name in ("name_nl", "name_en", "hint_nl", "hint_en")}
    return page(
        "guidance/intakes/question.html",
        block="question",
        question=question,
        items=items,
        namings=namings,
        own=own,
        lists=LISTS,
        parts=PARTS,
        asks=ASKS,
        wording=wording or Submission(QuestionForm, start=start),
        adding=(adding or Submission(ChoiceForm)).named("new"),
        status=422 if naming or adding else None,
    )


@router.get("/lists/talk/{key}")
def show(key: str, page: Page, db: Db, actor: ListKeeper) -> Any:
    return _question(page, db, found(queries.question(db, actor.shop_id, key)))


@router.post("/lists/talk/{key}")
def word(key: str, page: Page, db: Db, actor: ListKeeper, now: Now, form: Submitted[QuestionForm]) -> Any:
    question = found(queries.question(db, actor.shop_id, key))
    if form.errors:
        return _question(page, db, question, wording=form)
    typed = form.data
    question_actions.word_question(
        db,
        question,
        name_nl=typed.name_nl,
        name_en=typed.name_en,
        hint_nl=typed.hint_nl,
        hint_en=typed.hint_en,
        by=actor,
        at=now,
    )
    return see(f"/lists/talk/{key}")


@router.post("/lists/talk/{key}/place")
def move(key: str, db: Db, actor: ListKeeper, now: Now, form: Submitted[Moving]) -> Any:
    question = found(queries.question(db, actor.shop_id, key))
    if not form.errors:
        question_actions.move_question(db, question, up=form.data.up, by=actor, at=now)
    return see("/lists/talk")


@router.post("/lists/talk/{key}/retirement")
def retire(key: str, db: Db, actor: ListKeeper, now: Now) -> Any:
    retirement.retire(db, found(queries.question(db, actor.shop_id, key)), at=now)
    return see("/lists/talk")


@router.post("/lists/talk/{key}/return")
def restore(key: str, db: Db, actor: ListKeeper) -> Any:
    retirement.restore(db, found(queries.question(db, actor.shop_id, key)))
    return see("/lists/talk")


@router.post("/lists/talk/{key}/choices")
def add_choice(key: str, page: Page, db: Db, actor: ListKeeper, now: Now, form: Submitted[ChoiceForm]) -> Any:
    question = found(queries.question(db, actor.shop_id, key))
    found(question.list == ListName.ANSWER or None)
    if not form.errors and lists_queries.name_taken(
        db, actor.shop_id, ListName.ANSWER, form.data.name_nl, question=key
    ):
        form.wrong("name_nl", NAME_TAKEN)
    if form.errors:
        return _question(page, db, question, adding=form)
    there = f"/lists/talk/{key}"
    if idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=there) is not None:
        question_actions.add_choice(
            db, question, name_nl=form.data.name_nl, name_en=form.data.name_en, by=actor, at=now
        )
    return see(there)


def _choice(db: Session, actor: Actor, key: str) -> ListItem:
    item = lists_queries.item(db, actor.shop_id, key)
    return found(item if item and item.list == ListName.ANSWER else None)


@router.post("/lists/talk/choices/{key}/name")
def rename_choice(key: str, page: Page, db: Db, actor: ListKeeper, now: Now, form: Submitted[ChoiceForm]) -> Any:
    item = _choice(db, actor, key)
    question = found(queries.question(db, actor.shop_id, item.grouping))
    if not form.errors and lists_queries.name_taken(
        db, actor.shop_id, ListName.ANSWER, form.data.name_nl, besides=item.id, question=item.grouping
    ):
        form.wrong("name_nl", NAME_TAKEN)
    if form.errors:
        return _question(page, db, question, naming=form, key=key)
    actions.rename(db, item, name_nl=form.data.name_nl, name_en=form.data.name_en, by=actor, at=now)
    return see(f"/lists/talk/{item.grouping}")


@router.post("/lists/talk/choices/{key}/retirement")
def retire_choice(key: str, db: Db, actor: ListKeeper, now: Now) -> Any:
    item = _choice(db, actor, key)
    retirement.retire(db, item, at=now)
    return see(f"/lists/talk/{item.grouping}")


@router.post("/lists/talk/choices/{key}/return")
def restore_choice(key: str, db: Db, actor: ListKeeper) -> Any:
    item = _choice(db, actor, key)
    actions.restore(db, item, by=actor)
    return see(f"/lists/talk/{item.grouping}")
