"""Warm overdragen: one page that prepares, shows exactly what is shared, asks consent, and walks over or offers."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from sqlmodel import Session

from app.accounts.actors import Actor
from app.accounts.permissions import Sender
from app.audit import record
from app.consents import rules as consent_rules
from app.core import intentions
from app.core.clock import Now, local_day
from app.core.database import Db
from app.core.ids import digest
from app.core.text import N_, REQUIRED
from app.handovers import actions, agreeing, queries, rules, shared, words
from app.handovers.access import PersonView, person_view
from app.handovers.forms import OfferForm
from app.handovers.models import Handover, Kind, State
from app.journeys import queries as journeys
from app.journeys.models import Journey
from app.partners import queries as partners
from app.partners.queries import Choice
from app.web.forms import CHOOSE, Submission, submitted
from app.web.i18n import gettext, language
from app.web.pages import Page, found, see

router = APIRouter()

LOOK_FIRST = N_("Read together what will be shared, on this page. Then press once more.")


@router.get("/people/{key}/handovers/new")
def new(key: str, page: Page, db: Db, actor: Sender, now: Now) -> Any:
    view, journey = _whom(db, actor, key, now)
    _look(db, view, actor, now)
    return _page(page, db, actor, now, view, journey, Submission(OfferForm))


@router.post("/people/{key}/handovers/preview")
def preview(key: str, page: Page, db: Db, actor: Sender, now: Now, form: submitted(OfferForm)) -> Any:  # type: ignore[valid-type]
    """What the partner would see with what is typed now. Nothing is kept."""
    view, journey = _whom(db, actor, key, now)
    _look(db, view, actor, now)
    form.errors.clear()  # half-typed is not wrong
    return _page(page, db, actor, now, view, journey, form)


@router.get("/handovers/{key}/draft")
def resume(key: str, page: Page, db: Db, actor: Sender, now: Now) -> Any:
    draft = _draft(db, actor, key)
    view, journey = _whom(db, actor, draft.person.key, now)
    _look(db, view, actor, now)
    start = {
        "version": draft.version, "receiver": draft.receiver.key, "question": draft.question, "kind": draft.kind.value,
        "shared": list(draft.shared), "urgency": draft.urgency.value, "language": draft.language, "suits": draft.suits,
    }  # fmt: skip
    return _page(page, db, actor, now, view, journey, Submission(OfferForm, start=start), draft)


@router.post("/handovers/{key}/draft")
def go_on(key: str, page: Page, db: Db, actor: Sender, now: Now, form: submitted(OfferForm)) -> Any:  # type: ignore[valid-type]
    draft = _draft(db, actor, key)
    view, journey = _whom(db, actor, draft.person.key, now)
    return _submit(page, db, actor, now, view, journey, form, draft)


@router.post("/people/{key}/handovers")
def create(key: str, page: Page, db: Db, actor: Sender, now: Now, form: submitted(OfferForm)) -> Any:  # type: ignore[valid-type]
    view, journey = _whom(db, actor, key, now)
    return _submit(page, db, actor, now, view, journey, form, None)


def _submit(
    page: Any, db: Session, actor: Actor, now: datetime, view: PersonView, journey: Journey,
    form: Submission[OfferForm], draft: Handover | None,
) -> Any:  # fmt: skip
    _look(db, view, actor, now)
    choices = _choices(db, actor, now)
    if not form.errors and form.data.go != "look":
        _check(db, form, view, journey, choices, now)
    if form.errors or form.data.go == "look":
        return _page(page, db, actor, now, view, journey, form, draft)
    intention = intentions.begin(db, form.data.intention, worker_id=actor.worker_id, at=now)
    if intention is None:
        return see(intentions.earlier(db, form.data.intention, worker_id=actor.worker_id) or "/handovers")
    handover = _carry_out(db, actor, now, view, journey, form, choices, draft)
    intention.answer = f"/handovers/{handover.key}"
    return see(intention.answer)


def _check(
    db: Session, form: Submission[OfferForm], view: PersonView, journey: Journey, choices: list[Choice], now: datetime
) -> None:
    """What only the rest of the service knows to be wrong with it."""
    typed, chosen = form.data, _chosen(form, choices)
    if chosen is None:
        form.wrong("receiver", CHOOSE)
        return
    if not set(typed.shared) <= {part.section for part in shared.sections_of(db, view.person)}:
        form.wrong("shared", consent_rules.UNKNOWN_SECTION)
    if typed.go == "draft":
        return
    if not typed.question:
        form.wrong("question", REQUIRED)
    if typed.kind is None:
        form.wrong("kind", CHOOSE)
    if not typed.shared:
        form.wrong("shared", consent_rules.NOTHING_CHOSEN)
    if typed.kind == Kind.TRANSFER and "contact" not in typed.shared:
        form.wrong("shared", rules.with_name.reason)
    walking = typed.go.startswith("walk-")
    if walking and typed.go.removeprefix("walk-") not in {worker.key for worker in chosen.present}:
        form.wrong("go", rules.NOT_PRESENT)
    if walking and typed.kind == Kind.TRANSFER and not (typed.next_what and typed.next_on):
        form.wrong("next_what", rules.NEEDS_STEP)
    if typed.next_on and not local_day(now) <= typed.next_on:
        form.wrong("next_on", rules.IN_THE_PAST)
    if typed.seen != fingerprint(form):
        form.wrong("seen", LOOK_FIRST)
    agreeing.check_offer(db, form, view.person, chosen.partner.organisation, now)


def _carry_out(
    db: Session, actor: Actor, now: datetime, view: PersonView, journey: Journey, form: Submission[OfferForm],
    choices: list[Choice], draft: Handover | None,
) -> Handover:  # fmt: skip
    typed = form.data
    chosen = next(c for c in choices if c.partner.organisation.key == typed.receiver)
    receiver = chosen.partner.organisation
    terms: dict[str, Any] = {
        "kind": typed.kind or Kind.SUPPORT, "question": typed.question, "shared": typed.shared,
        "urgency": typed.urgency, "language": typed.language, "suits": typed.suits, "by": actor, "at": now,
    }  # fmt: skip
    if draft is None:
        handover = actions.draft(db, journey, receiver, **terms)
    else:
        handover = actions.redraft(db, draft, receiver, version=typed.version, **terms)
    if typed.go == "draft":
        return handover
    agreeing.give(db, view, receiver, form, by=actor, at=now)
    if typed.go.startswith("walk-"):
        worker = next(w for w in chosen.present if f"walk-{w.key}" == typed.go)
        return actions.walk_over(
            db, handover, worker, next_what=typed.next_what or None, next_on=typed.next_on, by=actor, at=now
        )
    return actions.offer(db, handover, by=actor, at=now)


def fingerprint(form: Submission[OfferForm]) -> str:
    """What was on screen: another partner, question, kind, section or last day, and it has to be looked at again."""
    facts = [form.value("receiver"), form.value("question"), form.value("kind"), *sorted(form.values("shared"))]
    facts += agreeing.until_when(form)
    return digest("\n".join(str(fact).strip() for fact in facts))[:32]


def _whom(db: Session, actor: Actor, key: str, now: datetime) -> tuple[PersonView, Journey]:
    """The person, with an open journey that the actor may follow."""
    view = found(person_view(db, actor, key, now))
    journey = journeys.open_journey(db, view.person.id) if view.answers else None
    return view, found(journey)


def _draft(db: Session, actor: Actor, key: str) -> Handover:
    draft = found(queries.handover_for(db, actor, key))
    return found(draft if draft.state == State.DRAFT else None)


def _look(db: Session, view: PersonView, actor: Actor, now: datetime) -> None:
    record.look(db, by=actor, at=now, subject="handover", basis=view.basis, what="preparing", persons=[view.person.id])


def _choices(db: Session, actor: Actor, now: datetime) -> list[Choice]:
    return partners.choices(db, actor.shop_id, other_than=actor.organisation_id, at=now)


def _chosen(form: Submission[OfferForm], choices: list[Choice]) -> Choice | None:
    return next((c for c in choices if c.partner.organisation.key == form.value("receiver")), None)


def _page(
    page: Any, db: Session, actor: Actor, now: datetime, view: PersonView, journey: Journey,
    form: Submission[OfferForm], draft: Handover | None = None,
) -> Any:  # fmt: skip
    choices = _choices(db, actor, now)
    chosen, print_of = _chosen(form, choices), fingerprint(form)
    changed = bool(form.value("seen")) and form.value("seen") != print_of
    if changed:
        form.typed.pop("agreed", None)  # a yes was to what stood there before
    ticked = form.values("shared")
    organisation = chosen.partner.organisation if chosen else None
    return page(
        "handovers/new.html", block="last", person=view.person, journey=journey, form=form, choices=choices,
        chosen=chosen, sections=shared.sections_of(db, view.person), ticked=ticked, print_of=print_of,
        parts=shared.parts(db, view.person, ticked), now=now, actor=actor, draft=draft, words=words,
        **agreeing.for_offer(db, view, organisation, ticked, form, now),
        language=language.get(), question=str(form.value("question")).strip(), responsible=journey.responsible,
        previous=None, mine=journey.responsible_id == actor.worker_id, title=gettext(rules.by_sender.reason),
    )  # fmt: skip
