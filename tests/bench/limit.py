"""The limit: the same three pages as a bare ASGI callable on the standard library's sqlite3, and nothing else.

It looks the session up, refuses what comes from elsewhere, puts every look and change on record, writes each request
in a transaction of its own with full sync, sends the same headers and answers of the same length. What it leaves out
is what the project is for: rules, words, forms, anybody who has to read it.
"""

import hashlib
import json
import sqlite3
from datetime import UTC, date, datetime
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from app.core.clock import local
from app.core.ids import new_key
from app.core.text_rules import fold, words_of
from app.web.security import HEADERS

SENT = [(name.lower().encode(), value.encode()) for name, value in (HEADERS | {"Cache-Control": "no-store"}).items()]
PAGE = [*SENT, (b"content-type", b"text/html; charset=utf-8"), (b"vary", b"HX-Request-Type")]
SEE = [*SENT, (b"location", b"/door"), (b"content-length", b"0")]

ACTOR = """SELECT w.id, w.name, w.language, o.id, o.name, s.shop_id, m.role FROM sign_in s
  JOIN worker w ON w.id = s.worker_id JOIN organisation o ON o.id = w.organisation_id
  JOIN membership m ON m.worker_id = s.worker_id AND m.shop_id = s.shop_id
  WHERE s.token_hash = ? AND s.ends_at > ? AND w.disabled_at IS NULL"""
OPENING = "SELECT id FROM opening WHERE shop_id = ? AND day = ? AND state = 'open' AND opens <= ? AND closes > ?"
HERE = "SELECT id FROM visit WHERE person_id = ? AND day = ? AND state IN ('waiting', 'talking')"
VISIT = """INSERT INTO visit (key, shop_id, opening_id, person_id, kind, state, about, day, arrived_at,
  registered_by_id) VALUES (?, ?, ?, ?, 'walk_in', 'waiting', ?, ?, ?, ?)"""
RECORD = """INSERT INTO audit_entry (at, kind, worker_id, organisation_id, shop_id, person_id, subject, subject_id,
  what, basis, details, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'door', ?, '127.0.0.1')"""
ON_BOARD = """SELECT v.key, v.state, v.about, v.arrived_at, v.person_id, p.name, p.languages, w.name, o.name
  FROM visit v LEFT JOIN person p ON p.id = v.person_id LEFT JOIN worker w ON w.id = v.helped_by_id
  LEFT JOIN organisation o ON o.id = w.organisation_id WHERE v.shop_id = ? AND v.day = ? AND v.state """
NOW = ON_BOARD + "IN ('waiting', 'talking') ORDER BY v.arrived_at, v.id"
OVER = ON_BOARD + "NOT IN ('waiting', 'talking') ORDER BY v.ended_at DESC, v.id DESC LIMIT 8"
COUNTS = "SELECT state, count(*) FROM visit WHERE shop_id = ? AND day = ? GROUP BY state"
FOUND = """SELECT p.id, p.key, p.name, p.birth_year, p.street, p.languages,
  (SELECT max(day) FROM visit v WHERE v.person_id = p.id) FROM bench_term t JOIN person p ON p.id = t.person_id
  WHERE t.term >= ? AND t.term < ? AND p.shop_id = ? ORDER BY t.term LIMIT 20"""


class Limit:
    def __init__(self, database: str, size: int):
        self.db = sqlite3.connect(database, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            self.db.execute(f"PRAGMA {pragma}")
        self.size = size
        self.db.execute(
            "CREATE TABLE bench_term (term TEXT, person_id INTEGER, PRIMARY KEY (term, person_id)) WITHOUT ROWID"
        )
        people = self.db.execute("SELECT id, name FROM person").fetchall()
        terms = [(word, number) for number, name in people for word in words_of(name)]
        self.db.executemany("INSERT OR IGNORE INTO bench_term VALUES (?, ?)", terms)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        body, more = b"", scope["method"] == "POST"
        if more and headers.get(b"sec-fetch-site") != b"same-origin":
            raise PermissionError
        while more:
            message = await receive()
            body, more = body + message["body"], message.get("more_body", False)
        status, sent, content = self.answer(scope, headers, dict(parse_qsl(body.decode())))
        await send({"type": "http.response.start", "status": status, "headers": sent})
        await send({"type": "http.response.body", "body": content})

    def answer(self, scope: Any, headers: Any, form: dict[str, str]) -> tuple[int, Any, bytes]:
        at = datetime.now(UTC)
        moment = at.strftime("%Y-%m-%d %H:%M:%S.%f")
        here = local(at)
        reads = scope["path"] == "/door/board"
        self.db.execute("BEGIN" if reads else "BEGIN IMMEDIATE")
        token = headers[b"cookie"].partition(b"werkwinkel=")[2].partition(b";")[0]
        rows = self.db.execute(ACTOR, (hashlib.sha256(token).hexdigest(), moment)).fetchall()
        worker, _name, _language, organisation, _called, shop, _role = rows[0]
        who = (worker, organisation, shop)
        if reads:
            html = self.board(who, moment, here.date())
        elif scope["path"] == "/door":
            html = self.search(who, moment, here.date(), form["q"])
        else:
            self.register(who, moment, here, form)
            self.db.execute("COMMIT")
            return 303, SEE, b""
        self.db.execute("COMMIT")
        content = html.encode().ljust(self.size)
        return 200, [*PAGE, (b"content-length", str(len(content)).encode())], content

    def register(self, who: tuple[int, int, int], at: str, here: datetime, form: dict[str, str]) -> None:
        worker, _organisation, shop = who
        one, day, person = self.db.execute, here.date().isoformat(), None
        if form["person"]:
            person = one("SELECT id FROM person WHERE key = ? AND shop_id = ?", (form["person"], shop)).fetchone()[0]
        one(
            "INSERT INTO intention (key, worker_id, made_at, answer) VALUES (?, ?, ?, '/door')",
            (form["intention"], worker, at),
        )
        if person and one(HERE, (person, day)).fetchone():
            return
        clock = here.strftime("%H:%M:%S.%f")
        opening = (one(OPENING, (shop, day, clock, clock)).fetchone() or [None])[0]
        key, about = new_key(), form.get("about", "")
        made = one(VISIT, (key, shop, opening, person, about, day, at, worker)).lastrowid
        values = {
            "key": key,
            "shop_id": shop,
            "opening_id": opening,
            "person_id": person,
            "kind": "walk_in",
            "state": "waiting",
            "about": about,
            "day": day,
            "arrived_at": at,
            "registered_by_id": worker,
        }
        details = json.dumps({name: [None, value] for name, value in values.items() if value is not None})
        one(RECORD, (at, "change", *who, person, "visit", made, "added", details))

    def board(self, who: tuple[int, int, int], at: str, day: date) -> str:
        _worker, _organisation, shop = who
        today = (shop, day.isoformat())
        rows = [*self.db.execute(NOW, today), *self.db.execute(OVER, today)]
        counts = dict(self.db.execute(COUNTS, today).fetchall())
        persons = list({row[4] for row in rows if row[4]})
        self.db.execute(
            f"SELECT person_id FROM audit_entry WHERE person_id IN ({','.join('?' * len(persons))})"
            " AND worker_id = ? AND at >= ? AND kind = 'look' AND what = 'board'",
            (*persons, who[0], day.isoformat()),
        ).fetchall()
        return f"<section><h2>{counts}</h2><ul>" + "".join(
            f"<li><b><bdi>{escape(name or '-')}</bdi></b> <span><bdi>{escape(about)}</bdi> · "
            f"<bdi>{escape(languages or '')}</bdi> {escape(worker or '')} {escape(organisation or '')}</span> "
            f'<time datetime="{arrived}"></time><form method="post" action="/visits/{key}/conversation">'
            f'<button class="btn">{state}</button></form></li>'
            for key, state, about, arrived, _person, name, languages, worker, organisation in rows
        )

    def search(self, who: tuple[int, int, int], at: str, day: date, typed: str) -> str:
        word = fold(typed)
        rows = self.db.execute(FOUND, (word, word + "\uffff", who[2])).fetchall()
        numbers = [row[0] for row in rows]
        self.db.execute(
            f"SELECT person_id FROM visit WHERE person_id IN ({','.join('?' * len(numbers))}) AND day = ?"
            " AND state IN ('waiting', 'talking')",
            (*numbers, day.isoformat()),
        ).fetchall()
        self.db.executemany(RECORD, [(at, "search", *who, n, "person", None, "", "{}") for n in numbers or [None]])
        return "<ul>" + "".join(
            f'<li><a href="/people/{key}/details"><bdi>{escape(name)}</bdi></a> <span>{year or ""} '
            f"<bdi>{escape(street)}</bdi> <bdi>{escape(languages)}</bdi> {last or ''}</span>"
            f'<form method="post" action="/door/visits"><input type="hidden" name="intention" value="{new_key()}">'
            f'<input type="hidden" name="person" value="{key}"><button class="btn">+</button></form></li>'
            for _number, key, name, year, street, languages, last in rows
        )
