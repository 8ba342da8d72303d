"""What is chosen about one visit."""

from app.core.text import Key
from app.web.forms import Form


class Wish(Form):
    """Whom the visitor comes for: the key of a worker or of an organisation; nobody's for whoever is free."""

    whom: Key = ""
