"""Three ways to use a page: with the mouse, by keyboard alone, and with JavaScript off."""

import re

from playwright.sync_api import Locator, Page, expect

from app.web.i18n import catalogue

MAX_TABS = 120  # between two elements on the longest page


def translated(message: str, lang: str = "nl", **names: object) -> str:
    """The text on screen for a message id, so that tests do not depend on the wording."""
    text = catalogue(lang).gettext(message)
    return text % names if names else text


def press_enter_in_search(page: Page) -> None:
    """Presses Enter in the search field once its results have arrived; earlier it would select nobody."""
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
    """Uses Tab, Enter, Space, arrows and letters; never the mouse."""

    def _has_focus(self, thing: Locator) -> bool:
        return bool(thing.evaluate("e => e === document.activeElement"))

    def _walk_to(self, thing: Locator, key: str = "Tab") -> None:
        thing.wait_for(state="attached")
        for _press in range(MAX_TABS):
            if self._has_focus(thing):
                break
            self.page.keyboard.press(key)
        assert self._has_focus(thing), f"{thing} cannot be reached with {key}"
        # The focus must be visible (WCAG 2.4.7).
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
            chosen = group.and_(self.page.locator(":checked"))  # Tab goes to the chosen one, or else to the first
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
