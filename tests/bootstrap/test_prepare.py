"""A start sees what is wanting, and leaves alone what is there or what is not its own."""

import ast
import json
import shutil
import sys

import pytest

from app.bootstrap import environment, frontend_assets, prepare, python_packages
from app.bootstrap.environment import ROOT, PreparationError


def reasons_to_prepare(purpose: str = "runtime") -> tuple[str | None, str | None]:
    return python_packages.reason_to_prepare(purpose), frontend_assets.reason_to_prepare(for_tests=purpose == "dev")


def test_a_fresh_clone_wants_everything(project):
    assert reasons_to_prepare() == ("first time only", "first time only")


def test_a_second_start_wants_nothing_and_does_nothing(prepared, monkeypatch):
    monkeypatch.delattr(python_packages, "prepare")
    monkeypatch.delattr(frontend_assets, "prepare")
    prepare.prepare()
    assert reasons_to_prepare() == (None, None)


def test_the_first_tests_want_their_packages_too(prepared):
    assert reasons_to_prepare("dev") == ("first tests only", "first tests only")


@pytest.mark.parametrize("lock", ["runtime.txt", "package-lock.json"])
def test_a_changed_lock_is_noticed(prepared, lock):
    (prepared / "locks" / lock).write_text("something else")
    assert "the locks changed" in reasons_to_prepare()


def test_the_first_measuring_wants_its_packages_but_nothing_to_look_at_pages_with(prepared, monkeypatch):
    assert reasons_to_prepare("bench") == ("first measuring only", None)
    asked = []
    monkeypatch.setattr(python_packages, "prepare", lambda purpose, say: asked.append(purpose))
    monkeypatch.setattr(prepare, "ROOT", prepared)
    (prepared / "main.py").touch()
    prepare.prepare("bench")
    assert asked == ["bench"]


@pytest.mark.parametrize(
    ("held", "wanted", "then"),
    [
        ("runtime", "runtime", "runtime"),
        ("runtime", "dev", "dev"),
        ("runtime", "bench", "bench"),
        ("dev", "runtime", "dev"),
        ("dev", "bench", "bench"),
        ("bench", "runtime", "bench"),
        ("bench", "dev", "bench"),
    ],
)
def test_packages_that_were_there_stay_and_a_later_start_follows_their_lock(prepared, held, wanted, then):
    python_packages.RECORD.write_text(
        json.dumps(json.loads(python_packages.RECORD.read_text()) | {"lock": f"{held}.txt"})
    )
    assert python_packages.purpose_of(wanted) == then
    if held == then and held != "runtime":
        assert python_packages.reason_to_prepare(wanted) == "the locks changed"


@pytest.mark.parametrize("name", ["site/fastapi", "bin/python"])
def test_what_was_deleted_from_the_environment_is_noticed(prepared, name):
    path = prepared / ".venv" / name
    path.unlink() if path.is_symlink() else shutil.rmtree(path)
    assert python_packages.reason_to_prepare("runtime") == "something was deleted, or Python changed"


def test_an_environment_of_a_python_that_is_gone_is_noticed(prepared):
    environment.PYTHON.unlink()
    environment.PYTHON.symlink_to(prepared / "python-that-was-removed")
    assert python_packages.reason_to_prepare("runtime") == "something was deleted, or Python changed"


@pytest.mark.parametrize("name", ["htmx.min.js", "atkinson-hyperlegible-next-latin-wght-normal.woff2"])
def test_a_deleted_or_cut_off_page_file_is_noticed_and_healed_without_network(prepared, name, monkeypatch):
    monkeypatch.delattr(frontend_assets, "_fetch")
    path = frontend_assets.VENDOR / name
    whole = path.read_text()
    for damage in (path.unlink, lambda: path.write_text("half")):
        damage()
        assert frontend_assets.reason_to_prepare(for_tests=False) == "something was deleted"
        frontend_assets.prepare(for_tests=False, say=lambda step: None)
        assert (path.read_text(), frontend_assets.reason_to_prepare(for_tests=False)) == (whole, None)


@pytest.mark.parametrize("record", ["", "{", "[]"])
def test_a_preparation_that_was_cut_off_counts_as_none(prepared, record):
    python_packages.RECORD.write_text(record)
    frontend_assets.RECORD.write_text(record)
    assert reasons_to_prepare() == ("first time only", "first time only")


def test_an_environment_that_is_a_link_is_left_to_its_owner(project):
    (project / "elsewhere").mkdir()
    (project / ".venv").symlink_to(project / "elsewhere")
    (project / "vendor").symlink_to(project / "elsewhere")
    assert reasons_to_prepare() == (None, None)


def test_what_prepares_stands_on_python_alone():
    sources = [ROOT / "main.py", *(ROOT / "app" / "bootstrap").glob("*.py")]
    assert len(sources) > 5
    for path in sources:
        for node in ast.parse(path.read_text("utf-8")).body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("app.bootstrap") or name.split(".")[0] in sys.stdlib_module_names, path


def test_a_python_without_pip_is_told_how_to_get_one(prepared, monkeypatch):
    monkeypatch.setattr(python_packages, "_pip", list)
    monkeypatch.setattr(python_packages.shutil, "which", lambda name: None)
    with pytest.raises(PreparationError, match="apt install python3-venv"):
        python_packages.installer()


def test_a_uv_that_is_already_there_serves_a_python_without_pip(prepared, monkeypatch):
    monkeypatch.setattr(python_packages, "_pip", list)
    monkeypatch.setattr(python_packages.shutil, "which", lambda name: f"/opt/bin/{name}")
    assert python_packages.installer()[0] == "/opt/bin/uv"


def test_a_full_disk_is_told_in_words(project, monkeypatch):
    def no_space(purpose: str, say) -> None:
        raise OSError(28, "No space left on device")

    (project / "main.py").touch()
    monkeypatch.setattr(prepare, "ROOT", project)
    monkeypatch.setattr(python_packages, "prepare", no_space)
    with pytest.raises(PreparationError, match="No space left on device"):
        prepare.prepare()
