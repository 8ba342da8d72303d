"""Gets a Chromium for the browser tests: finds one that runs, installs one where that is ours to do, or says how."""

import os
import shutil
import subprocess

from tests.page_checkers import find_chromium

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def chromium() -> str | None:
    """The path of a browser that starts; None, after a line that says how to get one, when there is none."""
    if path := _working():
        return path
    if os.name != "nt" and os.geteuid() == 0 and shutil.which("apt-get", path=SYSTEM_PATH):
        print("Installing Chromium with apt-get …", flush=True)
        _install()
        if path := _working():
            return path
    print(
        "There is no Chromium, so the browser tests are skipped: install it (`apt-get install chromium`), "
        "or name it in CHROME=/path/to/chrome.",
        flush=True,
    )
    return None


def _working() -> str | None:
    path = find_chromium()
    if not path:
        return None
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if asked.returncode == 0 else None


def _install() -> None:
    apt = ["apt-get", "-y", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "PATH": SYSTEM_PATH}
    for command in (["update"], ["install", "--no-install-recommends", "chromium", "fonts-liberation"]):
        done = subprocess.run(
            [*apt, *command], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print("\n".join((done.stderr or done.stdout).strip().splitlines()[-5:]), flush=True)
