"""Groups the lines of a register by person, and matches them to the persons of the shop. Pure.

Lines with exactly the same details of a person are one record. `blocking` selects the pairs of records to compare.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core.text_rules import fold, single_line
from app.people.search.rules import CERTAIN, PROBABLE, match_score, resolve_ambiguous
from app.people.search.search_terms import PersonFacts, digits_of
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.matching.blocking import ReportShare, candidate_pairs

MAX_QUESTIONS_PER_GROUP = 3  # the most likely ones

Side = str  # one side of a pair: a line ("12", its row) or an existing person ("=5", their id)
PairAnswers = Mapping[frozenset[Side], bool]  # whether the two sides are the same person


@dataclass(frozen=True)
class Group:
    """The lines of one person, as indexes of the entries. `person_id`: the existing person, when that is certain."""

    places: tuple[int, ...]
    person_id: int | None = None


@dataclass(frozen=True)
class PossiblePair:
    """Two groups that may be the same person. A group is named by its existing person, or else by its first line."""

    one: Side
    other: Side
    score: float


@dataclass(frozen=True)
class Matching:
    """`possible_pairs`: the pairs to ask about that were not answered yet, most likely first.

    `group_by_side`: the index of the group of each side; a person without a line has none.
    """

    groups: tuple[Group, ...] = ()
    possible_pairs: tuple[PossiblePair, ...] = ()
    group_by_side: Mapping[Side, int] = field(default_factory=dict)


def match_entries(
    entries: Sequence[RegisterEntry],
    known: Sequence[tuple[int, PersonFacts]],
    answers: PairAnswers | None = None,
    report: ReportShare | None = None,
) -> Matching:
    """Groups the lines that have a name, in order of their first line, and finds the pairs to ask about.

    `known`: the persons of the shop, by id. Two of them are never joined; nor are contradictory birth years, unless a
    coordinator answered that it is the same person. `report` takes the share of the work that is done, 0 to 1.
    """
    return _Matcher(entries, known, answers or {}, report or _ignore_share).result()


def _ignore_share(share: float) -> None:
    pass


class _Matcher:
    """Joins records into groups, as a union-find. Records are indexes of `cards`: the existing persons first, then each
    different set of details in the file."""

    def __init__(
        self,
        entries: Sequence[RegisterEntry],
        known: Sequence[tuple[int, PersonFacts]],
        answers: PairAnswers,
        report: ReportShare,
    ):
        self.entries, self.answers, self.report = entries, answers, report
        self.person_ids = [person_id for person_id, _person in known]
        self.cards = [person for _person_id, person in known]
        self.lines: list[list[int]] = [[] for _person in known]
        self.record_of: dict[Side, int] = {f"={person_id}": record for record, person_id in enumerate(self.person_ids)}
        record_of_card: dict[PersonFacts, int] = {}
        for place, entry in enumerate(entries):
            if entry.refusal is None and entry.person is not None:
                card = _normalised(entry.person)
                record = record_of_card.setdefault(card, len(self.cards))
                if record == len(self.cards):
                    self.cards.append(card)
                    self.lines.append([])
                self.lines[record].append(place)
                self.record_of[str(entry.row)] = record
        # By root of a group: the span of the birth years, the record of the existing person, the groups in conflict.
        self.parents = list(range(len(self.cards)))
        self.years = [_birth_years(card) for card in self.cards]
        self.known_record = [record if record < len(known) else None for record in range(len(self.cards))]
        self.conflicts: dict[int, set[int]] = defaultdict(set)

    def root(self, record: int) -> int:
        while self.parents[record] != record:
            self.parents[record] = self.parents[self.parents[record]]
            record = self.parents[record]
        return record

    def join(self, one: int, other: int, *, despite_conflict: bool = False) -> None:
        """Makes one group of two, unless both are existing persons or, by default, the groups contradict each other."""
        one, other = self.root(one), self.root(other)
        if one == other or (self.known_record[one] is not None and self.known_record[other] is not None):
            return
        if not despite_conflict and not self.is_compatible(one, other):
            return
        self.parents[other] = one
        self.years[one] = _combined_years(self.years[one], self.years[other])
        self.known_record[one] = (
            self.known_record[one] if self.known_record[one] is not None else self.known_record[other]
        )
        for conflicting in self.conflicts.pop(other, set()):
            self.conflicts[conflicting].discard(other)
            self.conflicts[conflicting].add(one)
            self.conflicts[one].add(conflicting)

    def is_compatible(self, one: int, other: int) -> bool:
        """Whether two groups do not contradict each other."""
        first, last = _combined_years(self.years[one], self.years[other])
        return last - first <= 1 and other not in self.conflicts.get(one, ())

    def apply_answers(self) -> None:
        """Joins what was answered to be one person, and records a conflict for what was answered to be two."""
        pairs = [
            (sorted(self.record_of[side] for side in sides), same)
            for sides, same in self.answers.items()
            if len(sides) == 2 and all(side in self.record_of for side in sides)
        ]
        for (one, other), same in pairs:
            if same:
                self.join(one, other, despite_conflict=True)
        for (one, other), same in pairs:
            one, other = self.root(one), self.root(other)
            if not same and one != other:
                self.conflicts[one].add(other)
                self.conflicts[other].add(one)

    def result(self) -> Matching:
        self.apply_answers()
        scored = self.score_pairs()
        for one, other, _score in self.certain_pairs(scored):
            self.join(one, other)
        groups: dict[int, list[int]] = defaultdict(list)
        self.firsts: dict[int, int] = {}
        for record, places in enumerate(self.lines):
            if places:
                root, row = self.root(record), min(self.entries[place].row for place in places)
                groups[root] += places
                self.firsts[root] = min(row, self.firsts.get(root, row))
        ordered = sorted((sorted(places), root) for root, places in groups.items())
        found = tuple(Group(tuple(places), self.person_id(root)) for places, root in ordered)
        number = {root: place for place, (_places, root) in enumerate(ordered)}
        sides = {self.side(root): n for root, n in number.items()}
        sides |= {str(self.entries[place].row): n for n, group in enumerate(found) for place in group.places}
        return Matching(found, tuple(self.pairs_to_ask(scored)), sides)

    def score_pairs(self) -> list[tuple[int, int, float]]:
        """All pairs of records that may be one person. Existing persons are not compared with each other."""
        found = []
        seen: set[int] = set()
        count, existing = len(self.cards), len(self.person_ids)
        for one, other in candidate_pairs(self.cards, existing, self.report):
            pair = one * count + other
            if other < existing or pair in seen:
                continue
            seen.add(pair)
            if (score := match_score(self.cards[one], self.cards[other])) >= PROBABLE:
                found.append((one, other, score))
        return found

    def certain_pairs(self, scored: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
        """Pairs that are certain from both sides, given all similar records of each; the highest score first."""
        alike: dict[int, list[tuple[int, float]]] = defaultdict(list)
        certain = [pair for pair in scored if pair[2] >= CERTAIN]
        for one, other, score in certain:
            alike[one].append((other, score))
            alike[other].append((one, score))
        holds = set()
        for record, others in alike.items():
            together = resolve_ambiguous([(self.cards[other], score) for other, score in others])
            holds |= {(record, o) for (o, _score), score in zip(others, together, strict=True) if score >= CERTAIN}
        both = [(one, other, score) for one, other, score in certain if {(one, other), (other, one)} <= holds]
        return sorted(both, key=lambda pair: (-pair[2], pair[0], pair[1]))

    def pairs_to_ask(self, scored: Iterable[tuple[int, int, float]]) -> Iterator[PossiblePair]:
        """The most likely pairs for each group, most likely first."""
        best: dict[tuple[int, int], float] = {}
        for first, second, score in scored:
            one, other = sorted((self.root(first), self.root(second)))
            if one != other and self.worth_asking(one, other):
                best[one, other] = max(best.get((one, other), 0.0), min(score, CERTAIN - 0.01))
        asked: dict[int, int] = defaultdict(int)
        for (one, other), score in sorted(best.items(), key=lambda pair: (-pair[1], pair[0])):
            if max(asked[one], asked[other]) < MAX_QUESTIONS_PER_GROUP:
                asked[one] += 1
                asked[other] += 1
                sides = sorted((self.side(one), self.side(other)), key=_side_order)
                yield PossiblePair(sides[0], sides[1], score)

    def worth_asking(self, one: int, other: int) -> bool:
        both_exist = self.known_record[one] is not None and self.known_record[other] is not None
        return not both_exist and self.is_compatible(one, other)

    def person_id(self, root: int) -> int | None:
        """The id of the existing person of a group; None for a new person."""
        record = self.known_record[root]
        return None if record is None else self.person_ids[record]

    def side(self, root: int) -> Side:
        """The name of a group: its existing person, or else its first line."""
        if (person_id := self.person_id(root)) is not None:
            return f"={person_id}"
        return str(self.firsts[root])


def _side_order(side: Side) -> tuple[bool, int]:
    """Lines before existing persons; earlier lines before later ones."""
    return side.startswith("="), int(side.lstrip("="))


def _normalised(known: PersonFacts) -> PersonFacts:
    """The details, spelled so that lines that say the same are equal."""
    return replace(
        known,
        name=single_line(fold(known.name)),
        other_names=tuple(fold(name) for name in known.other_names),
        phone=digits_of(known.phone),
        email=known.email.casefold(),
        street=fold(known.street),
    )


NO_YEARS = (9999, 0)


def _birth_years(card: PersonFacts) -> tuple[int, int]:
    return (card.birth_year, card.birth_year) if card.birth_year else NO_YEARS


def _combined_years(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])
