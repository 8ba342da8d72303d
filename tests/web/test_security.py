import asyncio

import pytest
from starlette.responses import PlainTextResponse

from app.web.security import HEADERS, MAX_UPLOADS, RequestGuard, same_origin_path


@pytest.mark.parametrize("path", ["/", "/people/abc", "/door?q=x", "/a//b"])
def test_a_way_back_on_our_own_service_is_kept(path):
    assert same_origin_path(path) == path


@pytest.mark.parametrize(
    "path", ["//evil.example", "/\\evil.example", "https://evil.example", "", "javascript:x", "/a\nb"]
)
def test_a_way_to_elsewhere_leads_to_the_first_page(path):
    assert same_origin_path(path) == "/"


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


def test_few_files_are_in_memory_at_once_and_other_forms_go_on():
    """Whoever sends them is not known yet when they are read."""

    async def all_at_once() -> list[int]:
        going, statuses = asyncio.Event(), []

        async def work(scope, receive, send) -> None:
            if scope["path"] == "/files":
                await going.wait()
            await PlainTextResponse("done")(scope, receive, send)

        guard = RequestGuard(work, larger={"/files": 10**8})

        async def ask(path: str) -> None:
            async def receive():
                return {"type": "http.request", "body": b"x" * 5_000_000 if path == "/files" else b"x"}

            async def send(message) -> None:
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            scope = {
                "type": "http",
                "method": "POST",
                "path": path,
                "scheme": "http",
                "headers": [],
                "query_string": b"",
            }
            await guard(scope, receive, send)

        files = [asyncio.create_task(ask("/files")) for _one in range(MAX_UPLOADS)]
        await asyncio.sleep(0)
        await ask("/files")
        await ask("/door")
        going.set()
        await asyncio.gather(*files)
        await ask("/files")
        return statuses

    assert asyncio.run(all_at_once()) == [503, 200, *[200] * MAX_UPLOADS, 200]
