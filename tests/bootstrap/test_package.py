"""Installed by pip or uv, the service finds the files next to `app` in a checkout, and fetches front-end files."""

import runpy
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from app import __main__ as entry
from app.bootstrap import environment, locks
from app.bootstrap.environment import ROOT, PreparationError
from app.core import settings

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture
def commands(monkeypatch) -> list[str]:
    """The names under which the command line was run."""
    run: list[str] = []
    monkeypatch.setattr(entry, "run_commands", run.append)
    return run


def copy_of(module: str, folder: Path) -> dict:
    """What a module of app defines where `folder` is the root."""
    target = folder / module
    target.parent.mkdir(parents=True)
    shutil.copyfile(ROOT / module, target)
    return runpy.run_path(str(target))


def test_a_checkout_keeps_everything_beside_the_app():
    assert not environment.IS_INSTALLED
    assert (environment.LOCKS, environment.VENV) == (ROOT / "locks", ROOT / ".venv")
    assert (settings.RESOURCES, settings.HOME) == (ROOT, ROOT)


def test_an_installed_package_keeps_what_it_fetches_in_the_environment_that_it_is_in(tmp_path):
    module = str(Path(environment.__file__).relative_to(ROOT))
    found = copy_of(module, tmp_path)
    assert found["IS_INSTALLED"]
    assert found["LOCKS"] == tmp_path / "app" / "resources" / "locks"
    assert Path(sys.prefix) == found["VENV"]


def test_an_installed_package_has_its_data_where_it_is_started(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "IS_INSTALLED", True)
    monkeypatch.chdir(tmp_path)
    found = copy_of(str(Path(settings.__file__).relative_to(ROOT)), tmp_path / "site")
    assert found["RESOURCES"] == ROOT / "app" / "resources"
    assert found["HOME"] == tmp_path
    assert found["Settings"](_env_file=None, database_url="").database == f"sqlite:///{tmp_path}/data/werkwinkel.db"


def test_the_wheel_holds_what_stands_beside_the_app():
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert included == {name: f"app/resources/{name}" for name in ("alembic.ini", "locks", "migrations", "templates")}
    assert [name for name in included if not (ROOT / name).exists()] == []
    assert PROJECT["project"]["scripts"] == {"werkwinkel": f"{entry.__name__}:{entry.main.__name__}"}


def test_a_first_start_fetches_the_files_for_the_pages_and_a_later_one_does_not(commands, monkeypatch, capsys):
    fetched = []
    monkeypatch.setattr(
        entry.frontend_assets, "prepare", lambda for_tests, say: (say("npm"), fetched.append(for_tests))
    )
    for why in ("first time only", None):
        monkeypatch.setattr(entry.frontend_assets, "reason_to_prepare", lambda for_tests, why=why: why)
        entry.main()
    assert (fetched, commands) == ([False], ["werkwinkel", "werkwinkel"])
    assert capsys.readouterr().err == "Preparing (first time only): npm …\n"


@pytest.mark.parametrize("problem", [PreparationError("no network"), PermissionError("not yours to write in")])
def test_what_cannot_be_fetched_is_told_in_words(commands, monkeypatch, problem):
    def refuse(for_tests: bool, say) -> None:
        raise problem

    monkeypatch.setattr(entry.frontend_assets, "reason_to_prepare", lambda for_tests: "first time only")
    monkeypatch.setattr(entry.frontend_assets, "prepare", refuse)
    with pytest.raises(SystemExit, match=str(problem)):
        entry.main()
    assert commands == []


def test_locks_are_compiled_from_what_the_project_says_of_itself(monkeypatch):
    compiled = []
    monkeypatch.setattr(locks, "installer", lambda: ("uv", {}))
    monkeypatch.setattr(locks, "run", lambda purpose, command, settings, folder: compiled.append((command, folder)))
    monkeypatch.setattr(locks, "_renew_npm", lambda upgrade: None)
    locks.renew()
    last = [(" ".join(command).partition("--no-emit-find-links ")[2], folder) for command, folder in compiled[-3:]]
    assert last == [
        ("pyproject.toml --output-file locks/runtime.txt", ROOT),
        ("pyproject.toml --group dev --output-file locks/dev.txt --constraint locks/runtime.txt", ROOT),
        ("pyproject.toml --group bench --output-file locks/bench.txt --constraint locks/dev.txt", ROOT),
    ]
    locks.renew(upgrade=True)
    assert all(command[-1] == "--upgrade" for command, _folder in compiled[len(locks.SOURCES) :])
