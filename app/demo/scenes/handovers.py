"""Courses of a handover: on the spot or by an offer, with every possible response (DOMAIN §4)."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.core.clock import local_day, moment
from app.core.working_days import working_days_after
from app.demo.cast.colleagues import PARTNERS, HelpRequest, PartnerProfile
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.cast.texts import ANSWERS, COLD, NEXT_STEPS, RETURNED
from app.guidance.journeys.models import Journey
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Handover, Kind, Urgency, Way
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.people.people.models import Person
from app.people.people.preferred_language import language_of
from app.shop.lists.models import ListName
from app.shop.roster import actions as roster_actions

HandoverScene = Generator[datetime, None, str]  # returns the login of the responsible worker afterwards

# What happens to an offer, and how often.
RESPONSES = ("accept", "ask", "waitlist", "decline", "withdraw", "expire", "mistake")
RESPONSE_WEIGHTS = (72, 7, 4, 11, 3, 1.5, 1.5)


@dataclass
class JourneyPath:
    """A person on a journey: their responsible worker (`login`), what they came for, and their obstacles."""

    stage: Stage
    dice: Random
    person: Person
    somebody: InventedPerson
    theme: str
    journey: Journey
    login: str
    obstacles: tuple[str, ...] = ()

    def in_days(self, days: float) -> datetime:
        """A moment in office hours, at least `days` from now."""
        return self.stage.at_desk(self.dice, days)


def choose_partner(dice: Random, theme: str) -> tuple[PartnerProfile, HelpRequest]:
    """A partner that suits the theme, and the request to it."""
    fitting = [
        (helper, ask, helper.weight / len(helper.asks) * (4 if theme in ask.themes else 0.6 if not ask.themes else 0.2))
        for helper in PARTNERS
        for ask in helper.asks
    ]
    helper, ask, _ = dice.choices(fitting, [weight for *_, weight in fitting])[0]
    return helper, ask


def sections_to_share(dice: Random, followed: JourneyPath) -> list[str]:
    """The sections that the person agrees to share: always the contact details, and part of the story."""
    more = [name for name in ("wishes", "situation", "talents", "steps") if dice.random() < 0.62]
    return ["contact", *(more or ["wishes"]), *(f"obstacle:{key}" for key in followed.obstacles if dice.random() < 0.6)]


def write_draft(
    followed: JourneyPath, helper: PartnerProfile, ask: HelpRequest, kind: Kind, *, consent: bool = True
) -> Handover:
    """Drafts a handover; with `consent`, records first that the person agrees to share it."""
    stage, dice = followed.stage, followed.dice
    receiver = stage.organisations[helper.organisation]
    sections, by = sections_to_share(dice, followed), stage.by(followed.login)
    if consent:
        consents.record_consent(
            stage.db,
            followed.person,
            receiver,
            sections,
            how=ConsentMethod.SIGNED if dice.random() < 0.2 else ConsentMethod.SPOKEN,
            language=language_of(followed.somebody.languages) or "nl",
            purpose=kind.value,
            about=ask.question,
            by=by,
            at=stage.at,
        )
    return sender_actions.draft(
        stage.db,
        followed.journey,
        receiver,
        kind=kind,
        question=ask.question,
        shared=sections,
        urgency=dice.choices(list(Urgency), (6, 24, 70))[0],
        language="" if followed.somebody.speaks_dutch else followed.somebody.languages,
        suits=dice.choice(("", "", "ochtenden", "na drie uur", "niet op woensdag", "deze week")),
        by=by,
        at=stage.at,
    )


def hand_over(followed: JourneyPath) -> HandoverScene:
    """One handover, from the draft until it is running or has failed. What follows is a course of its own."""
    stage, dice = followed.stage, followed.dice
    helper, ask = choose_partner(dice, followed.theme)
    kind = Kind.TRANSFER if dice.random() < helper.transfers else Kind.SUPPORT
    there = stage.present(helper.logins)
    handover = write_draft(followed, helper, ask, kind)
    if there and dice.random() < 0.9:
        roster_actions.arrive(stage.db, stage.workers[there].id, by=stage.by(there), at=stage.at)
        on_the_spot_actions.offer_on_the_spot(
            stage.db,
            handover,
            stage.workers[there],
            place="aan de tafel bij het raam" if dice.random() < 0.3 else "",
            by=stage.by(followed.login),
            at=stage.at,
        )
        on_the_spot_actions.accept_on_the_spot(
            stage.db, handover, **agreed_next_step(followed, kind), by=stage.by(there), at=stage.at
        )
        return (yield from run(followed, handover, there, ask))
    sender_actions.offer(stage.db, handover, by=stage.by(followed.login), at=stage.at)
    return (yield from offer_and_respond(followed, helper, handover, ask, dice.choices(RESPONSES, RESPONSE_WEIGHTS)[0]))


def agreed_next_step(followed: JourneyPath, kind: Kind) -> dict:
    """The next step that the new worker agreed to, which a transfer requires; empty for support."""
    if kind == Kind.SUPPORT:
        return {}
    on = local_day(followed.in_days(followed.dice.randrange(3, 15)))
    return {"next_what": followed.dice.choice(NEXT_STEPS), "next_on": on}


def offer_and_respond(
    followed: JourneyPath, helper: PartnerProfile, handover: Handover, ask: HelpRequest, response: str
) -> HandoverScene:
    """The sender has offered; the course follows one of RESPONSES."""
    stage, dice, sender = followed.stage, followed.dice, followed.login
    receiver = dice.choice(helper.logins)
    if response == "mistake":
        yield followed.in_days(0.1)
        closing_actions.mark_mistaken(stage.db, handover, "verkeerde persoon gekozen", by=stage.by(sender), at=stage.at)
        return sender
    if response == "withdraw":
        yield followed.in_days(dice.randrange(2, 7))
        sender_actions.withdraw(stage.db, handover, "wil het toch zelf regelen", by=stage.by(sender), at=stage.at)
        return sender
    if response == "expire":
        return (yield from leave_unanswered(followed, handover))
    yield followed.in_days(dice.choice((0.2, 1, 1, 2, 2, 3, 4, 6, 8)))
    if response == "ask":
        question, answer = dice.choice(ANSWERS)
        receiver_actions.ask(stage.db, handover, question, by=stage.by(receiver), at=stage.at)
        yield followed.in_days(dice.choice((0.5, 1, 2, 3)))
        sender_actions.answer(stage.db, handover, answer, by=stage.by(sender), at=stage.at)
        yield followed.in_days(dice.choice((0.5, 1, 2)))
    if response == "waitlist":
        days = dice.randrange(14, 35)
        receiver_actions.waitlist(
            stage.db, handover, local_day(stage.at + timedelta(days=days)), by=stage.by(receiver), at=stage.at
        )
        yield followed.in_days(days)
    if response == "decline":
        reason = dice.choice(list(stage.items[ListName.DECLINE].values()))
        later = local_day(stage.at + timedelta(days=40)) if reason.asks == "date" else None
        receiver_actions.decline(
            stage.db,
            handover,
            reason=reason,
            word="past beter bij een ander" if reason.asks == "text" else "",
            expected_on=later,
            what_then=DeclineProposal.FRONT_OFFICE,
            person_may_read=dice.random() < 0.6,
            by=stage.by(receiver),
            at=stage.at,
        )
        return sender
    return (yield from accept(followed, handover, receiver, ask))


def leave_unanswered(followed: JourneyPath, handover: Handover) -> HandoverScene:
    """The partner never responds: the sender reminds it, escalates, and closes the offer after ten working days."""
    stage, sender = followed.stage, followed.login
    start = stage.today
    closed = {h.day for h in stage.calendar.half_days if h.holiday}
    for after, verb in ((3, sender_actions.remind), (6, sender_actions.escalate), (12, sender_actions.expire)):
        yield moment(working_days_after(start, after, closed), stage.calendar.open_days[0].opens)
        verb(stage.db, handover, by=stage.by(sender), at=stage.at)
    return sender


def accept(followed: JourneyPath, handover: Handover, receiver: str, ask: HelpRequest) -> HandoverScene:
    """The partner accepts, and takes over after an introduction, or without one for a reason."""
    stage, dice, sender = followed.stage, followed.dice, followed.login
    meeting = followed.in_days(dice.choice((1, 1, 2, 3, 4, 5, 7)))
    receiver_actions.accept(
        stage.db,
        handover,
        planned_for=meeting,
        way=dice.choices(list(Way), (86, 5, 9))[0],
        place=dice.choice(("", "in de Werkwinkel", "bij de partner", "in de buurtkamer")),
        by=stage.by(receiver),
        at=stage.at,
    )
    yield meeting
    missed = 0
    while dice.random() < 0.12 and missed < 2:
        actions.record_missed_introduction(stage.db, handover, by=stage.by(receiver), at=stage.at)
        missed += 1
        meeting = followed.in_days(dice.randrange(2, 8))
        actions.plan_introduction(stage.db, handover, planned_for=meeting, by=stage.by(sender), at=stage.at)
        yield meeting
    cold = dice.choice(COLD) if dice.random() < 0.17 else ""
    if not cold:
        actions.record_introduction(
            stage.db,
            handover,
            with_person=True,
            with_sender=True,
            with_receiver=True,
            by=stage.by(receiver),
            at=stage.at,
        )
        yield stage.at + timedelta(minutes=dice.randrange(15, 50))
    actions.take_over(
        stage.db,
        handover,
        cold_reason=cold,
        **agreed_next_step(followed, handover.kind),
        by=stage.by(receiver),
        at=stage.at,
    )
    return (yield from run(followed, handover, receiver, ask))


def run(followed: JourneyPath, handover: Handover, receiver: str, ask: HelpRequest) -> HandoverScene:
    """The handover is running. A transfer may turn out not to fit; then the sender is responsible again."""
    dice, stage, sender = followed.dice, followed.stage, followed.login
    if handover.kind == Kind.SUPPORT:
        stage.play(give_feedback(followed, handover, receiver, ask))
        return sender
    if dice.random() < 0.08:
        yield followed.in_days(dice.randrange(8, 30))
        on = local_day(followed.in_days(dice.randrange(2, 8)))
        closing_actions.give_back(
            stage.db,
            handover,
            dice.choice(RETURNED),
            next_what="samen kijken wat dan wel past",
            next_on=on,
            by=stage.by(receiver),
            at=stage.at,
        )
        return sender
    stage.play(give_feedback(followed, handover, receiver, ask))
    return receiver


def give_feedback(followed: JourneyPath, handover: Handover, receiver: str, ask: HelpRequest) -> Scene:
    """The partner helps and gives feedback at the end. Support may also be given back."""
    stage, dice = followed.stage, Random(followed.dice.random())  # noqa: S311  repeatable data
    yield followed.in_days(min(70, 8 + dice.gammavariate(2.2, 7.0)))
    if handover.kind == Kind.SUPPORT and dice.random() < 0.07:
        closing_actions.give_back(stage.db, handover, dice.choice(RETURNED), by=stage.by(receiver), at=stage.at)
        return
    closing_actions.complete(stage.db, handover, ask.feedback, by=stage.by(receiver), at=stage.at)
