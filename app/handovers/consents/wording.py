"""The text read aloud when asking for consent, by version, and the visitors' names of sections.

In the nine languages of visitors. A consent records the version of its text, so a version never changes: a new text
is a new version (TRUST 19; GDPR art. 7(1)). A translation may be corrected, as long as its meaning stays the same.
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
# One name for all obstacles: a page lying on a table must not say "debts".
ANY_OBSTACLE = N_("what makes it difficult")
OBSTACLE_PREFIX = "obstacle:"  # followed by the key of the list item: each obstacle is shared separately

SIGN_HERE = N_("Sign here")


def section_messages(named: Iterable[str]) -> list[str]:
    """Messages for the sections of a consent, without duplicates, in the order of the page."""
    found = [ANY_OBSTACLE if name.startswith(OBSTACLE_PREFIX) else SECTIONS.get(name, "") for name in named]
    return sorted(set(found) - {""}, key=[*SECTIONS.values(), ANY_OBSTACLE].index)


@dataclass(frozen=True)
class Wording:
    """The sentences of one version, in reading order."""

    recipient: str
    support: str
    transfer: str
    about: str
    sections: str
    until: str
    refusal: str
    withdrawal: str
    question: str

    def purpose(self, name: str) -> str:
        """The sentence for a purpose; empty for older consents without one."""
        return {"support": self.support, "transfer": self.transfer}.get(name, "")

    @property
    def digest(self) -> str:
        return digest("\n".join(astuple(self)))


CURRENT_WORDING = "2026-2"
WORDINGS: dict[str, Wording] = {
    "2026-2": Wording(
        recipient=N_("We would like to tell %(organisation)s something about you."),
        support=N_("They then help you with your question. You stay in touch with us."),
        transfer=N_("They then take over from us. From then on somebody there stays in touch with you."),
        about=N_("Your question, as we pass it on:"),
        sections=N_("We share this, and nothing else:"),
        until=N_("They may see it until %(day)s. After that we ask you again, or it stops."),
        refusal=N_("You may say no. Then we help you just as well."),
        withdrawal=N_(
            "You may take it back on any day. Tell any of us, or them. From then on they do not see it any more. "
            "Only what they wrote themselves stays with them."
        ),
        question=N_("Is that all right with you?"),
    ),
}
