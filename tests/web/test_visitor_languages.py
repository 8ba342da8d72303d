"""The languages of visitors: complete, marked until somebody looked, and kept by the command that renews them."""

import shutil

from app.web import catalogues, i18n, visitor_languages


def test_renewing_the_catalogues_changes_nothing_and_keeps_the_mark_of_a_machine(tmp_path, monkeypatch):
    shutil.copytree(i18n.LOCALES, tmp_path / "locales")
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "locales")
    assert set(catalogues.renew().values()) == {0}
    for path in sorted(i18n.LOCALES.rglob("*.po")):
        assert (tmp_path / "locales" / path.relative_to(i18n.LOCALES)).read_text("utf-8") == path.read_text("utf-8")
    assert "#, fuzzy" in (tmp_path / "locales" / "ti" / "visitors.po").read_text("utf-8")


def test_what_a_machine_translated_is_marked_and_what_we_wrote_is_not():
    assert {code for code in visitor_languages.LANGUAGES if visitor_languages.unreviewed(code)} == set(
        visitor_languages.LANGUAGES
    ) - {
        "nl",
        "en",
    }


def test_a_marked_sentence_is_said_all_the_same():
    assert i18n.catalogue("tr").gettext("Work") == "İş"


def test_arabic_alone_goes_from_right_to_left():
    assert [code for code in visitor_languages.LANGUAGES if visitor_languages.direction(code) == "rtl"] == ["ar"]
