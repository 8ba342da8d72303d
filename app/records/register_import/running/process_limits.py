"""Limits the memory and the time of a process that reads an uploaded file.

A small file can be made to need more of either than there is. Does nothing on a platform without such limits.
"""

import signal
import sys
from typing import Any

MAX_MEMORY = 2 * 1024**3  # bytes of address space; the largest allowed register takes 0.4 GB
READING_SECONDS = 300  # seconds of processor time for a process that only reads
WRITING_SECONDS = 4 * 3600  # the same for one that matches and writes

_KILL_SIGNALS = ("SIGABRT", "SIGBUS", "SIGKILL", "SIGSEGV", "SIGXCPU")
_KILL_CODES = frozenset(int(getattr(signal, name)) for name in _KILL_SIGNALS if hasattr(signal, name))


def limit_process(seconds: int) -> None:
    """Limits this process until it ends. `seconds`: processor time."""
    if sys.platform == "win32":
        return
    import resource

    for name, most in (("RLIMIT_AS", MAX_MEMORY), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0)):
        if (kind := getattr(resource, name, None)) is not None:
            _lower_limit(resource, kind, most)


def _lower_limit(resource: Any, kind: int, most: int) -> None:
    """Sets a limit, but never above the current one."""
    hard = resource.getrlimit(kind)[1]
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (allowed, hard))


def hit_a_limit(code: int) -> bool:
    """Whether a process with this exit code was ended for exceeding its memory or time."""
    return -code in _KILL_CODES
