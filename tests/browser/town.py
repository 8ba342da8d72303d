"""Fills a shop through the real actions, with somebody in every state that a page can show."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import select

from app.accounts.models import Worker
from app.audit.audit_log import set_actor
from app.front_desk.visits import actions as visits
from app.front_desk.visits.models import VisitKind
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import LanguageLevel, Section
from app.guidance.journeys import actions as journeys
from app.guidance.journeys.models import Journey, StepTaker
from app.guidance.journeys.step_models import Step, StepResult
from app.guidance.notes import actions as notes
from app.guidance.step_plans import actions as step_plans_actions
from app.handovers.consent_changes import actions as consent_changes_actions
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.introductions import actions, on_the_spot_actions
from app.handovers.lifecycle.labels import DeclineProposal
from app.handovers.lifecycle.models import Handover, Kind, Urgency
from app.handovers.offers import closing_actions, receiver_actions, sender_actions
from app.outcomes import actions as outcomes
from app.outcomes.models import Source
from app.people.people import actions as people
from app.people.people.forms import PersonDetails
from app.people.people.models import Person
from app.records.duplicates import actions as linking
from app.shop.half_days import actions as half_days_actions
from app.shop.half_days.queries import half_days
from app.shop.lists import actions as lists_actions
from app.shop.lists.models import ListItem, ListName
from app.shop.roster import actions as roster_actions
from tests.browser.town_leave import add_leave
from tests.browser.town_notifications import add_notifications
from tests.world import NOON, TODAY, World

LONG_NAME = "Maria Magdalena Wilhelmina van der Hoogenboezemsveld-Oudekerk-Rijnsbergen"
QUESTION = "Hulp om de betalingsachterstand bij de energie op te lossen"
SHARED = ("contact", "wishes", "situation")


def ago(days: int) -> datetime:
    return NOON - timedelta(days=days)


def fill_town(world: World) -> None:
    life = TownBuilder(world)
    life.begins()
    life.goes_on()
    add_leave(world)
    add_notifications(world)
    world.db.commit()


class TownBuilder:
    """Acts as Samira and Joost of the front office, Fatima of DOCK, Hanna the host and Carla the coordinator."""

    def __init__(self, world: World):
        self.world, self.db = world, world.db
        self.samira, self.joost = world.actor(world.samira), world.actor(world.joost)
        self.fatima, self.carla = world.actor(world.fatima), world.actor(world.carla)
        self.hanna = world.actor(world.hanna)

    def begins(self) -> None:
        """Installs the lists, marks colleagues as present and indexes the two persons of the cast."""
        lists_actions.create_default_lists(self.db, self.world.shop.id)
        for worker in (self.world.samira, self.world.joost, self.world.fatima):
            roster_actions.arrive(self.db, worker.id, by=self.hanna, at=NOON - timedelta(minutes=80))
        for person in (self.world.hatice, self.world.kwame):
            people.update_search_index(self.db, person)
        self.db.commit()

    def goes_on(self) -> None:
        self.at_the_door()
        self.following()
        self.handing_over()
        self.in_the_books_twice()

    def item(self, name: ListName, code: str) -> ListItem:
        rows = self.db.exec(select(ListItem).where(ListItem.list == name, ListItem.shop_id == self.world.shop.id))
        return next(item for item in rows if item.code == code)

    def somebody(self, name: str, **details: Any) -> Person:
        set_actor(self.db, self.samira, ago(25))
        return people.add(self.db, PersonDetails(name=name, **details), by=self.samira, at=ago(25))

    # -- front desk ------------------------------------------------------------------------------------------------

    def at_the_door(self) -> None:
        waiting = self.somebody(
            LONG_NAME, birth_year=1961, street="Costa-Ricadreef", languages="Nederlands, Frans, Papiamento"
        )
        done = self.somebody("نور الهدى عبد الرحمن", birth_year=2001, languages="Arabisch")
        for minutes, person, about in (
            (64, done, "een formulier"),
            (45, self.world.kwame, "wil een baan zoeken"),
            (26, waiting, "wil werken in de zorg"),
            (9, None, "vraag over opleiding"),
            (2, None, ""),
        ):
            at = NOON - timedelta(minutes=minutes)
            set_actor(self.db, self.hanna, at)
            visit = visits.register(self.db, person, about=about, by=self.hanna, at=at)
            if person in (done, self.world.kwame):
                visits.help_visitor(self.db, visit, by=self.joost, at=at)
            if person is done:
                visits.finish(self.db, visit, by=self.joost, at=at + timedelta(minutes=20))

        self.on_the_roster()

    def on_the_roster(self) -> None:
        """Languages and room for conversations, planned workers, a phone call, and a cancelled half-day."""
        db, carla, shop = self.db, self.carla, self.world.shop.id
        self.world.samira.languages, self.world.fatima.languages = "Nederlands, Arabisch", "Nederlands, Berbers"
        roster_actions.set_talks(db, 3, by=self.samira, at=NOON)
        week = half_days(db, shop, TODAY, TODAY + timedelta(days=2))
        for worker, weeks in ((self.world.samira, 4), (self.world.joost, 1), (self.world.karim, 2)):
            roster_actions.plan(db, worker.id, week[0], weeks=weeks, talks=2, by=carla, at=NOON)
        half_days_actions.cancel(db, week[2], "Studiedag", notice_nl="We zijn er vrijdag weer.", by=carla, at=NOON)
        visits.register(db, self.world.hatice, about="over de taalles", kind=VisitKind.PHONE, by=self.samira, at=NOON)

    # -- following --------------------------------------------------------------------------------------------------

    def followed(self, person: Person, on: date, worker: Worker | None = None) -> Journey:
        """A journey that started with an intake three weeks ago."""
        worker = worker or self.world.samira
        by = self.world.actor(worker)
        set_actor(self.db, by, ago(21))
        talk = talks.start_intake(self.db, person, by=by, at=ago(21))
        for section, text in (
            (Section.WISHES, "Werken in de zorg, het liefst met ouderen.\nEerst de taal beter."),
            (Section.SITUATION, "Woont samen met twee kinderen van 4 en 7."),
            (Section.TALENTS, "Zorgde jaren voor haar schoonmoeder."),
            (Section.STEPS, "Samen aanmelden bij de taalles."),
        ):
            talks.save_passage(self.db, talk, section, "", text, 0, by=by, at=ago(21))
        obstacle, topic = self.any_of(ListName.OBSTACLE), self.any_of(ListName.TOPIC)
        talks.save_passage(self.db, talk, Section.OBSTACLE, obstacle.key, "Twee maanden achter.", 0, by=by, at=ago(21))
        talks.save_passage(self.db, talk, Section.WISH_TOPIC, topic.key, "", 0, by=by, at=ago(21))
        journey = talks.finish_intake(
            self.db,
            talk,
            responsible=worker,
            next_what="Samen bellen met het ROC",
            next_on=ago(20).date(),
            by=by,
            at=ago(21),
        )
        at = ago(20) if on < TODAY else ago(1)
        return journeys.plan_next(
            self.db, journey, result=StepResult.DONE, what="Cv maken", on=on, worker=worker, by=by, at=at
        )

    def any_of(self, name: ListName) -> ListItem:
        rows = self.db.exec(select(ListItem).where(ListItem.list == name, ListItem.shop_id == self.world.shop.id))
        return min(rows, key=lambda item: item.position)

    def following(self) -> None:
        hatice = self.followed(self.world.hatice, TODAY + timedelta(days=3))
        note = notes.write_note(self.db, self.world.hatice, hatice, "Belde met school.", by=self.samira, at=ago(2))
        notes.correct_note(self.db, note, "Belde zelf al met de school.", reach=note.reach, by=self.samira, at=ago(2))
        for step in (
            Step("Zelf de opvang bellen", TODAY + timedelta(days=8), self.world.samira, by=StepTaker.PERSON),
            Step("Intake", TODAY + timedelta(days=15), self.world.samira, time(10), StepTaker.PARTNER, self.world.dock),
        ):
            step_plans_actions.add_step(self.db, hatice, step, by=self.samira, at=ago(2))
        later = talks.start_follow_up(self.db, self.world.hatice, by=self.samira, at=ago(2))
        turkish = self.item(ListName.ANSWER, "languages.tr")
        talks.save_passage(self.db, later, Section.WISHES, "", "Liever de bouw.", 1, by=self.samira, at=ago(2))
        talks.save_passage(
            self.db, later, Section.TALENTS, turkish.key, "", 0, level=LanguageLevel.WELL, by=self.samira, at=ago(2)
        )
        talks.finish_follow_up(self.db, later, by=self.samira, at=ago(2))
        self.followed(self.somebody("Daniel Tesfay", phone="0687654321"), TODAY - timedelta(days=6))
        self.followed(self.somebody("Ingrid Bakker"), TODAY, self.world.joost)
        unfinished = talks.start_intake(self.db, self.somebody("Sanne de Wit"), by=self.samira, at=ago(1))
        talks.save_passage(self.db, unfinished, Section.WISHES, "", "Iets met dieren", 0, by=self.samira, at=ago(1))
        for name, code in (("Yusuf Kaya", "paid_work"), ("Anna Nowak", "study"), ("Bilal Idrissi", "volunteering")):
            journey, kind = self.followed(self.somebody(name), TODAY), self.item(ListName.OUTCOME, code)
            outcomes.record(
                self.db,
                journey,
                kind=kind,
                starts_on=ago(4).date(),
                hours=24,
                source=Source.OWN_WORD,
                where="Hotel Mitland",
                by=self.samira,
                at=ago(3),
            )
            if code == "paid_work":
                outcomes.end_journey(
                    self.db, journey, kind=kind, word="Blij", last_word="Ik kan dit zelf", by=self.samira, at=ago(2)
                )

    def in_the_books_twice(self) -> None:
        """One merged pair, one marked as different, and one that nobody has looked at yet."""
        for name in ("Emine Kaplan", "Selma Kurt", "Nadia Bakker"):
            cards = [self.somebody(name, birth_year=1979), self.somebody(name, birth_year=1979)]
            set_actor(self.db, self.carla, ago(1))
            if name == "Emine Kaplan":
                linking.merge(self.db, *cards, why="Zelfde verhaal", by=self.carla, at=ago(1))
            elif name == "Selma Kurt":
                linking.mark_different(self.db, *cards, by=self.carla, at=ago(1))

    # -- handovers --------------------------------------------------------------------------------------------------

    def draft(self, name: str, kind: Kind = Kind.SUPPORT, days: int = 18) -> Handover:
        journey = self.followed(self.somebody(name, phone="0612345678", languages="Turks"), TODAY + timedelta(days=2))
        set_actor(self.db, self.samira, ago(days))
        return sender_actions.draft(
            self.db,
            journey,
            self.world.dock,
            kind=kind,
            question=QUESTION,
            shared=SHARED,
            urgency=Urgency.THIS_WEEK,
            language="Turks",
            suits="dinsdagochtend",
            by=self.samira,
            at=ago(days),
        )

    def offered(self, name: str, kind: Kind = Kind.SUPPORT, days: int = 18) -> Handover:
        handover = self.draft(name, kind, days)
        consents.record_consent(
            self.db,
            handover.person,
            self.world.dock,
            SHARED,
            how=ConsentMethod.SPOKEN,
            language="nl",
            by=self.samira,
            at=ago(days),
        )
        return sender_actions.offer(self.db, handover, by=self.samira, at=ago(days))

    def on_the_spot(self, name: str) -> Handover:
        """Samira has walked over to Fatima with somebody and waits for her confirmation."""
        handover = self.draft(name, days=0)
        consents.record_consent(
            self.db,
            handover.person,
            self.world.dock,
            SHARED,
            how=ConsentMethod.SPOKEN,
            language="nl",
            by=self.samira,
            at=NOON,
        )
        return on_the_spot_actions.offer_on_the_spot(self.db, handover, self.world.fatima, by=self.samira, at=NOON)

    def accepted(self, name: str, kind: Kind = Kind.SUPPORT) -> Handover:
        soon = NOON + timedelta(days=1)
        return receiver_actions.accept(self.db, self.offered(name, kind), planned_for=soon, by=self.fatima, at=ago(17))

    def running(self, name: str, kind: Kind = Kind.SUPPORT) -> Handover:
        handover = self.accepted(name, kind)
        actions.record_introduction(
            self.db, handover, with_person=True, with_sender=True, with_receiver=True, by=self.samira, at=ago(16)
        )
        return actions.take_over(
            self.db, handover, next_what="Kennismaken met de buren", next_on=TODAY, by=self.fatima, at=ago(16)
        )

    def handing_over(self) -> None:
        db, samira, fatima = self.db, self.samira, self.fatima
        self.draft("Ayşe Concept", days=1)
        self.offered("Omar Aangeboden", days=1)
        self.on_the_spot("Sofie Samen")
        self.offered("Lena Laat", Kind.TRANSFER)
        receiver_actions.ask(db, self.offered("Bram Beraad"), "Spreekt hij Frans?", by=fatima, at=ago(17))
        receiver_actions.waitlist(
            db, self.offered("Wies Wachtlijst"), TODAY + timedelta(days=30), by=fatima, at=ago(17)
        )
        self.accepted("Aziz Aangenomen")
        actions.record_missed_introduction(db, self.accepted("Mia Gemist"), by=fatima, at=ago(16))
        self.running("Loes Loopt")
        self.running("Tarik Transfer", Kind.TRANSFER)
        closing_actions.complete(db, self.running("Alex Afgerond"), "De schuld is geregeld.", by=fatima, at=ago(1))
        closing_actions.give_back(
            db, self.running("Tess Terug", Kind.TRANSFER), "Toch liever bij jullie", by=fatima, at=ago(1)
        )
        sender_actions.withdraw(db, self.offered("Ivo Ingetrokken"), "Lukt al zelf", by=samira, at=ago(17))
        closing_actions.mark_mistaken(db, self.offered("Femke Foutief"), "Verkeerde Femke", by=samira, at=ago(17))
        full = next(r for r in db.exec(select(ListItem).where(ListItem.list == ListName.DECLINE)) if not r.asks)
        receiver_actions.decline(
            db, self.offered("Nora Niet"), reason=full, what_then=DeclineProposal.FRONT_OFFICE, by=fatima, at=ago(17)
        )
        expired = self.offered("Vera Verlopen", days=20)
        sender_actions.remind(db, expired, by=samira, at=ago(16))
        sender_actions.escalate(db, expired, by=samira, at=ago(10))
        sender_actions.expire(db, expired, by=samira, at=NOON)
        taken_back = self.running("Kees Intrekking")
        assert taken_back.consent
        consent_changes_actions.withdraw_consent(db, taken_back.consent, by=samira, at=ago(1))
