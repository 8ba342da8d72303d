"""How a visit goes: somebody waits, is helped, and it is done. Every step can be taken back on the day itself."""

from datetime import date

from app.core.clock import local_day
from app.core.state_machine import NO_LONGER, Condition, Rule, Step
from app.core.text_rules import N_
from app.front_desk.visits.models import Visit, VisitKind, VisitState

LONG_WAIT = 15  # minutes; longer is said in words
IN_THE_SHOP = (VisitState.WAITING, VisitState.TALKING)
# These kinds of contact bring somebody into the shop; the others are over when they are written down.
COMES_IN = frozenset({VisitKind.WALK_IN, VisitKind.APPOINTMENT})
# At these one meets many at once, most of them without a name.
MANY_AT_ONCE = frozenset({VisitKind.OUTREACH, VisitKind.EVENT})
MOST_AT_ONCE = 200

HELPED_ALREADY = N_("%(name)s is helping this visitor already.")
HERE_AGAIN = N_("This visitor has come in again since. There is nothing to take back.")
ONE_NAME = N_("Count one: a name belongs to one contact. Count the others without a name.")
ONE_BY_ONE = N_("Only outside or at an event can you count several at once.")
OVER = N_("This visit was on another day. It stays as it is.")

_W, _T, _D, _L = VisitState.WAITING, VisitState.TALKING, VisitState.DONE, VisitState.LEFT
helping = Step(frozenset({_W}), _T)
finishing = Step(frozenset({_T}), _D)
leaving = Step(frozenset({_W, _T}), _L)
waiting_on = Step(frozenset({_T, _L}), _W)  # takes back "I help" and "left"
talking_on = Step(
    frozenset({_D}),
    _T,
    (Condition(lambda visit, actor: visit.helped_by_id is not None, N_("Nobody was helping this visitor.")),),
)
unregistering = Step(frozenset({_W, _L}), _L)  # only asked whether it may: the row goes

asking_for = Rule((Condition(lambda visit, actor: visit.state == _W, NO_LONGER),))
uncounting = Rule(
    (
        Condition(
            lambda visit, actor: visit.kind not in COMES_IN, N_("Somebody who came in is taken back on the board.")
        ),
    )
)


def several_obstacle(kind: VisitKind, *, named: bool) -> str | None:
    """Why a number of contacts cannot be counted at once, or None when they can."""
    if named:
        return ONE_NAME
    return None if kind in MANY_AT_ONCE else ONE_BY_ONE


CARD_DAYS = 14  # so long a visit without a name is found by the code on its card

NAMED = N_("This visit has a name already.")
CARD_TOO_OLD = N_("This card is too old. The visit stays without a name.")
HERE_ALREADY = N_("This visitor stands on the board already, with another visit. Which of the two was a mistake?")
NOT_NAMED_LATER = N_("This visit had its name from the beginning.")


def naming_obstacle(visit: Visit, today: date) -> str | None:
    """Why a visit cannot get a name."""
    if visit.person_id is not None:
        return NAMED
    return CARD_TOO_OLD if (today - visit.day).days > CARD_DAYS else None


def unnaming_obstacle(visit: Visit, today: date) -> str | None:
    """Why the name cannot be taken off again: only on the day on which it was put on."""
    if visit.named_at is None or visit.person_id is None:
        return NOT_NAMED_LATER
    return None if local_day(visit.named_at) == today else OVER


def is_here(visit: Visit) -> bool:
    return visit.state in IN_THE_SHOP
