"""The language in which a person is addressed."""

from sqlmodel import Session

from app.front_desk.visits.queries import kiosk_language
from app.handovers.disclosure.partner_access_queries import CONTACT
from app.handovers.disclosure.queries import PersonView
from app.people.people.preferred_language import language_of as language_in
from app.web.i18n import DEFAULT


def language_of(db: Session, view: PersonView) -> str:
    """The person's recorded language if the reader may see it, else the one chosen on the tablet or the default."""
    written = language_in(view.card.languages) if view.may_see(CONTACT) else None
    return written or (kiosk_language(db, view.person.id) if view.whole else None) or DEFAULT
