"""The people of the demonstration are invented, all have different names, and are the same every time."""

from random import Random

from app.accounts.passwords import obstacle
from app.core.text_rules import contains_bsn
from app.demo.cast.colleagues import COLLEAGUES, MEMBERS, PARTNERS, PASSWORD, SHOP_NAME, SHOP_PLACE, SIGN_IN_LOGINS
from app.demo.cast.invented_people import invent_people


def test_the_same_dice_invent_the_same_people():
    assert invent_people(Random(7), 200, 2026) == invent_people(Random(7), 200, 2026)


def test_no_two_people_have_the_same_name():
    people = invent_people(Random(1), 1500, 2026)
    assert len({p.name for p in people}) == 1500


def test_no_detail_of_a_person_reads_as_a_citizen_service_number():
    for person in invent_people(Random(2), 1500, 2026):
        assert not contains_bsn(f"{person.phone} {person.street} {person.email}")


def test_the_password_of_the_demonstration_follows_the_rules():
    own = [SHOP_NAME, SHOP_PLACE, *(w for c in COLLEAGUES for w in (c.name, c.login, c.organisation))]
    assert obstacle(PASSWORD, own) is None


def test_there_is_a_login_for_each_role():
    roles = {c.role for c in COLLEAGUES}
    assert {c.role for c in COLLEAGUES if c.login in SIGN_IN_LOGINS} == roles


def test_every_partner_is_a_member_and_has_workers():
    members, logins = {m.name for m in MEMBERS}, {c.login: c.organisation for c in COLLEAGUES}
    for helper in PARTNERS:
        assert helper.organisation in members
        assert {logins[login] for login in helper.logins} == {helper.organisation}
