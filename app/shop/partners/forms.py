"""What an administrator types about an organisation."""

from app.core.text_rules import Line, RequiredLine
from app.shop.partners.models import Office
from app.web.forms import Form


class ChangingPartner(Form):
    office: Office
    offers: Line = ""
    languages: Line = ""


class AddingPartner(ChangingPartner):
    name: RequiredLine
