"""Finds the organisation, result or topic that free text refers to, from a list of names."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from app.core.text_rules import fold

CERTAIN_SCORE = 0.9  # from this score no question is asked
MIN_SCORE = 0.5  # below this score nothing is proposed
_MAX_TYPO_SCORE = 0.8  # for a similar spelling, which needs confirmation
_MAX_AMBIGUOUS_SCORE = 0.6  # when several choices are equally likely
_MAX_NEGATED_SCORE = 0.7  # for something that did not happen ("geen werk")
_MAX_ABBREVIATION = 5  # letters
_TYPO_RATIO = 90  # similarity in percent of two words that differ by a typo

_STOP_WORD_LIST = "en and de het een van voor of op in the a an naar bij via met door team"
_STOP_WORDS = frozenset(_STOP_WORD_LIST.split()) - {"team"}
_NEGATION_LIST = (
    "geen niet nog zonder wil wilt zoekt zoek zoekend wens misschien no not wants looking bijna graag evt eventueel"
)
_NEGATIONS = frozenset(_NEGATION_LIST.split())  # it did not happen, or not yet

# Words used for results, in addition to their names. Keys are codes of the list of outcomes.
RESULT_WORDS: Mapping[str, tuple[str, ...]] = {
    "paid_work": (
        "werk", "baan", "betaalde baan", "baan gevonden", "werk gevonden", "aan het werk", "aangenomen", "contract",
        "job", "uitgestroomd naar werk", "begonnen met werken", "werkt", "bijbaan", "uitzendwerk",
    ),
    "supported_work": ("beschut werk", "garantiebaan", "baanafspraak", "begeleid werk", "werk met begeleiding"),
    "self_employment": (
        "eigen bedrijf gestart", "zzp", "zzp'er", "ondernemer", "voor zichzelf begonnen", "bedrijf gestart",
    ),
    "learn_work": (
        "bbl", "leerwerkplek", "leerwerktraject", "leerwerkbaan", "leer-werkplek", "leerbaan", "werkend leren",
    ),
    "study": (
        "roc", "mbo", "hbo", "school", "studie", "naar school", "bol", "terug naar school", "opleiding gestart",
        "universiteit", "vavo",
    ),
    "internship": ("stageplek", "stageplaats", "stage gevonden", "snuffelstage"),
    "course": ("cursus", "taalles", "taalcursus", "training", "nederlandse les", "workshop", "inburgering"),
    "trial_placement": ("proefplek", "proefplaats"),
    "work_experience": ("werkervaring", "werkervaringsplaats", "wep", "participatieplek", "participatieplaats"),
    "volunteering": ("vrijwilliger", "vrijwilligersplek", "als vrijwilliger begonnen"),
    "activity": ("activiteit", "dagbesteding", "vaste groep"),
    "help_debts": ("schuldhulp", "schuldhulpverlening", "schuldsanering", "budgetcoach", "hulp bij schulden"),
    "help_care": ("behandeling", "ggz", "zorg geregeld", "hulp gestart"),
    "help_housing": ("huis gevonden", "woning gevonden", "hulp bij wonen"),
    "help_childcare": ("kinderopvang", "opvang geregeld"),
    "scheme": ("regeling", "uitkering aangevraagd", "toeslag aangevraagd", "bijzondere bijstand", "u-pas"),
    "moved": ("verhuisd", "weggegaan uit utrecht", "woont elders"),
    "died": ("overleden",),
    "pension": ("pensioen", "aow"),
    "long_illness": ("langdurig ziek", "wia"),
    "stopped": ("gestopt", "afgehaakt", "wil niet meer", "zelf gestopt"),
    "contact_lost": (
        "niet meer gezien", "geen contact", "geen contact meer", "niet bereikbaar", "niet te bereiken", "uit beeld",
        "komt niet meer", "geen gehoor", "neemt niet op", "contact verloren",
    ),
    "not_asked": ("niet gevraagd",),
    "not_said": ("wil niet zeggen", "zegt het niet"),
}  # fmt: skip


# Words used for topics, by the code of the topic.
TOPIC_WORDS: dict[str, tuple[str, ...]] = {
    "work": (
        "werk", "werk zoeken", "zoekt werk", "zoekt baan", "baan", "vacature", "solliciteren", "sollicitatie", "cv",
        "cv maken", "job", "looking for work",
    ),
    "school": ("opleiding", "cursus", "school", "studie", "mbo", "leren", "training", "course"),
    "internship": ("stage", "stageplek", "stageplaats"),
    "language": ("taalles", "taal", "nederlandse les", "nederlands", "inburgering", "language lesson"),
    "volunteering": ("vrijwilligerswerk", "vrijwilliger", "volunteer"),
    "business": ("eigen bedrijf", "zzp", "bedrijf starten", "ondernemen", "own business"),
    "people": ("mensen ontmoeten", "contact", "gezelligheid"),
}  # fmt: skip


def best_match(text: str, choices: Mapping[str, Sequence[str]]) -> tuple[str, float]:
    """The key in `choices` whose names fit `text` best, with a score from 0 to 1; ("", 0.0) when none fits.

    A score of CERTAIN_SCORE or more needs no question: equal words, a full name within the text, an abbreviation, or
    the larger part of a name that fits no other choice. Ambiguous and negated text ("not yet") scores lower.
    """
    words = _normalised_words(text)
    if not words or not any(char.isalpha() for char in text):
        return "", 0.0
    scores = {key: max((_name_score(words, name) for name in names), default=0.0) for key, names in choices.items()}
    ranked = sorted(scores, key=lambda key: -scores[key])
    if not ranked or scores[ranked[0]] < MIN_SCORE:
        return "", 0.0
    best = scores[ranked[0]]
    as_likely = len(ranked) > 1 and best - scores[ranked[1]] < 0.03
    if best < 1 and (as_likely or _fits_several(words, choices) or _names_two_choices(text, choices)):
        best = min(best, _MAX_AMBIGUOUS_SCORE)
    return ranked[0], round(best, 2)


def _fits_several(words: tuple[str, ...], choices: Mapping[str, Sequence[str]]) -> bool:
    """Whether the words are part of the names of several choices, such as "buurtteam"."""
    significant = _significant(words)
    fits = (
        any(_contains_run(significant, spelling) for name in names for spelling in _spellings(name))
        for names in choices.values()
    )
    return sum(fits) > 1


def _names_two_choices(text: str, choices: Mapping[str, Sequence[str]]) -> bool:
    """Whether the text names two choices, such as "UWV/LWL"."""
    each = [part for part in re.split(r"[/,;]|\ben\b", text) if part.strip()]
    return (
        len(each) > 1
        and len({key for part in each for key, sure in [best_match(part, choices)] if sure >= CERTAIN_SCORE}) > 1
    )


def _name_score(words: tuple[str, ...], name: str) -> float:
    """How well words fit one name (0 to 1); a name may have another name in brackets."""
    return max((_similarity(words, spelt) for spelt in _spellings(name)), default=0.0)


@lru_cache(maxsize=2_000)
def _spellings(name: str) -> tuple[tuple[str, ...], ...]:
    outside, *within = re.split(r"[()/]", name)
    return tuple(words for one in (name, outside, *within) if (words := _normalised_words(one)))


@lru_cache(maxsize=5_000)
def _normalised_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order; "&" and "+" become "en"."""
    plain = re.sub(r"\s*[&+]\s*", " en ", fold(text))
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)  # U.W.V.
    return tuple(re.findall(r"\w+", plain.replace("_", " ")))


@lru_cache(maxsize=50_000)
def _similarity(words: tuple[str, ...], name: tuple[str, ...]) -> float:
    telling, wanted = _significant(words), _significant(name)
    if words == name or telling == wanted or "".join(words) == "".join(name):
        return 1.0
    if _is_abbreviation(words, name):
        return 0.96
    if _is_negated(words, name):
        return (
            0.0
            if len(telling) > 3
            else _MAX_NEGATED_SCORE * fuzz.token_set_ratio(" ".join(words), " ".join(name)) / 100
        )
    if _contains_run(wanted, telling) and (len("".join(wanted)) > 2):  # the whole name and more
        return 0.9 + 0.05 * len("".join(wanted)) / len("".join(telling))
    if _is_shortened(telling, wanted):
        return 0.95
    if _contains_run(telling, wanted):  # a part of the name
        share = len("".join(telling)) / len("".join(wanted))
        return 0.9 + 0.05 * share if share >= 0.5 else 0.6 + 0.3 * share
    alike = max(
        fuzz.ratio("".join(telling), "".join(wanted)),
        fuzz.ratio("".join(telling), wanted[0]) - 5 if len(telling) == 1 and len(wanted[0]) > 5 else 0,
    )
    if alike >= _TYPO_RATIO and len("".join(telling)) > 5:
        return 0.9
    return _MAX_TYPO_SCORE * alike / 100 if alike >= 70 else 0.0


def _significant(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _STOP_WORDS) or words


def _is_negated(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether the text says "not" or "not yet" in words that are not part of the name."""
    return bool(_NEGATIONS.intersection(words) - set(name))


def _contains_run(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether `many` contains the words of `few` in sequence."""
    return any(many[at : at + len(few)] == few for at in range(len(many) - len(few) + 1))


def _is_shortened(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each word is the name's word or the beginning of it: "buurtteam j g", "vrijw. centrale"."""
    return (
        len(words) == len(name)
        and all(full == short or full.startswith(short) for short, full in zip(words, name, strict=True))
        and (len(words) > 1 or len(words[0]) > 4)
    )


def _is_abbreviation(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether `words` abbreviates `name`: W&I, WI, WenI and WEI for Werk en Inkomen; LWL for Leerwerkloket; VCU for
    Vrijwilligerscentrale Utrecht."""
    short = "".join(words)
    telling = _significant(name)
    first = "".join(word[0] for word in telling)
    spelt = {first, "".join(word[0] for word in name), "".join(w if w in _STOP_WORDS else w[0] for w in name)}
    if len(short) > 1 and len(telling) > 1 and short in spelt:
        return True
    if (
        len(telling) > 2
        and len(words) > 1
        and short.endswith("".join(w if w in _STOP_WORDS else w[0] for w in name[1:]))
    ):
        return words[0] == telling[0] or len(words[0]) == 1  # J&G abbreviates the end of Buurtteam Jeugd en Gezin
    if len(words) > 1 or not 2 < len(short) <= _MAX_ABBREVIATION or short in "".join(telling):
        return False
    return _has_letters_in_order(short, telling)


def _has_letters_in_order(short: str, words: tuple[str, ...]) -> bool:
    """Whether the words contain the letters in order: the first letter begins the first word, the first letter of
    every other word is among them, and vowels are only taken from the beginning of a word."""
    if short[0] != words[0][0]:
        return False
    text, at = "".join(words), 0
    starts = {sum(map(len, words[:count])) for count in range(len(words))}
    taken = set()
    for place, letter in enumerate(short):
        rest = len(short) - place - 1
        options = [spot for spot in range(at, len(text) - rest) if text[spot] == letter]
        options = [spot for spot in options if spot in starts or letter not in "aeiou"]
        if not options:
            return False
        chosen = next((spot for spot in options if spot in starts), options[0])
        taken.add(chosen)
        at = chosen + 1
    return starts <= taken and len(short) * 2 < len(text)
