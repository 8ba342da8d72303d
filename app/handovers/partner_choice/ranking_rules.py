"""Which partner fits best: a few facts, each with its weight. Pure; every fact that counts is shown as a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.shop.partners.models import Service

# What counts, and for how much. Only the order says something: what a partner does weighs most, then whether it can be
# done in the person's own language, then whether somebody can walk over now; the rest decides between equals.
SUBJECT = 40  # each subject of the person that the partner helps with
LANGUAGE = 30  # it speaks a language of the person besides Dutch
PRESENT = 20  # somebody of it is in the shop now
LATER = 8  # or comes later today
ROOM = 6  # it said that there is a place
QUICK = 5  # it usually answers within so many working days:
QUICK_DAYS = 2
FRESH = 3  # it said in the past month that its window is right


@dataclass(frozen=True)
class Fit:
    """What is known of one partner for one person. `answers_in`: working days; None: not known."""

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
    """To sort by, the best first. Who is full comes after all others, however well it fits."""
    return fit.full, -score(fit)


def best_service(services: Sequence[Service], subjects: Collection[str], languages: Collection[str]) -> Service | None:
    """The service about most of these subjects; of equals the one in a language of theirs, then the soonest.

    None when none is about any of them.
    """

    def fits(service: Service) -> tuple[int, bool, int]:
        spoken = bool(set(service.languages) & set(languages))
        return len(set(service.topics) & set(subjects)), spoken, -(service.waiting_days or 0)

    best = max(services, key=fits, default=None)
    return best if best is not None and fits(best)[0] else None
