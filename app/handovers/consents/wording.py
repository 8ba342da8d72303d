"""What is read to a person who is asked for consent, by version, and what visitors call what is shared.

In the nine languages of visitors. A consent keeps the version of its words, so the words of a version never change: a
new text is a new version (TRUST 19; AVG 7.1). A translation may be put right: it says the same, only better.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from app.core.ids import digest
from app.core.text_rules import N_

SECTIONS = {
    "contact": N_("your name and how to reach you"),
    "wishes": N_("what you would like"),
    "situation": N_("your situation"),
    "talents": N_("what you are good at"),
    "steps": N_("what we agreed together"),
    "notes": N_("what we wrote down"),
}
# One word for all of them: a page that lies open on a table does not say "debts".
ANY_OBSTACLE = N_("what makes it difficult")
OBSTACLE_PREFIX = "obstacle:"  # and the key of the list item: every obstacle is shared by itself

SIGN_HERE = N_("Sign here")


def section_messages(named: Iterable[str]) -> list[str]:
    """The messages for the sections of a consent, each once, in the order of the page."""
    found = [ANY_OBSTACLE if name.startswith(OBSTACLE_PREFIX) else SECTIONS.get(name, "") for name in named]
    return sorted(set(found) - {""}, key=[*SECTIONS.values(), ANY_OBSTACLE].index)


@dataclass(frozen=True)
class Wording:
    """The sentences of one version, in the order in which they are read."""

    whom: str
    support: str
    transfer: str
    about: str
    what: str
    until: str
    refusal: str
    back: str
    asks: str

    def purpose(self, name: str) -> str:
        """What it is for, in words; empty for a consent from before purposes were asked."""
        return {"support": self.support, "transfer": self.transfer}.get(name, "")

    @property
    def digest(self) -> str:
        return digest("\n".join(astuple(self)))


CURRENT_WORDING = "2026-2"
WORDINGS: dict[str, Wording] = {
    "2026-2": Wording(
        whom=N_("We would like to tell %(organisation)s something about you."),
        support=N_("They then help you with your question. You stay in touch with us."),
        transfer=N_("They then take over from us. From then on somebody there stays in touch with you."),
        about=N_("Your question, as we pass it on:"),
        what=N_("We share this, and nothing else:"),
        until=N_("They may see it until %(day)s. After that we ask you again, or it stops."),
        refusal=N_("You may say no. Then we help you just as well."),
        back=N_(
            "You may take it back on any day. Tell any of us, or them. From then on they do not see it any more. "
            "Only what they wrote themselves stays with them."
        ),
        asks=N_("Is that all right with you?"),
    ),
}
