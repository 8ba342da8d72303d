"""Steps of a visit (waiting, talking, done or left), and when each is allowed."""

from datetime import date

from app.core.clock import local_day
from app.core.state_machine import NO_LONGER_POSSIBLE, Condition, Rule, Transition
from app.core.text_rules import N_
from app.front_desk.visits.models import Visit, VisitKind, VisitState

LONG_WAIT_MINUTES = 15  # from this many minutes the wait is marked as long
IN_THE_SHOP = (VisitState.WAITING, VisitState.TALKING)
# Contacts in which somebody comes into the shop; the others have ended when they are recorded.
IN_PERSON_KINDS = frozenset({VisitKind.WALK_IN, VisitKind.APPOINTMENT})
# Contacts with many people at once, most of them anonymous.
GROUP_KINDS = frozenset({VisitKind.OUTREACH, VisitKind.EVENT})
MAX_AT_ONCE = 200

HELPED_ALREADY = N_("%(name)s is already helping this visitor.")
PRESENT_AGAIN = N_("This visitor has come in again since. This step cannot be undone.")
ONE_NAME = N_("Count only one: a name belongs to one contact. Count the others without a name.")
ONE_BY_ONE = N_("You can count several at once only outside or at an event.")
OTHER_DAY = N_("This visit was on another day. It can no longer be changed.")

_W, _T, _D, _L = VisitState.WAITING, VisitState.TALKING, VisitState.DONE, VisitState.LEFT
help_visitor = Transition(frozenset({_W}), _T)
finish = Transition(frozenset({_T}), _D)
leave = Transition(frozenset({_W, _T}), _L)
back_to_waiting = Transition(frozenset({_T, _L}), _W)  # undoes help_visitor and leave
back_to_talking = Transition(
    frozenset({_D}),
    _T,
    (Condition(lambda visit, actor: visit.helped_by_id is not None, N_("Nobody was helping this visitor.")),),
)
unregister = Transition(frozenset({_W, _L}), _L)  # checked, never taken: the row is deleted

set_assignee = Rule((Condition(lambda visit, actor: visit.state == _W, NO_LONGER_POSSIBLE),))
undo_entry = Rule(
    (
        Condition(
            lambda visit, actor: visit.kind not in IN_PERSON_KINDS,
            N_("A visit to the shop can only be undone on the board."),
        ),
    )
)


def several_obstacle(kind: VisitKind, *, named: bool) -> str | None:
    """Why several contacts cannot be recorded at once; None when they can."""
    if named:
        return ONE_NAME
    return None if kind in GROUP_KINDS else ONE_BY_ONE


CARD_DAYS = 14  # days that a card code finds its visit

ALREADY_NAMED = N_("This visit already has a name.")
CARD_TOO_OLD = N_("This card is too old. The visit stays without a name.")
ALREADY_PRESENT = N_("This visitor is already on the board with another visit. Which of the two was a mistake?")
NAMED_FROM_THE_START = N_("This visit had a name from the start.")


def naming_obstacle(visit: Visit, today: date) -> str | None:
    """Why a visit cannot be given a name; None when it can."""
    if visit.person_id is not None:
        return ALREADY_NAMED
    return CARD_TOO_OLD if (today - visit.day).days > CARD_DAYS else None


def unnaming_obstacle(visit: Visit, today: date) -> str | None:
    """Why the name cannot be removed; None on the day it was added."""
    if visit.named_at is None or visit.person_id is None:
        return NAMED_FROM_THE_START
    return None if local_day(visit.named_at) == today else OTHER_DAY


def is_present(visit: Visit) -> bool:
    return visit.state in IN_THE_SHOP
