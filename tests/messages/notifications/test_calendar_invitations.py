"""Calendar invitations for introductions, parsed as a calendar does."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar

from app.messages.mail_outbox.delivery_job import send_due
from app.messages.notifications import actions
from app.messages.notifications.calendar_invitations import calendar_invitation
from app.messages.notifications.labels import NoticeKind
from app.web.i18n import language_scope
from tests.world import NOON

STARTS = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # ten o'clock in the shop: summer time has begun


def made(**other) -> str:
    like = {
        "uid": "intro1",
        "sequence": 0,
        "starts": STARTS,
        "minutes": 45,
        "where": "Amazonedreef 1",
        "organizer": "samira@shop.example",
        "attendees": ["fatima@dock.example"],
        "about": "/handovers/one",
        "root": "https://werkwinkel.example/",
        "at": NOON,
    }
    return calendar_invitation(**(like | other))


def event_of(text: str):
    calendar = Calendar.from_ical(text)
    (event,) = calendar.events
    return calendar, event


def test_an_invitation_gives_the_time_the_place_and_the_workers():
    calendar, event = event_of(made())
    assert calendar["METHOD"] == "REQUEST"
    assert (event.start, event.end) == (STARTS, STARTS + timedelta(minutes=45))
    assert (event["UID"], event["SEQUENCE"], event["LOCATION"]) == ("intro1@werkwinkel", 0, "Amazonedreef 1")
    assert event["ORGANIZER"] == "mailto:samira@shop.example"
    assert event["ATTENDEE"] == "mailto:fatima@dock.example"
    assert event["URL"] == "https://werkwinkel.example/handovers/one"
    assert event["CLASS"] == "PRIVATE"


def test_an_invitation_uses_the_current_language_and_names_nobody():
    with language_scope("nl"):
        text = made()
    assert event_of(text)[1]["SUMMARY"] == "Kennismaking met z'n drieën"


def test_rescheduling_and_cancelling_update_the_same_event():
    moved, gone = (
        event_of(made(sequence=1, starts=STARTS + timedelta(days=1))),
        event_of(made(sequence=2, cancelled=True)),
    )
    assert moved[1]["UID"] == gone[1]["UID"]
    assert moved[1]["SEQUENCE"] == 1
    assert (gone[0]["METHOD"], gone[1]["STATUS"], gone[1]["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)


def test_a_place_cannot_add_a_line_to_the_calendar_file():
    _calendar, event = event_of(made(where="Hier\r\nATTENDEE:mailto:x@y.z;, \\ daar"))
    assert event["ATTENDEE"] == "mailto:fatima@dock.example"
    assert "daar" in event["LOCATION"]


def test_the_email_contains_the_invitation_as_a_part_and_as_a_file(world, server, begin):
    world.fatima.email = "fatima@dock.example"
    actions.notify(
        world.db,
        [world.fatima],
        NoticeKind.INTRODUCTION,
        shop_id=world.shop.id,
        about="/handovers/one",
        at=NOON,
        invitation=made(),
    )
    send_due(begin, NOON, on_undeliverable=actions.notify_undeliverable)
    (mail,) = server.got
    kinds = [(part.get_content_type(), part.get_filename()) for part in mail.walk() if not part.is_multipart()]
    assert kinds == [("text/plain", None), ("text/calendar", None), ("application/ics", "werkwinkel.ics")]
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"
    assert event_of(part.get_content())[1]["UID"] == "intro1@werkwinkel"
