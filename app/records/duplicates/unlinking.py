"""What goes where when a link is undone. Reads only: the page shows it before it happens.

What came from the other card goes back to it. What was added since goes along when it hangs on something that goes
back (a note on a journey), and stays with the main card otherwise.
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
    """The rows that go back, those of them that were added since, and those that were added since and stay."""

    back: list[OwnedRow]
    along: list[OwnedRow]
    staying: list[OwnedRow]
    kept: list[OwnedRow]
    stuck: Handover | None  # under way, on a consent of the card from which it parts

    @property
    def went(self) -> set[RowRef]:
        return {row.name for row in self.back}


def unmerge_plan(db: Session, link: Link) -> UnmergePlan:
    """How this link would be undone now."""
    ledger: dict[RowKey, bool] = {
        (line.table_name, line.column_name, line.row_id): line.from_other
        for line in db.exec(select(LinkedRow).where(LinkedRow.link_id == link.id))
    }
    rows = rows_of(db, link.main_id)
    back = [row for row in rows if ledger.get(row.place)]
    kept = [row for row in rows if ledger.get(row.place) is False]
    since = [row for row in rows if row.place not in ledger]
    along = _dependent_rows(since, {row.name for row in back})
    staying = [row for row in since if row not in along]
    given = [row for row in staying if isinstance(row.thing, Consent) and _only_for(row.thing, along + back, kept)]
    along, staying = along + given, [row for row in staying if row not in given]
    return UnmergePlan(back + along, along, staying, kept, _blocking_handover(back + along, kept + staying))


def _dependent_rows(since: list[OwnedRow], went: set[RowRef]) -> list[OwnedRow]:
    """What was added since and hangs on what goes back, however far down."""
    found: list[OwnedRow] = []
    while more := [row for row in since if row not in found and depends_on(row) & went]:
        found += more
        went |= {row.name for row in more}
    return found


def _handovers(rows: Iterable[OwnedRow]) -> list[Handover]:
    return [row.thing for row in rows if isinstance(row.thing, Handover)]


def _only_for(consent: Consent, going: list[OwnedRow], staying: list[OwnedRow]) -> bool:
    """Whether this consent was given for handovers that go back, and for no other."""
    used = any(h.consent_id == consent.id for h in _handovers(going))
    return used and not any(h.consent_id == consent.id for h in _handovers(staying))


def _blocking_handover(going: list[OwnedRow], staying: list[OwnedRow]) -> Handover | None:
    """A handover under way whose consent would be another person's: what rests on it has to end first."""
    for side, across in ((going, staying), (staying, going)):
        theirs = {row.thing.id for row in across if isinstance(row.thing, Consent)}
        for handover in _handovers(side):
            if handover.state in ALIVE and handover.consent_id in theirs:
                return handover
    return None


def has_later_link(db: Session, link: Link) -> bool:
    """Whether the main card of this link was linked to another since, and this link moved along with it."""
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


# What is named by itself; the rest are parts of these.
COUNTED_TABLES = ("visit", "intake", "journey", "note", "consent", "handover", "outcome")


def count_by_table(rows: Iterable[OwnedRow]) -> dict[str, int]:
    """How many there are of each kind that a reader knows by name."""
    counts = Counter(row.owned.table for row in rows)
    return {table: counts[table] for table in COUNTED_TABLES if counts[table]}
