"""Undoing a step of a visit: once, however often it is sent."""

import re

import pytest

from app.front_desk.visits import actions as visits
from tests.world import NOON


@pytest.mark.parametrize(("stood", "becomes"), [("done", "talking"), ("talking", "waiting"), ("left", "waiting")])
def test_an_undo_sent_twice_by_a_lost_connection_undoes_once(as_, world, db, stood, becomes):
    hanna = world.actor(world.hanna)
    visit = visits.register(db, world.hatice, by=hanna, at=NOON)
    steps = {"talking": [visits.help_visitor], "done": [visits.help_visitor, visits.finish], "left": [visits.leave]}
    for step in steps[stood]:
        step(db, visit, by=hanna, at=NOON)
    client = as_(world.hanna)
    form = re.search(
        rf'action="(/visits/{visit.key}/return)".*?name="shown_state" value="(\w+)"', client.get("/door").text, re.S
    )
    assert form[2] == stood
    answers = [client.post(form[1], data={"shown_state": form[2]}, follow_redirects=False) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    db.refresh(visit)
    assert visit.state == becomes
