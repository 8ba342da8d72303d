"""`werkwinkel …` and `python -m app …`: the same commands as `main.py`, where pip or uv installed the packages.

The files for the pages are fetched at the first start, if whoever made the package did not put them in.
"""

import sys

from app.cli import main as run_commands
from app.setup import pages
from app.setup.environment import Unprepared


def main() -> None:
    """Fetches the files for the pages when they are wanting, and runs the command line."""
    try:
        if why := pages.wanting(for_tests=False):
            pages.prepare(for_tests=False, say=lambda step: print(f"Preparing ({why}): {step} …", file=sys.stderr))
    except (Unprepared, OSError) as reason:
        sys.exit(f"Could not prepare the files for the pages: {reason}")
    run_commands("werkwinkel")


if __name__ == "__main__":
    main()
