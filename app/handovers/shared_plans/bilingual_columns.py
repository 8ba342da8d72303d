"""A visitor's plan in words: in the visitor's language, with Dutch beside it, so that who helps reads the same."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.handovers.shared_plans.plan_queries import Plan
from app.web import i18n, visitor_languages
from app.web.pages import env


@dataclass(frozen=True)
class Column:
    code: str
    direction: str
    html: Markup


def render_column(template: str, code: str, **context: Any) -> Column:
    """One of the templates of this folder, drawn in one language."""
    with i18n.language_scope(code):
        html = env.get_template(f"handovers/shared_plans/visitor_page/{template}.html").render(code=code, **context)
    return Column(code, visitor_languages.direction(code), Markup(html))  # noqa: S704  drawn by a template that escapes


def with_dutch(template: str, language: str, **context: Any) -> list[Column]:
    """In `language` and in Dutch; once when those are the same."""
    return [render_column(template, code, **context) for code in dict.fromkeys((language, i18n.DEFAULT))]


def plan_columns(plan: Plan, language: str, *, level: int) -> list[Column]:
    """The plan itself. `level`: of the heading that the visitor's own begins with; the Dutch one begins with an h2."""
    return [
        render_column("column", language, plan=plan, level=level),
        *with_dutch("column", language, plan=plan, level=2)[1:],
    ]
