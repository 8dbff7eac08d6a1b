"""Panels: the office names them, each member files an opinion, the office records the conclusion."""

from tests.browser.people import Person, Town
from tests.browser.seed import EXPERTS


def form_panel(town: Town, number: str) -> None:
    """The office names five experts and their leader."""
    office = town("informatization_office")
    office.go(f"/projects/{number}/reviews/form/")
    for box in office.page.locator("main [name=experts]").all():
        box.check()
    office.page.locator("main [name=leader]").select_option(index=1)
    office.picture("panel-form")
    office.confirm()
    office.go(f"/projects/{number}/reviews/")
    office.picture("panel-formed")


def file_opinions(town: Town, verdict: str) -> None:
    """Each expert finds the panel on the home page and files an opinion."""
    for username in EXPERTS:
        expert = town(username)
        expert.go("/reviews/")
        expert.press("main .task-action a")
        _file(expert, verdict)
    town(EXPERTS[0]).picture("opinion-filed")


def _file(expert: Person, verdict: str) -> None:
    for group in expert.page.locator("main fieldset").all():
        group.locator("input[type=radio]").first.check()
    places = expert.page.locator("main input[name^=place_]").all()
    for place, field in enumerate(places, start=1):
        field.fill(str(place))
    if not places:
        expert.fill(verdict=verdict)
    if verdict in {"fail", "pass_after_revision"}:
        expert.fill(problems="数据资源目录不完整，测试记录与合同要求不符，应予整改。")
    expert.fill(suggestions="建议加强与市公共数据平台的衔接。", confirmed=True)
    if expert.username == EXPERTS[0]:
        expert.picture(f"opinion-{verdict}")
    expert.confirm()


def conclude(town: Town, number: str, conclusion: str) -> None:
    """The office records what the panel concluded."""
    office = town("informatization_office")
    office.go(f"/projects/{number}/reviews/")
    with office.page.expect_navigation():
        office.page.locator("main a[href$='/conclude/']").first.click()
    places = office.page.locator("main input[name^=place_]").all()
    for place, field in enumerate(places, start=1):
        field.fill(str(place))
    if not places:
        office.fill(conclusion=conclusion)
    office.fill(opinion="专家组听取了汇报，审阅了材料，经质询讨论，形成本意见。")
    office.picture(f"panel-conclude-{conclusion}")
    office.confirm()


def review(town: Town, number: str, conclusion: str) -> None:
    """Hold a whole panel."""
    form_panel(town, number)
    file_opinions(town, conclusion)
    conclude(town, number, conclusion)
