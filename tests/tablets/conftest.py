"""Whoever tries a code begins with a clean sheet."""

import pytest

from app.accounts import throttle
from tests.tablets.door import a_tablet


@pytest.fixture(autouse=True)
def nobody_tried_yet():
    throttle.forget()


@pytest.fixture
def tablet(world):
    return a_tablet(world)
