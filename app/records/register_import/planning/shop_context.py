"""What the plan of an import has to know of its shop. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from app.core.text_rules import fold
from app.records.register_import.records import OutcomeKind
from app.shop.half_days.models import DayPart


@dataclass(frozen=True, kw_only=True)
class ShopContext:
    """What the plan has to know of the shop: who acts, its week and half-days, and what its registers' words mean.

    `organisations`, `results` and `topics` (keys) are by folded word: None is "nothing"; a word that is not among them
    is not understood (yet), and is kept as it stands. `already`: how often a line is there from an earlier import.
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

    def organisation(self, said: str) -> int | None:
        return self.organisations.get(fold(said)) if said else None

    def result(self, said: str) -> OutcomeKind | None:
        return self.results.get(fold(said)) if said else None

    def topic(self, said: str) -> str:
        return self.topics.get(fold(said)) or "" if said else ""
