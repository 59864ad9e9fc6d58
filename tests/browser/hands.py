"""Two ways to go through the garden: by mouse, or with the keys alone, as somebody does who sees where the focus is."""

from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_STOPS = 90
# Whether the element with the focus shows that it has it. Its neighbour may show it: a radio's own label does.
SHOWN = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "nowhere";
  const has = (each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const box = at.getBoundingClientRect();
  if (!box.width || !box.height) return "on something without a size: " + at.outerHTML.slice(0, 120);
  return has(at) || has(at.parentElement) ? "" : "without a mark: " + at.outerHTML.slice(0, 120);
}"""


class Hand(Protocol):
    """Somebody's way to press what stands on a page."""

    page: Page

    def press(self, what: Locator) -> None: ...


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        what.click()


class Keys:
    """Tab to it, through whatever stands before it, and Enter. At every stop the focus has to be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        self.reach(what)
        self.page.keyboard.press("Enter")

    def reach(self, what: Locator) -> None:
        what.wait_for()
        for _stop in range(MOST_STOPS):
            if what.evaluate("(each) => each === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            shown = self.page.evaluate(SHOWN)
            # Past the last stop the browser's own bar has the focus, once.
            assert shown in ("", "nowhere"), f"{self.page.url}: the focus is {shown}"
        raise AssertionError(f"{self.page.url}: no key leads to {what}")


def is_somewhere(page: Page) -> bool:
    """Whether the focus has stayed on the page, and not fallen off with what was replaced."""
    return bool(page.evaluate("document.activeElement !== null && document.activeElement !== document.body"))
