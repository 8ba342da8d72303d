"""Stores the services of a directory, for the organisations that the user chose."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from app.accounts.current_user import Actor
from app.core.text_rules import fold
from app.shop.partners import actions, profile_actions, service_queries
from app.shop.partners.hsds.parser import ServiceRow
from app.shop.partners.models import Office, Partner, Service
from app.shop.partners.queries import all_partners


def partners_by_name(db: Session, actor: Actor) -> dict[str, Partner]:
    """The partners of the actor's shop, by the folded name of their organisation."""
    return {fold(partner.organisation.name): partner for partner in all_partners(db, actor)}


def matching_service(row: ServiceRow, services: Sequence[Service]) -> Service | None:
    """The stored service that a row updates: the one with its directory id, or else the one with its name."""
    by_id = next((s for s in services if row.source_id and s.source_id == row.source_id), None)
    return by_id or next((s for s in services if not s.source_id and fold(s.name) == fold(row.name)), None)


def import_services(
    db: Session, rows: Sequence[ServiceRow], chosen: Collection[str], *, by: Actor, at: datetime
) -> int:
    """Adds or updates services and returns how many. New organisations become partners.

    `chosen`: folded names of organisations; others are skipped, and so are rows with errors.
    """
    partners, count = partners_by_name(db, by), 0
    for row in rows:
        name = fold(row.organisation)
        if row.wrong or name not in chosen:
            continue
        if name not in partners:
            partners[name] = actions.add(db, by.shop_id, name=row.organisation, office=Office.OUTSIDE)
        service = matching_service(row, service_queries.services_of(db, partners[name]))
        columns = row.columns | {"source_id": row.source_id or None}
        if service is None:
            profile_actions.add_service(db, partners[name], columns, by=by, at=at)
        else:
            profile_actions.change_service(db, service, columns, by=by, at=at)
        count += 1
    return count
