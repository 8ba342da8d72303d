"""Rendering: the whole page for a normal request, one named block of it for an HTMX partial."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.core.idempotency import new_intention
from app.core.sensitive_words import sensitive
from app.core.settings import RESOURCES
from app.core.text_rules import N_
from app.web import formats, i18n, visitor_languages
from app.web.forms import Submission

T = TypeVar("T")
TEMPLATES = RESOURCES / "templates"

env = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    extensions=["jinja2.ext.i18n"],
    auto_reload=False,  # templates are checked once, not for each page
    trim_blocks=True,
    lstrip_blocks=True,
)
env.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
env.filters.update(formats.FILTERS)
env.filters["zip"] = zip
env.filters["sensitive"] = sensitive
env.filters["language_name"] = visitor_languages.display_name
env.filters["in_language"] = i18n.gettext_in
env.globals["N_"] = N_
env.filters["translated"] = lambda names: [(value, i18n.gettext(name)) for value, name in names.items()]
env.globals["new_intention"] = new_intention
env.globals["minutes_since"] = formats.minutes_since
env.globals["seconds_since"] = formats.seconds_since


class Frame:
    """The context around every page. `app.state.frame` fills it in, since web knows no feature."""

    @staticmethod
    def outside(request: Request) -> dict[str, Any]:
        """For pages without a signed-in worker."""
        return {
            "lang": i18n.language.get(),
            "dir": "ltr",
            "me": None,
            "shop": None,
            "nav": [],
            "notice": None,
            "demo": getattr(request.app.state, "demo", False),
            "path": request.url.path,
        }


class Renderer:
    def __init__(self, request: Request):
        self.request = request
        self.is_partial = request.headers.get("hx-request-type") == "partial"

    def __call__(self, name: str, *, block: str, status: int | None = None, **context: Any) -> HTMLResponse:
        """`block` of template `name` for a partial, the whole page otherwise; 422 when a form has errors."""
        template = env.get_template(name)
        context = Frame.outside(self.request) | context
        frame: Callable[[Request], dict[str, Any]] | None = getattr(self.request.app.state, "frame", None)
        if frame and not self.is_partial:
            context |= frame(self.request)

        def drawn() -> str:
            if self.is_partial:
                return "".join(template.blocks[block](template.new_context(context)))
            return template.render(context)

        html = drawn()
        wrong = any(isinstance(v, Submission) and v.errors for v in context.values())
        if wrong:  # the error summary is above the fields, and knows their labels only once they were drawn
            html = drawn()
        status = status or (422 if wrong else 200)
        return HTMLResponse(html, status, headers={"Vary": "HX-Request-Type"})


async def renderer_for(request: Request) -> Renderer:
    return Renderer(request)


Page = Annotated[Renderer, Depends(renderer_for)]


def redirect(url: str) -> RedirectResponse:
    """The answer to a successful POST: 303 to the result. HTMX follows it with the same headers."""
    return RedirectResponse(url, 303)


def or_404(thing: T | None) -> T:
    """`thing`, or 404: what a reader may not see does not exist for them."""
    if thing is None:
        raise HTTPException(404)
    return thing


# Macros are a global, so a block rendered alone has them too.
env.globals["ui"] = env.get_template("ui.html").module
