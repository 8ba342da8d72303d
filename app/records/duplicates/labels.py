"""Labels for the number of rows that belong to a record."""

from collections.abc import Callable, Mapping

from app.web.i18n import ngettext

_COUNT_LABELS: dict[str, Callable[[int], str]] = {
    "visit": lambda n: ngettext("%(num)s visit", "%(num)s visits", n),
    "intake": lambda n: ngettext("%(num)s first talk", "%(num)s first talks", n),
    "journey": lambda n: ngettext("%(num)s journey", "%(num)s journeys", n),
    "note": lambda n: ngettext("%(num)s note", "%(num)s notes", n),
    "consent": lambda n: ngettext("%(num)s consent", "%(num)s consents", n),
    "handover": lambda n: ngettext("%(num)s handover", "%(num)s handovers", n),
    "outcome": lambda n: ngettext("%(num)s result", "%(num)s results", n),
}


def count_labels(counts: Mapping[str, int]) -> list[str]:
    """Labels for counts by table, such as "2 visits" and "1 note"."""
    return [_COUNT_LABELS[kind](number) % {"num": number} for kind, number in counts.items()]
