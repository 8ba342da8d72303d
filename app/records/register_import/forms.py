"""What a coordinator settles about an import."""

from typing import Annotated, Literal

from pydantic import Field

from app.core.text_rules import Key
from app.records.register_import.entries import Column
from app.web.forms import Form

MEANS_NOTHING = "-"  # chosen for a word that stands for nothing on the shop's lists
MAX_ITEMS = 400  # columns of a file, words on a page


class ColumnsForm(Form):
    """For each column, in the order of the file, what it holds: a Column, or "" to leave it out."""

    meant: Annotated[list[Column | Literal[""]], Field(max_length=MAX_ITEMS)] = []


class SheetForm(Form):
    """By its place in the file: a sheet may be called anything."""

    sheet: Annotated[int, Field(ge=0, le=10_000)]


class WordsForm(Form):
    """For each question, in order, what its word means; "" when that is not settled yet."""

    question: Annotated[list[Key], Field(max_length=MAX_ITEMS)] = []
    meant: Annotated[list[Key], Field(max_length=MAX_ITEMS)] = []


class PersonsForm(Form):
    same: Literal["yes", "no"]


class WritingForm(Form):
    follower: Key
