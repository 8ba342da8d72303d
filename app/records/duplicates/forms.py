"""Forms for merging two records, or marking them as different persons."""

from app.core.text_rules import Checkbox, Key, Line
from app.web.forms import Form


class MergeForm(Form):
    """`other`: key of the record to merge into the main one; `goes_on`: key of the journey that continues, of two."""

    other: Key
    goes_on: Key = ""
    why: Line = ""
    listed: Checkbox = False  # submitted from the list of probable duplicates, so return to it


class DifferentForm(Form):
    one: Key
    other: Key
