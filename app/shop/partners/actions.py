"""Adds and changes the partners of a shop."""

from sqlmodel import Session

from app.accounts.models import Organisation
from app.accounts.queries import organisation_by_name
from app.core.database import lock_row
from app.core.state_machine import Refused
from app.core.text_rules import N_
from app.shop.partners.models import Office, Partner
from app.shop.partners.queries import partner_even_if_retired

ALREADY_LISTED = N_("%(name)s is already on the list.")


def add(db: Session, shop_id: int, *, name: str, office: Office, offers: str = "", languages: str = "") -> Partner:
    """Adds an organisation to the shop. An organisation that another shop already has is shared, not added twice.

    `offers`, `languages`: free text. Raises Refused when it is already a partner of this shop.
    """
    organisation = organisation_by_name(db, name)
    if organisation is None:
        organisation = Organisation(name=name)
        db.add(organisation)
        db.flush()
    elif partner_even_if_retired(db, shop_id, organisation.id):
        raise Refused(ALREADY_LISTED, name=organisation.name)
    partner = Partner(
        shop_id=shop_id, organisation_id=organisation.id, office=office, offers=offers, languages=languages
    )
    partner.organisation = organisation
    db.add(partner)
    db.flush()
    return partner


def change(db: Session, partner: Partner, *, office: Office, offers: str, languages: str) -> Partner:
    """Changes what a partner does in this shop. Its name does not change: every shop shares the organisation."""
    partner = lock_row(db, partner)
    partner.office, partner.offers, partner.languages = office, offers, languages
    return partner
