"""Form of the first run."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, Field

from app.accounts.forms import Login, Password
from app.accounts.models import Role
from app.core.text_rules import N_, Line, RequiredLine, fold
from app.shop.half_days.models import DayPart
from app.shop.partners.known_organisations import known_organisations
from app.shop.partners.models import Office
from app.web.forms import CHOOSE, Form, Submission

CLOSES_EARLY = N_("Choose a closing time after the opening time.")
NO_ORGANISATION = N_("Choose your organisation, or fill in its name.")

USUAL_HOURS = {
    DayPart.MORNING: ("09:00", "12:30"),
    DayPart.AFTERNOON: ("13:00", "17:00"),
    DayPart.EVENING: ("18:30", "21:00"),
}
SLOTS = [f"{weekday}-{part.value}" for part in DayPart for weekday in range(7)]


def _to_minutes(typed: time) -> time:
    return typed.replace(tzinfo=None, second=0, microsecond=0)


def _slot(typed: str) -> str:
    if typed not in SLOTS:
        raise ValueError(CHOOSE)
    return typed


TimeOfDay = Annotated[time, AfterValidator(_to_minutes)]


class SetupForm(Form):
    """The shop with its week, the organisations that take part, and the administrator's account."""

    shop_name: RequiredLine
    place: Line = ""
    half_days: Annotated[list[Annotated[str, AfterValidator(_slot)]], Field(max_length=21)] = []
    morning_opens: TimeOfDay = time(9)
    morning_closes: TimeOfDay = time(12, 30)
    afternoon_opens: TimeOfDay = time(13)
    afternoon_closes: TimeOfDay = time(17)
    evening_opens: TimeOfDay = time(18, 30)
    evening_closes: TimeOfDay = time(21)
    organisations: Annotated[list[Line], Field(max_length=50)] = []
    name: RequiredLine
    login: Login
    organisation: Line = ""
    other_organisation: Line = ""
    password: Password
    again: Password
    roles: list[Role] = []

    @property
    def week(self) -> list[tuple[int, DayPart, time, time]]:
        """The half-days: weekday (0 is Monday), part of the day, opening and closing time."""
        ticked = [slot.split("-") for slot in dict.fromkeys(self.half_days)]
        return [
            (int(weekday), DayPart(part), getattr(self, f"{part}_opens"), getattr(self, f"{part}_closes"))
            for weekday, part in ticked
        ]

    @property
    def own_organisation(self) -> str:
        return self.other_organisation or self.organisation

    @property
    def taking_part(self) -> dict[str, tuple[Office, str]]:
        """Organisations by name, with office and services: the ticked ones and the administrator's own."""
        known = {o.name: (o.office, o.offers) for o in known_organisations()}
        chosen = {name: known[name] for name in self.organisations if name in known}
        own = next((name for name in known if fold(name) == fold(self.own_organisation)), self.own_organisation)
        return chosen | {own: known.get(own, (Office.FRONT, ""))}


def default_values() -> dict[str, object]:
    """Initial values of the form: what most shops would fill in."""
    times = {f"{part}_{end}": at for part, (o, c) in USUAL_HOURS.items() for end, at in (("opens", o), ("closes", c))}
    return times | {
        "half_days": [f"{weekday}-morning" for weekday in range(5)] + ["1-afternoon"],
        "organisations": [o.name for o in known_organisations() if o.office != Office.OUTSIDE],
        "roles": [Role.COORDINATOR.value],
    }


def check_fields_together(form: Submission[SetupForm]) -> None:
    """Adds errors that concern several fields together."""
    if form.errors:
        return
    for part in DayPart:
        if getattr(form.data, f"{part}_closes") <= getattr(form.data, f"{part}_opens"):
            form.wrong(f"{part}_closes", CLOSES_EARLY)
    if not form.data.own_organisation:
        form.wrong("organisation", NO_ORGANISATION)
