"""Leftovers in translations: a placeholder, a sentence or a language that the message does not have.

A translation that is edited by hand can keep a part of an older one, or swallow its neighbour. Such a text is complete
and well formed, so only its content gives it away.
"""

import re

import pytest
from babel.messages.pofile import read_po

from app.web.i18n import LOCALES

PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w+)\}")
SENTENCE_END = re.compile(r"(?:\.\.\.|[.!?…؟።])(?=\s|$|[^\W\d_])")
GLUED = re.compile(r"[^\W\d_]{2}[.!?…؟።](?=[A-ZÀ-ÖØ-Þ])")  # the next sentence begins without a space
JOINT = re.compile(r"[,;:،፣፤]|\b(?:and|so|or|en|of|want)\b", re.IGNORECASE)  # where one sentence may become two
# Words that every longer text of a language has, and the other languages here do not.
TELLING_WORDS = {
    "en": {"the", "this", "these", "that", "which", "you", "your", "they", "and", "with", "what", "whether", "nobody"},
    "nl": {"het", "een", "deze", "niet", "geen", "wordt", "worden", "jij", "jullie", "zijn", "naar", "voor", "ze"},
}
WORD = re.compile(r"[^\W\d_]+")


def forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    """The text, or its singular and plurals."""
    return [text] if isinstance(text, str) else list(text)


def placeholders(text: str) -> set[str]:
    return {one or other for one, other in PLACEHOLDER.findall(text)}


def sentences(text: str) -> int:
    return len(SENTENCE_END.findall(text))


def has_more_sentences(text: str, other: str) -> bool:
    """Whether `text` has sentences that cannot come from splitting those of `other` at a comma or a conjunction."""
    return sentences(text) > max(sentences(other), 1) + len(JOINT.findall(other))


def leftovers(language: str, message: list[str], translation: str) -> list[str]:
    """What `translation` has, or lacks, that its message does not explain.

    `message`: the English text, or its singular and plural; every one of them may be what this is a translation of.
    """
    found = []
    if extra := placeholders(translation) - set().union(*map(placeholders, message)):
        found.append(f"has the placeholder {', '.join(sorted(extra))}")
    if GLUED.search(PLACEHOLDER.sub("", translation)):
        found.append("has two sentences without a space between them")
    if all(has_more_sentences(translation, one) or has_more_sentences(one, translation) for one in message):
        found.append("has another number of sentences")
    words = {word.lower() for word in WORD.findall(PLACEHOLDER.sub("", translation))}
    for other, telling in TELLING_WORDS.items():
        if other != language and (foreign := words & telling):
            found.append(f"has words of {other}: {', '.join(sorted(foreign))}")
    return found


CATALOGUES = sorted(LOCALES.rglob("*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_translation_has_a_part_that_its_message_does_not_have(path):
    language = path.parent.name
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    found = {
        text: faults
        for message in catalogue
        if message.id
        for text in forms(message.string)
        if text and (faults := leftovers(language, forms(message.id), text))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("language", "message", "translation", "fault"),
    [
        ("nl", "Called by %(name)s", "Gebeld door %(worker)s", "placeholder worker"),
        ("nl", "Is there one now?", "Is die er nu?Een partner wacht.", "without a space"),
        ("nl", "It waits.", "Het wacht. Bel de partner. Vraag wie er is.", "number of sentences"),
        ("nl", "It waits. Call the partner. Ask who is there.", "Het wacht.", "number of sentences"),
        ("nl", "Choose a day.", "Choose the day.", "words of en: the"),
        ("en", "Choose a day.", "Kies een dag.", "words of nl: een"),
    ],
)
def test_each_kind_of_leftover_is_found(language, message, translation, fault):
    assert any(fault in one for one in leftovers(language, [message], translation))


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("Mend them, and hand that file in.", "Verbeter ze. Lever dat bestand in."),
        ("This worker has no PIN. They say yes on their own screen.", "Deze collega heeft geen pincode, en zegt ja."),
        ("What came of it", "Wat kwam ervan?"),
    ],
)
def test_a_translation_may_split_or_join_sentences(message, translation):
    assert leftovers("nl", [message], translation) == []
