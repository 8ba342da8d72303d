"""The intake questions of a new shop and their choices, in Dutch and English.

They are copied into the shop's own rows, which it can reword, reorder, extend and retire.
"""

from dataclasses import dataclass, field

from app.guidance.intakes.models import QuestionType, Section
from app.shop.lists.models import ListName

DefaultChoice = tuple[str, str, str]  # code, Dutch, English


@dataclass(frozen=True)
class DefaultQuestion:
    """One question. `open`: the open question of its section, whose text is stored without a subject."""

    code: str
    section: Section
    name: tuple[str, str]
    hint: tuple[str, str] = ("", "")
    asks: QuestionType = QuestionType.WORDS
    list: ListName | None = None
    open: bool = False
    choices: tuple[DefaultChoice, ...] = field(default=())


def _choice_question(
    code: str,
    section: Section,
    name: tuple[str, str],
    hint: tuple[str, str],
    *choices: DefaultChoice,
    asks: QuestionType = QuestionType.CHOICES,
) -> DefaultQuestion:
    return DefaultQuestion(code, section, name, hint, asks, ListName.ANSWER, choices=choices)


DEFAULT_QUESTIONS = (
    DefaultQuestion(
        "wishes", Section.WISHES, ("Wat wil je graag?", "What do you want?"),
        ("In eigen woorden. Nu, en over een jaar.", "In the person's own words. Now, and in a year."),
        list=ListName.TOPIC, open=True,
    ),
    DefaultQuestion(
        "situation", Section.SITUATION, ("Hoe gaat het nu?", "How are things now?"),
        ("Thuis, werk, geld, gezondheid: alleen wat hier helpt.",
         "Home, work, money, health: only what helps here."),
        open=True,
    ),
    _choice_question(
        "income", Section.SITUATION, ("Waar leef je van?", "What do you live on?"),
        ("Mag, hoeft niet. Kies wat klopt.", "Only if it helps. Choose what fits."),
        ("wages", "Loon", "Wages"), ("business", "Eigen bedrijf", "A business of my own"),
        ("assistance", "Bijstand", "Social assistance"), ("unemployment", "WW", "Unemployment benefit"),
        ("disability", "WIA, Wajong of Ziektewet", "Disability or sickness benefit"),
        ("study", "Studiefinanciering", "Student finance"), ("pension", "AOW of pensioen", "Pension"),
        ("partner", "Inkomen van partner of familie", "Income of partner or family"),
        ("none", "Geen inkomen", "No income"), ("other", "Iets anders", "Something else"),
    ),
    _choice_question(
        "home", Section.SITUATION, ("Hoe woon je?", "How do you live?"), ("", ""),
        ("alone", "Alleen", "Alone"), ("partner", "Met partner", "With a partner"),
        ("children", "Met kinderen", "With children"), ("parents", "Bij ouders of familie", "With parents or family"),
        ("shared", "Met anderen in een huis", "Sharing a house"), ("shelter", "In de opvang", "In a shelter"),
        ("none", "Geen vaste plek", "No fixed place"),
    ),
    _choice_question(
        "care", Section.SITUATION, ("Voor wie zorg je?", "Whom do you care for?"), ("", ""),
        ("small", "Kinderen tot 4 jaar", "Children under 4"),
        ("school", "Kinderen op de basisschool", "Children at primary school"),
        ("teenagers", "Kinderen van 12 tot 18", "Children from 12 to 18"),
        ("parent", "Ouder of familie", "A parent or family"), ("other", "Iemand anders", "Somebody else"),
        ("nobody", "Voor niemand", "Nobody"),
    ),
    _choice_question(
        "hours", Section.SITUATION, ("Hoeveel tijd heb je?", "How much time do you have?"),
        ("Uren in de week, voor werk of school.", "Hours a week, for work or school."),
        ("to_12", "Tot 12 uur", "Up to 12 hours"), ("to_24", "12 tot 24 uur", "12 to 24 hours"),
        ("to_32", "24 tot 32 uur", "24 to 32 hours"), ("full", "Meer dan 32 uur", "More than 32 hours"),
        ("school_hours", "Onder schooltijd", "During school hours"), ("evenings", "Ook 's avonds", "Evenings too"),
        ("weekends", "Ook in het weekend", "Weekends too"), ("unknown", "Weet ik nog niet", "Not known yet"),
    ),
    DefaultQuestion(
        "obstacles", Section.OBSTACLE, ("Wat zit in de weg?", "What stands in the way?"),
        ("Alleen waar de bezoeker zelf over begint. Elk punt kan later apart worden gedeeld.",
         "Only what the person brings up. Each can be shared by itself later."),
        QuestionType.CHOICES, ListName.OBSTACLE, open=True,
    ),
    DefaultQuestion(
        "talents", Section.TALENTS, ("Waar ben je goed in?", "What are you good at?"),
        ("Ervaring, talenten, hobby's, waar anderen je voor vragen.",
         "Experience, talents, hobbies, what others ask them for."),
        open=True,
    ),
    _choice_question(
        "languages", Section.TALENTS, ("Welke talen spreek je?", "Which languages do you speak?"),
        ("Kies per taal hoe goed het gaat.", "Choose for each language how well it goes."),
        ("nl", "Nederlands", "Dutch"), ("en", "Engels", "English"), ("ar", "Arabisch", "Arabic"),
        ("tr", "Turks", "Turkish"), ("ti", "Tigrinya", "Tigrinya"), ("pl", "Pools", "Polish"),
        ("es", "Spaans", "Spanish"), ("uk", "Oekraïens", "Ukrainian"), ("pap", "Papiamentu", "Papiamento"),
        ("ber", "Berber (Tamazight)", "Berber (Tamazight)"), ("fr", "Frans", "French"),
        ("so", "Somalisch", "Somali"), ("other", "Een andere taal", "Another language"),
        asks=QuestionType.LEVELS,
    ),
    _choice_question(
        "education", Section.TALENTS, ("Welke school deed je?", "What schooling did you have?"),
        ("Hier of in een ander land, met of zonder diploma.", "Here or in another country, with or without a diploma."),
        ("none", "Geen school", "No school"), ("primary", "Basisschool", "Primary school"),
        ("secondary", "Middelbare school", "Secondary school"), ("mbo1", "Mbo 1", "Vocational, level 1"),
        ("mbo2", "Mbo 2", "Vocational, level 2"), ("mbo34", "Mbo 3 of 4", "Vocational, level 3 or 4"),
        ("hbo", "Hbo", "University of applied sciences"), ("wo", "Universiteit", "University"),
        ("abroad", "In een ander land", "In another country"), ("busy", "Nu bezig", "Studying now"),
    ),
    DefaultQuestion(
        "steps", Section.STEPS, ("Wat spreken we af?", "What do we agree on?"),
        ("De eerste stappen, en wie ze zet.", "First steps, and who takes them."), open=True,
    ),
)  # fmt: skip
