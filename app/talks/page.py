"""The talk as its page shows it: one part for each thing to talk about."""

from dataclasses import dataclass, field
from datetime import datetime

from app.core.text import N_
from app.shops.models import ListItem
from app.talks.models import Intake, Passage, Section

# What is asked, in the order of a talk: the question, and a hint for the worker.
QUESTIONS: dict[Section, tuple[str, str]] = {
    Section.WISHES: (N_("What do you want?"), N_("In the person's own words. Now, and in a year.")),
    Section.SITUATION: (N_("How are things now?"), N_("Home, work, money, health: only what helps here.")),
    Section.TALENTS: (N_("What are you good at?"), N_("Experience, languages, hobbies, what others ask them for.")),
    Section.STEPS: (N_("What do we agree on?"), N_("First steps, and who takes them.")),
}
TOPICS = (N_("What is it about?"), N_("Choose what fits. None is fine too."))
OBSTACLES = (N_("What stands in the way?"), N_("Only what the person brings up. Each can be shared by itself later."))


@dataclass
class Part:
    """One passage on the page: what is kept, and what goes wrong with what was typed."""

    section: Section
    subject: str = ""
    name: str = ""  # of the list item
    question: str = ""
    hint: str = ""
    text: str = ""
    ticked: bool = False
    version: int = 0
    kept_at: datetime | None = None
    error: str = ""
    stale: Passage | None = None  # what a colleague kept in the meantime
    stale_by: str = ""
    listed: bool = field(default=False)

    @property
    def id(self) -> str:
        return f"{self.section.value}-{self.subject}" if self.subject else self.section.value

    def kept(self, passage: Passage | None) -> "Part":
        """The part with what is kept filled in."""
        if passage is not None:
            self.text, self.version, self.kept_at = passage.text, passage.version, passage.changed_at
            self.ticked = not passage.removed
        return self


@dataclass
class TalkPage:
    """Everything that templates/journeys/talk.html shows of a talk."""

    talk: Intake
    texts: list[Part]
    obstacles: list[Part]
    topics: list[tuple[str, str]]
    chosen: list[str]

    def part(self, section: Section, subject: str) -> Part | None:
        """The part that a passage belongs to, if the talk has it."""
        every = self.obstacles if section == Section.OBSTACLE else self.texts
        return next((p for p in every if (p.section, p.subject) == (section, subject)), None)


def lay_out(
    talk: Intake, passages: list[Passage], topics: list[ListItem], obstacles: list[ListItem], language: str
) -> TalkPage:
    """The talk with its passages in their places. A retired list item shows where it was used."""
    known = {(p.section, p.subject): p for p in passages}
    texts = [
        Part(section, question=question, hint=hint).kept(known.get((section, "")))
        for section, (question, hint) in QUESTIONS.items()
    ]
    rows = [
        Part(Section.OBSTACLE, item.key, item.name(language), listed=True).kept(known.get((Section.OBSTACLE, item.key)))
        for item in obstacles
        if item.retired_at is None or (Section.OBSTACLE, item.key) in known
    ]
    chosen = [p.subject for p in passages if p.section == Section.WISH_TOPIC and not p.removed]
    offered = [(i.key, i.name(language)) for i in topics if i.retired_at is None or i.key in chosen]
    return TalkPage(talk, texts, rows, offered, chosen)
