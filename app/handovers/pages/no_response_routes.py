"""The sender's choices when the partner did not respond: record a call, or ask another partner."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanHandOver
from app.core import idempotency
from app.core.clock import Now
from app.core.database import Db
from app.handovers.lifecycle import queries, rules
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.forms import ChooseOtherPartnerForm, MoveForm
from app.handovers.pages.routes import handover_page
from app.handovers.reminders import no_response_actions
from app.shop.partners import queries as partners
from app.web.forms import CHOOSE, Submitted
from app.web.pages import Page, or_404, redirect

router = APIRouter(prefix="/handovers/{key}")


@router.post("/call")
def call(key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[MoveForm]) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    if form.errors:
        return handover_page(page, db, actor, now, handover, form=form)
    no_response_actions.call(db, handover, version=form.data.version, by=actor, at=now)
    return redirect(f"/handovers/{key}")


@router.post("/other-partner")
def choose_other_partner(
    key: str, page: Page, db: Db, actor: CanHandOver, now: Now, form: Submitted[ChooseOtherPartnerForm]
) -> Any:
    handover = or_404(queries.handover_for(db, actor, key))
    offered = {
        partner.organisation.key: partner.organisation for partner in partners.active_partners(db, handover.shop_id)
    }
    if not form.errors and form.data.other not in offered:
        form.wrong("other", CHOOSE)
    if form.errors:
        return handover_page(page, db, actor, now, handover, opened="choice", form=form)
    intention = idempotency.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return redirect(f"/handovers/{key}")
    draft = no_response_actions.choose_other_partner(
        db, handover, offered[form.data.other], form.data.reason, version=form.data.version, by=actor, at=now
    )
    mine = rules.redraft.obstacle(facts_of(db, draft, now), actor) is None
    intention.answer = f"/handovers/{draft.key}/draft" if mine else f"/handovers/{draft.key}"
    return redirect(intention.answer)
