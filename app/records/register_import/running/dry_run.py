"""Reads, matches and plans an import without writing it, and stores the questions that are left.

The slow parts run between short transactions, so that nothing holds the database for long.
"""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from app.core.clock import local_day
from app.core.ids import new_key
from app.records.register_import import queries
from app.records.register_import.entries import Column, RegisterEntry
from app.records.register_import.matching import vocabulary
from app.records.register_import.matching.matching import Matching, PossiblePair, Side, match_entries
from app.records.register_import.matching.merged_person import question_facts
from app.records.register_import.matching.word_matcher import CERTAIN_SCORE, RESULT_WORDS, TOPIC_WORDS, best_match
from app.records.register_import.models import Import, Question, WordKind
from app.records.register_import.parsing import files, line_parser
from app.records.register_import.planning.plan import Plan, make_plan
from app.records.register_import.planning.shop_context import ShopContext
from app.records.register_import.running.batches import ImportJob, LeaseLost, read_only_session, transaction
from app.shop.half_days.queries import closed_days, weekly
from app.shop.lists.models import ListItem

HEARTBEAT_SECONDS = 1.0  # between two heartbeats


class Progress:
    """Sends a heartbeat with the progress every second, from a separate thread, so that the lease does not expire."""

    def __init__(self, job: ImportJob):
        self.job, self.done, self.total = job, 0, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._send_heartbeats, name="progress", daemon=True)

    def __enter__(self) -> "Progress":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _send_heartbeats(self) -> None:
        while not self._over.wait(HEARTBEAT_SECONDS):
            with (
                suppress(DBAPIError, LeaseLost),
                transaction() as db,
            ):  # the job itself notices a lost lease
                self.job.heartbeat(db, self.done, total=max(self.done, self.total))

    def share_of(self, begin: float, end: float) -> Callable[[float], None]:
        """A function for work that reports the share that it has done, 0 to 1. `begin` and `end`: the part of the total
        progress that this work covers."""

        def report(share: float) -> None:
            self.done = int(self.total * (begin + (end - begin) * share))

        return report


@dataclass(frozen=True)
class DryRun:
    """Everything that follows from the file, the shop's data and the answers."""

    entries: list[RegisterEntry]
    matching: Matching
    plan: Plan
    shop: ShopContext
    terms: list[vocabulary.Term]
    answers: list[queries.PairAnswer]
    followed: frozenset[int]


def dry_run(job: ImportJob, progress: Progress) -> DryRun:
    """Reads, matches and plans the import. Raises Unreadable."""
    with read_only_session() as db:
        imported = db.get_one(Import, job.import_id)
        db.expunge(imported)
    entries = read_entries(imported, progress)
    progress.total, progress.done = len(entries), 0
    with read_only_session() as db:
        known, answers = queries.shop_persons(db, job.shop_id), queries.pair_answers(db, imported)
        meanings, choices, followed = (
            queries.meanings(db, job.shop_id),
            choices_by_kind(db, job.shop_id),
            queries.persons_with_open_journey(db, job.shop_id),
        )
        terms = vocabulary.terms(entries, meanings, choices, best_match, CERTAIN_SCORE)
        shop = load_shop_context(db, imported, job, terms)
    answered = {frozenset({answer.one, answer.other}): answer.same for answer in answers}
    matching = match_entries(entries, known, answered, progress.share_of(0.0, 0.8))
    plan = make_plan(entries, matching, shop.already)
    return DryRun(entries, matching, plan, shop, terms, answers, followed)


def read_entries(imported: Import, progress: Progress | None = None) -> list[RegisterEntry]:
    """The entries of the file, parsed with the confirmed columns. Raises Unreadable."""
    table = files.read(imported.content or b"", imported.sheet)
    columns = {int(place): Column(column) for place, column in imported.columns.items() if column}
    entries = []
    for entry in line_parser.parse_lines(table, columns, imported.heading_row, today=local_day(imported.made_at)):
        entries.append(entry)
        if progress is not None:
            progress.done = len(entries)
    return entries


def choices_by_kind(db: Session, shop_id: int) -> dict[WordKind, dict[str, list[str]]]:
    """What words in a register of this shop can refer to: for each kind the keys, each with its names."""
    return {
        WordKind.ORGANISATION: vocabulary.names_by_key(queries.organisations(db, shop_id), lambda one: [one.name]),
        WordKind.RESULT: vocabulary.names_by_key(
            queries.outcome_kinds(db, shop_id), lambda one: _item_names(one, RESULT_WORDS)
        ),
        WordKind.TOPIC: vocabulary.names_by_key(queries.topics(db, shop_id), lambda one: _item_names(one, TOPIC_WORDS)),
    }


def _item_names(item: ListItem, synonyms: Mapping[str, Sequence[str]]) -> list[str]:
    return [item.name_nl, item.name_en, *synonyms.get(item.code, ())]


def load_shop_context(db: Session, imported: Import, job: ImportJob, terms: Iterable[vocabulary.Term]) -> ShopContext:
    """The data of the shop for the plan. `terms`: the words of the register with their meanings."""
    organisations = {key: one.id for key, one in queries.organisations(db, job.shop_id).items()}
    kinds = {key: queries.outcome_kind(item) for key, item in queries.outcome_kinds(db, job.shop_id).items()}
    follower = queries.proposed_follower(db, imported)
    return ShopContext(
        shop_id=job.shop_id,
        worker_id=job.by.worker_id,
        organisation_id=job.by.organisation_id,
        follower_id=follower.id if follower else None,
        follower_organisation_id=follower.organisation_id if follower else None,
        at=job.at,
        today=local_day(job.at),
        closed=frozenset(closed_days(db, job.shop_id)),
        week={(row.weekday, row.part): (row.opens, row.closes) for row in weekly(db, job.shop_id)},
        openings=queries.openings(db, job.shop_id),
        already=queries.imported_line_counts(db, job.shop_id),
        organisations=vocabulary.resolved(terms, WordKind.ORGANISATION, organisations),
        results=vocabulary.resolved(terms, WordKind.RESULT, kinds),
        topics=vocabulary.resolved(terms, WordKind.TOPIC, {key: key for key in queries.topics(db, job.shop_id)}),
    )


def write_questions(
    db: Session,
    job: ImportJob,
    entries: Sequence[RegisterEntry],
    matching: Matching,
    terms: Iterable[vocabulary.Term],
) -> int:
    """Replaces the questions that were not answered yet. Returns how many are open."""
    unanswered = (col(Question.import_id) == job.import_id, col(Question.answered_at).is_(None))
    db.execute(delete(Question).where(*unanswered))
    numbers = [int(s[1:]) for pair in matching.possible_pairs for s in (pair.one, pair.other) if s.startswith("=")]
    keys = queries.person_keys(db, sorted(set(numbers)))
    rows: list[dict[str, Any]] = []
    for term in terms:
        rows.append(
            _question_values(
                job,
                kind=term.kind,
                said=term.said,
                guess=term.guess,
                score=term.score,
                rows=term.rows,
                examples=term.examples,
            )
        )
    for pair in matching.possible_pairs:
        rows.append(
            _question_values(
                job,
                score=pair.score,
                rows=_line_count(pair, matching),
                one=_stored_side(pair.one, keys),
                other=_stored_side(pair.other, keys),
                sides=[_side_facts(side, entries, matching) for side in (pair.one, pair.other)],
            )
        )
    if rows:
        db.execute(insert(Question), rows)
    return len(rows)


def _question_values(job: ImportJob, **values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "kind": None,
        "said": "",
        "guess": "",
        "one": "",
        "other": "",
        "same": None,
        "rows": 0,
        "score": 0.0,
        "examples": [],
        "sides": [],
    }
    return {**empty, "key": new_key(), "import_id": job.import_id, **values}


def _side_facts(side: Side, entries: Sequence[RegisterEntry], matching: Matching) -> dict[str, Any]:
    """The details that the lines of one side give, to compare; {} for an existing person with a card."""
    number = matching.group_by_side.get(side)
    if number is None or side.startswith("="):
        return {}
    return question_facts([entries[place] for place in matching.groups[number].places])


def _stored_side(side: Side, keys: dict[int, str]) -> str:
    return f"={keys[int(side[1:])]}" if side.startswith("=") else side


def _line_count(pair: PossiblePair, matching: Matching) -> int:
    groups = [matching.group_by_side.get(side) for side in (pair.one, pair.other)]
    return sum(len(matching.groups[number].places) for number in groups if number is not None)
