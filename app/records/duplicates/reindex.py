"""Keeping everybody findable, and known to be in the books once, when the rules by which that is done change."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.people.people import actions as people
from app.people.people.queries import any_person_exists, is_search_index_current
from app.records.duplicates import actions, candidate_list


def rebuild_index_if_needed(db: Session, at: datetime, say: Callable[[str], None], *, anew: bool = False) -> None:
    """Makes the index of everybody and the lists of doubles, if they were made by other rules than those of now."""
    if anew or not is_search_index_current(db):
        if not anew and not any_person_exists(db):
            say = _silent  # a first start has nothing to tell of this
        say("Making everybody findable …")
        actions.move_all_late_writes(db)
        say(f"{people.rebuild_search_index(db, say):,} persons can be found.")
        say(f"{candidate_list.rebuild_all(db, at):,} pairs may be one person.")


def _silent(words: str) -> None:
    pass
