"""Texts about the states of a handover are complete, and are in one table only."""

import ast
import re
from pathlib import Path

import pytest

from app.bootstrap.environment import ROOT
from app.handovers.lifecycle.labels import STATE_TEXTS
from app.handovers.lifecycle.models import ALIVE, State

TEXTS_MODULE = ROOT / "app" / "handovers" / "lifecycle" / "labels.py"
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
def test_every_state_that_a_move_leads_to_names_the_worker(state):
    assert STATE_TEXTS[state].history
    assert STATE_TEXTS[state].already


@pytest.mark.parametrize("state", sorted(ALIVE))
def test_the_page_of_a_link_has_a_title_while_the_partner_can_respond(state):
    assert STATE_TEXTS[state].link_title


@pytest.mark.parametrize("field", PLACEHOLDERS)
def test_no_text_has_a_placeholder_that_its_page_does_not_fill_in(field):
    used = {place for text in STATE_TEXTS.values() for place in re.findall(r"%\((\w+)\)s", getattr(text, field))}
    assert used <= PLACEHOLDERS[field]


def tables_of_states(path: Path) -> list[int]:
    """The lines of dictionaries from states of a handover to messages."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict) and node.keys:
            states = [key for key in node.keys if isinstance(key, ast.Attribute) and hasattr(State, key.attr)]
            of_state = [key for key in states if isinstance(key.value, ast.Name) and key.value.id == "State"]
            says = [value for value in node.values if isinstance(value, ast.Call) and ast.unparse(value.func) == "N_"]
            if of_state and says:
                found.append(node.lineno)
    return found


def test_no_other_module_has_texts_for_states():
    found = {
        str(path): lines
        for path in (ROOT / "app").rglob("*.py")
        if path != TEXTS_MODULE and (lines := tables_of_states(path))
    }
    assert found == {}
