"""The tools that fetch know the user's mirrors and certificates, and fail with words that help."""

import sys

import pytest

from app.bootstrap import tool_environment
from app.bootstrap.environment import PreparationError
from app.bootstrap.tool_environment import pip_configuration, run, tool_settings


@pytest.fixture(autouse=True)
def no_system_certificates(monkeypatch):
    monkeypatch.setattr(tool_environment, "SYSTEM_CERTIFICATES", ())


@pytest.mark.parametrize("told", tool_environment.CERTIFICATE_VARIABLES)
def test_certificates_told_to_one_tool_are_told_to_all(told):
    settings = tool_settings({told: "/ours.pem"}, {})
    assert [settings[name] for name in tool_environment.CERTIFICATE_VARIABLES] == ["/ours.pem"] * 3


def test_certificates_of_the_system_serve_where_nothing_is_told(monkeypatch, tmp_path):
    bundle = tmp_path / "bundle.crt"
    bundle.touch()
    monkeypatch.setattr(tool_environment, "SYSTEM_CERTIFICATES", (tmp_path / "absent", bundle))
    assert tool_settings({}, {})["PIP_CERT"] == str(bundle)
    assert tool_settings({}, {"cert": "/from/pip.pem"})["PIP_CERT"] == "/from/pip.pem"


def test_mirrors_of_pip_are_told_to_uv():
    found = {"index-url": "mirror", "extra-index-url": "\nsecond\nthird", "find-links": "/wheels /more"}
    settings = tool_settings({}, found)
    assert settings["UV_DEFAULT_INDEX"] == "mirror"
    assert settings["UV_INDEX"] == "second third"
    assert settings["UV_FIND_LINKS"] == "/wheels,/more"


def test_who_set_uv_up_is_left_to_it():
    settings = tool_settings({"UV_DEFAULT_INDEX": "own"}, {"index-url": "mirror", "find-links": "/wheels"})
    assert settings["UV_DEFAULT_INDEX"] == "own"
    assert "UV_FIND_LINKS" not in settings


def test_the_environment_goes_before_pips_files():
    listing = (
        ":env:.index-url='from-environment'\nglobal.index-url='from-file'\nglobal.cert='c'\ninstall.cert='i'\nnoise"
    )
    assert pip_configuration(listing) == {"index-url": "from-environment", "cert": "i"}


def test_without_a_home_to_write_in_nothing_is_kept_there(tmp_path):
    assert "UV_CACHE_DIR" not in tool_settings({"HOME": str(tmp_path)}, {})
    assert ".venv" in tool_settings({"HOME": "/nonexistent"}, {})["UV_CACHE_DIR"]


def test_settings_that_would_lead_the_installing_astray_are_left_out():
    settings = tool_settings(
        {"PYTHONPATH": "/x", "PYTHONHOME": "/y", "PIP_USER": "1", "PIP_REQUIRE_VIRTUALENV": "1"}, {}
    )
    assert {"PYTHONPATH", "PYTHONHOME"} & settings.keys() == set()
    assert (settings["PIP_USER"], settings["PIP_REQUIRE_VIRTUALENV"]) == ("0", "0")


@pytest.mark.parametrize(
    ("said", "of_certificates"),
    [
        ("Temporary failure in name resolution", False),
        ("certificate verify failed", True),
        ("invalid peer certificate: UnknownIssuer", True),
        ("SELF_SIGNED_CERT_IN_CHAIN", True),
    ],
)
def test_a_failing_tool_is_told_in_words_with_what_may_help(said, of_certificates):
    with pytest.raises(PreparationError) as failure:
        run("the packages", [sys.executable, "-c", f"import sys; sys.exit({said!r})"], {})
    message = str(failure.value)
    assert message.startswith("Could not get the packages.")
    assert message.endswith(said)
    assert ("certificate was not trusted" in message) == of_certificates
    assert all(name in message for name in tool_environment.CERTIFICATE_VARIABLES)


def test_a_tool_that_is_not_there_is_told_in_words():
    with pytest.raises(PreparationError, match="Could not get npm"):
        run("npm", ["/nowhere/npm"], {})
