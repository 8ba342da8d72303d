"""Invariants 1 to 4 of DOMAIN §5 under random merges, unmerges and other actions."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from app.core.clock import local_day
from app.front_desk.visits import actions as visits
from app.guidance.intakes import actions as talks
from app.guidance.intakes.models import Section
from app.guidance.journeys.models import Journey
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.disclosure.queries import person_view
from app.handovers.lifecycle.models import ALIVE, Handover, Kind
from app.handovers.offers import sender_actions
from app.people.people.models import Person
from app.people.people.person_aliases import Link, canonical_person
from app.records.duplicates import actions
from app.records.duplicates.owned_rows import depends_on, rows_of
from tests.handovers.random_day_of_one_person import SECTIONS, RandomDayOfOnePerson
from tests.world import NOON

RECEIVERS = ("dock", "pozitive")
NAMES = ("hatice", "kwame", "third")


class AnyCard(RandomDayOfOnePerson):
    """Three records, two of them with a journey; SmallDay also acts on the first."""

    @initialize()
    def open(self):
        super().open()
        third = Person(shop_id=self.shop.world.shop.id, name="Hatice Yildiz", made_at=NOON)
        self.db.add(third)
        self.db.flush()
        self.cards = {"hatice": self.shop.hatice.id, "kwame": self.shop.kwame.id, "third": third.id}
        self.begin("kwame", "joost")

    def person(self, name) -> Person:
        """The canonical person of this record."""
        asked = self.db.get_one(Person, self.cards[name])
        return canonical_person(self.db, asked.shop_id, asked.key)

    @rule(name=st.sampled_from(NAMES), who=st.sampled_from(["samira", "joost"]))
    def begin(self, name, who):
        def act():
            by, person = self.actors[who], self.person(name)
            talk = talks.start_intake(self.db, person, by=by, at=self.at)
            talks.save_passage(self.db, talk, Section.WISHES, "", f"wens {name} {talk.id}", 0, by=by, at=self.at)
            talks.finish_intake(
                self.db,
                talk,
                responsible=getattr(self.shop.world, who),
                next_what="Bellen",
                next_on=local_day(self.at),
                by=by,
                at=self.at,
            )

        self.attempt(act)

    @rule(
        name=st.sampled_from(NAMES),
        to=st.sampled_from(RECEIVERS),
        kind=st.sampled_from(Kind),
        shared=st.sets(st.sampled_from(SECTIONS), min_size=1),
    )
    def offer_somebody(self, name, to, kind, shared):
        def act():
            receiver, person = getattr(self.shop.world, to), self.person(name)
            journey = self.db.exec(
                select(Journey).where(Journey.person_id == person.id, col(Journey.ended_at).is_(None))
            ).first()
            if journey is None:
                return
            by = next((a for a in self.actors.values() if a.worker_id == journey.responsible_id), None)
            if by is None:
                return
            handover = sender_actions.draft(
                self.db, journey, receiver, kind=kind, question="Help", shared=shared, by=by, at=self.at
            )
            consents.record_consent(
                self.db,
                person,
                receiver,
                shared,
                how=ConsentMethod.SPOKEN,
                language="nl",
                by=self.actors["samira"],
                at=self.at,
            )
            sender_actions.offer(self.db, handover, by=by, at=self.at)

        self.attempt(act)

    @rule(name=st.sampled_from(NAMES))
    def comes_in_and_goes(self, name):
        def act():
            visit = visits.register(self.db, self.person(name), by=self.actors["samira"], at=self.at)
            visits.leave(self.db, visit, by=self.actors["samira"], at=self.at)

        self.attempt(act)

    @rule(main=st.sampled_from(NAMES), other=st.sampled_from(NAMES), first=st.booleans())
    def link(self, main, other, first):
        def act():
            one, two = self.person(main), self.person(other)
            keeps = self.db.exec(
                select(Journey).where(Journey.person_id == (one if first else two).id, col(Journey.ended_at).is_(None))
            ).first()
            actions.merge(self.db, one, two, goes_on=keeps.key if keeps else "", by=self.actors["carla"], at=self.at)

        self.attempt(act)

    @rule(n=st.integers(0, 5))
    def part(self, n):
        every = self.db.exec(select(Link).order_by(col(Link.id))).all()
        if every:
            self.attempt(lambda: actions.unmerge(self.db, every[n % len(every)], by=self.actors["carla"], at=self.at))

    # -- the invariants that SmallDay checks for one person and journey, here for all ----------------------------------

    @invariant()
    def partners_see_what_is_shared_now_and_nothing_else(self):
        if not hasattr(self, "cards"):
            return
        today = local_day(self.at)
        for name in NAMES:
            person = self.person(name)
            every = self.db.exec(select(Handover).where(Handover.person_id == person.id)).all()
            for who in ("fatima", "karim"):
                own = self.actors[who].organisation_id
                view = person_view(self.db, self.actors[who], person.key, self.at)
                ours = [h for h in every if h.receiver_id == own and h.consent and h.consent.withdrawn_at is None]
                shared = {s for h in ours if h.consent.until >= today for s in h.shared}
                assert view is None or (ours and not view.whole and set(view.sections) - {"name"} <= shared)

    @invariant()
    def responsibility_crosses_only_by_a_transfer(self):
        """SmallDay checks this for one journey; here there are several."""

    @invariant()
    def at_most_one_transfer_is_under_way(self):
        if hasattr(self, "cards"):
            alive = [h for h in self.db.exec(select(Handover)) if h.kind == Kind.TRANSFER and h.state in ALIVE]
            persons = [h.person_id for h in alive]
            assert len(persons) == len(set(persons))

    @invariant()
    def dependent_rows_belong_to_one_person(self):
        if not hasattr(self, "cards"):
            return
        owner = {}
        for number in self.cards.values():
            owner |= {row.ref: (number, row) for row in rows_of(self.db, number)}
        for number, row in owner.values():
            assert all(owner[other][0] == number for other in depends_on(row))

    @invariant()
    def a_handover_in_progress_has_a_consent_of_its_own_person(self):
        if hasattr(self, "cards"):
            for handover in self.db.exec(select(Handover)):
                if handover.state in ALIVE and handover.consent:
                    assert handover.consent.person_id == handover.person_id

    @invariant()
    def a_merged_record_owns_no_rows(self):
        if hasattr(self, "cards"):
            for link in self.db.exec(select(Link).where(col(Link.undone_at).is_(None))):
                assert rows_of(self.db, link.other_id) == []


@pytest.mark.sweep
def test_invariants_hold_under_random_merges(engine):
    machine = type("AnyCardHere", (AnyCard,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
