"""Invariants 1, 2, 3 and 8 of DOMAIN §5 and the table of §4 hold after random actions by random workers."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlmodel import col, select

from app.core.clock import local_day
from app.core.state_machine import Refused
from app.guidance.journeys.models import Journey, Responsibility
from app.handovers.disclosure.partner_access_queries import NAME
from app.handovers.disclosure.queries import handover_view, person_view, shared_section_name
from app.handovers.lifecycle.models import ALIVE, Handover, Kind, State
from app.handovers.lifecycle.queries import handover_for
from app.people.people.models import Person
from tests.handovers import oracle
from tests.handovers.random_day import OUTSIDE, RandomDay


class WholeTable(RandomDay):
    """The invariants, checked after each action."""

    @property
    def nothing_happened(self) -> bool:
        """A refused action was rolled back, so nothing has changed since the last check."""
        return not hasattr(self, "known_rows") or self.refused is not None

    @invariant()
    def an_open_journey_has_one_responsible_worker_and_a_next_step(self):
        if self.nothing_happened:
            return
        for journey in self.db.exec(select(Journey)):
            rows = [r.worker_id for r in self.rows() if r.journey_id == journey.id and r.until is None]
            if journey.ended_at is None:
                assert all((journey.responsible_id, journey.next_what, journey.next_on, journey.next_worker_id))
                assert rows == [journey.responsible_id]
            else:
                assert rows == []

    def rows(self) -> list[Responsibility]:
        return list(self.db.exec(select(Responsibility).order_by(col(Responsibility.id))))

    @invariant()
    def responsibility_changes_only_by_actions_that_may_change_it(self):
        if self.nothing_happened:
            return
        rows = self.rows()
        assert [row.id for row in rows][: len(self.known_rows)] == self.known_rows
        fresh = rows[len(self.known_rows) :]
        assert {row.why for row in fresh} <= oracle.RESPONSIBILITY_CHANGES.get(self.last, set()), self.last
        self.known_rows = [row.id for row in rows]

    @invariant()
    def every_move_is_in_the_table_and_history_only_grows(self):
        if self.nothing_happened:
            return
        for h in self.db.exec(select(Handover).order_by(col(Handover.id))):
            self.db.refresh(h, ["moves"])
            moves = [(m.id, m.from_state, m.to_state, m.worker_id, m.at, m.reason, m.via) for m in h.moves]
            earlier = self.known_moves.get(h.id, [])
            assert moves[: len(earlier)] == earlier
            assert [State.DRAFT, *(m[2] for m in moves)] == [*(m[1] for m in moves), h.state]
            # A line from a state to itself records a change without a move, such as a new sender or expected day.
            assert all(m[1] == m[2] or m[2] in oracle.TRANSITIONS[m[1]] for m in moves[len(earlier) :]), moves
            assert all(before[4] <= after[4] for before, after in pairwise(moves))
            if len(moves) > len(earlier) and h.id in self.known_versions:
                assert h.version > self.known_versions[h.id]
            assert h.version >= self.known_versions.get(h.id, 0)
            self.known_moves[h.id], self.known_versions[h.id] = moves, h.version

    @invariant()
    def nothing_runs_on_the_spot_unless_both_workers_agreed(self):
        if self.nothing_happened:
            return
        for handover in self.db.exec(select(Handover).where(Handover.on_the_spot)):
            if handover.running_at is not None:
                (met,) = [i for i in handover.introductions if i.with_all_three]
                assert None not in (met.sender_said_at, met.receiver_said_at)
                yes = next(m for m in handover.moves if m.to_state == State.ACCEPTED)
                assert (yes.worker_id, yes.organisation_id) == (handover.receiver_worker_id, handover.receiver_id)

    @invariant()
    def partners_see_what_is_shared_now_and_nothing_else(self):
        if self.nothing_happened:
            return
        newest = self.db.exec(select(Handover).order_by(col(Handover.id).desc()).limit(5)).all()
        for name in ("fatima", "karim", "link"):
            try:
                reader = self.actor(name)
            except Refused:  # they left, or have no role here now
                continue
            views = {}
            for person in self.db.exec(select(Person)):
                may = oracle.visible_to_partner(self.db, reader.organisation_id, person.id, self.at)
                view = views[person.id] = person_view(self.db, reader, person.key, self.at)
                assert (view is not None) == may.anything
                if view is None:
                    continue
                assert (view.sections, view.since, view.whole) == (may.sections, may.since, False)
                assert {shared_section_name(p) for p in view.story} <= may.sections
                text = " ".join(p.text for p in view.story)
                assert ("kitchen" in text) == ("wishes" in may.sections and person.id == self.shop.hatice.id)
                assert bool(view.name) == bool(may.sections & {NAME, "contact"})
            for h in newest:
                self.check_handover_view(reader, h, views[h.person_id])

    def check_handover_view(self, reader, h: Handover, view) -> None:
        """A handover shows what it shares now, or else nothing more than what the reader may see of the person."""
        shown = handover_view(self.db, reader, h, self.at)
        if not handover_for(self.db, reader, h.key):
            assert h.receiver_id != reader.organisation_id or h.offered_at is None
            return
        if h.receiver_id == reader.organisation_id and oracle.is_shared(h, local_day(self.at)):
            assert (shown.open, shown.sections) == (True, set(h.shared))
            assert bool(shown.name) == ("contact" in h.shared)
            return
        assert shown.sections <= (view.sections if view else set())
        assert not shown.name or view.name
        assert not shown.open or view is not None

    @invariant()
    def workers_elsewhere_see_nobody_and_a_host_sees_a_name(self):
        if self.nothing_happened:
            return
        for name in OUTSIDE:
            view = person_view(self.db, self.outsiders[name], self.shop.hatice.key, self.at)
            if name == "hanna":
                assert view.sections == {NAME, "contact"}
                assert view.story == []
            else:
                assert view is None

    @invariant()
    def a_second_transfer_under_way_says_why(self):
        if self.nothing_happened:
            return
        for journey in self.db.exec(select(Journey)):
            asked = select(Handover).where(
                Handover.journey_id == journey.id, Handover.kind == Kind.TRANSFER, col(Handover.state).in_(ALIVE)
            )
            assert sum(not handover.why_another for handover in self.db.exec(asked)) <= 1


@pytest.mark.sweep
def test_invariants_hold_whatever_workers_do(engine):
    machine = type("WholeTableHere", (WholeTable,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            phases=(Phase.reuse, Phase.generate),  # shrinking would change the other actions
            suppress_health_check=list(HealthCheck),
        ),
    )
