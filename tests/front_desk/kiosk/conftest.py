"""A browser paired as the tablet at the door, and a visitor who uses it."""

import re

import pytest

from tests.front_desk.kiosk.tablets import create_tablet, pair_client

SECRET = "the-secret-of-a-tablet"


class Visitor:
    """A visitor at the tablet: chooses a language and topic, and gives a name."""

    def __init__(self, client):
        self.client = client

    def begins(self, language: str = "ar") -> str:
        """Chooses a language; returns the path of its screen."""
        start = self.client.get("/check-in").text
        found = re.search(rf'href="(/check-in/\w+/{language})"', start)
        assert found, language
        return found.group(1)

    def says(self, at: str, topic: str = "work", called: str = ""):
        """Chooses a topic on the screen at `at` and checks in; returns the final response."""
        return self.client.post(f"{at}/{topic}", data={"called": called})

    def comes_in(self, language: str = "ar", topic: str = "work", called: str = ""):
        return self.says(self.begins(language), topic, called)


@pytest.fixture
def tablet(world):
    return create_tablet(world)


@pytest.fixture
def visitor(client, world, tablet):
    return Visitor(pair_client(client, tablet, SECRET))
