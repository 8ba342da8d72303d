"""Three ways to use a page: with the mouse, by keyboard alone, and with JavaScript off. One story is told with each."""

import re

from playwright.sync_api import Locator, Page, expect

from app.web.i18n import catalogue

MAX_TABS = 120  # Tab presses from one thing to the next on the longest page


def translated(message: str, lang: str = "nl", **names: object) -> str:
    """What the screen says for a message of the catalogues: the tests follow the words, and do not fix them."""
    text = catalogue(lang).gettext(message)
    return text % names if names else text


def press_enter_in_search(page: Page) -> None:
    """Enter in the search field, once the answer to what stands there is in and counts: earlier it takes nobody."""
    expect(page.locator("#q")).not_to_have_class(re.compile("htmx-request"))
    page.keyboard.press("Enter")


class Mouse:
    scripts = True

    def __init__(self, page: Page):
        self.page = page

    def press(self, thing: Locator) -> None:
        thing.click()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        field.fill(text)

    def tick(self, choice: Locator) -> None:
        choice.check()

    def choose(self, select: Locator, label: str) -> None:
        select.select_option(label=label)


class NoScript(Mouse):
    scripts = False


class Keyboard(Mouse):
    """Tab, Enter, Space, arrows and letters; never the mouse."""

    def _has_focus(self, thing: Locator) -> bool:
        return bool(thing.evaluate("e => e === document.activeElement"))

    def _walk_to(self, thing: Locator, key: str = "Tab") -> None:
        thing.wait_for(state="attached")
        for _press in range(MAX_TABS):
            if self._has_focus(thing):
                break
            self.page.keyboard.press(key)
        assert self._has_focus(thing), f"{thing} cannot be reached with {key}"
        # Whoever cannot see where they are is lost (WCAG 2.4.7).
        seen = thing.evaluate(
            "e => [e, e.nextElementSibling, e.closest('label')]"
            ".some(near => near && getComputedStyle(near).outlineStyle != 'none')"
        )
        assert seen, f"{thing} does not show its focus"

    def press(self, thing: Locator) -> None:
        self._walk_to(thing)
        self.page.keyboard.press("Enter")

    def write(self, field: Locator, text: str) -> None:
        self._walk_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, choice: Locator) -> None:
        if choice.get_attribute("type") == "radio":
            group = self.page.locator(f"input[type=radio][name='{choice.get_attribute('name')}']")
            chosen = group.and_(self.page.locator(":checked"))  # Tab stops there, or else at the first
            self._walk_to(chosen if chosen.count() else group.first)
            self._walk_to(choice, "ArrowDown")
        else:
            self._walk_to(choice)
        if not choice.is_checked():
            self.page.keyboard.press("Space")
        assert choice.is_checked()

    def choose(self, select: Locator, label: str) -> None:
        self._walk_to(select)
        self.page.keyboard.type(label)
        assert select.locator("option:checked").inner_text() == label
