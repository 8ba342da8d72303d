"""Every module of a feature is of a declared kind, and keeps to what its kind may import and call.

A kind is the module's name (`rules`) or its ending (`reminder_rules`). A module named after what it holds has its
kind in the docstring of its package: `deadlines (rules): within how many days a partner answers`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap.environment import ROOT

APP = ROOT / "app"
FEATURES = (
    "accounts",
    "audit",
    "messages",
    "shop",
    "people",
    "front_desk",
    "guidance",
    "privacy",
    "handovers",
    "outcomes",
    "reports",
    "records",
    "screens",
)
# From the ground up: within a wing, a module imports its own floor and those below it.
FLOORS = (
    ("models",),
    ("facts", "labels", "forms", "rules"),
    ("queries",),
    ("actions",),
    ("jobs", "views", "dependencies"),
    ("routes",),
)
FLOOR = {kind: number for number, kinds in enumerate(FLOORS) for kind in kinds}
ENDINGS = {kind: kind for kind in FLOOR} | {kind.removesuffix("s"): kind for kind in ("jobs", "views")}
DATABASE, WEB = {"sqlmodel", "sqlalchemy"}, {"fastapi", "starlette", "jinja2"}
NEVER_IMPORTS = {
    "models": WEB,
    "facts": DATABASE | WEB,
    "labels": DATABASE | WEB,
    "forms": DATABASE | WEB,
    "rules": DATABASE | WEB,
    "queries": WEB,
    "actions": WEB,
    "jobs": WEB,
    "views": WEB,
    "dependencies": {"jinja2"},
    "routes": set(),
}
DECLARED = re.compile(r"^ +(\w+) \((\w+)\): \S", re.MULTILINE)


def features() -> list[Path]:
    found = [p for wing in FEATURES for p in sorted((APP / wing).rglob("*.py")) if p.name != "__init__.py"]
    assert len(found) > 200  # a walk that finds nothing proves nothing
    return found


def declared_in(package: Path) -> dict[str, str]:
    """Kinds by module, as the docstring of the package declares them."""
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8")), clean=False) or ""
    return dict(DECLARED.findall(docstring))


def kind_of(path: Path) -> str | None:
    by_name = ENDINGS.get(path.stem.rsplit("_", 1)[-1])
    return declared_in(path.parent).get(path.stem) or by_name


def imports_of(path: Path) -> Iterator[str]:
    """Every module or name that a file imports, dotted, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_at(name: str) -> Path | None:
    """The file of `app.x.y` or of the module that holds the name `app.x.y.z`."""
    for dotted in (name, name.rpartition(".")[0]):
        if (path := ROOT / (dotted.replace(".", "/") + ".py")).is_file():
            return path
    return None


def test_every_module_of_a_feature_is_of_a_declared_kind():
    assert [str(p.relative_to(ROOT)) for p in features() if kind_of(p) not in FLOOR] == []


def test_what_a_package_declares_is_there():
    for package in {p.parent for p in features()}:
        modules = {p.stem for p in package.glob("*.py")}
        assert set(declared_in(package)) <= modules, package


@pytest.mark.parametrize("kind", FLOOR)
def test_a_kind_imports_what_it_may(kind):
    wrong = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in features()
        if kind_of(path) == kind
        for name in imports_of(path)
        if name.split(".")[0] in NEVER_IMPORTS[kind]
    }
    assert wrong == set()


def test_within_a_wing_knowledge_points_inwards():
    """A capability may stand on another one's routes never, and on its own kinds from the ground up."""
    wrong = set()
    for path in features():
        for name in imports_of(path):
            other = module_at(name) if name.startswith("app.") else None
            if other is None or other.parent != path.parent or other.name == "__init__.py":
                continue
            if FLOOR[kind_of(path)] < FLOOR[kind_of(other)]:
                wrong.add(f"{path.relative_to(ROOT)} imports {other.stem}")
    assert wrong == set()
