"""Suggested partners for one person, best first, each with its reasons in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from app.core.clock import local_day
from app.core.text_rules import N_, fold
from app.guidance.intakes.models import Section
from app.handovers.disclosure.partner_access_queries import CONTACT
from app.handovers.disclosure.queries import PersonView
from app.handovers.partner_choice.ranking_rules import Fit, best_service, sort_key
from app.handovers.partner_choice.response_time_queries import usual_response_days
from app.shop.half_days.models import DayPart
from app.shop.partners import languages, service_queries
from app.shop.partners import queries as partners
from app.shop.partners import rules as window
from app.shop.partners.models import Partner, Service
from app.shop.partners.queries import PartnerChoice
from app.web import formats
from app.web.i18n import gettext as _
from app.web.i18n import language, ngettext

SUBJECT_SECTIONS = (Section.OBSTACLE, Section.WISH_TOPIC)  # sections of the story that name subjects
LATER_TODAY = {
    DayPart.MORNING: N_("this morning: %(names)s"),
    DayPart.AFTERNOON: N_("this afternoon: %(names)s"),
    DayPart.EVENING: N_("this evening: %(names)s"),
}


@dataclass(frozen=True)
class Reason:
    """One reason for a partner's rank, in a few words. `kind`: "go" and "late" are highlighted on the page."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A partner to choose. `service`: its best fitting service, if any."""

    choice: PartnerChoice
    fit: Fit
    service: Service | None = None
    reasons: list[Reason] = field(default_factory=list)


def suggestions(db: Session, view: PersonView, *, other_than: int, at: datetime) -> list[Suggestion]:
    """All partners except the sender's own organisation (`other_than`), best first.

    Uses only what the reader may see of the person, so that no reason discloses more than the page does.
    """
    shop_id = view.person.shop_id
    names, spoken = _subjects(db, view), _languages(db, view)
    offered, answers = service_queries.services_by_partner(db, shop_id), usual_response_days(db, shop_id, at)
    found = []
    for choice in partners.partner_choices(db, shop_id, other_than=other_than, at=at):
        partner = choice.partner
        services = offered.get(partner.id, [])
        fit = Fit(
            _helps_with(partner, services, names),
            _speaks(partner, services, spoken),
            bool(choice.present),
            bool(choice.later) and not choice.present,
            window.is_full(partner, local_day(at)),
            partner.room,
            answers.get(partner.organisation_id),
            not window.is_stale(partner, at),
        )
        found.append(Suggestion(choice, fit, best_service(services, names, spoken), _reasons(choice, fit, at)))
    return sorted(found, key=lambda suggestion: sort_key(suggestion.fit))  # stable: equals keep the given order


def _subjects(db: Session, view: PersonView) -> dict[str, str]:
    """Names of the subjects of the person's wishes and obstacles, by key."""
    keys = {passage.subject for passage in view.story if passage.section in SUBJECT_SECTIONS and passage.subject}
    lists = service_queries.subjects(db, view.person.shop_id, with_retired=True) if keys else []
    return {
        item.key: service_queries.name_in_sentence(item, language.get())
        for _name, items in lists
        for item in items
        if item.key in keys
    }


def _languages(db: Session, view: PersonView) -> set[str]:
    """Codes of the languages that the person speaks, except Dutch: every partner speaks that."""
    return (languages.codes_in(view.card.languages) if view.whole or view.may_see(CONTACT) else set()) - {"nl"}


def _helps_with(partner: Partner, services: Collection[Service], names: Mapping[str, str]) -> tuple[str, ...]:
    """Subjects of the person that the partner's services cover, or its own text when its services name none."""
    topics = {topic for service in services for topic in service.topics}
    offers = fold(partner.offers)
    return tuple(name for key, name in names.items() if key in topics or (not topics and fold(name) in offers))


def _speaks(partner: Partner, services: Collection[Service], spoken: Collection[str]) -> tuple[str, ...]:
    theirs = languages.codes_in(partner.languages) | {code for service in services for code in service.languages}
    return tuple(sorted(languages.name(code, language.get()) for code in theirs & set(spoken)))


def _reasons(choice: PartnerChoice, fit: Fit, at: datetime) -> list[Reason]:
    """Everything that counts, in order of weight."""
    partner, reasons = choice.partner, []
    if choice.present:
        names = formats.listed(worker.name for worker in choice.present)
        reasons.append(Reason(_("here now: %(names)s") % {"names": names}, "go"))
    elif choice.later:
        names = formats.listed(dict.fromkeys(plan.worker.name for plan in choice.later))
        reasons.append(Reason(_(LATER_TODAY[choice.later[0].part]) % {"names": names}, "wait"))
    if fit.full and partner.full_until and partner.full_until > local_day(at):
        reasons.append(
            Reason(_("full until %(day)s") % {"day": formats.near(partner.full_until, local_day(at))}, "late")
        )
    elif fit.full:
        reasons.append(Reason(_("full"), "late"))
    if fit.subjects:
        reasons.append(Reason(_("helps with %(subjects)s") % {"subjects": formats.listed(fit.subjects)}))
    if fit.languages:
        reasons.append(Reason(_("speaks %(languages)s") % {"languages": formats.listed(fit.languages)}))
    if fit.room and not fit.full:
        room = ngettext("room for %(num)s person", "room for %(num)s people", fit.room)
        reasons.append(Reason(room % {"num": fit.room}))
    if fit.response_days is not None:
        days = fit.response_days
        answers = ngettext("usually answers within %(num)s day", "usually answers within %(num)s days", days)
        reasons.append(Reason(answers % {"num": days}))
    if fit.fresh and partner.fresh_at:
        reasons.append(Reason(_("checked: %(day)s") % {"day": formats.near(partner.fresh_at, local_day(at))}))
    return reasons
