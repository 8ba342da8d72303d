"""Whether two records can be merged, whether a merge can be undone, and what two records have in common. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accounts.current_user import Actor
from app.accounts.models import Role
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule
from app.core.text_rules import N_, fold, words_of
from app.guidance.journeys.models import Journey
from app.people.people.models import Person
from app.people.people.person_aliases import Link
from app.people.search.search_terms import digits_of

SAME_CARD = N_("These cards are already linked.")
LINKED_ALREADY = N_("One of these cards is already linked to another card.")
OTHER_SHOP = N_("These cards belong to two different shops. You cannot link them.")
BOTH_HERE = N_("Both cards have a visit in the shop now. Take one of the two visits off the board first.")
TWO_TRANSFERS = N_(
    "On both cards, somebody has been asked to take over. Finish or withdraw one of the two requests first."
)
BOTH_SHARED = N_("Handovers are in progress in both journeys. Finish or withdraw those of one journey first.")
GOES_ON_SHARED = N_("A handover is in progress in the other journey. Choose that journey to continue.")
CHOOSE_JOURNEY = N_("Both cards have an open journey. Choose which one continues.")
LATER_FIRST = N_("The main card was linked to another card later. Undo that first.")
RESTS_ON = N_(
    "The handover to %(partner)s is based on a consent that returns to the other card. Withdraw that handover first."
)


@dataclass(frozen=True)
class MergeSide:
    """One of the two records, with what is open or in progress on it."""

    person: Person
    journey: Journey | None = None
    linked: bool = False  # already an alias of another record
    is_here: bool = False
    alive: frozenset[int] = frozenset()  # ids of journeys with a handover in progress
    transfer: bool = False  # a transfer is offered or in progress

    @property
    def shared(self) -> bool:
        """Whether a handover is in progress in the open journey."""
        return self.journey is not None and self.journey.id in self.alive


@dataclass(frozen=True)
class MergePair:
    """The main record, the other one, and the key of the journey that continues when both have an open one."""

    main: MergeSide
    other: MergeSide
    goes_on: str = ""

    @property
    def sides(self) -> tuple[MergeSide, MergeSide]:
        return self.main, self.other

    @property
    def both_have_journeys(self) -> bool:
        return all(side.journey for side in self.sides)

    @property
    def set_aside(self) -> Journey | None:
        """The journey that is suspended because the other one continues."""
        if not self.both_have_journeys:
            return None
        return next((s.journey for s in self.sides if s.journey and s.journey.key != self.goes_on), None)


def _coordinates(thing: MergePair | Link, actor: Actor) -> bool:
    shop_id = thing.shop_id if isinstance(thing, Link) else thing.main.person.shop_id
    return Role.COORDINATOR in actor.roles and actor.shop_id == shop_id


def _one_journey_chosen(pair: MergePair, actor: Actor) -> bool:
    return not pair.both_have_journeys or any(s.journey and s.journey.key == pair.goes_on for s in pair.sides)


def _sharing_goes_on(pair: MergePair, actor: Actor) -> bool:
    gone = pair.set_aside
    return gone is None or not any(gone.id in side.alive for side in pair.sides)


by_coordinator = Condition(_coordinates, N_("Only a coordinator of this shop can do this."))
# Conditions that do not depend on the choice of a journey, so they are checked before the form is shown.
mergeable = Rule(
    (
        by_coordinator,
        Condition(lambda pair, actor: pair.main.person.id != pair.other.person.id, SAME_CARD),
        Condition(lambda pair, actor: not any(side.linked for side in pair.sides), LINKED_ALREADY),
        Condition(lambda pair, actor: pair.main.person.shop_id == pair.other.person.shop_id, OTHER_SHOP),
        Condition(lambda pair, actor: not all(side.is_here for side in pair.sides), BOTH_HERE),
        Condition(lambda pair, actor: not all(side.transfer for side in pair.sides), TWO_TRANSFERS),
        Condition(lambda pair, actor: not all(side.shared for side in pair.sides), BOTH_SHARED),
    )
)
merging = Rule(
    (
        *mergeable.conditions,
        Condition(_one_journey_chosen, CHOOSE_JOURNEY),
        Condition(_sharing_goes_on, GOES_ON_SHARED),
    )
)
unmerging = Rule((by_coordinator, Condition(lambda link, actor: link.undone_at is None, NO_LONGER_POSSIBLE)))


def is_natural_main(one: MergeSide, other: MergeSide) -> bool:
    """Whether `one` is the natural main record: the one with an open journey, or else the older one."""
    if (one.journey is None) != (other.journey is None):
        return one.journey is not None
    return (one.person.made_at, one.person.id) <= (other.person.made_at, other.person.id)


@dataclass(frozen=True)
class ComparedField:
    """A field with its value on both records. `same` is None if one of them is empty."""

    name: str
    values: tuple[str | int | date, str | int | date]
    same: bool | None


# Label, value to show and value to compare: a number or a name may be written in more than one way.
_COMPARED_FIELDS: tuple[tuple[str, Callable[[Person], Any], Callable[[Person], Any]], ...] = (
    (N_("Name"), lambda p: p.name, lambda p: sorted(words_of(p.name))),
    (N_("Born"), lambda p: p.birth_date or p.birth_year or "", lambda p: p.birth_year or ""),
    (N_("Phone"), lambda p: p.phone, lambda p: digits_of(p.phone)),
    (N_("Email"), lambda p: p.email, lambda p: fold(p.email)),
    (N_("Street"), lambda p: p.street, lambda p: words_of(p.street)),
    (N_("Languages"), lambda p: p.languages, lambda p: sorted(words_of(p.languages))),
)


def compare_fields(one: Person, other: Person) -> list[ComparedField]:
    """Compares two records field by field. Fields that are empty on both are left out."""
    found = []
    for name, shown, comparable in _COMPARED_FIELDS:
        values = (shown(one), shown(other))
        if any(values):
            same = comparable(one) == comparable(other) if all(values) else None
            found.append(ComparedField(name, values, same))
    return found
