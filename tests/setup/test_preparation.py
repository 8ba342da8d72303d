"""A start sees what is wanting, and leaves alone what is there or what is not its own."""

import ast
import json
import shutil
import sys

import pytest

from app.setup import packages, pages, preparation
from app.setup.environment import ROOT, Unprepared


def wanting(purpose: str = "runtime") -> tuple[str | None, str | None]:
    return packages.wanting(purpose), pages.wanting(for_tests=purpose == "dev")


def test_a_fresh_clone_wants_everything(project):
    assert wanting() == ("first time only", "first time only")


def test_a_second_start_wants_nothing_and_does_nothing(prepared, monkeypatch):
    monkeypatch.delattr(packages, "prepare")
    monkeypatch.delattr(pages, "prepare")
    preparation.prepare()
    assert wanting() == (None, None)


def test_the_first_tests_want_their_packages_too(prepared):
    assert wanting("dev") == ("first tests only", "first tests only")


@pytest.mark.parametrize("lock", ["runtime.txt", "package-lock.json"])
def test_a_changed_lock_is_noticed(prepared, lock):
    (prepared / "locks" / lock).write_text("something else")
    assert "the locks changed" in wanting()


def test_the_first_measuring_wants_its_packages_but_nothing_to_look_at_pages_with(prepared, monkeypatch):
    assert wanting("bench") == ("first measuring only", None)
    asked = []
    monkeypatch.setattr(packages, "prepare", lambda purpose, say: asked.append(purpose))
    monkeypatch.setattr(preparation, "ROOT", prepared)
    (prepared / "main.py").touch()
    preparation.prepare("bench")
    assert asked == ["bench"]


@pytest.mark.parametrize(
    ("held", "wanted", "then"),
    [
        ("runtime", "runtime", "runtime"), ("runtime", "dev", "dev"), ("runtime", "bench", "bench"),
        ("dev", "runtime", "dev"), ("dev", "bench", "bench"),
        ("bench", "runtime", "bench"), ("bench", "dev", "bench"),
    ],
)  # fmt: skip
def test_packages_that_were_there_stay_and_a_later_start_follows_their_lock(prepared, held, wanted, then):
    packages.RECORD.write_text(json.dumps(json.loads(packages.RECORD.read_text()) | {"lock": f"{held}.txt"}))
    assert packages.purpose_of(wanted) == then
    if held == then and held != "runtime":
        assert packages.wanting(wanted) == "the locks changed"


@pytest.mark.parametrize("name", ["site/fastapi", "bin/python"])
def test_what_was_deleted_from_the_environment_is_noticed(prepared, name):
    path = prepared / ".venv" / name
    path.unlink() if path.is_symlink() else shutil.rmtree(path)
    assert packages.wanting("runtime") == "something was deleted, or Python changed"


def test_an_environment_of_a_python_that_is_gone_is_noticed(prepared):
    packages.PYTHON.unlink()
    packages.PYTHON.symlink_to(prepared / "python-that-was-removed")
    assert packages.wanting("runtime") == "something was deleted, or Python changed"


@pytest.mark.parametrize("name", ["htmx.min.js", "atkinson-hyperlegible-next-latin-wght-normal.woff2"])
def test_a_deleted_or_cut_off_page_file_is_noticed_and_healed_without_network(prepared, name, monkeypatch):
    monkeypatch.delattr(pages, "_fetch")
    path = pages.VENDOR / name
    whole = path.read_text()
    for damage in (path.unlink, lambda: path.write_text("half")):
        damage()
        assert pages.wanting(for_tests=False) == "something was deleted"
        pages.prepare(for_tests=False, say=lambda step: None)
        assert (path.read_text(), pages.wanting(for_tests=False)) == (whole, None)


@pytest.mark.parametrize("record", ["", "{", "[]"])
def test_a_preparation_that_was_cut_off_counts_as_none(prepared, record):
    packages.RECORD.write_text(record)
    pages.RECORD.write_text(record)
    assert wanting() == ("first time only", "first time only")


def test_an_environment_that_is_a_link_is_left_to_its_owner(project):
    (project / "elsewhere").mkdir()
    (project / ".venv").symlink_to(project / "elsewhere")
    (project / "vendor").symlink_to(project / "elsewhere")
    assert wanting() == (None, None)


def test_what_prepares_stands_on_python_alone():
    sources = [ROOT / "main.py", *(ROOT / "app" / "setup").glob("*.py")]
    assert len(sources) > 5
    for path in sources:
        for node in ast.parse(path.read_text("utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("app.setup") or name.split(".")[0] in sys.stdlib_module_names, path


def test_a_python_without_pip_is_told_how_to_get_one(prepared, monkeypatch):
    monkeypatch.setattr(packages, "_pip", list)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    with pytest.raises(Unprepared, match="apt install python3-venv"):
        packages.installer()


def test_a_uv_that_is_already_there_serves_a_python_without_pip(prepared, monkeypatch):
    monkeypatch.setattr(packages, "_pip", list)
    monkeypatch.setattr(packages.shutil, "which", lambda name: f"/opt/bin/{name}")
    assert packages.installer()[0] == "/opt/bin/uv"


def test_a_full_disk_is_told_in_words(project, monkeypatch):
    def no_space(purpose: str, say) -> None:
        raise OSError(28, "No space left on device")

    (project / "main.py").touch()
    monkeypatch.setattr(preparation, "ROOT", project)
    monkeypatch.setattr(packages, "prepare", no_space)
    with pytest.raises(Unprepared, match="No space left on device"):
        preparation.prepare()
