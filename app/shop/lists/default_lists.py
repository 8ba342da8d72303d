"""The default lists of a new shop (DOMAIN §4 and §7), in Dutch and English.

They are copied into rows, so that a shop can rename, add and retire items without a new release. The answers to the
questions of the intake come with those questions (guidance.intakes).
"""

from typing import Any

from app.shop.lists.models import DeclineSide, ListName, OutcomeClass, OutflowGroup


def _item(code: str, name_nl: str, name_en: str) -> dict[str, Any]:
    return {"code": code, "name_nl": name_nl, "name_en": name_en}


def _outcome(
    code: str, name_nl: str, name_en: str, grouping: OutcomeClass, counts_as: OutflowGroup | None = None
) -> dict[str, Any]:
    return _item(code, name_nl, name_en) | {"grouping": grouping.value, "counts_as": counts_as}


def _reason(code: str, name_nl: str, name_en: str, side: DeclineSide, asks: str = "") -> dict[str, Any]:
    return _item(code, name_nl, name_en) | {"grouping": side.value, "asks": asks}


TOPICS = [
    _item("work", "Werk", "Work"),
    _item("school", "Opleiding of cursus", "School or a course"),
    _item("internship", "Stage", "Internship"),
    _item("language", "Nederlands leren", "Learning Dutch"),
    _item("volunteering", "Vrijwilligerswerk", "Volunteering"),
    _item("business", "Eigen bedrijf", "A business of my own"),
    _item("people", "Mensen leren kennen", "Meeting people"),
    _item("other", "Iets anders", "Something else"),
]
OBSTACLES = [
    _item("money", "Geld of schulden", "Money or debts"),
    _item("language", "Taal", "Language"),
    _item("health", "Gezondheid", "Health"),
    _item("care", "Zorg voor kinderen of familie", "Care for children or family"),
    _item("housing", "Wonen", "Housing"),
    _item("diploma", "Geen diploma", "No diploma"),
    _item("experience", "Weinig werkervaring", "Little work experience"),
    _item("papers", "Papieren of regels", "Papers or rules"),
    _item("transport", "Vervoer", "Transport"),
    _item("computer", "Computer of telefoon", "Computer or phone"),
    _item("confidence", "Zelfvertrouwen", "Confidence"),
    _item("childcare", "Kinderopvang", "Childcare"),
    _item("other", "Iets anders", "Something else"),
]
_O, _G = OutcomeClass, OutflowGroup
OUTCOMES = [
    _outcome("paid_work", "Betaald werk", "Paid work", _O.OUTFLOW, _G.WORK),
    _outcome("supported_work", "Betaald werk met begeleiding", "Paid work with support", _O.OUTFLOW, _G.WORK),
    _outcome("self_employment", "Eigen bedrijf", "Self-employment", _O.OUTFLOW, _G.WORK),
    _outcome("learn_work", "Leerwerkplek (bbl)", "Learn-work place", _O.OUTFLOW, _G.LEARN_WORK),
    _outcome("study", "Opleiding", "Study", _O.OUTFLOW, _G.STUDY),
    _outcome("internship", "Stage", "Internship", _O.OUTFLOW, _G.INTERNSHIP),
    _outcome("course", "Cursus of taalles", "Course or language lesson", _O.STEP),
    _outcome("trial_placement", "Proefplaatsing", "Trial placement", _O.STEP),
    _outcome("work_experience", "Werkervaringsplek", "Work-experience place", _O.STEP),
    _outcome("volunteering", "Vrijwilligerswerk", "Volunteering", _O.STEP),
    _outcome("activity", "Vaste activiteit", "Regular activity", _O.STEP),
    _outcome("help_debts", "Hulp bij schulden begonnen", "Help with debts started", _O.STEP),
    _outcome("help_care", "Hulp of zorg begonnen", "Help or care started", _O.STEP),
    _outcome("help_housing", "Hulp bij wonen begonnen", "Help with housing started", _O.STEP),
    _outcome("help_childcare", "Kinderopvang geregeld", "Childcare arranged", _O.STEP),
    _outcome("scheme", "Regeling aangevraagd", "Scheme arranged", _O.STEP),
    _outcome("moved", "Verhuisd", "Moved away", _O.NEUTRAL_END),
    _outcome("died", "Overleden", "Died", _O.NEUTRAL_END),
    _outcome("pension", "Met pensioen", "Pension", _O.NEUTRAL_END),
    _outcome("long_illness", "Langdurig ziek", "Long illness", _O.NEUTRAL_END),
    _outcome("stopped", "Gestopt", "Stopped", _O.STOPPED),
    _outcome("contact_lost", "Contact kwijt", "Contact lost", _O.CONTACT_LOST),
    _outcome("not_asked", "Niet gevraagd", "Not asked", _O.UNKNOWN),
    _outcome("not_said", "Wil het niet zeggen", "Does not want to say", _O.UNKNOWN),
]
DECLINE_REASONS = [
    _reason("not_reachable", "Niet te bereiken", "Not reachable", DeclineSide.PERSON),
    _reason("did_not_come", "Niet gekomen", "Did not come", DeclineSide.PERSON),
    _reason("does_not_want", "Wil het niet", "Does not want to", DeclineSide.PERSON),
    _reason("working", "Werkt al", "Already working", DeclineSide.PERSON),
    _reason("studying", "Volgt al een opleiding", "Already studying", DeclineSide.PERSON),
    _reason("known", "Is al bij ons bekend", "Already known to us", DeclineSide.PARTNER),
    _reason("outside_group", "Valt buiten onze doelgroep", "Outside the target group", DeclineSide.PARTNER),
    _reason("elsewhere", "Woont ergens anders", "Lives elsewhere", DeclineSide.CIRCUMSTANCE),
    _reason("full", "Vol", "Full", DeclineSide.PARTNER, "date"),
    _reason("threshold", "Taal of drempel", "Language or threshold", DeclineSide.PARTNER),
    _reason("other_help_first", "Eerst andere hulp nodig", "Other help first", DeclineSide.CIRCUMSTANCE),
    _reason("too_little", "Te weinig informatie", "Too little information", DeclineSide.SENDER),
    _reason("duplicate", "Dubbel", "Duplicate", DeclineSide.SENDER),
    _reason("wrong_partner", "Verkeerde partner", "Wrong partner", DeclineSide.SENDER),
    _reason("other", "Anders", "Other", DeclineSide.CIRCUMSTANCE, "text"),
]
NOTE_TEMPLATES = [
    _item("called", "Gebeld", "Called") | {"body": "Gebeld. Besproken:\n\nAfgesproken:"},
    _item("no_answer", "Niet bereikt", "Not reached") | {"body": "Gebeld, geen gehoor. Opnieuw bellen op:"},
    _item("came_by", "Langs geweest", "Came by") | {"body": "Was in de winkel. Ging over:\n\nAfgesproken:"},
    _item("letter", "Brief of formulier", "Letter or form")
    | {"body": "Samen gelezen of ingevuld:\n\nMoet nog gebeuren:"},
    _item("applied", "Gesolliciteerd", "Applied for work") | {"body": "Gesolliciteerd bij:\n\nAntwoord verwacht op:"},
    _item("with_partner", "Met partner besproken", "Talked over with a partner")
    | {"body": "Besproken met:\n\nWat de bezoeker ervan vindt:"},
    _item("how_it_goes", "Hoe het gaat", "How it goes") | {"body": "Wat goed gaat:\n\nWat lastig is:\n\nWat helpt:"},
]

DEFAULT_LISTS: dict[ListName, list[dict[str, Any]]] = {
    ListName.TOPIC: TOPICS,
    ListName.OBSTACLE: OBSTACLES,
    ListName.OUTCOME: OUTCOMES,
    ListName.DECLINE: DECLINE_REASONS,
    ListName.NOTE: NOTE_TEMPLATES,
}
