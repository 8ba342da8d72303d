"""Makes Django's database out of the demonstration: the same workers, persons, half-days, visits and record."""

import sqlite3
from pathlib import Path

from app.core.text_rules import fold

FILL = """
INSERT INTO organisation (id, name) SELECT id, name FROM ours.organisation;
INSERT INTO worker (id, password, is_superuser, username, first_name, last_name, email, is_staff, is_active,
    date_joined, name, organisation_id, shop_id, role)
  SELECT w.id, '', 0, w.login, '', '', '', 0, 1, '2026-01-01 00:00:00', w.name, w.organisation_id, m.shop_id, m.role
  FROM ours.worker w JOIN ours.membership m ON m.worker_id = w.id GROUP BY w.id;
INSERT INTO person (id, key, shop_id, name, folded, birth_year, street, languages)
  SELECT id, key, shop_id, name, fold(name), birth_year, street, languages FROM ours.person;
INSERT INTO opening (id, shop_id, day, part, opens, closes, state)
  SELECT id, shop_id, day, part, opens, closes, state FROM ours.opening;
INSERT INTO presence (id, opening_id, worker_id, since, until)
  SELECT id, opening_id, worker_id, since, until FROM ours.presence;
INSERT INTO partner (id, shop_id, key, organisation_id)
  SELECT id, shop_id, key, organisation_id FROM ours.partner WHERE retired_at IS NULL;
INSERT INTO visit (id, key, shop_id, opening_id, person_id, kind, state, about, day, arrived_at, helped_by_id,
    helped_from, ended_at, registered_by_id)
  SELECT id, key, shop_id, opening_id, person_id, kind, state, about, day, arrived_at, helped_by_id, helped_from,
    ended_at, registered_by_id FROM ours.visit;
INSERT INTO audit_entry (at, kind, worker_id, organisation_id, shop_id, person_id, subject, subject_id, what, basis,
    details, address)
  SELECT at, kind, worker_id, organisation_id, shop_id, person_id, subject, subject_id, what, basis, details, address
  FROM ours.audit_entry;
"""


def fill(demonstration: Path, path: Path, login: str) -> str:
    """A database for Django at `path`; gives the session key of `login`, signed in. Sets Django up in this process."""
    import os

    os.environ["BENCH_DATABASE"] = str(path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.django_shop.settings"
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    connection.close()
    with sqlite3.connect(path, isolation_level=None) as db:
        db.create_function("fold", 1, fold, deterministic=True)
        db.execute("ATTACH ? AS ours", (str(demonstration),))
        db.executescript(f"BEGIN;{FILL}COMMIT;")
    db.close()
    key = _signed_in(login)
    connection.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return key


def _signed_in(login: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from tests.bench.django_shop.models import Worker

    worker = Worker.objects.get(username=login)
    session = SessionStore()
    session[SESSION_KEY] = str(worker.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key
