"""Saves the choices ticked for a question, without undoing those of a colleague who ticks at the same time."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.guidance.intakes import actions, queries, rules
from app.guidance.intakes.models import Intake, Passage, Question, QuestionType

ChoiceLevels = Mapping[str, str]  # level by key of the choice; "" where the question asks for no level


def save_choices(
    db: Session,
    intake: Intake,
    question: Question,
    chosen: ChoiceLevels,
    seen: ChoiceLevels,
    *,
    by: Actor,
    at: datetime,
) -> list[Passage]:
    """Applies only the worker's changes (the difference between `seen` and `chosen`), so concurrent edits survive.

    Returns the passages that a colleague changed to another level in the meantime; these are left as they are.
    """
    intake = lock_row(db, intake)
    rules.hold_intake.check(intake, by)
    offered = {item.key for item in queries.question_bank(db, intake.shop_id).items if question.offers(item)}
    stale = []
    for key in sorted((chosen.keys() | seen.keys()) & offered):
        wanted, shown = chosen.get(key), seen.get(key)
        if wanted == shown:
            continue
        before = queries.passage(db, intake.id, question.choice_section, key)
        now = before.level if before and not before.removed else None
        if now == wanted:
            continue
        if before is not None and now != shown:
            stale.append(before)
            continue
        actions.save_passage(
            db,
            intake,
            question.choice_section,
            key,
            before.text if before else "",
            before.version if before else 0,
            removed=wanted is None,
            level=wanted or "",
            by=by,
            at=at,
        )
    return stale


def parse_choices(question: Question, typed: Collection[str], levels: Collection[str]) -> dict[str, str]:
    """The choices that a form sent for this question: "key", or "key:level" where it asks for a level."""
    pairs = [each.partition(":") for each in typed]
    if question.asks != QuestionType.LEVELS:
        return {key: "" for key, _, _ in pairs if key}
    return {key: level for key, _, level in pairs if key and level in levels}
