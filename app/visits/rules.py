"""How a visit goes: somebody waits, is helped, and it is done. Every step can be taken back on the day itself."""

from app.core.lifecycle import NO_LONGER, Condition, Rule, Step
from app.core.text import N_
from app.visits.models import Visit, VisitKind, VisitState

LONG_WAIT = 15  # minutes; longer is said in words
IN_THE_SHOP = (VisitState.WAITING, VisitState.TALKING)
# These kinds of contact bring somebody into the shop; the others are over when they are written down.
COMES_IN = frozenset({VisitKind.WALK_IN, VisitKind.APPOINTMENT})

HELPED_ALREADY = N_("%(name)s is helping this visitor already.")
HERE_AGAIN = N_("This visitor has come in again since. There is nothing to take back.")
OVER = N_("This visit was on another day. It stays as it is.")

_W, _T, _D, _L = VisitState.WAITING, VisitState.TALKING, VisitState.DONE, VisitState.LEFT
helping = Step(frozenset({_W}), _T)
finishing = Step(frozenset({_T}), _D)
leaving = Step(frozenset({_W, _T}), _L)
waiting_on = Step(frozenset({_T, _L}), _W)  # takes back "I help" and "left"
talking_on = Step(
    frozenset({_D}), _T,
    (Condition(lambda visit, actor: visit.helped_by_id is not None, N_("Nobody was helping this visitor.")),),
)  # fmt: skip
unregistering = Step(frozenset({_W, _L}), _L)  # only asked whether it may: the row goes

asking_for = Rule((Condition(lambda visit, actor: visit.state == _W, NO_LONGER),))


def is_here(visit: Visit) -> bool:
    return visit.state in IN_THE_SHOP
