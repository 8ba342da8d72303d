"""Ranking of partners by a weighted score. Pure. Every fact that counts is also shown as a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.shop.partners.models import Service

# Weights. Only their order matters: first what a partner helps with, then the person's own language, then whether
# somebody can meet them now; the rest decides between equals.
SUBJECT = 40  # for each subject of the person that the partner helps with
LANGUAGE = 30  # the partner speaks a language of the person other than Dutch
PRESENT = 20  # a worker of the partner is in the shop now
LATER = 8  # or will be later today
ROOM = 6  # the partner reported a free place
QUICK = 5  # the usual response time is at most QUICK_DAYS working days
QUICK_DAYS = 2
FRESH = 3  # the partner confirmed its profile in the past month


@dataclass(frozen=True)
class Fit:
    """How one partner fits one person. `response_days`: usual response time in working days; None: unknown."""

    subjects: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    present: bool = False
    later: bool = False
    full: bool = False
    room: int | None = None
    response_days: int | None = None
    fresh: bool = False


def score(fit: Fit) -> int:
    return (
        SUBJECT * len(fit.subjects)
        + LANGUAGE * bool(fit.languages)
        + PRESENT * fit.present
        + LATER * fit.later
        + ROOM * bool(fit.room)
        + QUICK * (fit.response_days is not None and fit.response_days <= QUICK_DAYS)
        + FRESH * fit.fresh
    )


def sort_key(fit: Fit) -> tuple[bool, int]:
    """Sort key, best first. Full partners come last, however well they fit."""
    return fit.full, -score(fit)


def best_service(services: Sequence[Service], subjects: Collection[str], languages: Collection[str]) -> Service | None:
    """The service that covers most of the subjects; then one in a language of the person, then the shortest wait.

    None when no service covers any of them.
    """

    def fits(service: Service) -> tuple[int, bool, int]:
        spoken = bool(set(service.languages) & set(languages))
        return len(set(service.topics) & set(subjects)), spoken, -(service.waiting_days or 0)

    best = max(services, key=fits, default=None)
    return best if best is not None and fits(best)[0] else None
