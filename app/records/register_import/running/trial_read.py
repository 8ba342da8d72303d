"""Reads a file once in a process with limits and discards the result.

The command line reads a file in its own process, without limits, after this trial has succeeded.
"""

import subprocess
import sys
from contextlib import suppress

from app.bootstrap.environment import ROOT
from app.records.register_import.parsing import files
from app.records.register_import.parsing.file_errors import TOO_LARGE_UNPACKED, Unreadable
from app.records.register_import.running import process_limits


def check_readable(content: bytes, sheet: str = "") -> None:
    """Raises Unreadable when reading this takes more memory or time than it may."""
    command = [sys.executable, "-m", __name__, sheet]
    ended = subprocess.run(  # noqa: S603 - our own module, run by our own Python
        command, cwd=ROOT, input=content, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    if ended.returncode:
        raise Unreadable(TOO_LARGE_UNPACKED)


def main(sheet: str) -> None:
    """Succeeds unless a limit is exceeded, even if the file cannot be read: the caller, reading it again, says why."""
    process_limits.limit_process(process_limits.READING_SECONDS)
    with suppress(Unreadable):
        files.read(sys.stdin.buffer.read(), sheet)


if __name__ == "__main__":
    main(sys.argv[1])
