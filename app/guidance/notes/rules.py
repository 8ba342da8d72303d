"""Rules for reading and correcting a note (DOMAIN §5, invariant 3). Pure: no session, no clock.

`can_read` is the rule. `queries.readable_by` expresses it in SQL, and a test checks that the two agree.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.accounts.current_user import Actor
from app.core.state_machine import Condition, Rule
from app.core.text_rules import N_
from app.guidance.notes.models import Note, Reach


@dataclass(frozen=True)
class Reader:
    """A worker who may see one person, and what decides which notes they may read (made by handovers.disclosure).

    `since`: when the reader's organisation became responsible for the person; notes to be shared reach it from then on.
    `shared`: a handover shares the notes with that organisation now, except the ids in `unshared`, which belong to
    another linked record than the handover (decision 11). `apart`: ids of notes of a linked record that this reader may
    not see.
    """

    worker_id: int
    organisation_id: int
    in_front_office: bool = False  # of the shop
    since: datetime | None = None
    shared: bool = False
    unshared: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()


class WrittenNote(Protocol):
    """What decides who may read a note, besides its reach."""

    @property
    def id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def written_at(self) -> datetime: ...


def can_read(reader: Reader, note: WrittenNote, reach: Reach) -> bool:
    """Whether the reader may read the text of this note that had this reach: its present text or an earlier one."""
    if reach == Reach.HANDOVER and reader.shared and note.id not in reader.unshared:
        return True
    if note.id in reader.apart:
        return False
    own = note.organisation_id == reader.organisation_id
    match reach:
        case Reach.ONLY_ME:
            return note.author_id == reader.worker_id
        case Reach.ORGANISATION:
            return own
        case Reach.FRONT_OFFICE:
            return own or reader.in_front_office
        case Reach.HANDOVER:
            return own or reader.in_front_office or (reader.since is not None and note.written_at >= reader.since)


def default_reach(actor: Actor) -> Reach:
    """The reach selected at first in the form: the front office, or a partner's own organisation."""
    return Reach.FRONT_OFFICE if actor.in_front_office else Reach.ORGANISATION


def _is_author(note: Note, actor: Actor) -> bool:
    return note.author_id == actor.worker_id


by_author = Condition(_is_author, N_("Only the author can correct this note. You can write a note of your own."))
correct_note = Rule((by_author,))
