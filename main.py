"""The one command: `python3 main.py …` prepares what is missing and hands over to app.cli; `uvicorn main:app` serves.

Until the environment stands, only Python itself is there: nothing above the hand-over imports a package.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def start() -> None:
    """Prepares, moves into the project's own Python if this is another one, and runs the command line."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place where an older Python can get
        sys.exit(f"This needs Python 3.11 or newer; here is {sys.version.split()[0]}.")
    sys.path.insert(0, str(ROOT))
    from app.bootstrap import environment, prepare

    try:
        prepare.prepare({"test": "dev", "bench": "bench"}.get("".join(sys.argv[1:2]), "runtime"))
    except environment.PreparationError as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit("\nStopped while preparing. The next start does the rest.")

    if not environment.is_project_python():
        command = [str(environment.PYTHON), str(ROOT / "main.py"), *sys.argv[1:]]
        if os.name == "nt":  # there exec leaves the console to the shell while the service still runs
            import subprocess

            sys.exit(subprocess.call(command))  # noqa: S603 - our own file, run by our own Python
        os.execv(command[0], command)  # noqa: S606 - as above

    from app.cli import main

    main()


def __getattr__(name: str) -> object:
    """Makes the ASGI application when a server asks for `main:app`, and not when this file runs as a command."""
    if name == "app":
        from app.factory import create_app

        globals()["app"] = application = create_app(background_jobs=True)
        return application
    raise AttributeError(name)


if __name__ == "__main__":
    start()
