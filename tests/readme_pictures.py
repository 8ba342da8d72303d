"""`python -m tests.readme_pictures`: makes the README's pictures from a demonstration of a day that stands still."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright
from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from app.accounts import session_cookie, sessions
from app.accounts.models import Worker
from app.bootstrap.environment import ROOT
from app.core.database import make_engine
from app.demo.demo_database import prepare
from app.front_desk.visits.models import Visit
from app.guidance.journeys.models import Journey
from app.handovers.lifecycle.models import Handover, State
from app.people.people.models import Person
from app.shop.shops.models import Shop
from tests.browser.conftest import FLAGS, Clock, create_test_app, serving
from tests.page_checkers import find_chromium

PICTURES = ROOT / "app" / "static" / "pictures"
MOMENT = datetime(2026, 11, 24, 9, 42, tzinfo=UTC)  # a Tuesday morning
LARGEST = 150_000  # bytes, so that the README opens at once
WIDTH, HEIGHTS = 1360, {"door": 640, "person": 700, "outflow": 900}
PLAIN = [
    *FLAGS,
    "--lang=nl-NL",
    "--disable-lcd-text",
]  # letters without coloured edges: smaller files, and the same on every screen
INFORMATIVE_STATES = (State.OFFERED, State.ACCEPTED, State.RUNNING, State.COMPLETED)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/pictures.db")
        prepare(engine, MOMENT, print)
        app = create_test_app(engine, Clock(MOMENT))
        app.state.demo = True
        PICTURES.mkdir(exist_ok=True)
        with serving(app) as address:
            take(engine, address)
        engine.dispose()


def take(engine: Engine, address: str) -> None:
    with Session(engine) as db:
        pictures = {
            "door": ("samira", "/door"),
            "person": ("samira", f"/people/{person_with_handovers(db)}"),
            "outflow": ("carla", "/reports?period=2026"),
        }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=PLAIN)
        for name, (login, path) in pictures.items():
            size: ViewportSize = {"width": WIDTH, "height": HEIGHTS[name]}
            context = browser.new_context(base_url=address, viewport=size, reduced_motion="reduce", locale="nl-NL")
            context.add_cookies([{"name": session_cookie.LOCAL_COOKIE, "value": token(engine, login), "url": address}])
            page = context.new_page()
            page.goto(path)
            if name == "door":
                page.locator("#q").press_sequentially("mohamed ben")
                page.locator("[data-first]").wait_for()
            target = PICTURES / f"{name}.png"
            page.screenshot(path=target)
            print(f"{target.relative_to(ROOT)}  {kilobytes(target)} kB")
        browser.close()


def kilobytes(path: Path) -> int:
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path.name} is {size} bytes: too large for a README.")
    return size // 1000


def token(engine: Engine, login: str) -> str:
    with Session(engine) as db, db.begin():
        worker = db.exec(select(Worker).where(Worker.login == login)).one()
        return sessions.start(db, worker, db.exec(select(Shop.id)).one(), at=MOMENT)


def person_with_handovers(db: Session) -> str:
    """Somebody whom Samira follows with a partner's help, and who came by most often."""
    statement = (
        select(Person.key)
        .join(Journey, col(Journey.person_id) == Person.id)
        .join(Handover, col(Handover.journey_id) == Journey.id)
        .join(Worker, col(Worker.id) == Journey.responsible_id)
        .join(Visit, col(Visit.person_id) == Person.id)
        .where(Worker.login == "samira", col(Handover.state).in_(INFORMATIVE_STATES), col(Journey.ended_at).is_(None))
        .group_by(Person.key)
        .order_by(func.count().desc(), Person.key)
    )
    found = db.exec(statement).first()
    if not found:
        raise SystemExit("Nobody in the demonstration is followed by Samira with a partner's help.")
    return found


if __name__ == "__main__":
    main()
