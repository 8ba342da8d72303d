"""Pages where list managers edit the intake questions of their shop."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanEditLists
from app.core import idempotency, retirement
from app.core.clock import Now
from app.core.database import Db
from app.guidance.intakes import queries, question_actions
from app.guidance.intakes.forms import ChoiceForm, MoveQuestionForm, NewQuestionForm, QuestionForm
from app.guidance.intakes.labels import QUESTION_TYPE_NAMES, SECTION_TITLES
from app.guidance.intakes.models import Question, Section
from app.shop.lists import actions
from app.shop.lists import queries as lists_queries
from app.shop.lists.labels import LIST_LABELS
from app.shop.lists.models import ListItem, ListName
from app.shop.lists.rules import NAME_TAKEN
from app.web.forms import CHOOSE, Submission, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter()
EXTENDABLE_SECTIONS = {part: title for part, title in SECTION_TITLES.items() if part != Section.OBSTACLE}


def _render_questions(page: Any, db: Session, actor: Actor, adding: Any = None) -> Any:
    every = queries.questions(db, actor.shop_id)
    parts = [(title, [q for q in every if q.section == part]) for part, title in SECTION_TITLES.items()]
    return page(
        "guidance/intakes/questions.html",
        block="questions",
        parts=parts,
        asks=QUESTION_TYPE_NAMES,
        added_to=EXTENDABLE_SECTIONS,
        lists=LIST_LABELS,
        adding=adding or Submission(NewQuestionForm),
    )


@router.get("/lists/talk")
def index(page: Page, db: Db, actor: CanEditLists) -> Any:
    return _render_questions(page, db, actor)


@router.post("/lists/talk")
def add(page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[NewQuestionForm]) -> Any:
    if not form.errors and form.data.section not in EXTENDABLE_SECTIONS:
        form.wrong("section", CHOOSE)
    if form.errors:
        return _render_questions(page, db, actor, form)
    typed = form.data
    intention = idempotency.begin(db, typed.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(idempotency.earlier_result(db, typed.intention, worker_id=actor.worker_id) or "/lists/talk")
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
    return redirect(intention.answer)


def _render_question(
    page: Any,
    db: Session,
    question: Question,
    wording: Any = None,
    adding: Any = None,
    naming: Any = None,
    key: str = "",
) -> Any:
    own = question.list == ListName.ANSWER
    every = queries.question_bank(db, question.shop_id).items if own else []
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
        lists=LIST_LABELS,
        parts=SECTION_TITLES,
        asks=QUESTION_TYPE_NAMES,
        wording=wording or Submission(QuestionForm, start=start),
        adding=(adding or Submission(ChoiceForm)).named("new"),
        status=422 if naming or adding else None,
    )


@router.get("/lists/talk/{key}")
def show(key: str, page: Page, db: Db, actor: CanEditLists) -> Any:
    return _render_question(page, db, or_404(queries.question(db, actor.shop_id, key)))


@router.post("/lists/talk/{key}")
def reword(key: str, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[QuestionForm]) -> Any:
    question = or_404(queries.question(db, actor.shop_id, key))
    if form.errors:
        return _render_question(page, db, question, wording=form)
    typed = form.data
    question_actions.reword_question(
        db,
        question,
        name_nl=typed.name_nl,
        name_en=typed.name_en,
        hint_nl=typed.hint_nl,
        hint_en=typed.hint_en,
        by=actor,
        at=now,
    )
    return redirect(f"/lists/talk/{key}")


@router.post("/lists/talk/{key}/place")
def move(key: str, db: Db, actor: CanEditLists, now: Now, form: Submitted[MoveQuestionForm]) -> Any:
    question = or_404(queries.question(db, actor.shop_id, key))
    if not form.errors:
        question_actions.move_question(db, question, up=form.data.up, by=actor, at=now)
    return redirect("/lists/talk")


@router.post("/lists/talk/{key}/retirement")
def retire(key: str, db: Db, actor: CanEditLists, now: Now) -> Any:
    retirement.retire(db, or_404(queries.question(db, actor.shop_id, key)), at=now)
    return redirect("/lists/talk")


@router.post("/lists/talk/{key}/return")
def restore(key: str, db: Db, actor: CanEditLists) -> Any:
    retirement.restore(db, or_404(queries.question(db, actor.shop_id, key)))
    return redirect("/lists/talk")


@router.post("/lists/talk/{key}/choices")
def add_choice(key: str, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[ChoiceForm]) -> Any:
    question = or_404(queries.question(db, actor.shop_id, key))
    or_404(question.list == ListName.ANSWER or None)
    if not form.errors and lists_queries.is_name_taken(
        db, actor.shop_id, ListName.ANSWER, form.data.name_nl, question=key
    ):
        form.wrong("name_nl", NAME_TAKEN)
    if form.errors:
        return _render_question(page, db, question, adding=form)
    url = f"/lists/talk/{key}"
    if idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now, answer=url) is not None:
        question_actions.add_choice(
            db, question, name_nl=form.data.name_nl, name_en=form.data.name_en, by=actor, at=now
        )
    return redirect(url)


def _find_choice(db: Session, actor: Actor, key: str) -> ListItem:
    item = lists_queries.item(db, actor.shop_id, key)
    return or_404(item if item and item.list == ListName.ANSWER else None)


@router.post("/lists/talk/choices/{key}/name")
def rename_choice(key: str, page: Page, db: Db, actor: CanEditLists, now: Now, form: Submitted[ChoiceForm]) -> Any:
    item = _find_choice(db, actor, key)
    question = or_404(queries.question(db, actor.shop_id, item.grouping))
    if not form.errors and lists_queries.is_name_taken(
        db, actor.shop_id, ListName.ANSWER, form.data.name_nl, besides=item.id, question=item.grouping
    ):
        form.wrong("name_nl", NAME_TAKEN)
    if form.errors:
        return _render_question(page, db, question, naming=form, key=key)
    actions.rename(db, item, name_nl=form.data.name_nl, name_en=form.data.name_en, by=actor, at=now)
    return redirect(f"/lists/talk/{item.grouping}")


@router.post("/lists/talk/choices/{key}/retirement")
def retire_choice(key: str, db: Db, actor: CanEditLists, now: Now) -> Any:
    item = _find_choice(db, actor, key)
    retirement.retire(db, item, at=now)
    return redirect(f"/lists/talk/{item.grouping}")


@router.post("/lists/talk/choices/{key}/return")
def restore_choice(key: str, db: Db, actor: CanEditLists) -> Any:
    item = _find_choice(db, actor, key)
    actions.restore(db, item, by=actor)
    return redirect(f"/lists/talk/{item.grouping}")
