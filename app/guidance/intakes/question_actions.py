"""Adds, rewords and reorders the intake questions of a shop. Questions are retired, never deleted."""

from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.ids import new_key
from app.guidance.intakes import queries
from app.guidance.intakes.default_questions import DEFAULT_QUESTIONS
from app.guidance.intakes.models import Question, QuestionType, Section
from app.shop.lists import actions
from app.shop.lists.models import ListItem, ListName


def install_questions(db: Session, shop_id: int) -> None:
    """Copies the default questions and their choices into a new shop."""
    for position, default in enumerate(DEFAULT_QUESTIONS):
        key = new_key()
        question = Question(
            key=key,
            shop_id=shop_id,
            code=default.code,
            section=default.section,
            subject="" if default.open else key,
            asks=default.asks,
            list=default.list,
            name_nl=default.name[0],
            name_en=default.name[1],
            hint_nl=default.hint[0],
            hint_en=default.hint[1],
            position=position,
        )
        db.add(question)
        for place, (code, name_nl, name_en) in enumerate(default.choices):
            db.add(
                ListItem(
                    shop_id=shop_id,
                    list=ListName.ANSWER,
                    code=f"{default.code}.{code}",
                    name_nl=name_nl,
                    name_en=name_en,
                    grouping=key,
                    position=place,
                )
            )
    db.flush()


def add_question(
    db: Session,
    *,
    section: Section,
    asks: QuestionType,
    name_nl: str,
    name_en: str = "",
    hint_nl: str = "",
    hint_en: str = "",
    by: Actor,
    at: datetime,
) -> Question:
    """Adds a question of the shop at the end of its section. Its code is its key, because no other system knows it."""
    key, existing = new_key(), queries.questions(db, by.shop_id)
    question = Question(
        key=key,
        code=key,
        subject=key,
        shop_id=by.shop_id,
        section=section,
        asks=asks,
        list=None if asks == QuestionType.WORDS else ListName.ANSWER,
        name_nl=name_nl,
        name_en=name_en,
        hint_nl=hint_nl,
        hint_en=hint_en,
        position=max((q.position for q in existing), default=-1) + 1,
    )
    db.add(question)
    db.flush()
    return question


def reword_question(
    db: Session, question: Question, *, name_nl: str, name_en: str, hint_nl: str, hint_en: str, by: Actor, at: datetime
) -> None:
    """Changes the wording of a question. Earlier answers are shown under the new wording too."""
    question.name_nl, question.name_en, question.hint_nl, question.hint_en = name_nl, name_en, hint_nl, hint_en
    db.flush()


def move_question(db: Session, question: Question, *, up: bool, by: Actor, at: datetime) -> None:
    """Moves a question one place up or down among the active questions of its section, if there is room."""
    every = queries.questions(db, question.shop_id)
    active = [q for q in every if q.section == question.section and q.retired_at is None]
    place = next((n for n, q in enumerate(active) if q.id == question.id), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if not 0 <= other < len(active):
        return
    order = [q.id for q in every]
    one, two = order.index(active[place].id), order.index(active[other].id)
    order[one], order[two] = order[two], order[one]
    for row in every:  # renumbers all, because rows may share a position
        row.position = order.index(row.id)
    db.flush()


def add_choice(db: Session, question: Question, *, name_nl: str, name_en: str, by: Actor, at: datetime) -> ListItem:
    """Adds a choice at the end of the question's own list. Raises Refused when the name is taken."""
    return actions.add_item(db, ListName.ANSWER, name_nl=name_nl, name_en=name_en, grouping=question.key, by=by, at=at)
