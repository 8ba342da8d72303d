"""A browser that is the tablet by the door, and what a visitor does at it."""

import re

import pytest

from tests.front_desk.kiosk.tablets import create_tablet, pair_client

SECRET = "the-secret-of-a-tablet"


class Visitor:
    """Somebody at the tablet: chooses a language, what for, and says what to be called by."""

    def __init__(self, client):
        self.client = client

    def begins(self, language: str = "ar") -> str:
        """Presses a language; gives its address."""
        start = self.client.get("/check-in").text
        found = re.search(rf'href="(/check-in/\w+/{language})"', start)
        assert found, language
        return found.group(1)

    def says(self, at: str, topic: str = "work", called: str = ""):
        """Chooses a topic on the page at that address and checks in; the answer after all redirects."""
        return self.client.post(f"{at}/{topic}", data={"called": called})

    def comes_in(self, language: str = "ar", topic: str = "work", called: str = ""):
        return self.says(self.begins(language), topic, called)


@pytest.fixture
def tablet(world):
    return create_tablet(world)


@pytest.fixture
def visitor(client, world, tablet):
    return Visitor(pair_client(client, tablet, SECRET))
