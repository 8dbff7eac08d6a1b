"""Every page that people of the demo city can reach, opened in a real browser: axe, width, dead links.

Each person starts from their home page and follows the links of the pages themselves, one address for each
view. No link may lead to an error. Each view is then looked at once: what axe calls serious or critical, an
error of a script, or a page wider than a phone, fails.
"""

import re
from collections import deque
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page

from egov.demo import cast
from tests.browser.people import SERIOUS

pytestmark = pytest.mark.browser

PEOPLE = (
    "", "linxiaohui", "zhouwenbo", "wuguoping", "lumingyuan", "guxuejun", "dengqiuping", "duanpeng",
    "jiangyuchen", "suqing", "chenqiming", "niulimin", "kangning",
)  # fmt: skip
"""Nobody logged in, and one person or two of each role; the first to reach a view is the one who shows it."""

HUBS = {"projects:list": 2, "projects:overview": 4}
"""Of these more than one address is followed: what is linked depends on the stage."""

PATIENCE = 120_000
"""Milliseconds: a busy machine is no fault of the pages."""

LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]*)')


@dataclass
class Walk:
    """What one person reached: views with their addresses, and links that led to an error."""

    reached: dict[str, list[str]] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)


def view_of(address: str) -> str:
    """Return the name of the view behind an address of ours; empty for files and other places."""
    path = address.partition("?")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return "" if "filename" in match.kwargs or match.url_name == "logout" else match.view_name


def walk(context: BrowserContext, address: str) -> Walk:
    """Follow the links from the home page by plain requests, breadth first."""
    found, waiting, seen = Walk(), deque(["/"]), {"/"}
    while waiting:
        path = waiting.popleft()
        view = view_of(path)
        if len(found.reached.get(view, [])) >= HUBS.get(view, 1):
            continue
        answer = context.request.get(address + path, timeout=PATIENCE)
        if answer.status != 200:
            found.dead.append(f"{answer.status} {path}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.reached.setdefault(view, []).append(path)
        for link in LINK.findall(answer.text()):
            target = link.replace("&amp;", "&")
            if target.startswith("?"):
                target = path.partition("?")[0] + target
            if target.startswith("/") and target not in seen and view_of(target):
                seen.add(target)
                waiting.append(target)
    return found


def log_in(browser: Browser, address: str, username: str) -> tuple[BrowserContext, Page]:
    # axe is injected; the application's own policy would refuse it.
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="zh-CN", bypass_csp=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_navigation_timeout(PATIENCE)
    if username:
        page.goto(f"{address}/accounts/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", cast.PASSWORD)
        with page.expect_navigation():
            page.press("[name=password]", "Enter")
    return context, page


def faults_of(page: Page, url: str) -> list[str]:
    """Open a page and name what is wrong with it."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url, wait_until="load")
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    for violation in found.response["violations"]:
        if violation["impact"] in SERIOUS:
            targets = [node["target"] for node in violation["nodes"]][:3]
            problems.append(f"{violation['id']}: {targets}")
    page.set_viewport_size({"width": 390, "height": 844})
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wider > 0:
        problems.append(f"{wider} pixels wider than a phone")
    return problems


def test_every_page_that_anybody_can_reach(demo_city: str, browser: Browser) -> None:
    shown: set[str] = set()
    faults: dict[str, list[str]] = {}
    for username in PEOPLE:
        context, page = log_in(browser, demo_city, username)
        found = walk(context, demo_city)
        for path in found.dead:
            faults.setdefault(f"{username}: {path}", []).append("a link leads to it")
        for view, paths in found.reached.items():
            if view not in shown:
                shown.add(view)
                if problems := faults_of(page, demo_city + paths[0]):
                    faults[f"{username}: {view} {paths[0]}"] = problems
        context.close()
    assert not faults, "\n".join(f"{where}: {what}" for where, what in faults.items())
    assert len(shown) > 80, sorted(shown)
