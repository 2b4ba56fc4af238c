"""A planner who does a task by mouse, or by keyboard alone, and counts the steps."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from .conftest import Watched

#: How far the thing to be reached is from what has the focus, in presses of Tab.
_AWAY = """target => {
    const stops = "a[href], button, input, select, textarea, summary, [tabindex]";
    const all = [...document.querySelectorAll(stops)]
        .filter(one => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden"
            && one.checkVisibility({ visibilityProperty: true }));
    return [all.indexOf(target), all.indexOf(document.activeElement)];
}"""
_RINGED = """target => [target, ...target.querySelectorAll("rect, text")].some(one => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
        || (one !== target && parseFloat(style.strokeWidth) >= 3);
})"""
_CHECKED: set[str] = set()


@dataclass
class Walker:
    """A page in the hands of a planner; a step is a click, a key that acts, or a search that is sent."""

    watched: Watched
    hand: str
    steps: int = 0
    reached: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.watched.page

    def begin(self) -> Page:
        """Open the start page, which is no step."""
        self.page.goto(self.watched.site + "/")
        self._look()
        return self.page

    def act(self, target: Locator) -> None:
        """Press a link, a button or the head of a box: one step."""
        leads = target.evaluate("target => target.matches('a[href]:not([href^=\"#\"]):not([role=button])')")
        if self.hand == "keyboard":
            self.go_to(target)
        with self.page.expect_navigation() if leads else nullcontext():
            target.click() if self.hand == "mouse" else self.page.keyboard.press("Enter")
        self._step()

    def write(self, field_: Locator, text: str) -> None:
        """Write into a field, in place of what stands there; nothing happens by that."""
        if self.hand == "mouse":
            field_.click()
        else:
            self.go_to(field_)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def send(self) -> None:
        """Send the form of the field that is written in: one step."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._step()

    def pick(self, field_: Locator, text: str, name: str) -> None:
        """Write into a search, and open a suggestion of that name: one step."""
        self.write(field_, text)
        option = self.page.get_by_role("option").filter(has_text=name).first
        option.wait_for()
        if self.hand == "keyboard":
            self._move_to(option)
        with self.page.expect_navigation():
            option.click() if self.hand == "mouse" else self.page.keyboard.press("Enter")
        self._step()

    def _move_to(self, option: Locator) -> None:
        for _ in range(12):
            self.page.keyboard.press("ArrowDown")
            if option.get_attribute("aria-selected") == "true":
                return

    def go_to(self, target: Locator) -> None:
        """Move the focus by Tab, and see that it is seen there."""
        for _ in range(4):
            place, now = target.evaluate(_AWAY)
            assert place >= 0, "the keyboard does not reach it"
            for _ in range(abs(place - now)):
                self.page.keyboard.press("Tab" if place > now else "Shift+Tab")
            if target.evaluate("target => target === document.activeElement"):
                break
        assert target.evaluate("target => target === document.activeElement"), (
            "the keyboard does not reach it"
        )
        assert target.evaluate(_RINGED), "the focus is not seen"

    def _step(self) -> None:
        self.steps += 1
        self.page.wait_for_load_state("load")
        self._look()

    def _look(self) -> None:
        """Let axe look at a page that nobody has looked at yet; its address without the host names it."""
        self.reached.append(self.page.url.removeprefix(self.watched.site))
        if self.reached[-1] in _CHECKED:
            return
        _CHECKED.add(self.reached[-1])
        found = Axe().run(self.page).response["violations"]
        told = [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]
        assert not told, (self.reached[-1], told)
