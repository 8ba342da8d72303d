"""Which lines of a register are about one person, and who of them is known already. Pure: entries and records in,
groups and questions out.

Lines that say exactly the same of somebody are one record first; `blocking` says which records to compare.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core.text_rules import fold, single_line
from app.people.search.rules import CERTAIN, PROBABLE, match_score, resolve_ambiguous
from app.people.search.search_terms import PersonFacts, digits_of
from app.records.register_import.entries import RegisterEntry
from app.records.register_import.matching.blocking import ReportShare, candidate_pairs

MAX_QUESTIONS_PER_GROUP = 3  # questions about one group at most: the likeliest

Side = str  # a line ("12": its row) or a person who is known already ("=5": their number)
PairAnswers = Mapping[frozenset[Side], bool]  # what was answered: whether the two sides are one person


@dataclass(frozen=True)
class Group:
    """Lines of one person, by their places among the entries. `person_id`: who is known already and it certainly is."""

    places: tuple[int, ...]
    person_id: int | None = None


@dataclass(frozen=True)
class PossiblePair:
    """Two who may be one person: a group is called by the person it certainly is, or by its first line."""

    one: Side
    other: Side
    score: float


@dataclass(frozen=True)
class Matching:
    """`asks`: what is worth asking and was not answered yet, the likeliest first."""

    groups: tuple[Group, ...] = ()
    asks: tuple[PossiblePair, ...] = ()
    group_of: Mapping[Side, int] = field(default_factory=dict)  # the group of a side; none for who has no line here


def match_entries(
    entries: Sequence[RegisterEntry],
    known: Sequence[tuple[int, PersonFacts]],
    said: PairAnswers | None = None,
    tell: ReportShare | None = None,
) -> Matching:
    """Groups of the lines that name somebody, in order of their first line, and the pairs to be asked.

    Two who are known already are never joined, nor birth years that contradict one another (unless somebody said so).
    """
    return _Matcher(entries, known, said or {}, tell or (lambda done: None)).result()


class _Matcher:
    """Records: first those who are known, then every different card of the file."""

    def __init__(
        self,
        entries: Sequence[RegisterEntry],
        known: Sequence[tuple[int, PersonFacts]],
        said: PairAnswers,
        tell: ReportShare,
    ):
        self.entries, self.persons, self.said, self.tell = entries, [number for number, _known in known], said, tell
        self.cards = [one for _number, one in known]
        self.lines: list[list[int]] = [[] for _known in known]
        self.record_of: dict[Side, int] = {f"={number}": place for place, number in enumerate(self.persons)}
        there: dict[PersonFacts, int] = {}
        for place, entry in enumerate(entries):
            if entry.refusal is None and entry.known is not None:
                card = _normalised(entry.known)
                record = there.setdefault(card, len(self.cards))
                if record == len(self.cards):
                    self.cards.append(card)
                    self.lines.append([])
                self.lines[record].append(place)
                self.record_of[str(entry.row)] = record
        self.parents = list(range(len(self.cards)))
        self.years = [_birth_years(card) for card in self.cards]
        self.owner = [record if record < len(known) else None for record in range(len(self.cards))]
        self.foes: dict[int, set[int]] = defaultdict(set)

    def root(self, record: int) -> int:
        while self.parents[record] != record:
            self.parents[record] = self.parents[self.parents[record]]
            record = self.parents[record]
        return record

    def join(self, one: int, other: int, *, whatever: bool = False) -> None:
        one, other = self.root(one), self.root(other)
        if one == other or (self.owner[one] is not None and self.owner[other] is not None):
            return
        if not whatever and not self.may_be_one(one, other):
            return
        self.parents[other] = one
        self.years[one] = _combined_years(self.years[one], self.years[other])
        self.owner[one] = self.owner[one] if self.owner[one] is not None else self.owner[other]
        for foe in self.foes.pop(other, set()):
            self.foes[foe].discard(other)
            self.foes[foe].add(one)
            self.foes[one].add(foe)

    def may_be_one(self, one: int, other: int) -> bool:
        """Whether two groups do not contradict one another."""
        first, last = _combined_years(self.years[one], self.years[other])
        return last - first <= 1 and other not in self.foes.get(one, ())

    def answers(self) -> None:
        pairs = [
            (sorted(self.record_of[side] for side in sides), same)
            for sides, same in self.said.items()
            if len(sides) == 2 and all(side in self.record_of for side in sides)
        ]
        for (one, other), same in pairs:
            if same:
                self.join(one, other, whatever=True)
        for (one, other), same in pairs:
            one, other = self.root(one), self.root(other)
            if not same and one != other:
                self.foes[one].add(other)
                self.foes[other].add(one)

    def result(self) -> Matching:
        self.answers()
        scored = self.scores()
        for one, other, _score in self.sure(scored):
            self.join(one, other)
        groups: dict[int, list[int]] = defaultdict(list)
        self.firsts: dict[int, int] = {}
        for record, places in enumerate(self.lines):
            if places:
                root, row = self.root(record), min(self.entries[place].row for place in places)
                groups[root] += places
                self.firsts[root] = min(row, self.firsts.get(root, row))
        ordered = sorted((sorted(places), root) for root, places in groups.items())
        found = tuple(Group(tuple(places), self.person(root)) for places, root in ordered)
        number = {root: place for place, (_places, root) in enumerate(ordered)}
        sides = {self.side(root): n for root, n in number.items()}
        sides |= {str(self.entries[place].row): n for n, group in enumerate(found) for place in group.places}
        return Matching(found, tuple(self.asks(scored, number)), sides)

    def scores(self) -> list[tuple[int, int, float]]:
        """Every pair of records that may be one person; those that are known already are not compared."""
        found = []
        seen: set[int] = set()
        count, before = len(self.cards), len(self.persons)
        for one, other in candidate_pairs(self.cards, before, self.tell):
            pair = one * count + other
            if other < before or pair in seen:
                continue
            seen.add(pair)
            if (score := match_score(self.cards[one], self.cards[other])) >= PROBABLE:
                found.append((one, other, score))
        return found

    def sure(self, scored: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
        """What is certain from both sides, once all who are like somebody are seen together; the surest first."""
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

    def asks(self, scored: Iterable[tuple[int, int, float]], number: Mapping[int, int]) -> Iterator[PossiblePair]:
        """The likeliest questions about each group, the likeliest first."""
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
        two_known = self.owner[one] is not None and self.owner[other] is not None
        return not two_known and self.may_be_one(one, other)

    def person(self, root: int) -> int | None:
        owner = self.owner[root]
        return None if owner is None else self.persons[owner]

    def side(self, root: int) -> Side:
        """How a group is called: by the person it is, or else by its first line."""
        if (person := self.person(root)) is not None:
            return f"={person}"
        return str(self.firsts[root])


def _side_order(side: Side) -> tuple[bool, int]:
    """A line before a known person; an earlier line before a later one."""
    return side.startswith("="), int(side.lstrip("="))


def _normalised(known: PersonFacts) -> PersonFacts:
    """The same for all lines that say the same of somebody."""
    return replace(
        known,
        name=single_line(fold(known.name)),
        also=tuple(fold(name) for name in known.also),
        phone=digits_of(known.phone),
        email=known.email.casefold(),
        street=fold(known.street),
    )


NO_YEARS = (9999, 0)


def _birth_years(card: PersonFacts) -> tuple[int, int]:
    return (card.birth_year, card.birth_year) if card.birth_year else NO_YEARS


def _combined_years(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])
