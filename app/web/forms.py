"""Forms as templates see them: what was typed, the errors, and the validated values."""

from collections.abc import Awaitable, Callable
from copy import copy
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar, get_args, get_origin

from fastapi import Depends, HTTPException, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from starlette.formparsers import MultiPartException

from app.core.text_rules import N_, ODD_CHARACTER, REQUIRED, TOO_LONG, Key
from app.web.i18n import gettext as _


class Form(BaseModel):
    """Base of all forms. An unknown field is refused, so it can change nothing (TRUST 12)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    intention: Key = ""


F = TypeVar("F", bound=Form)
MAX_FIELDS = 500

CHOOSE = N_("Choose one of these.")
NOT_A_DAY = N_("This is not a date. Type it like 27-11-2026.")
NOT_A_TIME = N_("This is not a time. Type it like 10:30.")
NOT_A_NUMBER = N_("Type a whole number here.")
OUT_OF_RANGE = N_("This number is not allowed here.")
INVALID = N_("This cannot be right. Check it and try again.")

_MESSAGES = {
    "missing": REQUIRED,
    "string_too_short": REQUIRED,
    "string_too_long": TOO_LONG,
    "too_long": TOO_LONG,
    "enum": CHOOSE,
    "literal_error": CHOOSE,
    "too_short": CHOOSE,
    "int_parsing": NOT_A_NUMBER,
    "int_type": NOT_A_NUMBER,
    "int_parsing_size": OUT_OF_RANGE,
    "greater_than_equal": OUT_OF_RANGE,
    "less_than_equal": OUT_OF_RANGE,
    "string_unicode": ODD_CHARACTER,
}


def _message_of(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind == "value_error":
        return _(str(error["ctx"]["error"]))
    if kind.startswith("date"):
        return _(NOT_A_DAY)
    if kind.startswith("time"):
        return _(NOT_A_TIME)
    return _(_MESSAGES.get(kind, INVALID))


def _accepts_list(annotation: Any) -> bool:
    return get_origin(annotation) in (list, set, tuple) or any(_accepts_list(a) for a in get_args(annotation))


class Submission(Generic[F]):
    """`data` when everything is right, else `errors`: field name to a translated message ("" for the whole form)."""

    def __init__(self, form: type[F], typed: dict[str, Any] | None = None, *, start: dict[str, Any] | None = None):
        """`typed` is what came in; `start` fills an untouched form."""
        self.typed: dict[str, Any] = typed if typed is not None else dict(start or {})
        self.errors: dict[str, str] = {}
        self.labels: dict[str, str] = {}  # labels of fields, filled in while the template draws them
        self.prefix = ""
        self._data: F | None = None
        if typed is None:
            return
        # An empty field counts as not filled in: its default decides whether that is allowed.
        given = {k: v for k, v in typed.items() if v not in ("", [], None) or k not in form.model_fields}
        try:
            self._data = form.model_validate(given)
        except ValidationError as invalid:
            for error in invalid.errors(include_url=False, include_input=False):
                self.errors.setdefault(str(error["loc"][0]) if error["loc"] else "", _message_of(error))

    @property
    def data(self) -> F:
        """The validated values. Use only when there are no errors."""
        assert self._data is not None, "look at `errors` first"
        return self._data

    def wrong(self, name: str, message: str) -> None:
        """Adds an error that the form itself cannot find, as an untranslated message."""
        self.errors.setdefault(name, _(message))

    def named(self, prefix: str) -> "Submission[F]":
        """The same submission, with a prefix for its field ids where a page has the form twice."""
        twin = copy(self)
        twin.prefix = prefix
        return twin

    def called(self, name: str, label: str) -> str:
        """Remembers the label of a field, for the error summary, and returns it."""
        self.labels[name] = label
        return label

    def value(self, name: str) -> Any:
        value = self.typed.get(name)
        if isinstance(value, list):
            return value[0] if value else ""
        return "" if value is None else value

    def values(self, name: str) -> list[str]:
        value = self.typed.get(name)
        return [str(v) for v in value] if isinstance(value, list) else [str(value)] if value else []


def _form_reader(form: type[F]) -> Callable[[Request], Awaitable[Submission[F]]]:
    several = {n for n, f in form.model_fields.items() if _accepts_list(f.annotation)}

    async def read(request: Request) -> Submission[F]:
        separators = (await request.body()).count(b"&")  # counted by the parser only when something stands between
        if separators > MAX_FIELDS and "urlencoded" in request.headers.get("content-type", ""):
            raise HTTPException(400)
        try:
            fields = await request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=1024 * 1024)
        except (MultiPartException, UnicodeDecodeError, ValueError):
            raise HTTPException(400) from None
        typed = {n: fields.getlist(n) if n in several else fields[n] for n in fields}
        return Submission(form, typed)

    return read


if TYPE_CHECKING:
    Submitted = Submission
else:

    class Submitted:
        """The annotation of a route's parameter: `form: Submitted[OfferForm]` is that form as it was sent."""

        def __class_getitem__(cls, form: type[F]) -> Any:
            return Annotated[Submission[form], Depends(_form_reader(form))]
