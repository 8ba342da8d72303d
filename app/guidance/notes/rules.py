"""Who reads a note, and who may correct it (DOMAIN invariant 3). Pure: no session, no clock.

`reads` is the rule; `queries.readable` says the same to the database, and a test holds the two together.
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
    """Who reads the notes about one person, whom they may see (handovers.access makes it).

    `since`: from then on the reader's organisation answers for the person, so what is to be shared reaches it too.
    `shared`: a handover shares the notes with that organisation now; not those in `unshared`, which are of another card
    than the handover (decision 11). `apart`: of another card that this reader does not know.
    """

    worker_id: int
    organisation_id: int
    in_front_office: bool = False  # of the shop
    since: datetime | None = None
    shared: bool = False
    unshared: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()


class WrittenNote(Protocol):
    """What of a note decides who reads it, besides its reach."""

    @property
    def id(self) -> int: ...
    @property
    def author_id(self) -> int: ...
    @property
    def organisation_id(self) -> int: ...
    @property
    def written_at(self) -> datetime: ...


def can_read(reader: Reader, note: WrittenNote, reach: Reach) -> bool:
    """Whether the reader reads what was written with this reach: of the note as it is, or as it was once."""
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
    """What stands ready in the form: the front office works as one, a partner writes for its own first."""
    return Reach.FRONT_OFFICE if actor.in_front_office else Reach.ORGANISATION


def _is_author(note: Note, actor: Actor) -> bool:
    return note.author_id == actor.worker_id


by_author = Condition(_is_author, N_("Only who wrote this note can correct it. Write a note of your own beside it."))
correct_note = Rule((by_author,))
