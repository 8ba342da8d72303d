"""Profiles of the partners: their services, their capacity, and when they last confirmed these."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from app.audit.audit_log import set_actor
from app.core.clock import local_day
from app.shop.lists.models import ListItem, ListName
from app.shop.partners.models import Partner, Service


@dataclass(frozen=True)
class ProfileExample:
    """One service of a partner. `about`: codes of obstacles and topics. `for_whom`: target group."""

    partner: str
    name: str
    for_whom: str
    about: tuple[str, ...]
    languages: tuple[str, ...]
    waiting_days: int | None = None
    description: str = ""
    opening: str = ""
    confirmed_days_ago: int = 5


PROFILES = (
    ProfileExample(
        "DOCK",
        "Buurtkamer",
        "iedereen uit Overvecht",
        ("people", "volunteering", "confidence"),
        ("nl", "ar", "rif"),
        2,
        "Samen koffie, samen koken, en kijken wat je kunt doen in de buurt.",
        "Maandag tot en met donderdag",
    ),
    ProfileExample(
        "DOCK", "Huisbezoek", "wie niet makkelijk de deur uit komt", ("health", "confidence"), ("nl", "ar"), 7
    ),
    ProfileExample(
        "Pozitive",
        "Samen naar werk",
        "wie werk zoekt en iemand naast zich wil",
        ("work", "experience", "confidence"),
        ("nl", "tr", "ar", "en"),
        3,
        "Iemand loopt mee, tot het contract er is.",
        confirmed_days_ago=2,
    ),
    ProfileExample(
        "Buurtteam Sociaal",
        "Orde in je geldzaken",
        "wie rekeningen open heeft staan",
        ("money", "papers"),
        ("nl", "ar", "en"),
        5,
        "Samen de post openen, een overzicht maken en een regeling treffen.",
        confirmed_days_ago=12,
    ),
    ProfileExample(
        "Buurtteam Sociaal",
        "Hulp bij wonen",
        "wie een woning zoekt of dreigt te verliezen",
        ("housing",),
        ("nl", "ar"),
        14,
        confirmed_days_ago=12,
    ),
    ProfileExample(
        "Buurtteam Jeugd en Gezin",
        "Steun in het gezin",
        "ouders en kinderen tot 18 jaar",
        ("care", "childcare"),
        ("nl", "tr"),
        10,
        confirmed_days_ago=40,
    ),
    ProfileExample(
        "Taal Doet Meer",
        "Taalmaatje",
        "wie Nederlands wil leren spreken",
        ("language",),
        ("nl", "en", "ti"),
        14,
        "Elke week een uur praten met iemand uit de stad.",
        confirmed_days_ago=8,
    ),
    ProfileExample(
        "De Geldzaak (U-centraal)",
        "Spreekuur rondkomen",
        "wie krap zit",
        ("money",),
        ("nl",),
        1,
        opening="Dinsdag van 9.30 tot 12.30 uur",
        confirmed_days_ago=20,
    ),
    ProfileExample(
        "Vrijwilligerscentrale Utrecht",
        "Vrijwilligerswerk dat past",
        "iedereen",
        ("volunteering", "people"),
        ("nl", "en"),
        4,
        confirmed_days_ago=33,
    ),
    ProfileExample(
        "DOK030",
        "Eigen bedrijf beginnen",
        "wie een plan heeft",
        ("business",),
        ("nl", "en", "ar"),
        7,
        confirmed_days_ago=15,
    ),
)
FULL = {"Focus op Overvecht": 21}  # days until there is a place again
_LISTS = (ListName.OBSTACLE, ListName.TOPIC)


def fill_profiles(db: Session, shop_id: int, now: datetime) -> None:
    """Fills in the profiles of the shop's partners, as they are at `now`."""
    set_actor(db, None, now)
    items = [item for item in db.exec(select(ListItem).where(ListItem.shop_id == shop_id)) if item.list in _LISTS]
    here = {p.organisation.name: p for p in db.exec(select(Partner).where(Partner.shop_id == shop_id))}
    for shown in PROFILES:
        partner = here[shown.partner]
        partner.fresh_at = now - timedelta(days=shown.confirmed_days_ago)
        topics = [item.key for item in items if item.code in shown.about]
        db.add(
            Service(
                shop_id=shop_id,
                partner_id=partner.id,
                name=shown.name,
                for_whom=shown.for_whom,
                topics=topics,
                languages=list(shown.languages),
                waiting_days=shown.waiting_days,
                description=shown.description,
                opening=shown.opening,
                changed_at=partner.fresh_at,
            )
        )
    for name, days in FULL.items():
        here[name].full_until = local_day(now) + timedelta(days=days)
    db.flush()
