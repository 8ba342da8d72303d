"""Forms about one visit."""

from app.core.text_rules import Key
from app.front_desk.visits.models import VisitState
from app.web.forms import Form


class AssigneeForm(Form):
    """`whom`: key of the worker or organisation the visitor comes for; empty for anybody."""

    whom: Key = ""


class UndoForm(Form):
    """`shown_state`: the state of the visit on the board where the button was pressed."""

    shown_state: VisitState
