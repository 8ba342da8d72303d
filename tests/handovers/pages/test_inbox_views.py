"""The rows of the inbox and their links."""

from datetime import timedelta

import pytest

from app.handovers.introductions import actions
from app.handovers.lifecycle.models import State
from app.handovers.pages import inbox_views
from tests.handovers.pages.test_move_views import view_of
from tests.world import NOON

S = State


ALL = [("accept", ""), ("ask", "plain"), ("waitlist", "plain"), ("decline", "plain")]


def only_list(name, view, actor):
    """The only list of an inbox that contains just this handover."""
    empty = {each: [] for each in inbox_views.INBOX_TITLES}
    (found,) = inbox_views.inbox_lists(empty | {name: [view]}, actor)
    return found


@pytest.mark.parametrize(
    ("name", "state", "days", "links"),
    [
        ("to_answer", S.OFFERED, 0, ALL),
        ("thinking", S.CONSIDERING, 0, [("accept", "plain")]),
        ("thinking", S.WAITLISTED, 0, [("accept", "plain"), ("expect", "plain")]),
        ("thinking", S.WAITLISTED, 10, [("accept", ""), ("expect", "plain")]),
        ("running", S.RUNNING, 0, []),
    ],
)
def test_a_row_of_the_inbox_links_to_the_forms_that_are_allowed(shop, name, state, days, links):
    handover = shop.in_state(state)
    found = only_list(name, view_of(shop, handover, "fatima", timedelta(days=days)), shop.as_("fatima"))
    urls = [(f"/handovers/{handover.key}?open={form}#{form}", kind) for form, kind in links]
    assert (found.name, [(link.url, link.kind) for link in found.rows[0].links]) == (name, urls)


def test_a_draft_in_the_inbox_links_to_its_form(shop):
    handover = shop.in_state(S.DRAFT)
    found = only_list("drafts", view_of(shop, handover, "samira"), shop.as_("samira"))
    assert [link.url for link in found.rows[0].links] == [f"/handovers/{handover.key}/draft"]


def test_a_row_says_that_the_introduction_was_missed_twice_and_what_is_due(shop):
    handover = shop.in_state(S.ACCEPTED)
    for missed in (1, 2):
        actions.record_missed_introduction(shop.db, handover, word="ill", by=shop.as_("fatima"), at=NOON)
        row = only_list("accepted", view_of(shop, handover, "fatima"), shop.as_("fatima")).rows[0]
        assert (row.missed_twice, row.due.expected.value) == (missed == 2, "introduction")
