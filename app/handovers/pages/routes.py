"""The inbox, and the page of one handover."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.current_user import Actor
from app.accounts.guards import CanFollow
from app.audit import audit_log
from app.audit.queries import persons_read_today
from app.core import change_counter
from app.core.clock import Now, local_day
from app.core.database import Db, reads_only
from app.front_desk.visits.staff_present_queries import staff_present
from app.guidance.notes import queries as notes
from app.guidance.notes.rules import Reader
from app.handovers.disclosure import shared_section_views
from app.handovers.disclosure.queries import HandoverView, audit_basis, handover_view, handover_views
from app.handovers.lifecycle import labels, queries
from app.handovers.lifecycle.fact_queries import facts_of
from app.handovers.lifecycle.forms import MoveForm
from app.handovers.lifecycle.models import Handover
from app.handovers.lifecycle.overdue_rules import deadline, is_late
from app.handovers.offers import retries
from app.handovers.pages import inbox_views, move_views, section_views
from app.handovers.pages.former_responsibility_queries import status_only_handover
from app.handovers.pages.introduction_views import introduction_context, waiting_on_the_spot
from app.handovers.pages.status_views import status_sentences
from app.messages.notifications import queries as notices
from app.people.people import person_aliases
from app.shop.partners import queries as partners
from app.shop.partners.rules import is_stale
from app.web.event_stream import HEARTBEAT
from app.web.forms import Submission
from app.web.i18n import language
from app.web.pages import Page, or_404, redirect

router = APIRouter()
INBOX_VIEW = "inbox"


@router.get("/handovers")
def index(page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    return _inbox(page, db, actor, now)


@router.get("/handovers/list")
@reads_only
def refresh(page: Page, db: Db, actor: CanFollow, now: Now) -> Any:
    """The lists again, for the live inbox, as long as the audit log has everybody in them already."""
    if not page.is_partial:
        return redirect("/handovers")
    number, rows = change_counter.revision(db, actor.shop_id), _inbox_rows(db, actor, now)
    if _visible_person_ids(rows) - persons_read_today(
        db, actor, now, what=INBOX_VIEW, persons=_visible_person_ids(rows)
    ):
        return redirect("/handovers")  # a read-only session cannot write to the audit log
    return _inbox_page(page, db, actor, now, number, rows)


def _inbox(page: Any, db: Session, actor: Actor, now: datetime) -> Any:
    number, rows = (
        change_counter.revision(db, actor.shop_id),
        _inbox_rows(db, actor, now),
    )  # the number first, see there
    if named := _visible_person_ids(rows):
        audit_log.log_read(
            db, by=actor, at=now, subject="handovers", basis="inbox", what=INBOX_VIEW, persons=sorted(named)
        )
    return _inbox_page(page, db, actor, now, number, rows)


def _inbox_rows(db: Session, actor: Actor, now: datetime) -> dict[str, list[HandoverView]]:
    lists: dict[str, list[Handover]] = vars(queries.inbox(db, actor, now))
    handovers = list({handover.id: handover for each in lists.values() for handover in each}.values())
    views = {view.handover.id: view for view in handover_views(db, actor, handovers, now)}
    return {name: sorted((views[handover.id] for handover in each), key=_late_first) for name, each in lists.items()}


def _visible_person_ids(rows: dict[str, list[HandoverView]]) -> set[int]:
    return {view.handover.person_id for views in rows.values() for view in views if view.open}


def _inbox_page(
    page: Any, db: Session, actor: Actor, now: datetime, number: int, rows: dict[str, list[HandoverView]]
) -> Any:
    partner = partners.own_partner(db, actor)
    return page(
        "handovers/pages/index.html",
        block="lists",
        lists=inbox_views.inbox_lists(rows, actor),
        pulse=number,
        heartbeat=HEARTBEAT,
        waiting=len(rows["to_answer"]) + len(rows["questions"]),
        unseen=notices.unseen_count(db, actor, now),
        partner=partner,
        stale=partner is not None and is_stale(partner, now),
        today=local_day(now),
        actor=actor,
        words=labels,
        language=language.get(),
        staff=None if actor.at_the_door else staff_present(db, actor, now),
        here_now=waiting_on_the_spot(db, rows["to_answer"], actor),
    )


def _late_first(view: HandoverView) -> tuple[bool, datetime]:
    return not is_late(view.facts), view.handover.offered_at or view.handover.made_at


@router.get("/handovers/{key}")
def show(key: str, page: Page, db: Db, actor: CanFollow, now: Now, open: str = "") -> Any:
    handover = queries.handover_for(db, actor, key)
    if handover is None:
        return _status_page(page, db, actor, now, or_404(status_only_handover(db, actor, key, now)))
    return handover_page(page, db, actor, now, handover, opened=open)


def _status_page(page: Any, db: Session, actor: Actor, now: datetime, handover: Handover) -> Any:
    """The status only, for the worker who was responsible until recently."""
    audit_log.log_read(
        db,
        by=actor,
        at=now,
        subject="handover",
        subject_id=handover.id,
        basis="answered for the person until lately",
        what="status",
        persons=[handover.person_id],
    )
    view = HandoverView(handover, facts_of(db, handover, now))
    return page(
        "handovers/pages/status.html",
        block="main",
        handover=handover,
        progress=section_views.progress(view.facts),
        today=local_day(now),
        words=labels,
        sentences=status_sentences(view, actor.worker_id, local_day(now)),
    )


def handover_page(
    page: Any,
    db: Session,
    actor: Actor,
    now: datetime,
    handover: Handover,
    *,
    opened: str = "",
    form: Submission[Any] | None = None,
) -> Any:
    """The page of one handover. `opened`: the name of the form to show open; `form`: its input and errors."""
    view = handover_view(db, actor, handover, now)
    if view.open:
        audit_log.log_read(
            db,
            by=actor,
            at=now,
            subject="handover",
            subject_id=handover.id,
            basis=audit_basis(view, actor),
            what="page",
            persons=[handover.person_id],
        )
    reader, own = Reader(actor.worker_id, actor.organisation_id), actor.organisation_id
    own_notes = [] if view.open or not view.ours else notes.notes_of(db, handover.person_id, reader, own)
    later = retries.later_attempts(db, actor, handover)
    able = queries.receiver_workers(db, handover)
    aside = (handover.receiver_id, handover.sender.organisation_id)
    others = [p for p in partners.active_partners(db, handover.shop_id) if p.organisation_id not in aside]
    return page(
        "handovers/pages/show.html",
        block="handover",
        view=view,
        handover=handover,
        facts=view.facts,
        actor=actor,
        words=labels,
        today=local_day(now),
        language=language.get(),
        due=deadline(view.facts),
        progress=section_views.progress(view.facts),
        moves=move_views.available_moves(view, actor, has_others=bool(others), later_attempts=later),
        thread=section_views.message_thread(view, actor),
        may_end_consent=section_views.may_end_consent(handover),
        warmth=section_views.warmth(view.facts),
        answers_by_link=section_views.answers_by_link(view, able),
        reads_refusal=section_views.may_read_refusal(view),
        parts=shared_section_views.shared_sections(
            db, handover.person, view.sections, person_aliases.rows_not_shared(db, "handover", handover.id)
        ),
        own_notes=own_notes,
        opened=opened,
        form=form or Submission(MoveForm),
        empty=Submission(MoveForm),
        colleagues=able,
        reasons=queries.decline_reasons(db, handover.shop_id),
        sides=labels.SIDE_NAMES,
        sentences=status_sentences(view, actor.worker_id, local_day(now)),
        previous_attempts=retries.previous_attempts(db, actor, handover),
        later_attempts=later,
        parallel_transfers=retries.parallel_transfers(db, actor, handover) if view.open else [],
        others=others,
        **introduction_context(db, view, actor),
    )
