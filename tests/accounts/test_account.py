from app.accounts import passwords, sessions
from app.web.i18n import COOKIE
from tests.accounts.conftest import PASSWORD
from tests.world import NOON

NEW = "een boot zonder motor"


def change(client, current=PASSWORD, password=NEW, again=None):
    typed = {"current": current, "password": password, "again": again or password}
    return client.post("/account/password", data=typed, follow_redirects=False)


def test_a_new_password_ends_every_other_session_and_goes_on_here(as_, world, samira):
    elsewhere = sessions.start(world.db, samira, world.shop.id, at=NOON)
    client = as_(samira)
    before = client.cookies[sessions.LOCAL_COOKIE]
    assert change(client).status_code == 303
    assert sessions.actor_of(world.db, elsewhere, at=NOON) is None
    assert sessions.actor_of(world.db, before, at=NOON) is None
    assert "Het is bewaard." in client.get("/account?done=1").text
    world.db.refresh(samira)
    assert passwords.fits(NEW, samira.password_hash)


def test_without_the_password_of_now_nothing_changes(as_, world, samira):
    answer = change(as_(samira), current="geraden misschien")
    assert answer.status_code == 422
    assert "Dit is niet je wachtwoord van nu." in answer.text
    world.db.refresh(samira)
    assert passwords.fits(PASSWORD, samira.password_hash)


def test_guessing_the_password_at_an_unlocked_desk_is_slowed_down(as_, samira):
    client = as_(samira)
    for n in range(8):
        change(client, current=f"geraden misschien {n}")
    assert "Wacht tien minuten" in change(client).text


def test_the_shops_own_words_are_no_password(as_, samira):
    for password in ("in de amazone ja", "leerwerkloket nu", "overvecht is fijn"):
        assert "die anderen kennen" in change(as_(samira), password=password).text


def test_the_language_of_the_pages_follows_the_worker(as_, client, world, samira):
    client = as_(samira)
    assert "Mijn account" in client.get("/account").text
    client.post("/account", data={"name": "Samira B.", "language": "en"})
    page = client.get("/account").text
    assert "My account" in page
    assert "Samira B." in page
    client.cookies.clear()
    answer = client.post("/sign-in", data={"login": "samira", "password": PASSWORD}, follow_redirects=False)
    assert any(cookie.startswith(f"{COOKIE}=en") for cookie in answer.headers.get_list("set-cookie"))


def test_a_language_can_be_chosen_before_signing_in_and_leads_back_to_our_own_pages(client, world):
    answer = client.post("/language", data={"language": "en", "back": "/sign-in"}, follow_redirects=False)
    assert answer.headers["location"] == "/sign-in"
    assert "Sign in" in client.get("/sign-in").text
    for back in ("https://evil.example", "//evil.example"):
        answer = client.post("/language", data={"language": "nl", "back": back}, follow_redirects=False)
        assert answer.headers["location"] == "/"
    assert client.post("/language", data={"language": "tlh"}, follow_redirects=False).headers["location"] == "/"


def test_a_name_without_words_is_refused_and_other_fields_change_nothing(as_, world, samira):
    client = as_(samira)
    assert client.post("/account", data={"name": " ", "language": "nl"}).status_code == 422
    assert client.post("/account", data={"name": "S", "language": "nl", "login": "anton"}).status_code == 422
    world.db.refresh(samira)
    assert (samira.name, samira.login) == ("Samira Bouzid", "samira")
