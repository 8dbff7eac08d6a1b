"""The people of the browser tests: each logs in as a person does and works through the pages alone."""

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from projects.flow import Stage
from tests.browser.seed import EXPERTS, PASSWORD

SERIOUS = {"serious", "critical"}
DESK: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
"""Experts read, mark and sign on a phone."""


class Person:
    """Somebody at a browser."""

    def __init__(self, town: "Town", username: str) -> None:
        self.town, self.username = town, username
        # axe is injected; the application's own policy would refuse it.
        # A page is judged as it stays: while something fades in, its colors are not yet its own.
        self.context: BrowserContext = town.browser.new_context(
            viewport=PHONE if username in EXPERTS else DESK,
            locale="zh-CN",
            bypass_csp=True,
            reduced_motion="reduce",
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(60_000)  # A busy machine is no fault of the page.
        self.go("/accounts/login/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main button[type=submit]")

    def go(self, path: str) -> int:
        """Open an address; return the status."""
        response = self.page.goto(self.town.address + path)
        return response.status if response else 0

    def press(self, selector: str) -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def follow(self, text: str) -> None:
        """Follow the first link of the page that says this."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=re.compile(text)).first.click()

    def submit(self, text: str) -> None:
        """Press the first button of the page's own content that says this."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=re.compile(text)).first.click()

    def confirm(self) -> None:
        """Press the one primary button of the page's content."""
        self.press("main button.btn-primary[type=submit]")

    def step(self, number: str, step: str, reason: str = "") -> None:
        """Take or sign a step on its own page, and be back on the project's page."""
        self.go(f"/projects/{number}/steps/{step}/")
        self.page.fill("main [name=reason]", reason)
        self.picture(f"step-{step}")
        self.confirm()

    def unfold(self) -> None:
        """Open whatever is folded in the page's content."""
        folded = self.page.locator("main details:not([open]) > summary")
        while folded.count():
            folded.first.click()

    def submit_draft(self) -> None:
        """Press the plain button beside it, which saves a draft."""
        self.press("main .form-actions button[type=submit]:not(.btn-primary)")

    def stage(self) -> str:
        """Return the stage that the project's badge shows, by its code."""
        return self.page.locator("h1 .state").inner_text().strip()

    def must_stand(self, stage: str) -> None:
        """Hold the badge of the project's page against a stage."""
        with translation.override("zh-hans"):
            assert self.stage() == str(Stage(stage).label), self.page.url

    def fill(self, **values: Any) -> None:
        """Fill in fields by their names: text, choice, tick or file, as the field is."""
        for name, value in values.items():
            field = self.page.locator(f'main [name="{name}"]')
            kind = field.first.evaluate("e => e.tagName === 'INPUT' ? e.type : e.tagName")
            if kind == "radio":
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "checkbox":
                field.first.set_checked(bool(value))
            elif kind == "SELECT":
                field.first.select_option(value)
            elif kind == "file":
                field.first.set_input_files(value)
            else:
                field.first.fill(str(value))

    def choose(self, name: str, *, index: int) -> None:
        """Choose among radio buttons or options by their place."""
        field = self.page.locator(f'main [name="{name}"]')
        if field.first.evaluate("e => e.tagName") == "SELECT":
            field.first.select_option(index=index)
        else:
            field.nth(index).check()

    def sees(self, text: str) -> bool:
        return text in self.page.inner_text("body")

    def must_see(self, *texts: str) -> None:
        shown = self.page.inner_text("body")
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{self.username} at {self.page.url} misses {missing} in:\n{shown[:3000]}"

    def post(self, path: str, data: dict[str, str]) -> int:
        """Post by hand, as somebody would who goes around the pages; return the status."""
        token = next(c["value"] for c in self.context.cookies() if c["name"] == "csrftoken")
        response = self.context.request.post(
            self.town.address + path,
            form={**data, "csrfmiddlewaretoken": token},
            headers={"Referer": self.town.address + path},
            max_redirects=0,
        )
        return response.status

    def picture(self, name: str) -> None:
        """Keep the page as a picture, and hold it against axe."""
        number = next(self.town.numbers)
        self.page.screenshot(path=self.town.artifacts / f"{number:02d}-{name}.png", full_page=True)
        found = Axe().run(self.page).response["violations"]
        faults = [v for v in found if v["impact"] in SERIOUS]
        told = [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in faults]
        assert not told, f"{self.page.url}: {told}"


class Town:
    """All people of one test; each logs in when first asked for."""

    def __init__(self, address: str, browser: Browser, artifacts: Path) -> None:
        self.address, self.browser, self.artifacts = address, browser, artifacts
        self.numbers = iter(range(1, 1000))
        self._people: dict[str, Person] = {}

    def __call__(self, username: str) -> Person:
        if username not in self._people:
            self._people[username] = Person(self, username)
        return self._people[username]

    def close(self) -> None:
        """Keep what everybody saw last, for whoever has to find out why a test failed."""
        for person in self._people.values():
            person.page.screenshot(path=self.artifacts / f"last-{person.username}.png", full_page=True)
            person.context.close()
