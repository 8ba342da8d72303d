"""Page on which workers who may hand over search the partners of the shop."""

from typing import Any

from fastapi import APIRouter

from app.accounts.guards import CanHandOver
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.text_rules import Key, Line
from app.handovers.partner_choice.partner_search_queries import search_partners
from app.shop.partners import languages, service_queries
from app.shop.partners.rules import is_full, is_stale
from app.web.forms import Form, Submission
from app.web.i18n import language
from app.web.pages import Page

router = APIRouter()


class PartnerSearchForm(Form):
    """Search criteria; all optional."""

    topic: Key = ""
    tongue: Key = ""
    words: Line = ""


@router.get("/partners")
def index(page: Page, db: Db, actor: CanHandOver, now: Now, topic: str = "", tongue: str = "", words: str = "") -> Any:
    form = Submission(PartnerSearchForm, {"topic": topic, "tongue": tongue, "words": words})
    criteria = PartnerSearchForm() if form.errors else form.data
    lists = [items for _, items in service_queries.subjects(db, actor.shop_id, with_retired=True)]
    lang = language.get()
    return page(
        "handovers/partner_choice/partners.html",
        block="partners",
        form=form,
        today=local_day(now),
        at=now,
        offers=search_partners(
            db, actor.shop_id, topic=criteria.topic, tongue=criteria.tongue, words=criteria.words, at=now
        ),
        topics=[(i.key, i.name(lang)) for items in lists for i in items if i.code != "other" and i.retired_at is None],
        subjects={i.key: service_queries.name_in_sentence(i, lang) for items in lists for i in items},
        languages=languages.names(lang),
        tongues=languages,
        is_full=is_full,
        is_stale=is_stale,
        looking=bool(criteria.topic or criteria.tongue or criteria.words),
    )
