"""Forms of the administrator's pages about workers."""

from typing import Annotated

from pydantic import Field

from app.accounts.forms import Login
from app.accounts.models import Role
from app.core.text_rules import Key, RequiredLine
from app.web.forms import Form

Roles = Annotated[list[Role], Field(min_length=1)]


class InviteForm(Form):
    name: RequiredLine
    login: Login
    organisation: Annotated[Key, Field(min_length=1)]
    roles: Roles


class RolesForm(Form):
    roles: Roles


class OffboardForm(Form):
    front: Key = ""
    partner: Key = ""
