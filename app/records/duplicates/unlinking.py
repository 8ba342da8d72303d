"""The rows that move back when a merge is undone. Reads only: the page shows the plan before it is carried out.

Rows that came from the other record move back to it. Rows added since move as well when they depend on one that moves
(a note on a journey), and stay with the main record otherwise.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.handovers.consents.models import Consent
from app.handovers.lifecycle.models import ALIVE, Handover
from app.people.people.person_aliases import Link, LinkedRow, RowRef
from app.records.duplicates.owned_rows import OwnedRow, RowKey, depends_on, rows_of


@dataclass(frozen=True)
class UnmergePlan:
    """What happens to each row when a merge is undone.

    `back`: moves to the other record, including `dependent`: added since and dependent on what moves. `staying`: added
    since and stays. `kept`: belonged to the main record before. `blocking`: a handover in progress that forbids it.
    """

    back: list[OwnedRow]
    dependent: list[OwnedRow]
    staying: list[OwnedRow]
    kept: list[OwnedRow]
    blocking: Handover | None  # depends on a consent of the record from which it would be separated

    @property
    def refs_back(self) -> set[RowRef]:
        return {row.ref for row in self.back}


def unmerge_plan(db: Session, link: Link) -> UnmergePlan:
    """How this merge would be undone now."""
    ledger: dict[RowKey, bool] = {
        (line.table_name, line.column_name, line.row_id): line.from_other
        for line in db.exec(select(LinkedRow).where(LinkedRow.link_id == link.id))
    }
    rows = rows_of(db, link.main_id)
    came = [row for row in rows if ledger.get(row.key)]
    kept = [row for row in rows if ledger.get(row.key) is False]
    added = [row for row in rows if row.key not in ledger]
    dependent = _dependent_rows(added, {row.ref for row in came})
    staying = [row for row in added if row not in dependent]
    moving = dependent + came
    consents = [row for row in staying if isinstance(row.instance, Consent) and _only_for(row.instance, moving, kept)]
    dependent += consents
    staying = [row for row in staying if row not in consents]
    back = came + dependent
    return UnmergePlan(back, dependent, staying, kept, _blocking_handover(back, kept + staying))


def _dependent_rows(added: list[OwnedRow], moving: set[RowRef]) -> list[OwnedRow]:
    """The added rows that depend on a row that moves, directly or through others."""
    found: list[OwnedRow] = []
    while more := [row for row in added if row not in found and depends_on(row) & moving]:
        found += more
        moving |= {row.ref for row in more}
    return found


def _handovers(rows: Iterable[OwnedRow]) -> list[Handover]:
    return [row.instance for row in rows if isinstance(row.instance, Handover)]


def _only_for(consent: Consent, going: list[OwnedRow], staying: list[OwnedRow]) -> bool:
    """Whether only handovers that move back use this consent."""
    used = any(h.consent_id == consent.id for h in _handovers(going))
    return used and not any(h.consent_id == consent.id for h in _handovers(staying))


def _blocking_handover(going: list[OwnedRow], staying: list[OwnedRow]) -> Handover | None:
    """A handover in progress whose consent would belong to the other person; it has to end first."""
    for side, across in ((going, staying), (staying, going)):
        consent_ids = {row.instance.id for row in across if isinstance(row.instance, Consent)}
        for handover in _handovers(side):
            if handover.state in ALIVE and handover.consent_id in consent_ids:
                return handover
    return None


def has_later_link(db: Session, link: Link) -> bool:
    """Whether the main record of this link was merged into another one since, and took this link with it."""
    statement = (
        select(LinkedRow.link_id)
        .join(Link, col(Link.id) == LinkedRow.link_id)
        .where(
            LinkedRow.table_name == "link",
            LinkedRow.row_id == link.id,
            col(LinkedRow.from_other),
            col(Link.undone_at).is_(None),
        )
    )
    return db.exec(statement).first() is not None


# Tables shown with a count; rows of other tables are parts of these.
COUNTED_TABLES = ("visit", "intake", "journey", "note", "consent", "handover", "outcome")


def count_by_table(rows: Iterable[OwnedRow]) -> dict[str, int]:
    """How many rows there are in each table that is shown with a count."""
    counts = Counter(row.column.table for row in rows)
    return {table: counts[table] for table in COUNTED_TABLES if counts[table]}
