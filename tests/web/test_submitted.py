"""`form: Submitted[SomeForm]` gives a route the form as it was sent, and FastAPI no parameters of its own."""

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.web.forms import Form, Submitted


class Talk(Form):
    about: str
    topics: list[str] = []


app = FastAPI()


@app.post("/talks")
def write(form: Submitted[Talk]) -> Any:
    return {"errors": sorted(form.errors), "data": None if form.errors else form.data.model_dump()}


def send(**fields: Any) -> Any:
    return TestClient(app).post("/talks", data=fields).json()


def test_a_route_gets_the_clean_values():
    assert send(about="werk", topics=["1", "2"])["data"] == {"about": "werk", "topics": ["1", "2"], "intention": ""}


def test_one_of_several_is_a_list_too():
    assert send(about="werk", topics="1")["data"]["topics"] == ["1"]


def test_a_route_gets_what_is_wrong():
    assert send(topics="1", more="x") == {"errors": ["about", "more"], "data": None}
