"""Workers present now, with their languages and room for conversations, and those still expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.front_desk.visits.queries import talk_starts
from app.shop.half_days import queries
from app.shop.half_days.models import Presence
from app.shop.half_days.rules import OpeningHours
from app.shop.roster import queries as roster_queries
from app.shop.roster.models import RosterPlan
from app.shop.roster.rules import speakers_by_language, talks_left


@dataclass(frozen=True)
class StaffPresent:
    """Staff as one reader sees it. `talks_left`: room for conversations by worker id, for those who stated it."""

    hours: OpeningHours
    present: list[Presence]
    awaited: list[RosterPlan]
    floor: Sequence[Worker]
    talks_left: dict[int, int]
    reader_id: int

    @property
    def mine(self) -> Presence | None:
        """The reader's own presence."""
        return next((p for p in self.present if p.worker_id == self.reader_id), None)

    @property
    def absent(self) -> list[Worker]:
        """Workers who can be marked as present, expected ones first."""
        there = {presence.worker_id for presence in self.present}
        coming = {plan.worker_id for plan in self.awaited}
        return sorted((w for w in self.floor if w.id not in there), key=lambda worker: worker.id not in coming)

    @property
    def spoken(self) -> list[tuple[str, list[Worker]]]:
        """Languages of the workers present, except those that everybody with known languages speaks."""
        able = [presence.worker for presence in self.present if presence.worker.languages]
        return [
            (language, who) for language, who in speakers_by_language(able) if len(who) < len(able) or len(able) == 1
        ]


def staff_present(db: Session, actor: Actor, at: datetime) -> StaffPresent:
    hours, floor = queries.hours(db, actor.shop_id, at), roster_queries.floor_workers(db, actor.shop_id)
    counts = hours.roster
    arrived = roster_queries.presences_of(db, counts.opening_id) if counts and counts.opening_id else []
    present = [presence for presence in arrived if presence.until is None]
    awaited = roster_queries.plans_for_half_day(db, actor.shop_id, hours.now, floor) if hours.now else []
    there = {presence.worker_id for presence in arrived}
    return StaffPresent(
        hours,
        present,
        [plan for plan in awaited if plan.worker_id not in there],
        floor,
        _talks_left(db, present),
        actor.worker_id,
    )


def _talks_left(db: Session, present: list[Presence]) -> dict[int, int]:
    stated = [presence for presence in present if presence.talks is not None]
    begun = talk_starts(db, stated[0].opening_id) if stated else {}
    found = {presence.worker_id: talks_left(presence, begun.get(presence.worker_id, ())) for presence in stated}
    return {worker_id: left for worker_id, left in found.items() if left is not None}
