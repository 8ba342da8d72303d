"""A partner without an account: an offer that went by mail, was opened, and waits for an answer."""

from datetime import datetime, timedelta
from random import Random

from app.accounts.models import Organisation
from app.audit.audit_log import acting
from app.core.clock import local_day
from app.core.working_days import workdays_after
from app.demo.cast.invented_people import Somebody
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.inbox import opened, workdays_before
from app.handovers.consents import actions as consents
from app.handovers.consents.models import How
from app.handovers.lifecycle.models import Kind
from app.handovers.offer_links import actions as offer_links
from app.handovers.offer_links.link_actor import ByLink
from app.handovers.offer_links.queries import link_with
from app.handovers.offers import sender_actions
from app.shop.partners.models import Office, Partner

WORKSHOP = "Fietsenwerkplaats De Spaak"  # invented, as everybody in it
QUESTION = "Is er bij jullie een middag in de week plek om mee te sleutelen?"
SHARED = ("contact", "wishes", "talents")


def by_mail(stage: Stage, dice: Random, now: datetime, somebody: Somebody) -> Scene:
    """Samira asked a workshop that has a mail address and nothing else; this morning it opened the link."""
    path = yield from opened(
        stage, dice, somebody, "samira", workdays_before(now, 2), workdays_after(local_day(now), 3)
    )
    yield min(workdays_before(now, 1), now - timedelta(hours=3))
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
    consents.give(stage.db, path.person, organisation, SHARED, how=How.SPOKEN, language="nl", by=by, at=stage.at)
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
    token = offer_links.make(stage.db, handover, partner, at=stage.at)
    yield max(now - timedelta(minutes=70), stage.at + timedelta(minutes=1))
    link = link_with(stage.db, token)
    assert link is not None
    acting(stage.db, ByLink(link, organisation.id), stage.at)
    offer_links.use(stage.db, link, "opened", address="", at=stage.at)
