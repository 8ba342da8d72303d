"""When a consent is active, and what it covers (TRUST 19)."""

from datetime import timedelta

import pytest

from app.core.state_machine import Refused
from app.handovers.consents import actions, queries, rules
from app.handovers.consents.models import ConsentMethod
from app.handovers.consents.wording import CURRENT_WORDING
from tests.world import NOON, TODAY


def give(world, sections=("contact", "wishes"), **more):
    terms = {"how": ConsentMethod.SPOKEN, "language": "nl", "by": world.actor(world.samira), "at": NOON, **more}
    return actions.record_consent(world.db, world.hatice, world.dock, sections, **terms)


def test_it_lasts_six_months_by_default(world):
    assert give(world).until == TODAY + rules.DEFAULT_PERIOD


def test_it_records_the_version_of_its_text_and_who_asked(world):
    consent = give(world)
    assert (consent.wording, consent.asked_by_id) == (CURRENT_WORDING, world.samira.id)


@pytest.mark.parametrize(
    ("sections", "partner", "days", "covered"),
    [
        (("contact",), "dock", 0, True),
        (("contact", "wishes"), "dock", 183, True),
        (("contact",), "dock", 184, False),
        (("contact", "notes"), "dock", 0, False),
        (("contact",), "pozitive", 0, False),
    ],
)
def test_it_covers_one_partner_and_the_ticked_sections_until_its_last_day(world, sections, partner, days, covered):
    give(world)
    organisation, at = getattr(world, partner), NOON + timedelta(days=days)
    found = queries.covering_consent(world.db, world.hatice.id, organisation.id, sections, "support", at)
    assert (found is not None) == covered


@pytest.mark.parametrize(
    ("sections", "until", "reason"),
    [
        ((), None, rules.NOTHING_CHOSEN),
        (("everything",), None, rules.UNKNOWN_SECTION),
        (("contact",), TODAY - timedelta(days=1), rules.DAY_OUT_OF_RANGE),
        (("contact",), TODAY + timedelta(days=400), rules.DAY_OUT_OF_RANGE),
    ],
)
def test_invalid_terms_are_refused(world, sections, until, reason):
    with pytest.raises(Refused, match=reason):
        give(world, sections, until=until)
