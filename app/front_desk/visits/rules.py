"""How a visit goes: somebody waits, is helped, and it is done. Every step can be taken back on the day itself."""

from datetime import date

from app.core.clock import local_day
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule, Transition
from app.core.text_rules import N_
from app.front_desk.visits.models import Visit, VisitKind, VisitState

LONG_WAIT_MINUTES = 15  # minutes; longer is said in words
IN_THE_SHOP = (VisitState.WAITING, VisitState.TALKING)
# These kinds of contact bring somebody into the shop; the others are over when they are written down.
IN_PERSON_KINDS = frozenset({VisitKind.WALK_IN, VisitKind.APPOINTMENT})
# At these one meets many at once, most of them without a name.
GROUP_KINDS = frozenset({VisitKind.OUTREACH, VisitKind.EVENT})
MAX_AT_ONCE = 200

HELPED_ALREADY = N_("%(name)s is helping this visitor already.")
PRESENT_AGAIN = N_("This visitor has come in again since. There is nothing to take back.")
ONE_NAME = N_("Count one: a name belongs to one contact. Count the others without a name.")
ONE_BY_ONE = N_("Only outside or at an event can you count several at once.")
OTHER_DAY = N_("This visit was on another day. It stays as it is.")

_W, _T, _D, _L = VisitState.WAITING, VisitState.TALKING, VisitState.DONE, VisitState.LEFT
help_visitor = Transition(frozenset({_W}), _T)
finish = Transition(frozenset({_T}), _D)
leave = Transition(frozenset({_W, _T}), _L)
back_to_waiting = Transition(frozenset({_T, _L}), _W)  # takes back "I help" and "left"
back_to_talking = Transition(
    frozenset({_D}),
    _T,
    (Condition(lambda visit, actor: visit.helped_by_id is not None, N_("Nobody was helping this visitor.")),),
)
unregister = Transition(frozenset({_W, _L}), _L)  # only asked whether it may: the row goes

set_assignee = Rule((Condition(lambda visit, actor: visit.state == _W, NO_LONGER_POSSIBLE),))
undo_entry = Rule(
    (
        Condition(
            lambda visit, actor: visit.kind not in IN_PERSON_KINDS,
            N_("Somebody who came in is taken back on the board."),
        ),
    )
)


def several_obstacle(kind: VisitKind, *, named: bool) -> str | None:
    """Why a number of contacts cannot be counted at once, or None when they can."""
    if named:
        return ONE_NAME
    return None if kind in GROUP_KINDS else ONE_BY_ONE


CARD_DAYS = 14  # so long a visit without a name is found by the code on its card

ALREADY_NAMED = N_("This visit has a name already.")
CARD_TOO_OLD = N_("This card is too old. The visit stays without a name.")
ALREADY_PRESENT = N_("This visitor stands on the board already, with another visit. Which of the two was a mistake?")
NAMED_FROM_THE_START = N_("This visit had its name from the beginning.")


def naming_obstacle(visit: Visit, today: date) -> str | None:
    """Why a visit cannot get a name."""
    if visit.person_id is not None:
        return ALREADY_NAMED
    return CARD_TOO_OLD if (today - visit.day).days > CARD_DAYS else None


def unnaming_obstacle(visit: Visit, today: date) -> str | None:
    """Why the name cannot be taken off again: only on the day on which it was put on."""
    if visit.named_at is None or visit.person_id is None:
        return NAMED_FROM_THE_START
    return None if local_day(visit.named_at) == today else OTHER_DAY


def is_present(visit: Visit) -> bool:
    return visit.state in IN_THE_SHOP
