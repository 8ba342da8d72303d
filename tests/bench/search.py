"""How well and how quickly people are found: recall for each class of error, and p50 and p99 among ten thousand and
among a million people, in a shop of 2,500 and in a shop of all of them, on both databases."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.core.text_rules import fold
from app.people.search.models import IndexedPerson
from app.people.search.queries import search
from app.people.search.query_parser import parse_query
from app.people.search.scoring import similarity
from tests.bench.books import SEARCHED, filled, servers
from tests.bench.population import CLASSES, Somebody, initials, people
from tests.bench.table import Row, Say, at_least, at_most, percentile

SCALES = {"quick": (2_000, 20_000), "full": (10_000, 1_000_000)}
IN_A_SHOP = 2_500
OF_A_CLASS = 400  # names that are tried
FIRST_HITS = 5
TRIES = 3  # of one search: what else the machine does is not measured
GOAL_NAME, GOAL_YEAR, GOAL_RATIO, GOAL_FEBRL = 0.95, 0.99, 1.5, 0.005


def run(say: Say, scale: str = "full", kinds: tuple[str, ...] = ("sqlite", "postgresql")) -> list[Row]:
    """Every row of the table: recall, speed, and the comparison with a search that looks at everybody."""
    from tests.bench import febrl

    few, many = SCALES[scale]
    rows: list[Row] = []
    with (
        tempfile.TemporaryDirectory(prefix="werkwinkel-search-", ignore_cleanup_errors=True) as folder,
        servers(Path(folder), kinds) as ways,
    ):
        say("  FEBRL4 …")
        rows += febrl.run(next(iter(ways.values()))())
        for kind, fresh in ways.items():
            for is_one in (False, True):
                say(f"  {kind}: {few:,} and {many:,} people, {_where(many, is_one)} …")
                found = _among(fresh, few, many, is_one, say, f"{kind}, ", with_recall=kind == kinds[0])
                say("\n".join(f"    {row.what}: {row.figure}" for row in found))
                rows += found
    return rows


def _among(
    fresh: Callable[[], str], few: int, many: int, is_one: bool, say: Say, kind: str, *, with_recall: bool
) -> list[Row]:
    small, also_known = filled(fresh(), few, 1 if is_one else few // IN_A_SHOP or 1, say)
    large, known = filled(fresh(), many, 1 if is_one else many // IN_A_SHOP, say)
    rows = speed(kind + _where(many, is_one), small, large, few, many)
    if with_recall:
        rows += recall(f"{many:,} {_where(many, is_one)}", large, known)
        rows += recall(f"{few:,} {_where(few, is_one)}", small, also_known) if is_one else []
    for engine in (small, large):
        engine.dispose()
    return rows


def _where(count: int, is_one: bool) -> str:
    return "in one shop" if is_one else f"over {count // IN_A_SHOP} shops"


def recall(where: str, engine: Engine, known: Sequence[Somebody]) -> list[Row]:
    """The share of what was typed wrongly by which the person, or somebody of that very name, is among the first."""
    rows, dice = [], Random(31)
    with Session(engine.execution_options(reading=True)) as db:
        for name, wrong in CLASSES.items():
            tried = [(who, typed) for who in known if (typed := wrong(dice, who))][:OF_A_CLASS]
            alone = [_is_there(db, who, typed, _same_name) for who, typed in tried]
            with_year = [_is_there(db, who, f"{typed} {who.year}", _same_name) for who, typed in tried]
            rests_on = f"{len(tried)} names among {where}"
            rows.append(at_least(f"recall@5 {name}, name alone", _share(alone), GOAL_NAME, rests_on))
            rows.append(at_least(f"recall@5 {name}, with birth year", _share(with_year), GOAL_YEAR, rests_on))
        short = [_is_there(db, who, f"{initials(who)} {who.year}", _same_initials) for who in known[:OF_A_CLASS]]
        rows.append(
            at_least(
                "recall@5 initials, with birth year", _share(short), GOAL_YEAR, f"{len(short)} names among {where}"
            )
        )
    return rows


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / max(1, len(hits))


def _same_name(who: Somebody, name: str, year: int | None) -> bool:
    return fold(name) == fold(who.name)


def _same_initials(who: Somebody, name: str, year: int | None) -> bool:
    """Whoever cannot be told apart by what was typed."""
    first, _space, last = name.partition(" ")
    return fold(first)[:1] == fold(who.first)[:1] and fold(last) == fold(who.last) and year == who.year


def _is_there(db: Session, who: Somebody, typed: str, is_meant: Callable[[Somebody, str, int | None], bool]) -> bool:
    numbers = [number for number, _score in search(db, SEARCHED, typed)[:FIRST_HITS]]
    statement = select(IndexedPerson.names, IndexedPerson.birth_year).where(col(IndexedPerson.person_id).in_(numbers))
    return any(is_meant(who, name, year) for name, year in db.exec(statement)) if numbers else False


def speed(where: str, small: Engine, large: Engine, few: int, many: int) -> list[Row]:
    """Milliseconds of a search, small and large in turn, so that whatever else happens here happens to both."""
    typed = _everything_typed(Random(41), 700)
    for engine in (small, large):  # warms up
        for words in typed[:100]:
            _milliseconds(engine, words)
    times: dict[Engine, list[float]] = {small: [], large: []}
    for words in typed[100:]:
        tries = [(_milliseconds(small, words), _milliseconds(large, words)) for _ in range(TRIES)]
        for engine, found in zip((small, large), zip(*tries, strict=True), strict=True):
            times[engine].append(min(found))
    rows = []
    for engine, count in ((small, few), (large, many)):
        p50, p99 = (percentile(times[engine], share) for share in (0.5, 0.99))
        rests_on = f"p50 / p99 of {len(times[engine])} searches, each the best of {TRIES}"
        rows.append(Row(f"search at {count:,}, {where}", f"{p50:.1f} / {p99:.1f} ms", rests_on=rests_on))
    ratio = percentile(times[large], 0.99) / percentile(times[small], 0.99)
    return [*rows, at_most(f"search p99, {many:,} to {few:,}, {where}", ratio, GOAL_RATIO, "in turn, in one run")]


def _everything_typed(dice: Random, count: int) -> list[str]:
    """Whole names, wrong names, beginnings, with and without a year."""
    wrong = [*CLASSES.values()]
    typed = []
    for who in people(dice, count):
        name = dice.choice(
            [who.name, dice.choice(wrong)(dice, who) or who.name, who.name[: dice.randrange(3, 9)], who.last]
        )
        typed.append(f"{name} {who.year}" if dice.random() < 0.3 else name)
    return typed


def _milliseconds(engine: Engine, words: str) -> float:
    """Of a search for words that nobody typed just before."""
    similarity.cache_clear()
    parse_query.cache_clear()
    with Session(engine.execution_options(reading=True)) as db:
        db.connection()
        begun = perf_counter()
        search(db, SEARCHED, words)
        return 1000 * (perf_counter() - begun)
