"""Keeping everybody findable, and known to be in the books once, when the rules by which that is done change."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.people.people import actions as people
from app.people.people.queries import all_findable, is_anybody
from app.records.duplicates import actions, candidate_list


def make_findable(db: Session, at: datetime, say: Callable[[str], None], *, anew: bool = False) -> None:
    """Makes the index of everybody and the lists of doubles, if they were made by other rules than those of now."""
    if anew or not all_findable(db):
        if not anew and not is_anybody(db):
            say = _silent  # a first start has nothing to tell of this
        say("Making everybody findable …")
        actions.gather(db)
        say(f"{people.make_findable(db, say):,} persons can be found.")
        say(f"{candidate_list.rebuild_all(db, at):,} pairs may be one person.")


def _silent(words: str) -> None:
    pass
