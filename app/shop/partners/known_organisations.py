"""Organisations that an administrator can choose from: those around the first Werkwinkel, in Utrecht-Overvecht."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.shop.partners.models import Office

CSV_PATH = Path(__file__).with_name("organisations.csv")


@dataclass(frozen=True)
class KnownOrganisation:
    """An organisation with its usual office and what it offers."""

    name: str
    office: Office
    offers: str


@cache
def known_organisations() -> Sequence[KnownOrganisation]:
    with CSV_PATH.open(encoding="utf-8", newline="") as file:
        return tuple(
            KnownOrganisation(row["name"], Office(row["office"]), row["offers"]) for row in csv.DictReader(file)
        )
