"""Forms of the import pages: columns, sheet, meanings of words, pairs of persons, follower."""

from typing import Annotated, Literal

from pydantic import Field

from app.core.text_rules import Key
from app.records.register_import.entries import Column
from app.web.forms import Form

MEANS_NOTHING = "-"  # the choice for a word that matches nothing on the shop's lists
MAX_ITEMS = 400  # columns of a file, or words on a page


class ColumnsForm(Form):
    """What each column holds, in the order of the file: a Column, or "" to skip it."""

    meant: Annotated[list[Column | Literal[""]], Field(max_length=MAX_ITEMS)] = []


class SheetForm(Form):
    """The sheet by its position in the file, from 0, because a sheet may have any name."""

    sheet: Annotated[int, Field(ge=0, le=10_000)]


class WordsForm(Form):
    """The meaning of the word of each question, in the same order; "" when not answered yet."""

    question: Annotated[list[Key], Field(max_length=MAX_ITEMS)] = []
    meant: Annotated[list[Key], Field(max_length=MAX_ITEMS)] = []


class PersonsForm(Form):
    same: Literal["yes", "no"]


class WritingForm(Form):
    follower: Key
