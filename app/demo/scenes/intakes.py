"""What people of the demonstration answer to the smaller questions of a talk, and what a later talk changes."""

from datetime import timedelta
from random import Random

from app.demo.cast.simulation import Scene, Stage
from app.guidance.intakes import actions as talks
from app.guidance.intakes import queries
from app.guidance.intakes.models import Intake, Level, Passage, Section
from app.people.people.models import Person
from app.shop.lists.models import ListItem, ListName

ANSWERED = {  # the question, how often it is answered, and the codes of what is chosen
    "income": (0.45, ("assistance", "unemployment", "wages", "partner", "none", "disability")),
    "home": (0.3, ("alone", "children", "partner", "parents", "shared")),
    "care": (0.3, ("school", "small", "parent", "teenagers")),
    "hours": (0.4, ("to_24", "school_hours", "to_32", "full", "to_12")),
    "education": (0.45, ("secondary", "mbo2", "primary", "abroad", "mbo34", "hbo")),
}
SPOKEN = (
    (("nl", Level.MOTHER_TONGUE), ("en", Level.EVERYDAY)),
    (("nl", Level.LITTLE), ("tr", Level.MOTHER_TONGUE)),
    (("nl", Level.EVERYDAY), ("ar", Level.WELL), ("fr", Level.LITTLE)),
    (("nl", Level.LITTLE), ("ti", Level.MOTHER_TONGUE), ("en", Level.LITTLE)),
    (("nl", Level.EVERYDAY), ("ber", Level.MOTHER_TONGUE)),
)
LATER = (
    "Wil nog steeds hetzelfde, en weet nu beter hoe: klein beginnen, dicht bij huis.",
    "De eerste plannen pasten niet. Denkt nu aan iets met meer mensen om zich heen.",
    "Is verder dan in de winter: slaapt beter en durft weer te bellen.",
)


def _choice(stage: Stage, question: str, code: str) -> ListItem:
    return stage.items[ListName.ANSWER][f"{question}.{code}"]


def answer(stage: Stage, talk: Intake, login: str) -> None:
    """Some of the smaller questions. Its own dice, so that the rest of the life stays as it is."""
    dice = Random(talk.person_id)  # noqa: S311  a life that can be repeated
    asked = {question.code: question for question in queries.questions(stage.db, stage.shop.id)}
    for code, (how_often, choices) in ANSWERED.items():
        if dice.random() < how_often:
            key = _choice(stage, code, dice.choice(choices)).key
            talks.keep(stage.db, talk, asked[code].ticked_in, key, "", 0, by=stage.by(login), at=stage.at)
    if dice.random() < 0.5:
        for language, level in dice.choice(SPOKEN):
            key = _choice(stage, "languages", language).key
            talks.keep(
                stage.db, talk, asked["languages"].ticked_in, key, "", 0, level=level, by=stage.by(login), at=stage.at
            )


def later_talk(stage: Stage, person: Person, login: str) -> Scene:
    """A talk some months on: what they want in other words, more Dutch than before, something solved."""
    dice = Random(person.id)  # noqa: S311  as above
    if dice.random() > 0.3:
        return
    talk = talks.follow_up(stage.db, person, by=stage.by(login), at=stage.at)
    yield stage.at + timedelta(minutes=7)
    said = [p for p in queries.passages(stage.db, talk.id) if p.says]
    if wishes := next((p for p in said if p.place == (Section.WISHES, "")), None):
        _again(stage, talk, wishes, login, text=dice.choice(LATER))
    dutch = next((p for p in said if p.subject == _choice(stage, "languages", "nl").key), None)
    if dutch and dutch.level in (Level.LITTLE, Level.EVERYDAY):
        _again(stage, talk, dutch, login, level=Level.EVERYDAY if dutch.level == Level.LITTLE else Level.WELL)
    if obstacle := next((p for p in said if p.section == Section.OBSTACLE), None):
        _again(stage, talk, obstacle, login, removed=True)
    talks.finish_follow_up(stage.db, talk, by=stage.by(login), at=stage.at)


def _again(
    stage: Stage, talk: Intake, said: Passage, login: str, *, text: str = "", level: str = "", removed: bool = False
) -> None:
    talks.keep(
        stage.db,
        talk,
        said.section,
        said.subject,
        text or said.text,
        said.version,
        removed=removed,
        level=level or said.level,
        by=stage.by(login),
        at=stage.at,
    )
