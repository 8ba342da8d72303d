"""Checks a visitor in: an anonymous visit with a number to be called by."""

from datetime import date, datetime

from sqlalchemy import func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.audit.models import AuditActor
from app.core.state_machine import NO_LONGER_POSSIBLE, Refused
from app.front_desk.kiosk import rules
from app.front_desk.kiosk.rules import Topic
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import Visit
from app.web.i18n import DEFAULT, catalogue

MAX_ATTEMPTS = 20  # to get a number while other tablets take theirs


def check_in(db: Session, chosen: Topic, *, language: str, called: str = "", by: AuditActor, at: datetime) -> Visit:
    """Registers a visit with the shop's next number of the day. `called`: a name to call, kept for that day only."""
    about = catalogue(DEFAULT).gettext(rules.TOPIC_NAMES[chosen])  # in the workers' language
    visit = visits.register(db, None, about=about, kind=rules.visit_kind(chosen), by=by, at=at)
    visit.language, visit.call_name = language, called
    _give_number(db, visit)
    if visit.number == 1:
        _erase_call_names(db, visit.shop_id, visit.day)
    return visit


def _give_number(db: Session, visit: Visit) -> None:
    for _attempt in range(MAX_ATTEMPTS):
        last = db.scalar(select(func.max(Visit.number)).where(Visit.shop_id == visit.shop_id, Visit.day == visit.day))
        try:
            with db.begin_nested():
                visit.number = (last or 0) + 1
            return
        except IntegrityError:  # another tablet was a moment earlier
            continue
    raise Refused(NO_LONGER_POSSIBLE)


def _erase_call_names(db: Session, shop_id: int, today: date) -> None:
    """Erases the names that visitors of earlier days gave to be called by."""
    earlier = (col(Visit.shop_id) == shop_id, col(Visit.day) < today, col(Visit.number).is_not(None))
    db.execute(update(Visit).where(*earlier, col(Visit.call_name) != "").values(call_name=""))
