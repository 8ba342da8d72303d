import pytest

from app.web.security import HEADERS, own_path


@pytest.mark.parametrize("path", ["/", "/people/abc", "/door?q=x", "/a//b"])
def test_a_way_back_on_our_own_service_is_kept(path):
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "javascript:x", "/a\nb"]
)
def test_a_way_to_elsewhere_leads_to_the_first_page(path):
    assert own_path(path) == "/"


def test_every_answer_carries_the_headers_also_an_error(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_request_from_elsewhere_is_refused(client, headers):
    assert client.post("/sign-out", headers=headers).status_code == 403


def test_a_body_that_is_too_large_is_refused(client):
    answer = client.post("/sign-in", content=b"x" * (2 * 1024 * 1024 + 1), headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/people/%00", "/people/" + "9" * 400, "/record/%ff%fe", "/people/a%0ab"])
def test_odd_addresses_do_not_exist(as_, world, path):
    assert as_(world.samira).get(path).status_code == 404


def test_a_long_body_without_a_length_is_cut_off(as_, world):
    def endless():
        for _ in range(40):
            yield b"person=" + b"x" * 65536

    answer = as_(world.petra).post(
        "/record", content=endless(), headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code == 413
