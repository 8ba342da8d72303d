"""Forms for adding and changing a partner."""

from app.core.text_rules import Line, RequiredLine
from app.shop.partners.models import Office
from app.web.forms import Form


class PartnerForm(Form):
    office: Office
    offers: Line = ""
    languages: Line = ""


class NewPartnerForm(PartnerForm):
    name: RequiredLine
