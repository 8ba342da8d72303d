"""The data of the shop that the plan of an import depends on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from app.core.text_rules import fold
from app.records.register_import.records import OutcomeKind
from app.shop.half_days.models import DayPart


@dataclass(frozen=True, kw_only=True)
class ShopContext:
    """The importing worker, the shop's week and half-days, and the meanings of words in its registers.

    `organisations`, `results` and `topics` (keys) are by folded word; None means that the word has no meaning. A word
    that is missing is not understood (yet) and is kept as text. `at`: the moment of the import. `week`: hours by
    weekday and half-day. `openings`: id and opening time by day and half-day. `already`: how often each line (by
    fingerprint) was imported before.
    """

    shop_id: int
    worker_id: int
    organisation_id: int
    follower_id: int | None = None
    follower_organisation_id: int | None = None
    at: datetime
    today: date
    week: Mapping[tuple[int, DayPart], tuple[time, time]] = field(default_factory=dict)
    openings: Mapping[tuple[date, DayPart], tuple[int, time]] = field(default_factory=dict)
    organisations: Mapping[str, int | None] = field(default_factory=dict)
    results: Mapping[str, OutcomeKind | None] = field(default_factory=dict)
    topics: Mapping[str, str | None] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()
    already: Mapping[str, int] = field(default_factory=dict)

    def organisation(self, word: str) -> int | None:
        return self.organisations.get(fold(word)) if word else None

    def result(self, word: str) -> OutcomeKind | None:
        return self.results.get(fold(word)) if word else None

    def topic(self, word: str) -> str:
        return self.topics.get(fold(word)) or "" if word else ""
