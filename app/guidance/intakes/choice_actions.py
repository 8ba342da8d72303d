"""Ticking choices: two who tick at once do not undo each other, since only what a page changed is changed."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.database import lock_row
from app.guidance.intakes import actions, queries, rules
from app.guidance.intakes.models import Intake, Passage, Question, QuestionType

ChoiceLevels = Mapping[str, str]  # the key of a choice, and its level ("" where the question does not ask for one)


def save_choices(
    db: Session, talk: Intake, question: Question, chosen: ChoiceLevels, seen: ChoiceLevels, *, by: Actor, at: datetime
) -> list[Passage]:
    """Keeps what differs between what was `seen` on the page and what is `chosen` now.

    Answers with those that a colleague gave another level in the meantime: they are left as that one said them.
    """
    talk = lock_row(db, talk)
    rules.hold_intake.check(talk, by)
    offered = {item.key for item in queries.question_bank(db, talk.shop_id).items if question.offers(item)}
    stale = []
    for key in sorted((chosen.keys() | seen.keys()) & offered):
        wanted, known = chosen.get(key), seen.get(key)
        if wanted == known:
            continue
        before = queries.passage(db, talk.id, question.ticked_in, key)
        now = before.level if before and not before.removed else None
        if now == wanted:
            continue
        if before is not None and now != known:
            stale.append(before)
            continue
        actions.save_passage(
            db,
            talk,
            question.ticked_in,
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
    """What a form sent for this question: "key", or "key:level" where it asks how well."""
    pairs = [each.partition(":") for each in typed]
    if question.asks != QuestionType.LEVELS:
        return {key: "" for key, _, _ in pairs if key}
    return {key: level for key, _, level in pairs if key and level in levels}
