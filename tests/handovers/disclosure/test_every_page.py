"""No page of the service shows a reader a field that is not shared with them now (TRUST 9).

The pages come from the routes of the service, so a new one is checked without being named here.
"""

import re

import pytest
from sqlmodel import select

from app.factory import ROUTERS
from app.guidance.notes.models import Note
from app.handovers.consent_changes import actions
from app.handovers.lifecycle.models import State
from app.handovers.lifecycle.transitions import add_introduction
from app.handovers.offers.sender_actions import add_message
from app.messages.mail_outbox.models import Letter
from app.messages.notifications.models import Notice
from tests.conftest import HTMX
from tests.handovers.disclosure.test_marked_fields import CONTACT, MARKERS, marked, offered
from tests.test_house import routes
from tests.world import NOON

__all__ = ["marked"]  # a fixture
pytestmark = pytest.mark.sweep
SHARED = ("contact", "wishes")
ALLOWED = CONTACT | {"wishes", "question", "suits", "spoken", "said", "place", "missed", "about", "another"}
SKIPPED_PATHS = {"/sign-out"}
# The texts of a handover itself, all written by the sender.
HANDOVER_MARKERS = {
    "suits": "Mmoment",
    "spoken": "Mtolk",
    "said": "Mbericht",
    "place": "Mplek",
    "missed": "Mreden",
    "about": "Mzin",
    "signature": "Mhandtekening",
    "another": "Mtweede",
}


def with_handover_markers(shop, handover):
    """Puts a marker in every other text of the handover."""
    db, samira = shop.db, shop.as_("samira")
    handover.suits, handover.language, handover.why_another = (
        HANDOVER_MARKERS["suits"],
        HANDOVER_MARKERS["spoken"],
        HANDOVER_MARKERS["another"],
    )
    add_message(db, handover, HANDOVER_MARKERS["said"], by=samira, at=NOON)
    introduction = add_introduction(db, handover, planned_for=NOON, place=HANDOVER_MARKERS["place"])
    introduction.word = HANDOVER_MARKERS["missed"]
    if handover.consent:
        handover.consent.about, handover.consent.signature = HANDOVER_MARKERS["about"], HANDOVER_MARKERS["signature"]
    db.flush()
    return handover


def page_urls(app, shop, handover) -> list[str]:
    """The URL of every page with GET, about this person if it is about one."""
    notes = [note.key for note in shop.db.exec(select(Note))]
    of = {"people": [shop.hatice.key], "handovers": [handover.key], "notes": notes, "journeys": [shop.journey.key]}
    of["consents"] = [handover.consent.key] if handover.consent else []
    anything = [shop.hatice.key, handover.key, shop.journey.key]
    found = []
    for context in routes(app):
        route, path = context.original_route, context.path
        if "GET" not in route.methods or path in SKIPPED_PATHS or path in streaming_paths():
            continue
        keys = of.get(path.split("/")[1], anything) if "{" in path else [""]
        found += [re.sub(r"\{[^}]+\}", key, path) for key in keys]
    return found


def streaming_paths() -> set[str]:
    return {route.path for router in ROUTERS for route in router.routes if getattr(route.endpoint, "stays_open", False)}


def markers_on_pages(app, client, shop, handover) -> set[str]:
    """The markers on any page or its fragment. No page fails for this reader."""
    every = page_urls(app, shop, handover)
    assert len(every) > 80
    found = set()
    for url in every:
        for answer in (client.get(url), client.get(url, headers=HTMX)):
            assert answer.status_code < 500, url
            found |= {
                name for name, marker in (MARKERS | HANDOVER_MARKERS).items() if marker.encode() in answer.content
            }
    return found


@pytest.mark.parametrize(
    ("worker", "allowed"),
    [("fatima", ALLOWED), ("karim", set()), ("marleen", set()), ("anton", set()), ("petra", set()), ("hanna", CONTACT)],
)
def test_an_open_offer_shows_each_reader_only_what_is_shared_with_them(app, marked, as_, worker, allowed):
    handover = with_handover_markers(marked, offered(marked, SHARED))
    found = markers_on_pages(app, as_(getattr(marked.world, worker)), marked, handover)
    assert found <= allowed
    assert worker != "fatima" or {"name", "wishes", "question"} <= found


@pytest.mark.parametrize("state", [State.DRAFT, State.DECLINED, State.RETURNED])
def test_a_draft_and_an_ended_handover_show_the_partner_nothing(app, marked, as_, state):
    handover = with_handover_markers(marked, offered(marked, SHARED, state))
    assert markers_on_pages(app, as_(marked.fatima), marked, handover) == set()


@pytest.mark.parametrize("worker", ["fatima", "karim", "marleen", "anton", "petra"])
def test_a_withdrawn_consent_leaves_nothing_on_any_page(app, marked, as_, worker):
    handover = with_handover_markers(marked, offered(marked, SHARED, State.RUNNING))
    actions.withdraw_consent(marked.db, handover.consent, by=marked.as_("samira"), at=NOON)
    assert markers_on_pages(app, as_(getattr(marked.world, worker)), marked, handover) == set()


@pytest.mark.parametrize("state", [State.OFFERED, State.ACCEPTED, State.RUNNING, State.COMPLETED, State.DECLINED])
def test_mail_invitations_and_notices_say_nothing_about_the_person(marked, mail, state):
    for worker in (marked.samira, marked.fatima, marked.dirk):
        worker.email = f"{worker.login}@example.org"
    with_handover_markers(marked, offered(marked, ("contact", "wishes", "notes"), state))
    marked.db.flush()
    texts = [repr(row.model_dump()) for model in (Letter, Notice) for row in marked.db.exec(select(model))]
    letters = marked.db.exec(select(Letter)).all()
    assert len(letters) >= 2
    assert state != State.ACCEPTED or any(letter.invitation for letter in letters)  # it is sent with the acceptance
    assert not {name for name, marker in (MARKERS | HANDOVER_MARKERS).items() if any(marker in text for text in texts)}
