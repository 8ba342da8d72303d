"""The list of notices and that of handovers follow what happens, with the counts in the rail."""

from playwright.sync_api import expect

from app.messages.notifications import actions as notices
from app.messages.notifications.labels import SENTENCES, NoticeKind
from tests.browser.input_methods import translated
from tests.browser.test_live_boards import live
from tests.browser.town import TownBuilder
from tests.world import NOON


def notify(town) -> None:
    kind = NoticeKind.OFFERED
    notices.notify(town.db, [town.fatima], kind, shop_id=town.shop.id, about="/handovers", at=NOON)
    town.db.commit()


def test_a_notice_appears_live_and_one_press_opens_its_subject(town, visit):
    TownBuilder(town).begins()
    page = live(visit(town.fatima, "/notices"))
    page.evaluate("window.sameAsBefore = true")
    notify(town)
    row = page.locator("#notices li", has_text=translated(SENTENCES[NoticeKind.OFFERED]))
    expect(row).to_be_visible()
    expect(page.locator('.rail [aria-current="page"] .count').first).to_have_text("1")
    assert page.evaluate("window.sameAsBefore")
    row.get_by_role("button", name=translated("Look")).click()
    page.wait_for_url("**/handovers")
    expect(page.locator('.rail a[href="/notices"] .count')).to_have_count(0)


def test_the_lists_of_handovers_and_their_badge_are_updated_live(town, visit):
    TownBuilder(town).begins()
    page = live(visit(town.fatima, "/handovers"))
    page.evaluate("window.sameAsBefore = true")
    notify(town)
    expect(page.locator('.rail a[href="/notices"] .count').first).to_have_text("1")
    TownBuilder(town).goes_on()
    town.db.commit()
    expect(page.locator("#to-answer li").first).to_be_visible()
    assert page.evaluate("window.sameAsBefore")
