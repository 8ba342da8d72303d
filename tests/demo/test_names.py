"""The neighbours of the demonstration are invented, different from one another, and the same every time."""

from random import Random

from app.accounts.passwords import obstacle
from app.core.text_rules import contains_bsn
from app.demo.cast.colleagues import COLLEAGUES, MEMBERS, PARTNERS, PASSWORD, SHOP_NAME, SHOP_PLACE, SIGN_IN_LOGINS
from app.demo.cast.invented_people import invent_people


def test_the_same_dice_make_the_same_neighbours():
    assert invent_people(Random(7), 200, 2026) == invent_people(Random(7), 200, 2026)


def test_no_two_neighbours_have_one_name():
    people = invent_people(Random(1), 1500, 2026)
    assert len({p.name for p in people}) == 1500


def test_nothing_of_a_neighbour_reads_as_a_citizen_service_number():
    for person in invent_people(Random(2), 1500, 2026):
        assert not contains_bsn(f"{person.phone} {person.street} {person.email}")


def test_the_password_of_the_demonstration_keeps_the_rules():
    own = [SHOP_NAME, SHOP_PLACE, *(w for c in COLLEAGUES for w in (c.name, c.login, c.organisation))]
    assert obstacle(PASSWORD, own) is None


def test_one_of_each_role_is_shown():
    roles = {c.role for c in COLLEAGUES}
    assert {c.role for c in COLLEAGUES if c.login in SIGN_IN_LOGINS} == roles


def test_every_partner_that_is_asked_takes_part_and_has_workers():
    members, logins = {m.name for m in MEMBERS}, {c.login: c.organisation for c in COLLEAGUES}
    for helper in PARTNERS:
        assert helper.organisation in members
        assert {logins[login] for login in helper.logins} == {helper.organisation}
