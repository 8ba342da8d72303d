"""The socket that the service listens on, and the address to type in a browser."""

import errno
import socket


class CannotListen(Exception):
    """The address cannot be used; the message is meant for the person who starts the service."""


def listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as problem:
        reasons = {
            errno.EADDRINUSE: f"Something else uses port {port} already. Choose another: --port {port + 1}",
            errno.EACCES: f"This account may not use port {port}. Choose one above 1023: --port 8000",
        }
        raise CannotListen(
            reasons.get(problem.errno or 0, f"Cannot listen at {host}, port {port}: {problem}")
        ) from None


def display_host(host: str) -> str:
    """The host to type in a browser: a server on all interfaces is reached on this machine as localhost."""
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 - compared with, not listened at
        return "localhost"
    return f"[{host}]" if ":" in host else host
