"""Checks every page that a role can reach by following links from its first page."""

from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from tests.browser.page_checks import axe_violations, colour_violations, invalid_html, overflow_pixels
from tests.browser.town import fill_town

ROLES = {
    "hanna": "/door",
    "samira": "/door",
    "carla": "/door",
    "fatima": "/handovers",
    "karim": "/handovers",
    "marleen": "/reports",
    "anton": "/openings",
    "petra": "/record",
}
MAX_PAGES = 45  # pages per role; the same page for another person counts as the same
MIN_PAGES = {"hanna": 5, "samira": 15, "carla": 18, "fatima": 5, "karim": 3, "marleen": 1, "anton": 6, "petra": 1}


def shape(path: str) -> str:
    """A path without keys, months and languages: /people/3k… and /people/9f… are the same page."""
    parts = ["", *urlsplit(path).path.split("/")]
    return "/".join("*" if len(part) == 16 or before == "languages" else part for before, part in pairwise(parts))


@pytest.mark.parametrize("login", ROLES)
def test_every_page_is_accessible_valid_and_fits(login, town, visit, tmp_path):
    fill_town(town)
    page = visit(town.workers[login], "/", reduced_motion="reduce")  # no colours in transition
    assert urlsplit(page.url).path == ROLES[login]
    to_see, seen, wrong, sources = [ROLES[login]], {}, [], {}
    while to_see and len(seen) < MAX_PAGES:
        path = to_see.pop(0)
        if shape(path) in seen:
            continue
        page.set_viewport_size({"width": 1360, "height": 1000})
        page.emulate_media(color_scheme="light")
        answer = page.goto(path)
        seen[shape(path)] = path
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")
            continue
        sources[f"{login} {path}"] = answer.text()
        if page.locator("h1").count() != 1 or "Werkwinkel" not in page.title():
            wrong.append(f"{path}: one main heading and a title")
        wrong += [f"{path} light: {v}" for v in axe_violations(page)]
        page.emulate_media(color_scheme="dark")
        wrong += [f"{path} dark: {v}" for v in colour_violations(page)]
        page.set_viewport_size({"width": 320, "height": 640})
        if (wider := overflow_pixels(page)) > 0:
            wrong.append(f"{path}: {wider} px too wide at 320 px")
        links = page.eval_on_selector_all(
            "a[href^='/']:not([download])", "links => links.map(a => a.getAttribute('href'))"
        )
        to_see += [link for link in links if not urlsplit(link).path.endswith((".csv", ".xlsx")) and "#" not in link]
    wrong += invalid_html(sources, tmp_path)
    assert wrong == [], "\n".join(wrong)
    assert len(seen) >= MIN_PAGES[login], sorted(seen)


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/check-in"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_without_sign_in_are_accessible(path, theme, visit, tmp_path):
    page = visit(None, path, color_scheme=theme, expect_errors=True)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow_pixels(page) <= 0
    assert invalid_html({path: page.content()}, tmp_path) == []
