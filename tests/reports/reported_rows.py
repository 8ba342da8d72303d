"""Creates the rows that reports count (visits, journeys, handovers, outcomes) directly, as they end up stored."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from app.accounts.models import Organisation, Worker
from app.core.clock import local_day, moment
from app.front_desk.visits.models import Visit, VisitState
from app.guidance.intakes.models import Intake
from app.guidance.journeys.models import Journey, Responsibility, ResponsibilityReason
from app.handovers.lifecycle.models import Handover, Introduction, IntroductionState, Kind, State
from app.outcomes.models import Outcome
from app.people.people.models import Person
from app.shop.lists.models import ListItem, ListName, OutcomeClass, OutflowGroup
from tests.world import World


def at_ten(day: date) -> datetime:
    return moment(day, time(10))


@dataclass
class ReportedRows:
    """Adds rows to `world`."""

    world: World
    kinds: dict[str, ListItem] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        for code, name, counts_as in (
            ("work", "Betaald werk", OutflowGroup.WORK),
            ("learn", "Leerwerkplek", OutflowGroup.LEARN_WORK),
            ("study", "Opleiding", OutflowGroup.STUDY),
            ("intern", "Stage", OutflowGroup.INTERNSHIP),
            ("volunteer", "Vrijwilligerswerk", None),
            ("gone", "Contact verloren", None),
        ):
            grouping = OutcomeClass.OUTFLOW if counts_as else OutcomeClass.STEP
            self.kinds[code] = ListItem(
                shop_id=self.world.shop.id,
                list=ListName.OUTCOME,
                code=f"test-{code}",
                name_nl=name,
                grouping=OutcomeClass.CONTACT_LOST if code == "gone" else grouping,
                counts_as=counts_as,
            )
        self.world.db.add_all(self.kinds.values())
        self.world.db.flush()

    def put(self, row):
        self.world.db.add(row)
        self.world.db.flush()
        return row

    def person(self) -> Person:
        self.count += 1
        made = datetime(2019, 1, 1, tzinfo=UTC)
        return self.put(Person(shop_id=self.world.shop.id, name=f"Markering Geheim{self.count}", made_at=made))

    def visit(self, person: Person | None, day: date) -> Visit:
        return self.put(
            Visit(
                shop_id=self.world.shop.id,
                person_id=person and person.id,
                day=day,
                arrived_at=at_ten(day),
                state=VisitState.DONE,
            )
        )

    def journey(self, person: Person, day: date, worker: Worker | None = None, ended: date | None = None) -> Journey:
        """A journey with an intake on that day, and its first responsible worker."""
        worker = worker or self.world.samira
        journey = self.put(
            Journey(
                person_id=person.id,
                shop_id=self.world.shop.id,
                opened_at=at_ten(day),
                opened_on=day,
                responsible_id=None if ended else worker.id,
                next_what=None if ended else "Bellen",
                next_on=day,
                next_worker_id=worker.id,
                ended_on=ended,
                ended_at=ended and at_ten(ended),
            )
        )
        self.put(
            Intake(
                person_id=person.id,
                shop_id=self.world.shop.id,
                journey_id=journey.id,
                worker_id=worker.id,
                started_at=at_ten(day),
                finished_at=at_ten(day),
                finished_on=day,
            )
        )
        self.responsible(journey, worker, day, ended, ResponsibilityReason.OPENED)
        return journey

    def responsible(
        self, journey: Journey, worker: Worker, since: date, until: date | None, why: ResponsibilityReason
    ) -> None:
        self.put(
            Responsibility(
                journey_id=journey.id,
                person_id=journey.person_id,
                worker_id=worker.id,
                organisation_id=worker.organisation_id,
                since=at_ten(since),
                until=until and at_ten(until),
                why=why,
            )
        )

    def handover(
        self,
        journey: Journey,
        to: Organisation,
        offered: datetime | date,
        *,
        state: State = State.RUNNING,
        hours: float = 24,
        warm: bool = True,
    ) -> Handover:
        """A handover in this state: answered after `hours`, then introduced and running a day later."""
        begin = offered if isinstance(offered, datetime) else at_ten(offered)
        answered = begin + timedelta(hours=hours)
        accepted = state in (State.ACCEPTED, State.RUNNING, State.COMPLETED, State.RETURNED, State.MISTAKEN)
        runs = accepted and state is not State.ACCEPTED
        handover = self.put(
            Handover(
                journey_id=journey.id,
                person_id=journey.person_id,
                shop_id=self.world.shop.id,
                sender_id=self.world.samira.id,
                receiver_id=to.id,
                kind=Kind.SUPPORT,
                state=state,
                made_at=begin,
                offered_at=None if state is State.DRAFT else begin,
                answered_at=answered if accepted or state is State.DECLINED else None,
                accepted_at=answered if accepted else None,
                running_at=answered + timedelta(days=1) if runs else None,
            )
        )
        if warm and runs:
            held = answered + timedelta(days=1)
            self.put(
                Introduction(
                    handover_id=handover.id,
                    person_id=journey.person_id,
                    state=IntroductionState.HELD,
                    held_at=held,
                    held_on=local_day(held),
                    with_person=True,
                    with_sender=True,
                    with_receiver=True,
                )
            )
        return handover

    def outcome(self, journey: Journey, code: str, day: date, *, mistaken: bool = False) -> Outcome:
        return self.put(
            Outcome(
                person_id=journey.person_id,
                journey_id=journey.id,
                shop_id=self.world.shop.id,
                kind_id=self.kinds[code].id,
                starts_on=day,
                recorded_by_id=self.world.samira.id,
                organisation_id=self.world.samira.organisation_id,
                recorded_at=at_ten(day),
                mistaken_at=at_ten(day) if mistaken else None,
            )
        )

    def story(self, day: date, to: Organisation | None = None, outcome: str = "", after: int = 40) -> Journey:
        """A first visit and an intake, with a warm handover to `to` and an outcome `after` days if these are given."""
        person = self.person()
        self.visit(person, day)
        journey = self.journey(person, day)
        if to:
            self.handover(journey, to, day)
        if outcome:
            self.outcome(journey, outcome, day + timedelta(days=after))
        return journey
