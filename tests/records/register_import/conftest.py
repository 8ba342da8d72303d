"""Fixtures: a scene with an empty database of its own for each test."""

import pytest

from tests.records.register_import.import_run import Scene


@pytest.fixture
def scene(own_engine, monkeypatch) -> Scene:
    return Scene(own_engine, monkeypatch)
