"""Withdrawing, narrowing, renewing and expiry of a consent, and the effects on handovers (TRUST 10)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.core.clock import local_day
from app.handovers.consent_changes import actions
from app.handovers.consent_changes.consent_expiry_job import announce_expiring_consents
from app.handovers.consents.models import Consent
from app.handovers.consents.queries import consents_of
from app.handovers.consents.rules import DEFAULT_PERIOD
from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import Kind, State
from app.messages.mail_outbox import actions as mail_outbox_actions
from app.messages.mail_outbox.models import Letter, LetterState
from app.messages.notifications.labels import NoticeKind
from app.messages.notifications.models import Notice
from tests.handovers.disclosure.test_marked_fields import (
    MARKERS,
    marked,  # noqa: F401  a fixture
    markers_read_by,
)
from tests.world import NOON, TODAY


def newest(shop) -> Consent:
    return consents_of(shop.db, shop.hatice.id)[0]


def notices(shop, kind):
    return {n.worker.name: n.about for n in shop.db.exec(select(Notice).where(Notice.kind == kind))}


# -- taking back, and leaving a part --------------------------------------------------------------------------------
def test_withdrawing_recalls_pending_messages(shop):
    handover = shop.in_state(State.OFFERED)
    about = f"/handovers/{handover.key}"
    letter = mail_outbox_actions.enqueue(
        shop.db,
        shop_id=shop.shop.id,
        address="d@example.org",
        subject="x",
        text="y",
        language="nl",
        about=about,
        at=NOON,
    )
    actions.withdraw_consent(shop.db, handover.consent, by=shop.as_("samira"), at=NOON)
    assert handover.state == State.WITHDRAWN
    assert shop.db.exec(select(Letter).where(Letter.id == letter.id)).one().state == LetterState.RECALLED
    told = shop.db.exec(select(Notice).where(Notice.kind == "offered", Notice.about == about)).all()
    assert {notice.seen_at for notice in told} == {NOON}


def test_withdrawing_under_a_completed_transfer_notifies_both_workers(shop):
    handover = shop.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    actions.withdraw_consent(shop.db, handover.consent, by=shop.as_("carla"), at=NOON)
    assert shop.journey.responsible_id == shop.samira.id
    assert notices(shop, NoticeKind.CONSENT_WITHDRAWN).keys() == {shop.samira.name, shop.fatima.name}


@pytest.mark.parametrize("state", [State.OFFERED, State.ACCEPTED, State.RUNNING])
def test_removed_sections_are_hidden_at_the_next_request(marked, as_, state):
    handover = marked.in_state(state, shared=("contact", "wishes", "notes"))
    assert {"wishes", "notes"} <= markers_read_by(as_(marked.fatima), marked, handover)
    left = actions.narrow_consent(marked.db, handover.consent, ["contact"], by=marked.as_("samira"), at=NOON)
    assert (handover.state, handover.shared, handover.consent_id) == (state, ["contact"], left.id)
    still = markers_read_by(as_(marked.fatima), marked, handover)
    assert {"name", "phone"} <= still
    assert not {"wishes", "notes"} & still
    page = as_(marked.fatima).get(f"/people/{marked.hatice.key}").text
    assert MARKERS["wishes"] not in page


def test_both_workers_are_notified_that_less_is_shared(shop):
    handover = shop.in_state(State.RUNNING)
    actions.narrow_consent(shop.db, handover.consent, ["contact"], by=shop.as_("carla"), at=NOON)
    assert notices(shop, NoticeKind.CONSENT_NARROWED).keys() == {shop.samira.name, shop.fatima.name}


@pytest.mark.parametrize(
    ("state", "kind", "shared", "left", "then"),
    [
        (State.OFFERED, Kind.SUPPORT, ("wishes",), ("contact",), State.WITHDRAWN),
        (State.RUNNING, Kind.SUPPORT, ("wishes",), ("contact",), State.RETURNED),
        (State.ACCEPTED, Kind.TRANSFER, ("contact", "wishes"), ("wishes",), State.WITHDRAWN),  # over to whom?
        (State.RUNNING, Kind.TRANSFER, ("contact", "wishes"), ("wishes",), State.RUNNING),
    ],
)
def test_a_handover_with_too_little_left_to_share_ends(shop, state, kind, shared, left, then):
    handover = shop.in_state(state, kind=kind, shared=shared)
    handover.consent.sections = ["contact", "wishes"]
    actions.narrow_consent(shop.db, handover.consent, left, by=shop.as_("samira"), at=NOON)
    assert handover.state == then
    if then == State.RUNNING:
        view = person_view(shop.db, shop.as_("fatima"), shop.hatice.key, NOON)
        assert view.name  # of whom one answers for
        assert not view.may_see("contact")


def test_narrowing_leaves_fewer_sections_but_at_least_one(shop, as_):
    handover = shop.in_state(State.RUNNING)
    client, there = as_(shop.samira), f"/consents/{handover.consent.key}/narrowing"
    for left in ([], ["contact", "wishes"], ["everything"]):
        assert client.post(there, data={"left": left}).status_code == 422
    assert client.post(there, data={"left": ["wishes"]}).status_code == 200
    assert newest(shop).sections == handover.shared == ["wishes"]
    assert client.post(there, data={"left": ["wishes"]}).status_code in (409, 422)
    page = client.get(there.removesuffix("/narrowing")).text
    assert f"/consents/{newest(shop).key}" in page  # the old one leads to what counts now


# -- running out, and asking anew -----------------------------------------------------------------------------------
def test_expiry_is_announced_once_two_weeks_before_to_the_responsible_worker(shop):
    handover = shop.in_state(State.RUNNING)
    early = NOON + DEFAULT_PERIOD - timedelta(days=15)
    announce_expiring_consents(shop.db, early)
    assert not notices(shop, NoticeKind.CONSENT_ENDS)
    for _again in range(2):
        announce_expiring_consents(shop.db, early + timedelta(days=1))
    told = shop.db.exec(select(Notice).where(Notice.kind == NoticeKind.CONSENT_ENDS)).all()
    assert [(n.worker_id, n.about) for n in told] == [(shop.samira.id, f"/consents/{handover.consent.key}")]


def test_expiry_is_announced_to_the_partner_that_is_responsible(shop):
    shop.in_state(State.COMPLETED, kind=Kind.TRANSFER)
    announce_expiring_consents(shop.db, NOON + DEFAULT_PERIOD)
    assert notices(shop, NoticeKind.CONSENT_ENDS).keys() == {shop.fatima.name}


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.COMPLETED, State.RETURNED])
def test_expiry_of_an_unused_consent_is_not_announced(shop, state):
    shop.in_state(state)
    announce_expiring_consents(shop.db, NOON + DEFAULT_PERIOD)
    assert not notices(shop, NoticeKind.CONSENT_ENDS)


def test_renewing_attaches_the_handovers_to_the_new_consent(shop, as_):
    handover = shop.in_state(State.RUNNING)
    old, client = handover.consent, as_(shop.samira)
    old.sections = ["contact", "notes", "wishes"]
    there = f"/consents/{old.key}/renewal"
    assert client.get(there).status_code == 200
    assert client.post(there, data={"lasts": "12"}).status_code == 422
    form = {"lasts": "12", "agreed": "on", "intention": "once"}
    client.post(there, data=form)
    client.post(there, data=form)
    new = newest(shop)
    assert (handover.consent_id, new.replaces_id, handover.state) == (new.id, old.id, State.RUNNING)
    assert (new.sections, new.purpose, new.until) == (["contact", "wishes"], "support", TODAY + timedelta(days=365))
    assert old.withdrawn_at is not None
    assert len(consents_of(shop.db, shop.hatice.id)) == 2


def test_renewing_an_expired_consent_shows_its_sections_again(shop, as_):
    handover = shop.in_state(State.RUNNING, kind=Kind.TRANSFER)
    handover.consent.until = local_day(NOON) - timedelta(days=1)
    fatima = as_(shop.fatima)
    assert "kitchen" not in fatima.get(f"/people/{shop.hatice.key}").text
    assert fatima.post(f"/consents/{handover.consent.key}/renewal", data={"agreed": "on"}).status_code == 200
    assert "kitchen" in fatima.get(f"/people/{shop.hatice.key}").text


def test_a_supporting_partner_cannot_renew_a_consent(shop, as_):
    there = f"/consents/{shop.in_state(State.RUNNING).consent.key}/renewal"
    assert as_(shop.fatima).get(there).status_code == 404
    assert as_(shop.fatima).post(there, data={"agreed": "on"}).status_code == 404
