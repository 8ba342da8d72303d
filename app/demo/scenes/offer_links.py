"""A partner without an account: an offer that was sent by mail and opened, and is waiting for an answer."""

from datetime import datetime, timedelta
from random import Random

from app.accounts.models import Organisation
from app.audit.audit_log import set_actor
from app.core.clock import local_day
from app.core.working_days import working_days_after
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.inbox import open_journey, working_days_before
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.lifecycle.models import Kind
from app.handovers.offer_links import actions as offer_links
from app.handovers.offer_links.link_actor import LinkReader
from app.handovers.offer_links.queries import find_link
from app.handovers.offers import sender_actions
from app.shop.partners.models import Office, Partner

WORKSHOP = "Fietsenwerkplaats De Spaak"  # invented, like everybody in it
QUESTION = "Is er bij jullie een middag in de week plek om mee te sleutelen?"
SHARED = ("contact", "wishes", "talents")


def offer_by_mail(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson) -> Scene:
    """Samira sent an offer to a workshop that only has a mail address; this morning the workshop opened the link."""
    path = yield from open_journey(
        stage, dice, somebody, "samira", working_days_before(now, 2), working_days_after(local_day(now), 3)
    )
    yield min(working_days_before(now, 1), now - timedelta(hours=3))
    by = stage.by("samira")
    organisation = Organisation(name=WORKSHOP)
    stage.db.add(organisation)
    stage.db.flush()
    partner = Partner(
        shop_id=stage.shop.id,
        organisation_id=organisation.id,
        office=Office.OUTSIDE,
        offers="fietsen, techniek, meedoen",
        email="werkplaats@despaak.example",
        contact_name="Ineke Vos",
        phone="030 555 0160",
    )
    stage.db.add(partner)
    stage.db.flush()
    consents.record_consent(
        stage.db, path.person, organisation, SHARED, how=ConsentMethod.SPOKEN, language="nl", by=by, at=stage.at
    )
    handover = sender_actions.draft(
        stage.db,
        path.journey,
        organisation,
        kind=Kind.SUPPORT,
        question=QUESTION,
        shared=SHARED,
        suits="woensdag- of vrijdagmiddag",
        by=by,
        at=stage.at,
    )
    sender_actions.offer(stage.db, handover, by=by, at=stage.at)
    token = offer_links.create_link(stage.db, handover, partner, at=stage.at)
    yield max(now - timedelta(minutes=70), stage.at + timedelta(minutes=1))
    link = find_link(stage.db, token)
    assert link is not None
    set_actor(stage.db, LinkReader(link, organisation.id), stage.at)
    offer_links.record_use(stage.db, link, "opened", address="", at=stage.at)
