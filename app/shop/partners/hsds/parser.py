"""Parses a directory in HSDS 3 (JSON) into services, with what is wrong with each. No database."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.text_rules import N_, fold
from app.shop.lists.models import ListItem
from app.shop.partners import languages
from app.shop.partners.profile_forms import SERVICE_COLUMNS, ServiceForm
from app.web.forms import Submission
from app.web.i18n import gettext as _

MAX_BYTES = 500_000  # about a thousand services; small enough for a field of the preview page
MAX_SERVICES = 1_000  # services

TOO_LARGE = N_("This file is too large. Split it into files of at most 500 kB.")
TOO_MANY = N_("There are too many services in this file. Split it into files of at most 1,000.")
NOT_A_DIRECTORY = N_("This file cannot be read. It must be a JSON file in the HSDS 3 format of Open Referral.")
NO_SERVICES = N_("There are no services in this file.")
NO_ORGANISATION = N_("The file does not say which organisation offers this.")
DUPLICATE_SERVICE = N_("This service is in the file twice.")
NO_LONGER_OFFERED = N_("This is no longer offered, so it is skipped.")

LABELS = {
    "name": N_("Name"),
    "description": N_("What happens there?"),
    "for_whom": N_("Who is it for?"),
    "cost": N_("What does it cost?"),
    "area": N_("Which part of town is it for?"),
    "opening": N_("When is it open?"),
    "address": N_("Where is it?"),
    "phone": N_("Phone"),
    "email": N_("Email address"),
    "url": N_("Web page"),
}


class UnreadableFile(Exception):
    """The whole file cannot be read. Its text is a message for the user."""


@dataclass
class ServiceRow:
    """One service in the file.

    `number`: its position, from 1; `columns`: validated columns of Service, if nothing is wrong; `wrong`: what is
    wrong, as sentences for the user.
    """

    number: int
    name: str
    organisation: str
    source_id: str = ""
    columns: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def parse(content: str, subjects: Mapping[str, ListItem]) -> list[ServiceRow]:
    """The services of a file, in order. `subjects`: the shop's list items by key. Raises UnreadableFile."""
    if len(content.encode()) > MAX_BYTES:
        raise UnreadableFile(TOO_LARGE)
    found = _services(content)
    if not found:
        raise UnreadableFile(NO_SERVICES)
    if len(found) > MAX_SERVICES:
        raise UnreadableFile(TOO_MANY)
    by_code = {code_of(item): key for key, item in subjects.items()}
    by_name = {fold(name): key for key, item in subjects.items() for name in (item.name_nl, item.name_en) if name}
    rows, seen = [], set[str]()
    for number, data in enumerate(found, start=1):
        row = _row(number, data, by_code | by_name)
        if row.source_id and row.source_id in seen:
            row.wrong.append(_(DUPLICATE_SERVICE))
        seen.add(row.source_id)
        rows.append(row)
    return rows


def _services(content: str) -> list[dict[str, Any]]:
    """The raw services. Publishers write a list of services, a page of them, or organisations with their services."""
    try:
        data = json.loads(content.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise UnreadableFile(NOT_A_DIRECTORY) from None
    if isinstance(data, dict):
        data = data.get("contents", data.get("services", [data]))
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        raise UnreadableFile(NOT_A_DIRECTORY)
    found = []
    for each in data:
        if isinstance(each.get("services"), list):
            found += [s | {"organization": each} for s in each["services"] if isinstance(s, dict)]
        else:
            found.append(each)
    return found


def _row(number: int, data: Mapping[str, Any], keys: Mapping[str, str]) -> ServiceRow:
    organisation = data.get("organization")
    name = " ".join(_text(organisation, "name").split()) if isinstance(organisation, dict) else ""
    row = ServiceRow(number, _text(data, "name"), name, re.sub(r"[^ -~]", "", _text(data, "id"))[:200])
    form = Submission(ServiceForm, _form_values(data, keys))
    if not form.errors:
        row.columns = form.data.model_dump(include=set(SERVICE_COLUMNS))
    row.wrong += [f"{_(LABELS.get(column, column)).rstrip('?')}: {words}" for column, words in form.errors.items()]
    named = Submission(ServiceForm, {"name": name})  # the name of an organisation follows the same rules
    if named.errors:
        row.wrong.append(named.errors.get("name", "") if name else _(NO_ORGANISATION))
    if _text(data, "status") in ("inactive", "defunct"):
        row.wrong.append(_(NO_LONGER_OFFERED))
    return row


def _text(data: Any, name: str) -> str:
    """A field as plain text: HTML tags are removed and lone surrogates replaced."""
    value = data.get(name) if isinstance(data, dict) else None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    return html.unescape(re.sub(r"<[^<>]*>", " ", value.encode("utf-8", "replace").decode())).strip()


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    return value if isinstance(value, list) else []


def _first(data: Mapping[str, Any], name: str, column: str) -> str:
    return next((text for each in _list(data, name) if (text := _text(each, column))), "")


def _form_values(data: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    """The values for ServiceForm, so that the same rules apply as when somebody types them."""
    days = re.fullmatch(r"P(\d{1,3})D", _text(data, "wait_time"))
    terms = [each.get("taxonomy_term") for each in _list(data, "attributes") if isinstance(each, dict)]
    topics = [keys.get(_text(term, "code")) or keys.get(fold(_text(term, "name"))) for term in terms]
    places = [each.get("location") for each in _list(data, "service_at_locations") if isinstance(each, dict)]
    return {
        "name": _text(data, "name"),
        "description": _text(data, "description"),
        "url": _text(data, "url"),
        "email": _text(data, "email"),
        "cost": _text(data, "fees_description"),
        "for_whom": _text(data, "eligibility_description"),
        "waiting_days": days[1] if days else "",
        "phone": _first(data, "phones", "number"),
        "opening": _first(data, "schedules", "description"),
        "area": _first(data, "service_areas", "name"),
        "address": next((text for place in places if (text := _address(place))), ""),
        "topics": list(dict.fromkeys(key for key in topics if key)),
        "languages": _languages(data),
    }


def _address(place: Any) -> str:
    if not isinstance(place, dict):
        return ""
    for each in _list(place, "addresses"):
        words = [_text(each, name) for name in ("address_1", "postal_code", "city")]
        if any(words):
            return " ".join(word for word in words if word)
    return _text(place, "name")


def _languages(data: Mapping[str, Any]) -> list[str]:
    """Language codes: the given code if it is known, or else those of the languages in the name."""
    found: list[str] = []
    for each in _list(data, "languages"):
        code = _text(each, "code").lower()
        found += [code] if languages.is_language(code) else sorted(languages.codes_in(_text(each, "name")))
    return list(dict.fromkeys(found))


def code_of(item: ListItem) -> str:
    """The code of a subject in a file: equal in every shop that started with the same lists."""
    return f"{item.list}:{item.code}"
