"""`werkwinkel …` and `python -m app …`: the same commands as `main.py`, where pip or uv installed the packages.

Front-end files are fetched at the first start, unless the package includes them.
"""

import sys

from app.bootstrap import frontend_assets
from app.bootstrap.environment import PreparationError
from app.cli import main as run_commands


def main() -> None:
    """Fetches missing front-end files, and runs the command line."""
    try:
        if why := frontend_assets.reason_to_prepare(for_tests=False):
            frontend_assets.prepare(
                for_tests=False, say=lambda step: print(f"Preparing ({why}): {step} …", file=sys.stderr)
            )
    except (PreparationError, OSError) as reason:
        sys.exit(f"Could not prepare the files for the pages: {reason}")
    run_commands("werkwinkel")


if __name__ == "__main__":
    main()
