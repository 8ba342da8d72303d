"""Checks for every page: accessible, valid HTML, and no horizontal scrolling at 320 px."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.page_checkers import AXE, HTML_VALIDATE, NODE

COLOUR_RULES = ["color-contrast", "link-in-text-block"]  # the rules of WCAG whose answer depends on colours
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Rules of html-validate that are matters of taste or covered by another test; the HTML standard's stay on.
DISABLED_RULES = (
    "long-title",
    "prefer-native-element",
    "tel-non-breaking",
    "no-trailing-whitespace",
    "attribute-boolean-style",
    "attr-quotes",
    "void-style",
    "no-raw-characters",
    "require-sri",
    "no-implicit-button-type",
    "attribute-empty-style",
    "no-redundant-for",
)
EXTRA_RULES = ("no-inline-style", "valid-autocomplete", "wcag/h30", "input-missing-label")


@cache
def axe_source() -> str:
    return Path(AXE).read_text()


def axe_violations(page: Page) -> list[str]:
    """Each violated rule with the first element that violates it."""
    # evaluate() runs outside the page's content security policy, so the service needs no exception for tests.
    page.evaluate(axe_source())
    return run_axe(page, {"type": "tag", "values": WCAG})


def colour_violations(page: Page) -> list[str]:
    """The same for another colour scheme of a page that `axe_violations` has checked: only colours differ there."""
    return run_axe(page, {"type": "rule", "values": COLOUR_RULES})


def run_axe(page: Page, run_only: dict[str, object]) -> list[str]:
    options = {"runOnly": run_only, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['failureSummary'][:200]}" for v in found["violations"]
    ]


def overflow_pixels(page: Page) -> int:
    """Number of pixels that the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def invalid_html(pages: dict[str, str], folder: Path) -> list[str]:
    """Errors that html-validate finds in these pages as the server sent them, in one run."""
    if not pages:
        return []
    rules = dict.fromkeys(DISABLED_RULES, "off") | dict.fromkeys(EXTRA_RULES, "error")
    (folder / ".htmlvalidate.json").write_text(
        json.dumps({"root": True, "extends": ["html-validate:standard"], "rules": rules})
    )
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(text)
        names[str(path)] = name
    run = subprocess.run(
        [str(NODE), str(HTML_VALIDATE), "--formatter", "json", *names],
        capture_output=True,
        text=True,
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"},
        check=False,
    )
    report = json.loads(run.stdout)
    return [
        f"{names[file['filePath']]} line {m['line']}: {m['ruleId']}: {m['message']}"
        for file in report
        for m in file["messages"]
        if m["severity"] == 2
    ]
