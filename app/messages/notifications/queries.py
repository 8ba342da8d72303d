"""Reads notices of one worker, email preferences, and undeliverable emails for coordinators."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Select, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.current_user import Actor
from app.accounts.models import Organisation, Worker
from app.core.database import relation
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications.models import MailFrequency, Notice, NoticePreference

PAGE_SIZE = 30


def unseen_count_statement(actor: Actor, at: datetime) -> Select[int]:
    """Selects the number of unseen notices of the actor in this shop. The navigation shows it."""
    return (
        columns(func.count())
        .select_from(Notice)
        .where(
            col(Notice.worker_id) == actor.worker_id,
            col(Notice.shop_id) == actor.shop_id,
            col(Notice.seen_at).is_(None),
        )
    )


def unseen_count(db: Session, actor: Actor, at: datetime) -> int:
    return db.scalar(unseen_count_statement(actor, at)) or 0


def notices(db: Session, actor: Actor, before: str = "") -> tuple[list[Notice], bool]:
    """One page of the actor's notices in this shop, the newest first, and whether there are older ones.

    `before`: the key of the last notice on the previous page.
    """
    statement = _own_notices(actor).order_by(col(Notice.id).desc()).limit(PAGE_SIZE + 1)
    if before and (last := notice(db, actor, before)):
        statement = statement.where(col(Notice.id) < last.id)
    rows = list(db.exec(statement))
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE


def notice(db: Session, actor: Actor, key: str) -> Notice | None:
    return db.exec(_own_notices(actor).where(Notice.key == key)).first()


def unseen_notices(db: Session, actor: Actor) -> list[Notice]:
    return list(db.exec(_own_notices(actor).where(col(Notice.seen_at).is_(None))))


def _own_notices(actor: Actor) -> SelectOfScalar[Notice]:
    return select(Notice).where(Notice.worker_id == actor.worker_id, Notice.shop_id == actor.shop_id)


def workers_with_unseen(db: Session, about: str, shop_id: int) -> set[int]:
    """Ids of the workers with an unseen notice about this path."""
    waiting = (Notice.about == about, Notice.shop_id == shop_id, col(Notice.seen_at).is_(None))
    return set(db.exec(select(Notice.worker_id).where(*waiting)))


def mail_frequency(db: Session, worker_id: int) -> MailFrequency:
    preference = db.get(NoticePreference, worker_id)
    return MailFrequency.AT_ONCE if preference is None else preference.pace


def mail_frequencies(db: Session, workers: Collection[int]) -> dict[int, MailFrequency]:
    """How often each of these workers wants email, by worker id. The default is right away."""
    preferences = select(NoticePreference).where(col(NoticePreference.worker_id).in_(workers))
    return dict.fromkeys(workers, MailFrequency.AT_ONCE) | {row.worker_id: row.pace for row in db.exec(preferences)}


def digests_due(db: Session, day: date, most: int) -> list[tuple[NoticePreference, Worker]]:
    """Workers who want a daily digest and have not been handled on this day, at most `most`."""
    statement = (
        select(NoticePreference, Worker)
        .join(Worker, col(Worker.id) == NoticePreference.worker_id)
        .where(
            NoticePreference.pace == MailFrequency.DAILY,
            col(Worker.disabled_at).is_(None),
            or_(col(NoticePreference.digest_on).is_(None), col(NoticePreference.digest_on) < day),
        )
        .order_by(col(NoticePreference.worker_id))
        .limit(most)
    )
    return list(db.exec(statement))


def pending_for_digest(db: Session, worker_id: int) -> list[Notice]:
    """Notices that the worker has neither seen nor been emailed about, the oldest first."""
    waiting = (Notice.worker_id == worker_id, col(Notice.seen_at).is_(None), col(Notice.told_at).is_(None))
    return list(db.exec(select(Notice).where(*waiting).order_by(col(Notice.id))))


def undelivered_letters(db: Session, actor: Actor) -> list[tuple[Letter, Worker | None, Organisation | None]]:
    """Undeliverable emails of the actor's shop with their recipients, the newest first."""
    statement = (
        select(Letter, Worker, Organisation)
        .outerjoin(Worker, col(Worker.id) == Letter.worker_id)
        .outerjoin(Organisation, col(Organisation.id) == Letter.organisation_id)
        .where(Letter.shop_id == actor.shop_id, Letter.state == LetterState.DEAD)
        .options(joinedload(relation(Worker.organisation), innerjoin=False))  # not every email is to a worker
        .order_by(col(Letter.id).desc())
    )
    return [tuple(row) for row in db.execute(statement)]


def undelivered_letter(db: Session, actor: Actor, key: str) -> Letter | None:
    statement = select(Letter).where(
        Letter.key == key, Letter.shop_id == actor.shop_id, Letter.state == LetterState.DEAD
    )
    return db.exec(statement).first()
