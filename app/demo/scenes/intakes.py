"""Answers to the smaller questions of an intake, and what a later intake changes."""

from datetime import timedelta
from random import Random

from app.demo.cast.simulation import Scene, Stage
from app.guidance.intakes import actions as talks
from app.guidance.intakes import queries
from app.guidance.intakes.models import Intake, LanguageLevel, Passage, Section
from app.people.people.models import Person
from app.shop.lists.models import ListItem, ListName

ANSWER_ODDS = {  # by question: how often it is answered, and the codes of its possible answers
    "income": (0.45, ("assistance", "unemployment", "wages", "partner", "none", "disability")),
    "home": (0.3, ("alone", "children", "partner", "parents", "shared")),
    "care": (0.3, ("school", "small", "parent", "teenagers")),
    "hours": (0.4, ("to_24", "school_hours", "to_32", "full", "to_12")),
    "education": (0.45, ("secondary", "mbo2", "primary", "abroad", "mbo34", "hbo")),
}
ANSWER_TEXTS = (  # languages that a person speaks, each with its level
    (("nl", LanguageLevel.MOTHER_TONGUE), ("en", LanguageLevel.EVERYDAY)),
    (("nl", LanguageLevel.LITTLE), ("tr", LanguageLevel.MOTHER_TONGUE)),
    (("nl", LanguageLevel.EVERYDAY), ("ar", LanguageLevel.WELL), ("fr", LanguageLevel.LITTLE)),
    (("nl", LanguageLevel.LITTLE), ("ti", LanguageLevel.MOTHER_TONGUE), ("en", LanguageLevel.LITTLE)),
    (("nl", LanguageLevel.EVERYDAY), ("ber", LanguageLevel.MOTHER_TONGUE)),
)
LATER = (
    "Wil nog steeds hetzelfde, en weet nu beter hoe: klein beginnen, dicht bij huis.",
    "De eerste plannen pasten niet. Denkt nu aan iets met meer mensen om zich heen.",
    "Is verder dan in de winter: slaapt beter en durft weer te bellen.",
)


def _choice(stage: Stage, question: str, code: str) -> ListItem:
    return stage.items[ListName.ANSWER][f"{question}.{code}"]


def answer(stage: Stage, talk: Intake, login: str) -> None:
    """Answers some of the smaller questions. It has its own dice: a change here leaves all other data as it was."""
    dice = Random(talk.person_id)  # noqa: S311  repeatable data
    asked = {question.code: question for question in queries.questions(stage.db, stage.shop.id)}
    for code, (how_often, choices) in ANSWER_ODDS.items():
        if dice.random() < how_often:
            key = _choice(stage, code, dice.choice(choices)).key
            talks.save_passage(stage.db, talk, asked[code].choice_section, key, "", 0, by=stage.by(login), at=stage.at)
    if dice.random() < 0.5:
        for language, level in dice.choice(ANSWER_TEXTS):
            key = _choice(stage, "languages", language).key
            talks.save_passage(
                stage.db,
                talk,
                asked["languages"].choice_section,
                key,
                "",
                0,
                level=level,
                by=stage.by(login),
                at=stage.at,
            )


def later_intake(stage: Stage, person: Person, login: str) -> Scene:
    """For three in ten people, a follow-up some months later: the wish reworded, better Dutch, an obstacle solved."""
    dice = Random(person.id)  # noqa: S311  repeatable data
    if dice.random() > 0.3:
        return
    talk = talks.start_follow_up(stage.db, person, by=stage.by(login), at=stage.at)
    yield stage.at + timedelta(minutes=7)
    said = [p for p in queries.passages(stage.db, talk.id) if p.says]
    if wishes := next((p for p in said if p.place == (Section.WISHES, "")), None):
        _revise_answers(stage, talk, wishes, login, text=dice.choice(LATER))
    dutch = next((p for p in said if p.subject == _choice(stage, "languages", "nl").key), None)
    if dutch and dutch.level in (LanguageLevel.LITTLE, LanguageLevel.EVERYDAY):
        _revise_answers(
            stage,
            talk,
            dutch,
            login,
            level=LanguageLevel.EVERYDAY if dutch.level == LanguageLevel.LITTLE else LanguageLevel.WELL,
        )
    if obstacle := next((p for p in said if p.section == Section.OBSTACLE), None):
        _revise_answers(stage, talk, obstacle, login, removed=True)
    talks.finish_follow_up(stage.db, talk, by=stage.by(login), at=stage.at)


def _revise_answers(
    stage: Stage, talk: Intake, said: Passage, login: str, *, text: str = "", level: str = "", removed: bool = False
) -> None:
    talks.save_passage(
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
