"""What others rely on does not change by accident: URLs and permissions, tables, audit codes and message ids."""

import pytest

from tests import interface

AT_LEAST = {"urls": 100, "tables": 300, "audit_codes": 40, "messages": 800}  # a walk that finds nothing proves nothing


@pytest.mark.parametrize("name", interface.LISTS)
def test_what_others_rely_on_is_as_recorded(name):
    now = interface.LISTS[name]()
    assert len(now) >= AT_LEAST[name]
    if changed := interface.difference(name, now):
        pytest.fail(changed, pytrace=False)


@pytest.mark.parametrize("name", interface.LISTS)
def test_a_change_is_shown_as_a_diff_with_the_command_that_records_it(name):
    gone, *rest = interface.kept(name)
    shown = interface.difference(name, [*rest, "something new"])
    assert {f"-{gone}", "+something new"} <= set(shown.splitlines())
    assert shown.endswith("python -m tests.interface")
