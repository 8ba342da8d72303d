"""Search for partners and their services, by subject, language or words."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.core.text_rules import fold
from app.handovers.partner_choice.response_time_queries import usual_response_days
from app.shop.partners import languages, service_queries
from app.shop.partners import queries as partners
from app.shop.partners.models import Service
from app.shop.partners.queries import PartnerChoice

NO_ORGANISATION = 0  # no organisation has this id


@dataclass(frozen=True)
class PartnerMatch:
    """A partner with its matching services. `response_days`: usual response time in working days; None: unknown."""

    choice: PartnerChoice
    services: list[Service]
    response_days: int | None = None


def search_partners(
    db: Session, shop_id: int, *, topic: str = "", tongue: str = "", words: str = "", at: datetime
) -> list[PartnerMatch]:
    """Partners of the shop that match every given criterion; those with a worker in the shop first, then by name.

    `topic`: key of a subject; `tongue`: language code; `words`: must all occur in the partner's name, its own text or
    one of its services.
    """
    offered, answers = service_queries.services_by_partner(db, shop_id), usual_response_days(db, shop_id, at)
    subject_names = {
        i.key: i.name_nl for _, items in service_queries.subjects(db, shop_id, with_retired=True) for i in items
    }
    matches = []
    for choice in partners.partner_choices(db, shop_id, other_than=NO_ORGANISATION, at=at):
        partner = choice.partner
        speaks = tongue in languages.codes_in(partner.languages)
        own_text = f"{partner.organisation.name} {partner.offers}"
        services = [
            s
            for s in offered.get(partner.id, [])
            if (not topic or topic in s.topics)
            and (not tongue or speaks or tongue in s.languages)
            and _contains_all(f"{own_text} {s.name} {s.description} {s.for_whom}", words)
        ]
        partner_matches = (
            (not topic or fold(subject_names.get(topic, topic)) in fold(partner.offers))
            and (not tongue or speaks)
            and _contains_all(own_text, words)
        )
        if services or partner_matches:
            matches.append(PartnerMatch(choice, services, answers.get(partner.organisation_id)))
    return matches


def _contains_all(text: str, words: str) -> bool:
    text = fold(text)
    return all(word in text for word in fold(words).split())
