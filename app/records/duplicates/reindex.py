"""Rebuilds the search index and the lists of probable duplicates when their rules have changed."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.people.people import actions as people
from app.people.people.queries import any_person_exists, is_search_index_current
from app.records.duplicates import actions, candidate_list


def rebuild_index_if_needed(db: Session, at: datetime, say: Callable[[str], None], *, anew: bool = False) -> None:
    """Rebuilds the search index and the lists if their rules changed, or always with `anew`. `say`: prints a line."""
    if anew or not is_search_index_current(db):
        if not anew and not any_person_exists(db):
            say = _silent  # nothing to report on a first start
        say("Building the search index …")
        actions.move_all_late_writes(db)
        say(f"{people.rebuild_search_index(db, say):,} persons indexed.")
        say(f"{candidate_list.rebuild_all(db, at):,} probable duplicates found.")


def _silent(words: str) -> None:
    pass
