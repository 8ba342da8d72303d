"""What is chosen about one visit."""

from app.core.text_rules import Key
from app.front_desk.visits.models import VisitState
from app.web.forms import Form


class AssigneeForm(Form):
    """Whom the visitor comes for: the key of a worker or of an organisation; nobody's for whoever is free."""

    whom: Key = ""


class UndoForm(Form):
    """`stands`: how the visit stood on the board where the step was taken back."""

    stands: VisitState
