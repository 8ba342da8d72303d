"""A visitor's plan rendered in the visitor's language and in Dutch, so that helpers can read it too."""

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
    """Renders a template of visitor_page in one language."""
    with i18n.language_scope(code):
        html = env.get_template(f"handovers/shared_plans/visitor_page/{template}.html").render(code=code, **context)
    return Column(code, visitor_languages.direction(code), Markup(html))  # noqa: S704  rendered by a template that escapes


def with_dutch(template: str, language: str, **context: Any) -> list[Column]:
    """Renders it in `language` and in Dutch; once when those are the same."""
    return [render_column(template, code, **context) for code in dict.fromkeys((language, i18n.DEFAULT))]


def plan_columns(plan: Plan, language: str, *, level: int) -> list[Column]:
    """Renders the plan. `level`: heading level in the visitor's language; Dutch starts with an h2."""
    return [
        render_column("column", language, plan=plan, level=level),
        *with_dutch("column", language, plan=plan, level=2)[1:],
    ]
