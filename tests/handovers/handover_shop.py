"""The shop in which tests of handovers begin: Samira's journey with Hatice, and handovers in any state."""

from dataclasses import dataclass
from datetime import time, timedelta

from sqlmodel import select

from app.accounts.current_user import Actor
from app.accounts.models import Worker
from app.core.clock import local_day
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey
from app.handovers.consents import actions as consents
from app.handovers.consents.models import Consent, ConsentMethod
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.models import Handover, Kind, State
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.shop.half_days.models import DayPart, Opening, Presence
from app.shop.lists.models import DeclineSide, ListItem, ListName
from tests.world import NOON, TODAY, World

SOON = NOON + timedelta(days=1)


@dataclass
class HandoverShop:
    world: World
    journey: Journey
    debts: ListItem
    reason: ListItem

    def __getattr__(self, name: str):
        return getattr(self.world, name)

    def as_(self, name: str) -> Actor:
        return self.world.actor(getattr(self.world, name))

    def consent(self, organisation=None, sections=("contact", "wishes"), person=None, at=NOON, **more) -> Consent:
        return consents.record_consent(
            self.world.db,
            person or self.journey.person,
            organisation or self.world.dock,
            sections,
            how=ConsentMethod.SPOKEN,
            **{"language": "nl", **more},
            by=self.as_("samira"),
            at=at,
        )

    def draft(self, receiver=None, *, shared=("contact", "wishes"), kind=Kind.SUPPORT, by="samira") -> Handover:
        return sender_actions.draft(
            self.world.db,
            self.journey,
            receiver or self.world.dock,
            kind=kind,
            question="Help with the bills",
            shared=shared,
            by=self.as_(by),
            at=NOON,
        )

    def in_state(self, state: State, *, kind=Kind.SUPPORT, receiver=None, shared=("contact", "wishes")) -> Handover:
        """A handover from Samira to Fatima of DOCK that reached this state in the usual way."""
        db, samira, fatima = self.world.db, self.as_("samira"), self.as_("fatima")
        handover = self.draft(receiver, kind=kind, shared=shared)
        if state == State.DRAFT:
            return handover
        if state == State.UNKNOWN:  # no move leads here: it is imported from an old register
            handover.told, handover.state, handover.shared = True, state, []
            handover.offered_at = handover.accepted_at = handover.running_at = handover.ended_at = NOON
            db.flush()
            return handover
        self.consent(receiver, shared, purpose=kind.value, about=handover.question)
        sender_actions.offer(db, handover, by=samira, at=NOON)
        if state == State.CONSIDERING:
            receiver_actions.ask(db, handover, "Since when?", by=fatima, at=NOON)
        if state == State.WAITLISTED:
            receiver_actions.waitlist(db, handover, TODAY + timedelta(days=9), by=fatima, at=NOON)
        if state == State.DECLINED:
            receiver_actions.decline(db, handover, reason=self.reason, by=fatima, at=NOON)
        if state == State.WITHDRAWN:
            sender_actions.withdraw(db, handover, by=samira, at=NOON)
        if state == State.MISTAKEN:
            closing_actions.mark_mistaken(db, handover, "wrong person", by=samira, at=NOON)
        if state == State.EXPIRED:
            sender_actions.remind(db, handover, by=samira, at=NOON)
            sender_actions.escalate(db, handover, by=samira, at=NOON)
            sender_actions.expire(db, handover, by=samira, at=NOON + timedelta(days=20))
        if state in (State.ACCEPTED, State.RUNNING, State.COMPLETED, State.RETURNED):
            receiver_actions.accept(db, handover, planned_for=SOON, by=fatima, at=NOON)
        if state in (State.RUNNING, State.COMPLETED, State.RETURNED):
            actions.record_introduction(
                db, handover, with_person=True, with_sender=True, with_receiver=True, by=fatima, at=NOON
            )
            actions.take_over(db, handover, next_what="Call", next_on=TODAY, by=fatima, at=NOON)
        if state == State.COMPLETED:
            closing_actions.complete(db, handover, "All paid.", by=fatima, at=NOON)
        if state == State.RETURNED:
            closing_actions.give_back(db, handover, "moved", by=fatima, at=NOON)
        db.flush()
        assert handover.state == state
        return handover

    def reassign(self, to: str, by: str = "carla") -> None:
        """Makes another worker responsible."""
        worker = getattr(self.world, to)
        journeys.reassign(self.world.db, self.journey, worker, "busy", by=self.as_(by), at=NOON)

    def present(self, worker: Worker, at=NOON) -> None:
        """The worker is in the shop now."""
        db, day = self.world.db, local_day(at)
        here = select(Opening).where(Opening.shop_id == self.world.shop.id, Opening.day == day)
        opening = db.exec(here).first()
        if opening is None:
            opening = Opening(
                shop_id=self.world.shop.id, day=day, part=DayPart.MORNING, opens=time(9), closes=time(12, 30)
            )
            db.add(opening)
            db.flush()
        there = select(Presence).where(Presence.opening_id == opening.id, Presence.worker_id == worker.id)
        if db.exec(there).first() is None:
            db.add(Presence(opening_id=opening.id, worker_id=worker.id, since=at))
        db.flush()

    def leaves(self, worker: Worker) -> None:
        """The worker has left the shop."""
        for presence in self.world.db.exec(select(Presence).where(Presence.worker_id == worker.id)):
            presence.until = NOON
        self.world.db.flush()

    def together(self, *, kind=Kind.SUPPORT, shared=("contact", "wishes"), worker=None) -> Handover:
        """An offer on the spot: Samira walks with Hatice to Fatima of DOCK."""
        worker = worker or self.world.fatima
        handover = self.draft(worker.organisation, kind=kind, shared=shared)
        self.consent(worker.organisation, shared)
        self.present(worker)
        return on_the_spot_actions.offer_on_the_spot(self.world.db, handover, worker, by=self.as_("samira"), at=NOON)


def build(world: World) -> HandoverShop:
    db, samira = world.db, world.actor(world.samira)
    debts = ListItem(shop_id=world.shop.id, list=ListName.OBSTACLE, code="debts", name_nl="geldzorgen", name_en="debts")
    reason = ListItem(
        shop_id=world.shop.id,
        list=ListName.DECLINE,
        code="full",
        name_nl="vol",
        name_en="full",
        grouping=DeclineSide.PARTNER,
    )
    db.add_all([debts, reason])
    db.flush()
    talk = talks.start_intake(db, world.hatice, by=samira, at=NOON)
    talks.save_passage(db, talk, Section.WISHES, "", "Work in a kitchen", 0, by=samira, at=NOON)
    talks.save_passage(db, talk, Section.OBSTACLE, debts.key, "Two months behind", 0, by=samira, at=NOON)
    journey = talks.finish_intake(
        db, talk, responsible=world.samira, next_what="Call", next_on=TODAY, by=samira, at=NOON
    )
    return HandoverShop(world, journey, debts, reason)
