"""The neighbours of the demonstration are invented, different from one another, and the same every time."""

from random import Random

from app.accounts.passwords import obstacle
from app.core.text_rules import holds_bsn
from app.demo.cast.colleagues import COLLEAGUES, HELPERS, MEMBERS, PASSWORD, SHOP_NAME, SHOP_PLACE, SHOWN
from app.demo.cast.invented_people import neighbours


def test_the_same_dice_make_the_same_neighbours():
    assert neighbours(Random(7), 200, 2026) == neighbours(Random(7), 200, 2026)


def test_no_two_neighbours_have_one_name():
    people = neighbours(Random(1), 1500, 2026)
    assert len({p.name for p in people}) == 1500


def test_nothing_of_a_neighbour_reads_as_a_citizen_service_number():
    for person in neighbours(Random(2), 1500, 2026):
        assert not holds_bsn(f"{person.phone} {person.street} {person.email}")


def test_the_password_of_the_demonstration_keeps_the_rules():
    own = [SHOP_NAME, SHOP_PLACE, *(w for c in COLLEAGUES for w in (c.name, c.login, c.organisation))]
    assert obstacle(PASSWORD, own) is None


def test_one_of_each_role_is_shown():
    roles = {c.role for c in COLLEAGUES}
    assert {c.role for c in COLLEAGUES if c.login in SHOWN} == roles


def test_every_partner_that_is_asked_takes_part_and_has_workers():
    members, logins = {m.name for m in MEMBERS}, {c.login: c.organisation for c in COLLEAGUES}
    for helper in HELPERS:
        assert helper.organisation in members
        assert {logins[login] for login in helper.logins} == {helper.organisation}
