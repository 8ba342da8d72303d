"""What every page must be, whoever looks at it: accessible, valid, calm at 320 px, in both themes."""

import json
import os
import subprocess
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe_source() -> str:
    from tests.tools import AXE

    return Path(AXE).read_text()


def axe_violations(page: Page) -> list[str]:
    """In words: rule and the first element that breaks it."""
    # evaluate() runs outside the page's content security policy, so the service needs no exception for tests.
    page.evaluate(axe_source())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG
    )
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0]['failureSummary'][:200]}" for v in found["violations"]
    ]


def sideways(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def invalid_html(pages: dict[str, str], folder: Path) -> list[str]:
    """What html-validate finds in the markup of these pages, as the server sent it; all in one run."""
    from tests.tools import HTML_VALIDATE, NODE

    rules = {
        "extends": ["html-validate:standard"],
        "rules": {
            # Taste, or what other tests look at; what stays is what the HTML standard asks.
            "long-title": "off", "no-inline-style": "error", "prefer-native-element": "off", "tel-non-breaking": "off",
            "no-trailing-whitespace": "off", "attribute-boolean-style": "off", "attr-quotes": "off", "void-style": "off",
            "no-raw-characters": "off", "require-sri": "off", "no-implicit-button-type": "off", "attribute-empty-style": "off",
            "valid-autocomplete": "error", "wcag/h30": "error", "input-missing-label": "error", "no-redundant-for": "off",
        },
    }  # fmt: skip
    (folder / ".htmlvalidate.json").write_text(json.dumps({"root": True, **rules}))
    names = {}
    for number, (name, text) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(text)
        names[str(path)] = name
    run = subprocess.run(
        [str(NODE), str(HTML_VALIDATE), "--formatter", "json", *names],
        capture_output=True, text=True, cwd=folder, env=os.environ | {"NO_COLOR": "1"}, check=False,
    )  # fmt: skip
    report = json.loads(run.stdout)
    return [
        f"{names[file['filePath']]} line {m['line']}: {m['ruleId']}: {m['message']}"
        for file in report for m in file["messages"] if m["severity"] == 2
    ]  # fmt: skip
