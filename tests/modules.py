"""The modules of the application as syntax trees: what they import, and whether they keep what they promise."""

import ast
from collections.abc import Iterator
from functools import cache

from app.bootstrap.environment import ROOT
from app.core import clock
from app.web import i18n

OUTSIDE = {"sqlmodel", "sqlalchemy", "fastapi", "jinja2", "starlette"}  # never under what is pure
MOMENTS = ("now", "utcnow", "today")
# A walk from pure modules ends here: next to pure code, these hold something for requests.
ENDS = {
    clock.__name__: "days and moments; only asking for the time needs a request",
    i18n.__name__: "words in the language of the reader; only choosing that language needs a request",
}


@cache
def modules() -> dict[str, ast.Module]:
    """Each module under app/ by its dotted name."""
    found = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


def is_pure(name: str) -> bool:
    """Whether the module says so, in the docstring at its top."""
    return "Pure" in (ast.get_docstring(modules()[name]) or "")


def imports(name: str) -> set[str]:
    """Everything that a module imports, wherever in it: modules, and names of modules as `module.name`."""
    found = set()
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def reads_clock(name: str) -> bool:
    """Whether a module reads a clock: that of the application, or that of Python."""
    if f"{clock.__name__}.{clock.now.__name__}" in imports(name):
        return True
    read = (node for node in ast.walk(modules()[name]) if isinstance(node, ast.Attribute) and node.attr in MOMENTS)
    return any(ast.unparse(node.value).split(".")[-1] in ("datetime", "date", "clock") for node in read)


def has_tables(name: str) -> bool:
    """Whether a module describes tables: pure modules may look at rows, and at nothing else of a database."""
    classes = [node for node in ast.walk(modules()[name]) if isinstance(node, ast.ClassDef)]
    return any(keyword.arg == "table" for one in classes for keyword in one.keywords)


def import_paths(name: str) -> Iterator[tuple[str, ...]]:
    """Each chain of imports from a module to a package that has to do with sessions, requests or pages."""
    open_ways, seen = [(name,)], {name}
    while open_ways:
        way = open_ways.pop()
        for imported in sorted(imports(way[-1])):
            if imported.split(".")[0] in OUTSIDE:
                yield (*way, imported)
            home = imported if imported in modules() else imported.rpartition(".")[0]
            if home in modules() and home not in seen and home not in ENDS and not has_tables(home):
                seen.add(home)
                open_ways.append((*way, home))
