"""Notes for every audience, one of them corrected; and people who came back after their journey had ended."""

from collections.abc import Generator
from datetime import datetime, time, timedelta
from random import Random

from app.core.clock import local_day
from app.demo.cast.invented_people import InventedPerson
from app.demo.cast.simulation import Scene, Stage
from app.demo.scenes.handovers import JourneyPath
from app.demo.scenes.inbox import open_journey, working_days_before
from app.front_desk.visits import actions as visits
from app.guidance.journeys import actions as journeys
from app.guidance.notes import actions as notes
from app.guidance.notes.models import Note, Reach
from app.handovers.consents import actions as consents
from app.handovers.consents.models import ConsentMethod
from app.handovers.introductions import actions
from app.handovers.lifecycle.models import Kind
from app.handovers.offers import receiver_actions, sender_actions
from app.outcomes import actions as outcomes

SHARED = ("contact", "wishes", "notes")
# The first responsible worker, the worker who ended it, the kind of ending, the reason, and what the person said last.
ENDED_JOURNEYS = (
    ("joost", "mila", "moved", "Woont nu bij familie in Zeist", "Ik weet nu wat ik wil. Fijn dat jullie belden."),
    ("bram", "samira", "stopped", "Regelt het verder zelf", "Het was even te veel. Misschien later weer."),
)


def with_notes(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson) -> Scene:
    """Samira guides somebody with support from Fatima of DOCK; both write notes for different audiences."""
    path = yield from open_journey(stage, dice, somebody, "samira", working_days_before(now, 15), local_day(now))
    _write(path, "samira", "Wil liever niet gebeld worden onder schooltijd.", Reach.FRONT_OFFICE)
    _write(path, "samira", "Vragen hoe het met de sollicitatie bij de bakkerij ging.", Reach.ONLY_ME)
    yield working_days_before(now, 12)
    dock, by = stage.organisations["DOCK"], stage.by("samira")
    question = "Wie gaat mee naar de taalgroep?"
    consents.record_consent(
        stage.db,
        path.person,
        dock,
        SHARED,
        how=ConsentMethod.SPOKEN,
        language="nl",
        purpose=Kind.SUPPORT,
        about=question,
        by=by,
        at=stage.at,
    )
    handover = sender_actions.draft(
        stage.db, path.journey, dock, kind=Kind.SUPPORT, question=question, shared=SHARED, by=by, at=stage.at
    )
    sender_actions.offer(stage.db, handover, by=by, at=stage.at)
    shared = _write(path, "samira", "Komt het liefst op dinsdagochtend.", Reach.HANDOVER)
    yield working_days_before(now, 9)
    fatima = stage.by("fatima")
    receiver_actions.accept(stage.db, handover, planned_for=stage.at, place="in de Werkwinkel", by=fatima, at=stage.at)
    actions.record_introduction(
        stage.db, handover, with_person=True, with_sender=True, with_receiver=True, by=fatima, at=stage.at
    )
    actions.take_over(stage.db, handover, by=fatima, at=stage.at)
    _write(path, "fatima", "Kent de weg naar het buurthuis al.", Reach.ORGANISATION)
    yield working_days_before(now, 5)
    _write(path, "fatima", "Is twee keer naar de taalgroep geweest, en vond het leuk.", Reach.FRONT_OFFICE)
    yield working_days_before(now, 2)
    better = "Komt het liefst op donderdagochtend: op dinsdag is er geen oppas."
    notes.correct_note(stage.db, shared, better, reach=Reach.HANDOVER, version=shared.version, by=by, at=stage.at)


def returned(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson) -> Scene:
    """A journey that ended months ago, reopened by Joost, who was the first to guide this person."""
    path = yield from ended_journey(stage, dice, now, somebody, *ENDED_JOURNEYS[0], days=150)
    yield working_days_before(now, 14)
    by = stage.by("joost")
    journeys.reopen(
        stage.db,
        path.journey,
        responsible=stage.workers["joost"],
        next_what="samen kijken welke opleiding nu past",
        next_on=local_day(now) + timedelta(days=3),
        next_time=time(10),
        by=by,
        at=stage.at,
    )
    _write(path, "joost", "Is terug in Utrecht, en wil nu echt beginnen.", Reach.FRONT_OFFICE)


def waiting_after_return(stage: Stage, dice: Random, now: datetime, somebody: InventedPerson) -> Scene:
    """Somebody whose journey had ended, and who came in again a few minutes ago and waits."""
    path = yield from ended_journey(stage, dice, now, somebody, *ENDED_JOURNEYS[1], days=70)
    yield now - timedelta(minutes=6)
    visits.register(stage.db, path.person, about="wil toch weer verder", by=stage.by("hanna"), at=stage.at)


def ended_journey(
    stage: Stage,
    dice: Random,
    now: datetime,
    somebody: InventedPerson,
    first: str,
    last: str,
    kind: str,
    word: str,
    said: str,
    *,
    days: int,
) -> Generator[datetime, None, JourneyPath]:
    """A journey with the worker `first`, reassigned to `last`, who ended it `days` working days ago.

    `kind`, `word` and `said`: the kind of ending, the reason, and what the person said last.
    """
    path = yield from open_journey(
        stage,
        dice,
        somebody,
        first,
        working_days_before(now, days + 60),
        local_day(working_days_before(now, days + 50)),
    )
    yield working_days_before(now, days + 30)
    journeys.reassign(
        stage.db, path.journey, stage.workers[last], "werkt voortaan op andere dagen", by=stage.by(first), at=stage.at
    )
    yield working_days_before(now, days)
    outcomes.end_journey(
        stage.db, path.journey, kind=stage.outcome(kind), word=word, last_word=said, by=stage.by(last), at=stage.at
    )
    return path


def _write(path: JourneyPath, login: str, text: str, reach: Reach) -> Note:
    stage = path.stage
    return notes.write_note(stage.db, path.person, path.journey, text, reach=reach, by=stage.by(login), at=stage.at)
