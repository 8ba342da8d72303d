"""The locks say exactly what is installed, and not where from."""

import json
import re
import tomllib

import pytest

from app.bootstrap.environment import LOCKS, ROOT
from app.bootstrap.locks import SOURCES

PINNED = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[^\s;]+( ; .+)?( --hash=sha256:[0-9a-f]{64})+")


def entries(name: str) -> list[str]:
    """One line per package of a lock, with its hashes behind it."""
    return (LOCKS / f"{name}.txt").read_text("utf-8").replace("\\\n", "").replace("    ", "").strip().splitlines()


def versions(name: str) -> set[str]:
    return {entry.partition(" --hash")[0] for entry in entries(name)}


def asked_for(name: str) -> list[str]:
    """What pyproject.toml, or the list for a tool that fetches, asks for by name."""
    if name in ("uv", "npm"):
        return (LOCKS / f"{name}.in").read_text("utf-8").split()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = list(project["project"]["dependencies"])
    for group in ("dev", "bench")[: ("runtime", "dev", "bench").index(name)]:
        asked += [one for one in project["dependency-groups"][group] if isinstance(one, str)]
    return asked


def npm_packages() -> dict[str, dict]:
    packages = json.loads((LOCKS / "package-lock.json").read_text("utf-8"))["packages"]
    return {name: package for name, package in packages.items() if name}


@pytest.mark.parametrize("name", SOURCES)
def test_every_package_has_one_version_and_its_hashes(name):
    assert [entry for entry in entries(name) if not PINNED.fullmatch(entry)] == []
    assert entries(name)


@pytest.mark.parametrize("name", SOURCES)
def test_what_was_asked_for_is_locked(name):
    locked = {entry.partition("==")[0].partition("[")[0] for entry in entries(name)}
    assert asked_for(name)
    assert {re.split(r"[\[<>=~! ]", line)[0] for line in asked_for(name)} <= locked


def test_no_lock_names_a_host():
    locks = [path for path in LOCKS.iterdir() if path.suffix in (".txt", ".json", ".in")]
    assert len(locks) >= 9
    locks.append(ROOT / "pyproject.toml")
    assert [path.name for path in locks if "://" in path.read_text("utf-8")] == []
    assert [name for name, package in npm_packages().items() if "resolved" in package] == []


def test_the_tests_run_on_the_versions_of_the_service():
    assert versions("runtime") <= versions("dev")


def test_what_is_measured_runs_on_the_versions_of_the_tests():
    assert versions("dev") <= versions("bench")


def test_every_npm_package_is_checked_by_its_hash_and_runs_nothing_when_installed():
    assert [name for name, package in npm_packages().items() if "integrity" not in package] == []
    assert [name for name, package in npm_packages().items() if package.get("hasInstallScript")] == []


def test_what_we_ask_of_npm_is_exact_and_what_is_locked():
    asked = json.loads((LOCKS / "package.json").read_text("utf-8"))
    assert asked["private"] is True
    for name, version in (asked["dependencies"] | asked["devDependencies"]).items():
        assert npm_packages()[f"node_modules/{name}"]["version"] == version
