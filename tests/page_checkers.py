"""Where the tests find what they look at pages with: Chromium, axe, html-validate, and a node to run the last one."""

import os
import shutil
from pathlib import Path

import playwright

from app.bootstrap.frontend_assets import STORE

AXE = STORE / "node_modules" / "axe-core" / "axe.min.js"
HTML_VALIDATE = STORE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
# Playwright carries a node for itself, so no other is needed.
NODE = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find_chromium() -> str | None:
    """The browser that CHROME names, else one on the PATH, else one in a usual place.

    `main.py test` has looked before, and says in WERKWINKEL_TEST_CHROMIUM which one works, or that none does.
    """
    found = os.environ.get("WERKWINKEL_TEST_CHROMIUM")
    if found is not None:
        return found or None
    if named := os.environ.get("CHROME"):
        return shutil.which(named)
    on_path = filter(None, map(shutil.which, CHROMIUM_NAMES))
    return next(on_path, None) or next(filter(os.path.exists, CHROMIUM_PLACES), None)
