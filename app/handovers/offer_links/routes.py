"""Public pages of one offer, for a partner with its link and without signing in.

Shows the offer as the partner may see it now, takes the answers that are possible now, and links to nothing else.
Opening it does not change the offer, because mail scanners open links too. All invalid links get the same page, which
can ask for a new link.
"""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.routes import ClientAddress
from app.audit import audit_log
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.rate_limits import RateLimit, network_of
from app.core.state_machine import Refused
from app.core.text_rules import REQUIRED
from app.handovers.disclosure import shared_section_views
from app.handovers.lifecycle import labels as handover_words
from app.handovers.lifecycle import rules as handover_rules
from app.handovers.lifecycle.forms import MoveForm
from app.handovers.lifecycle.overdue_rules import deadline
from app.handovers.offer_links import actions, forms, labels, queries, rules
from app.handovers.offer_links.link_actor import LinkReader
from app.handovers.offer_links.queries import LinkedOffer
from app.people.people import person_aliases
from app.shop.shops import queries as shops
from app.web import i18n
from app.web.forms import CHOOSE, Form, Submission, Submitted
from app.web.i18n import gettext as _
from app.web.pages import Page, redirect

router = APIRouter()

# How often one network may try invalid links; valid links are never limited.
INVALID_LINK_LIMIT = RateLimit("offer links that do not work", 30, timedelta(hours=1))
# How often a new link may be asked for.
RENEWAL_LIMIT = RateLimit("new links to an offer", 3, timedelta(days=1))
RENEWAL_ADDRESS_LIMIT = RateLimit("new links to offers, from an address", 3, timedelta(days=1))

LANGUAGES = {"nl": "Nederlands", "en": "English"}
MOVE_ROUTES: dict[str, tuple[str, type[forms.LinkForm]]] = {
    "accept": ("acceptance", forms.LinkAcceptForm),
    "ask": ("question", forms.LinkAskForm),
    "waitlist": ("waiting", forms.LinkWaitlistForm),
    "begin": ("start", forms.LinkTakeOverForm),
    "complete": ("completion", forms.LinkCompleteForm),
    "decline": ("refusal", forms.LinkDeclineForm),
    "give_back": ("return", forms.LinkGiveBackForm),
}


def _set_language(language: str) -> str:
    """Sets and returns the language of the page: Dutch, unless English was chosen."""
    code = language if language in LANGUAGES else "nl"
    i18n.language.set(code)
    return code


def _open_offer(db: Session, token: str, address: str, at: datetime) -> tuple[LinkedOffer, LinkReader] | None:
    """The offer that the link opens, with its reader; None when the link is not valid."""
    link = queries.find_link(db, token)
    offer = queries.open_offer(db, link, at, address=address) if link else None
    if link is None or offer is None:
        return None
    by = LinkReader(link, offer.partner.organisation_id, address)
    audit_log.set_actor(db, by, at)
    return offer, by


def _invalid_link_page(
    request: Request, page: Any, db: Session, token: str, address: str, at: datetime, *, asked: bool = False
) -> Response:
    """The page for an expired, withdrawn or unknown link: the same for all."""
    tired = not asked and not INVALID_LINK_LIMIT.hit(db, network_of(address), at=at)
    answer: Response = page(
        "handovers/offer_links/gone.html",
        block="inside",
        status=200 if asked else 429 if tired else 404,
        token=token,
        asked=asked,
        shops=queries.all_shops(db),
        languages=LANGUAGES,
    )
    return answer


def _page(
    page: Any,
    db: Session,
    token: str,
    offer: LinkedOffer,
    by: LinkReader,
    at: datetime,
    *,
    opened: str = "",
    form: Submission[Any] | None = None,
    status: int | None = None,
) -> Any:
    """The page of the offer. `opened`: the move whose form is open, filled with `form`."""
    view, handover = offer.view, offer.handover
    audit_log.log_read(
        db,
        by=by,
        at=at,
        subject="offer_link",
        subject_id=by.link.id,
        basis=by.basis,
        what="offer" if view.open else "how an offer stands",
        persons=[handover.person_id],
    )
    name = queries.last_worker_name(db, handover)
    return page(
        "handovers/offer_links/open.html",
        block="inside",
        status=status,
        token=token,
        offer=offer,
        view=view,
        handover=handover,
        facts=view.facts,
        due=deadline(view.facts),
        today=local_day(at),
        moves=offer.moves,
        opened=opened,
        form=form or Submission(MoveForm),
        empty=Submission(MoveForm, start={"name": name}),
        parts=shared_section_views.shared_sections(
            db, handover.person, view.sections, person_aliases.rows_not_shared(db, "handover", handover.id)
        ),
        reasons=queries.reasons_by_side(db, handover),
        words=labels,
        handover_words=handover_words,
        rules=rules,
        by_phone=bool(rules.only_support.obstacle(view.facts, offer.reader)),
        nouns={move: noun for move, (noun, _typed) in MOVE_ROUTES.items()},
        shop=shops.shop(db, handover.shop_id),
        languages=LANGUAGES,
    )


@router.get("/offer/{token}")
def show(token: str, request: Request, page: Page, db: Db, now: Now, address: ClientAddress, language: str = "") -> Any:
    _set_language(language)
    opened = _open_offer(db, token, address, now)
    if opened is None:
        return _invalid_link_page(request, page, db, token, address, now)
    offer, by = opened
    actions.record_use(db, offer.link, "opened", address=address, at=now)
    return _page(page, db, token, offer, by, now)


@router.post("/offer/{token}/renewal")
def renew(
    token: str,
    request: Request,
    page: Page,
    db: Db,
    now: Now,
    address: ClientAddress,
    form: Submitted[forms.RenewLinkForm],
    language: str = "",
) -> Any:
    """Mails a new link to the registered address. The response is the same for every link, also an unknown one."""
    _set_language(language)
    link = queries.find_link(db, token)
    asked = [
        RENEWAL_LIMIT.hit(db, link.handover_id if link else 0, at=now),
        RENEWAL_ADDRESS_LIMIT.hit(db, network_of(address), at=now),
    ]
    if all(asked) and link is not None:
        audit_log.set_actor(db, LinkReader(link, queries.partner_of_link(db, link).organisation_id, address), now)
        actions.renew_link(db, link, address=address, at=now)
    return _invalid_link_page(request, page, db, token, address, now, asked=True)


def _handle_move(
    move: str,
    token: str,
    request: Request,
    page: Any,
    db: Session,
    now: datetime,
    address: str,
    form: Submission[Any],
    language: str,
) -> Any:
    """Makes the move and redirects to the offer; on errors shows the form again, with what was typed."""
    code = _set_language(language)
    opened = _open_offer(db, token, address, now)
    if opened is None:
        return _invalid_link_page(request, page, db, token, address, now)
    offer, by = opened
    if not form.errors:
        _check(move, db, offer, form, now)
    if form.errors:
        return _page(page, db, token, offer, by, now, opened=move, form=form)
    try:
        actions.make_move(db, offer, move, form.data, at=now)
    except Refused as refused:
        again = _open_offer(db, token, address, now)  # reload: its state has changed
        if again is None:
            return _invalid_link_page(request, page, db, token, address, now)
        form.errors[""] = _(refused.reason) % refused.facts if refused.facts else _(refused.reason)
        return _page(page, db, token, *again, now, opened=move, form=form, status=409)
    return redirect(f"/offer/{token}" + (f"?language={code}" if code != "nl" else "") + "#stands")


def _check(move: str, db: Session, offer: LinkedOffer, form: Submission[Any], now: datetime) -> None:
    """Adds the errors that need data beyond the form itself."""
    typed = form.data
    day = {"accept": "on", "waitlist": "expected_on"}.get(move)
    if day and getattr(typed, day) < local_day(now):
        form.wrong(day, handover_rules.IN_THE_PAST)
    if move == "decline":
        item = queries.decline_reason(db, offer.handover, typed.reason)
        if item is None:
            form.wrong("reason", CHOOSE)
        elif item.asks == "text" and not typed.word:
            form.wrong("word", REQUIRED)
        elif item.asks == "date" and typed.expected_on is None:
            form.wrong("expected_on", REQUIRED)


def _move_route(move: str, typed: type[Form]) -> Any:
    """Creates the route of one move."""

    def route(
        token: str,
        request: Request,
        page: Page,
        db: Db,
        now: Now,
        address: ClientAddress,
        form: Submitted[typed],  # type: ignore[valid-type]
        language: str = "",
    ) -> Any:
        return _handle_move(move, token, request, page, db, now, address, form, language)

    route.__name__ = move
    return route


for _move, (_noun, _typed) in MOVE_ROUTES.items():
    router.post(f"/offer/{{token}}/{_noun}")(_move_route(_move, _typed))
