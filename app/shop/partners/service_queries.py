"""Reads the services of partners, the topics they are about, and the closures of a partner."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from app.shop.lists import queries
from app.shop.lists.models import ListItem, ListName
from app.shop.partners import languages
from app.shop.partners.models import Partner, PartnerClosure, Service

SUBJECT_LISTS = (ListName.OBSTACLE, ListName.TOPIC)  # the lists with what a service can be about


def services_of(db: Session, partner: Partner) -> list[Service]:
    """All services of a partner by name, retired ones last."""
    rows = db.exec(select(Service).where(Service.partner_id == partner.id))
    return sorted(rows, key=lambda s: (s.retired_at is not None, s.name.casefold()))


def service_of(db: Session, partner: Partner, key: str) -> Service | None:
    return db.exec(select(Service).where(Service.key == key, Service.partner_id == partner.id)).first()


def services_by_partner(db: Session, shop_id: int) -> dict[int, list[Service]]:
    """The current services of every partner of the shop, by partner id, each in order of name."""
    statement = select(Service).where(Service.shop_id == shop_id, col(Service.retired_at).is_(None))
    by_partner: dict[int, list[Service]] = {}
    for service in sorted(db.exec(statement), key=lambda s: s.name.casefold()):
        by_partner.setdefault(service.partner_id, []).append(service)
    return by_partner


def subjects(db: Session, shop_id: int, with_retired: bool = False) -> list[tuple[ListName, Sequence[ListItem]]]:
    """What a service can be about: the shop's obstacles and topics, each list in order."""
    return [(name, queries.items(db, shop_id, name, with_retired)) for name in SUBJECT_LISTS]


def name_in_sentence(item: ListItem, language: str) -> str:
    """The name of an item for use in a sentence: with a small letter, as in "geldzorgen", except for languages.

    "Turks leren" keeps its capital.
    """
    name = item.name(language)
    return name if languages.codes_in(name.partition(" ")[0]) else name[:1].lower() + name[1:]


def closures_of(db: Session, partner: Partner, since: date) -> Sequence[PartnerClosure]:
    """The closures of a partner that end on this day or later, in order."""
    statement = select(PartnerClosure).where(PartnerClosure.partner_id == partner.id, PartnerClosure.last >= since)
    return db.exec(statement.order_by(col(PartnerClosure.first))).all()


def closure_of(db: Session, partner: Partner, key: str) -> PartnerClosure | None:
    statement = select(PartnerClosure).where(PartnerClosure.key == key, PartnerClosure.partner_id == partner.id)
    return db.exec(statement).first()
