"""What a coordinator says about two cards."""

from app.core.text_rules import Checkbox, Key, Line
from app.web.forms import Form


class MergeForm(Form):
    """`other`: the card that is linked to the main one; `goes_on`: the journey that goes on, of two that are open."""

    other: Key
    goes_on: Key = ""
    why: Line = ""
    listed: Checkbox = False  # said on the list of probable doubles, where the next pair waits


class DifferentForm(Form):
    one: Key
    other: Key
