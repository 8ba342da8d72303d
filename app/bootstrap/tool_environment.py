"""Runs pip, uv and npm with the user's certificates and mirrors, and explains failures in words."""

import ast
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.bootstrap.environment import CACHE, PreparationError

CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS")
# Where systems keep the certificates that their administrator trusts; an older pip does not look there.
SYSTEM_CERTIFICATES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),
    Path("/etc/ssl/cert.pem"),
)
NO_NETWORK = (
    "The first start needs the network once; later starts do not. Behind a proxy, name it in HTTPS_PROXY, and if it\n"
    "inspects TLS, name the file with its certificates in SSL_CERT_FILE, PIP_CERT and NODE_EXTRA_CA_CERTS.\n"
    "Then start again: what was fetched is kept."
)
NOT_TRUSTED = (
    "A certificate was not trusted: there is probably a proxy that inspects TLS. Name the file with its certificates\n"
    "in SSL_CERT_FILE, PIP_CERT and NODE_EXTRA_CA_CERTS. Then start again: what was fetched is kept."
)


def run(purpose: str, command: Sequence[str | Path], settings: Mapping[str, str], folder: Path | None = None) -> str:
    """Runs a tool quietly and returns its output. Raises PreparationError with advice and the tool's last lines."""
    try:
        done = subprocess.run(  # noqa: S603 - tools and arguments are our own
            [str(part) for part in command],
            env=dict(settings),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise PreparationError(f"Could not get {purpose}: {error}") from error
    if done.returncode:
        said = done.stderr.strip() or done.stdout.strip()
        advice = NOT_TRUSTED if re.search(r"certificate|UnknownIssuer|SELF_SIGNED", said, re.IGNORECASE) else NO_NETWORK
        lines = [line for line in said.splitlines() if line.strip()]
        retries = [line for line in lines if "Retrying" in line]
        last_words = [*retries[-1:], *(line for line in lines[-8:] if line not in retries)]
        raise PreparationError(
            "\n".join([f"Could not get {purpose}.", advice, "", "What went wrong in detail:", *last_words])
        )
    return done.stdout


def tool_settings(environment: Mapping[str, str], pip_settings: Mapping[str, str]) -> dict[str, str]:
    """Environment variables for pip, uv and npm: the user's own, with settings of one tool passed on to the others.

    `pip_settings` is what `pip_configuration` read; empty if pip was not asked.
    """
    settings = {name: value for name, value in environment.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    settings.update(PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_DISABLE_PIP_VERSION_CHECK="1")

    certificates = next((settings[name] for name in CERTIFICATE_VARIABLES if settings.get(name)), None)
    certificates = certificates or pip_settings.get("cert")
    certificates = certificates or next((str(path) for path in SYSTEM_CERTIFICATES if path.is_file()), None)
    if certificates:
        for name in CERTIFICATE_VARIABLES:
            settings.setdefault(name, certificates)
    settings.setdefault("NODE_USE_SYSTEM_CA", "1")
    settings.setdefault("UV_SYSTEM_CERTS", "1")

    # uv does not read pip's settings. Of several indexes, pip takes the best version that any of them has; uv must do
    # the same. That is safe, because each file is checked by its hash.
    translations = {"index-url": "UV_DEFAULT_INDEX", "extra-index-url": "UV_INDEX", "find-links": "UV_FIND_LINKS"}
    if not any(name in settings for name in ("UV_INDEX_URL", "UV_EXTRA_INDEX_URL", *translations.values())):
        for option, variable in translations.items():
            if pip_settings.get(option):
                separator = "," if option == "find-links" else " "
                settings[variable] = separator.join(pip_settings[option].split())
        settings.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    if pip_settings.get("trusted-host"):
        settings.setdefault("UV_INSECURE_HOST", " ".join(pip_settings["trusted-host"].split()))

    # A service account often has no writable home; the tools then keep their caches in CACHE.
    if not os.access(settings.get("HOME") or settings.get("USERPROFILE") or "/nonexistent", os.W_OK):
        for variable in ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache"):
            settings.setdefault(variable, str(CACHE / variable.lower()))
    return settings


def pip_configuration(listing: str) -> dict[str, str]:
    """Parses the output of `pip config list`. The environment overrides [install], which overrides [global]."""
    found: dict[str, dict[str, str]] = {}
    for line in listing.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.strip().partition(".")
        try:
            found.setdefault(section, {})[option] = str(ast.literal_eval(value.strip()))
        except (SyntaxError, ValueError):
            continue
    return found.get("global", {}) | found.get("install", {}) | found.get(":env:", {})
