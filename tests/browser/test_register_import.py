"""Imports an old register from a spreadsheet, checks the report, and undoes the import."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, func, select

from app.core.scheduled_jobs import ExternalJob
from app.front_desk.visits.models import Visit
from app.records.register_import.running import batches, import_jobs, job_queue, subprocess_jobs
from app.records.register_import.running.job_queue import ReservedJob
from app.shop.lists.default_lists import DEFAULT_LISTS
from app.shop.lists.models import ListItem, ListName
from app.web.job_runner import Runner
from tests.browser.input_methods import translated
from tests.browser.page_checks import axe_violations, overflow_pixels
from tests.records.register_import.sample_registers import HEADINGS, as_csv, as_workbook

LINES = [
    ("2-2-2026", "och.", "Samira el Bouzid", "'64", "06-12345670", "Ivoordreef", "Arabisch", "werk", "W&I", "Dock", "j",
     "baan gevonden", "komt do weer"),
    ("di 3 februari 2026", "Middag", "el Bouzid, Samira", None, "0031 6 12345670", None, None, "cv maken", "uwv", None,
     None, None, None),
    ("3-2-2026", "ochtend", "HATICE YILDIZ", "1990", None, None, "Turks", "taalles", "LWL", "Buurthuis", "nee", None,
     None),
    ("03/02/26", "mid.", "onbekend", None, None, None, None, "brief", "UWV", None, None, None, '=HYPERLINK("x")'),
    ("30-2-2026", "mid.", "Piet de Vries", None, None, None, None, "werk", "UWV", None, None, None, None),
]  # fmt: skip


class ImportsInThread:
    """Runs import jobs in threads instead of processes."""

    DOES = {
        "look": import_jobs.scan,
        "prepare": import_jobs.prepare,
        "write": import_jobs.write,
        "undo": import_jobs.undo_import,
    }

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.started = threading.Semaphore(0)

    def start(self, turn: ReservedJob) -> None:
        self.threads.append(threading.Thread(target=self.DOES[turn.what], args=(turn.key, turn.run), daemon=True))
        self.threads[-1].start()
        self.started.release()

    def wait_until_done(self) -> None:
        """Waits until the runner has started the next job and it has finished."""
        assert self.started.acquire(timeout=30)
        for thread in self.threads:
            thread.join(timeout=30)


@pytest.fixture
def jobs_in_thread(served, monkeypatch) -> Iterator[ImportsInThread]:
    _address, engine = served
    work = ImportsInThread()
    monkeypatch.setattr("app.core.database.engine", lambda: engine)
    monkeypatch.setattr(subprocess_jobs, "start_process", work.start)
    imports = ExternalJob("imports", timedelta(0), subprocess_jobs.start_due, asks=job_queue.is_due)
    runner = Runner([imports], batches.read_only_session, lambda at: batches.transaction())
    runner.start()
    yield work
    runner.stop()


@pytest.fixture
def lists(town) -> None:
    town.db.add_all(
        ListItem(shop_id=town.shop.id, list=ListName.OUTCOME, position=n, **one)
        for n, one in enumerate(DEFAULT_LISTS[ListName.OUTCOME])
    )
    town.db.commit()


def visits(town) -> int:
    found = town.db.scalar(select(func.count()).where(col(Visit.day) < date(2026, 2, 10)))
    town.db.commit()
    return found


def press(page: Page, message: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=translated(message)).first.click()


def upload(page: Page, name: str, content: bytes) -> None:
    page.set_input_files("#file", {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    press(page, "See what is in it")
    expect(page.get_by_role("heading", name=translated("Are these the right columns?"))).to_be_visible()


def check_page(page: Page) -> None:
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow_pixels(page) <= 0
    page.set_viewport_size({"width": 1360, "height": 1000})


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_spreadsheet_to_figures_and_back(scripts, town, visit, lists, jobs_in_thread):
    page = visit(town.carla, "/imports", java_script_enabled=scripts)
    upload_and_wait(page, jobs_in_thread, scripts)
    check_page(page) if scripts else None
    press(page, "These are right: count what is in it")
    wait_for_words(page, jobs_in_thread, scripts, translated("What you will get"))
    assert visits(town) == 0
    expect(page.locator(".counted")).to_contain_text("4 " + translated("visits"))
    check_page(page) if scripts else None
    page.get_by_label("buurthuis").select_option("-")
    press(page, "Remember this and count again")
    wait_for_words(page, jobs_in_thread, scripts, translated("What you will get"))
    expect(page.get_by_label("buurthuis")).to_be_attached()  # among what was said
    expect(page.get_by_text(translated("What do these words mean?"))).to_be_visible()
    assert page.get_by_label("buurthuis").input_value() == "-"
    press(page, "Sla 4 bezoeken op")
    wait_for_words(page, jobs_in_thread, scripts, translated("What came of it"))
    assert visits(town) == 4
    check_page(page) if scripts else None
    press(page, "Undo this import")
    wait_for_words(
        page, jobs_in_thread, scripts, translated("This import was undone. None of its data is left in the Werkwinkel.")
    )
    assert visits(town) == 0


def upload_and_wait(page: Page, jobs_in_thread: ImportsInThread, scripts: bool) -> None:
    page.set_input_files("#file", {"name": "inloop.csv", "mimeType": "text/csv", "buffer": as_csv(LINES)})
    press(page, "See what is in it")
    wait_for_words(page, jobs_in_thread, scripts, translated("Are these the right columns?"))


def wait_for_words(page: Page, jobs_in_thread: ImportsInThread, scripts: bool, words: str) -> None:
    """Waits for the words: the page reloads itself with scripts, and is reloaded here without."""
    if not scripts:
        jobs_in_thread.wait_until_done()
        page.reload()
    expect(page.get_by_text(words, exact=True).first).to_be_visible(timeout=15_000)


def test_a_workbook_with_a_title_gives_the_same_result_and_is_not_imported_twice(town, visit, lists, jobs_in_thread):
    page = visit(town.carla, "/imports")
    upload_and_wait(page, jobs_in_thread, True)
    press(page, "These are right: count what is in it")
    wait_for_words(page, jobs_in_thread, True, translated("What you will get"))
    press(page, "Sla 4 bezoeken op")
    wait_for_words(page, jobs_in_thread, True, translated("What came of it"))
    page.goto("/imports")
    upload(page, "inloop.xlsx", as_workbook([("Inloopregister",), (), HEADINGS, *LINES]))
    press(page, "These are right: count what is in it")
    wait_for_words(page, jobs_in_thread, True, translated("There is nothing new in this file."))
    assert visits(town) == 4
