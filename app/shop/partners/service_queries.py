"""Reads of what partners offer: services and the subjects they are about, and when a partner is away."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from app.shop.lists import queries
from app.shop.lists.models import ListItem, ListName
from app.shop.partners import languages
from app.shop.partners.models import Partner, PartnerClosure, Service

SUBJECT_LISTS = (ListName.OBSTACLE, ListName.TOPIC)  # the lists that say what a service is about


def services_of(db: Session, partner: Partner) -> list[Service]:
    """All that it offers or offered, by name; what is retired last."""
    rows = db.exec(select(Service).where(Service.partner_id == partner.id))
    return sorted(rows, key=lambda s: (s.retired_at is not None, s.name.casefold()))


def service_of(db: Session, partner: Partner, key: str) -> Service | None:
    return db.exec(select(Service).where(Service.key == key, Service.partner_id == partner.id)).first()


def services_by_partner(db: Session, shop_id: int) -> dict[int, list[Service]]:
    """What every partner of the shop offers now, by the number of the partner; each by name."""
    statement = select(Service).where(Service.shop_id == shop_id, col(Service.retired_at).is_(None))
    found: dict[int, list[Service]] = {}
    for service in sorted(db.exec(statement), key=lambda s: s.name.casefold()):
        found.setdefault(service.partner_id, []).append(service)
    return found


def subjects(db: Session, shop_id: int, with_retired: bool = False) -> list[tuple[ListName, Sequence[ListItem]]]:
    """What a service can be about: the shop's obstacles and wishes, each list in its order."""
    return [(name, queries.items(db, shop_id, name, with_retired)) for name in SUBJECT_LISTS]


def name_in_sentence(item: ListItem, language: str) -> str:
    """Its name with a small letter, but where it begins with the name of a language: "geldzorgen", "Turks leren"."""
    name = item.name(language)
    return name if languages.codes_in(name.partition(" ")[0]) else name[:1].lower() + name[1:]


def closures_of(db: Session, partner: Partner, since: date) -> Sequence[PartnerClosure]:
    """When the partner is away, from this day on, in order."""
    statement = select(PartnerClosure).where(PartnerClosure.partner_id == partner.id, PartnerClosure.last >= since)
    return db.exec(statement.order_by(col(PartnerClosure.first))).all()


def closure_of(db: Session, partner: Partner, key: str) -> PartnerClosure | None:
    statement = select(PartnerClosure).where(PartnerClosure.key == key, PartnerClosure.partner_id == partner.id)
    return db.exec(statement).first()
