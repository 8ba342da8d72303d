"""What visitors read about what is shared: plainer than what workers call it, and in all languages of visitors."""

from collections.abc import Iterable

from app.consents.rules import OBSTACLE
from app.core.text import N_

SECTIONS = {
    "contact": N_("your name and how to reach you"),
    "wishes": N_("what you would like"),
    "situation": N_("your situation"),
    "talents": N_("what you are good at"),
    "steps": N_("what we agreed together"),
    "notes": N_("what we wrote down"),
}
# One word for all of them: a page that lies open on a table does not say "debts".
IN_THE_WAY = N_("what makes it difficult")


def sections(named: Iterable[str]) -> list[str]:
    """The messages for the sections of a consent, each once."""
    found = [IN_THE_WAY if name.startswith(OBSTACLE) else SECTIONS.get(name, "") for name in named]
    return sorted(set(found) - {""}, key=[*SECTIONS.values(), IN_THE_WAY].index)
