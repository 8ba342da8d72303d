"""Builds a directory of what partners offer, in HSDS 3, the format of Open Referral (service_list)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from app.core.clock import local_day
from app.shop.lists.models import ListItem
from app.shop.partners import languages
from app.shop.partners.hsds.parser import code_of
from app.shop.partners.models import Partner, Service

TAXONOMY = "werkwinkel"


def directory(services: Iterable[Service], subjects: Mapping[str, ListItem]) -> dict[str, Any]:
    """A single page with all services. `subjects`: the shop's list items by key. It contains no personal data."""
    contents = [_service(service, subjects) for service in services]
    return {
        "total_items": len(contents),
        "total_pages": 1,
        "page_number": 1,
        "size": len(contents),
        "first_page": True,
        "last_page": True,
        "empty": not contents,
        "contents": contents,
    }


def _id(*parts: str) -> str:
    """A stable id: the same thing has the same id in every file, as HSDS requires."""
    return str(uuid5(NAMESPACE_URL, "/".join((TAXONOMY, *parts))))


def _organization(partner: Partner) -> dict[str, Any]:
    name = partner.organisation.name
    return {"id": _id("organization", partner.organisation.key), "name": name, "description": partner.offers or name}


def _service(service: Service, subjects: Mapping[str, ListItem]) -> dict[str, Any]:
    partner, service_id = service.partner, service.source_id or _id("service", service.key)
    organization = _organization(partner)
    optional: dict[str, Any] = {
        "description": service.description,
        "url": service.url,
        "email": service.email,
        "fees_description": service.cost,
        "eligibility_description": service.for_whom,
        "assured_date": local_day(partner.fresh_at).isoformat() if partner.fresh_at else "",
        "wait_time": f"P{service.waiting_days}D" if service.waiting_days is not None else "",
        "phones": [{"id": _id(service.key, "phone"), "number": service.phone}] if service.phone else [],
        "schedules": [{"id": _id(service.key, "opening"), "description": service.opening}] if service.opening else [],
        "service_areas": [{"id": _id(service.key, "area"), "name": service.area}] if service.area else [],
        "service_at_locations": [_service_at_location(service, service_id)] if service.address else [],
        "languages": [
            {"id": _id(service.key, "language", code), "code": code, "name": languages.name(code, "en")}
            for code in service.languages
        ],
        "attributes": [_attribute(service, service_id, subjects[key]) for key in service.topics if key in subjects],
    }
    return {
        "id": service_id,
        "organization_id": organization["id"],
        "name": service.name,
        "status": "active",
        "last_modified": service.changed_at.isoformat(timespec="milliseconds"),
        "organization": organization,
    } | {name: value for name, value in optional.items() if value}


def _service_at_location(service: Service, service_id: str) -> dict[str, Any]:
    location = {"id": _id(service.key, "location"), "location_type": "physical", "name": service.address}
    return {
        "id": _id(service.key, "place"),
        "service_id": service_id,
        "location_id": location["id"],
        "location": location,
    }


def _attribute(service: Service, service_id: str, item: ListItem) -> dict[str, Any]:
    term = {
        "id": _id("subject", code_of(item)),
        "code": code_of(item),
        "name": item.name_nl,
        "description": item.name_nl,
        "taxonomy": TAXONOMY,
    }
    return {
        "id": _id(service.key, "subject", code_of(item)),
        "link_id": service_id,
        "link_entity": "service",
        "taxonomy_term_id": term["id"],
        "taxonomy_term": term,
    }
