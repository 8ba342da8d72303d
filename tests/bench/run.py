"""`main.py bench door` or `bench following`: a table of measures. The exit code is 0 only when every goal is met."""

import argparse
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.table import Row, table

if TYPE_CHECKING:
    from tests.bench.material import Material

HELP = """\
Measures the door in one run, and prints a table: figure, goal, met or not, and what it rests on.
  register, board, search   the processor that a request costs, as a share of the bare limit and against the same page
                            in Django; p50 and p99 at 1, 8 and 32 connections
  writers                   64 registrations at once on SQLite
  recall                    what a search finds, and how quickly among ten thousand and a million persons
  boards                    200 open boards on which nothing happens
  doubles                   who is probably one person: needs --register and --truth

`bench following` measures the pages of who follows people instead: see `bench following --help`.

Ratios are of one run, for a machine is never the same twice. Nothing leaves this machine; all of it lives in a
temporary folder, or in the one that --folder names, where the demonstration of today stays for a next run."""

PARTS = ("register", "board", "search", "writers", "recall", "boards", "doubles")
PAGES = ("register", "board", "search")
NEEDED = ("django", "faker", "recordlinkage")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Measures what the arguments ask for; 0 when every goal is met, 1 when one is not, 2 when it cannot measure."""
    if arguments[:1] == ["following"]:  # needs none of what the door is compared with
        return _told(import_module("tests.bench.following").main(arguments[1:], say))
    parser = argparse.ArgumentParser(
        prog="main.py bench",
        usage="python3 main.py bench door [--only PARTS] [--quick]",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("subject", choices=("door",), help="what is measured")
    parser.add_argument(
        "--only", type=_parts, default=list(PARTS), metavar="PARTS", help="of these, with commas between"
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer requests and a smaller scale: to try, not to judge by"
    )
    parser.add_argument("--seconds", type=float, metavar="NUMBER", help="how long the 64 writers go on (60; quick: 5)")
    parser.add_argument("--folder", type=Path, metavar="FOLDER", help="where the databases are made and stay")
    parser.add_argument("--register", type=Path, metavar="FILE", help="for the doubles: a register of visits (CSV)")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="for the doubles: which rows are one person")
    options = parser.parse_args(arguments)
    if lacking := [name for name in NEEDED if find_spec(name) is None]:
        say(f"Not in this environment: {', '.join(lacking)}. If .venv is a link, its owner must run this first.")
        return 2
    return _told(measure(options))


def _told(rows: list[Row]) -> int:
    print(table(rows))
    return 0 if all(row.met is not False for row in rows) else 1


def _parts(typed: str) -> list[str]:
    chosen = [part.strip() for part in typed.split(",") if part.strip()]
    if not chosen or set(chosen) - set(PARTS):
        raise argparse.ArgumentTypeError(f"of {', '.join(PARTS)}")
    return [part for part in PARTS if part in chosen]


def measure(options: argparse.Namespace) -> list[Row]:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="werkwinkel-bench-") as name:
        door = Door(options.folder or Path(name), options)
        for part in options.only:
            say(f"Measuring: {part} …")
            rows += getattr(door, part if part not in PAGES else "page")(*([part] if part in PAGES else []))
    return rows


def measured_elsewhere(name: str, *arguments: object) -> list[Row]:
    """The rows of tests/bench/<name>.py, which stands on its own and may be looked at alone."""
    if find_spec(f"tests.bench.{name}") is None:
        return [Row(name, "not measured", rests_on=f"tests/bench/{name}.py is not here")]
    return list(import_module(f"tests.bench.{name}").run(say, *arguments))


class Door:
    """The measures of the door, over one demonstration that is made when the first of them needs it."""

    def __init__(self, folder: Path, options: argparse.Namespace):
        self.folder, self.options = folder, options
        self._material: Material | None = None

    @property
    def material(self) -> "Material":
        from tests.bench.material import gather

        if self._material is None:
            self._material = gather(self.folder, say)
        return self._material

    def page(self, name: str) -> list[Row]:
        from tests.bench.pages import measure as measure_page

        rounds, most = (2, 150) if self.options.quick else (5, 600)
        return measure_page(name, self.material, say, rounds, most)

    def writers(self) -> list[Row]:
        from tests.bench.writers import run

        return run(self.material, say, self.options.seconds or (5 if self.options.quick else 60))

    def recall(self) -> list[Row]:
        return measured_elsewhere("search", "quick" if self.options.quick else "full")

    def boards(self) -> list[Row]:
        return measured_elsewhere("boards")

    def doubles(self) -> list[Row]:
        if not (self.options.register and self.options.truth):
            return [Row("doubles", "not measured", rests_on="name the files with --register and --truth")]
        return measured_elsewhere("doubles", self.options.register, self.options.truth)
