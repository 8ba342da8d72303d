"""What is said of each state of a handover: one table, and nowhere a second."""

import ast
import re
from pathlib import Path

import pytest

from app.bootstrap.environment import ROOT
from app.handovers.lifecycle.labels import STATE_TEXTS
from app.handovers.lifecycle.models import ALIVE, State

TEXTS_MODULE = ROOT / "app" / "handovers" / "words.py"
PLACEHOLDERS = {
    "status": {"sender", "receiver", "name", "taker", "day"},
    "own_status": {"sender", "receiver", "name", "taker", "day"},
    "asked_status": {"sender", "receiver", "name", "taker", "day"},
    "history": {"name", "organisation", "receiver"},
    "undone": {"name", "organisation"},
    "already": {"name", "organisation"},
    "on_timeline": {"partner"},
    "link_title": set(),
    "link_status": set(),
}


def test_every_state_has_its_texts():
    assert list(STATE_TEXTS) == list(State)
    assert all(text.name and text.status and text.link_status for text in STATE_TEXTS.values())


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT, State.UNKNOWN}))
def test_of_every_state_that_a_move_leads_to_it_is_said_who_moved_it(state):
    assert STATE_TEXTS[state].history
    assert STATE_TEXTS[state].already


@pytest.mark.parametrize("state", sorted(ALIVE))
def test_a_partner_with_a_link_reads_what_it_is_about_while_it_can_answer(state):
    assert STATE_TEXTS[state].link_title


@pytest.mark.parametrize("field", PLACEHOLDERS)
def test_no_text_has_a_place_that_its_page_does_not_fill_in(field):
    used = {place for text in STATE_TEXTS.values() for place in re.findall(r"%\((\w+)\)s", getattr(text, field))}
    assert used <= PLACEHOLDERS[field]


def tables_of_states(path: Path) -> list[int]:
    """The lines of dictionaries that say a message for states of a handover."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict) and node.keys:
            states = [key for key in node.keys if isinstance(key, ast.Attribute) and hasattr(State, key.attr)]
            of_state = [key for key in states if isinstance(key.value, ast.Name) and key.value.id == "State"]
            says = [value for value in node.values if isinstance(value, ast.Call) and ast.unparse(value.func) == "N_"]
            if of_state and says:
                found.append(node.lineno)
    return found


def test_no_other_module_says_what_a_state_is():
    told = {
        str(path): lines
        for path in (ROOT / "app").rglob("*.py")
        if path != TEXTS_MODULE and (lines := tables_of_states(path))
    }
    assert told == {}
