"""Panels: the office fixes a sheet and draws them, each member marks and signs, the leader files."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.browser.people import Person, Town
from tests.browser.seed import EXPERTS


def form_panel(town: Town, number: str) -> None:
    """The office convenes a panel of five for the next hour and draws its experts in front of everybody."""
    office = town("informatization_office")
    office.go(f"/projects/{number}/reviews/form/")
    soon = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(hours=1)
    office.fill(meets_at=soon.strftime("%Y-%m-%dT%H:%M"), place="市信息办五楼评审室")
    office.fill(specialty_1="01", seats_1=5, reserves_1=0)
    office.picture("panel-form")
    office.confirm()
    office.confirm()
    office.fill(word="418")
    office.picture("draw-list-closed")
    office.confirm()
    office.picture("draw-made")


def name_leader(town: Town, number: str) -> None:
    """The office records whom the members chose."""
    office = town("informatization_office")
    office.go(f"/projects/{number}/reviews/")
    office.press("main a[href$='/leader/']")
    office.choose("member", index=1)
    office.confirm()


def file_opinions(town: Town, verdict: str) -> None:
    """Each expert finds the panel on the home page, marks, reads it once more and files."""
    for username in EXPERTS:
        expert = town(username)
        expert.go("/reviews/")
        expert.press("main .task-action a")
        expert.press("main button[value=accept]")
        if username == EXPERTS[0]:
            expert.picture("declaration")
        expert.press("main button[value=declare]")
        _mark(expert, verdict)
    town(EXPERTS[0]).picture("opinion-filed")


def _mark(expert: Person, verdict: str) -> None:
    for group in expert.page.locator("main fieldset").all():
        group.locator("input[type=radio]").first.check()
    for field in expert.page.locator("main input[name^=mark_][type=number]").all():
        most = float(field.get_attribute("max") or 0)
        field.fill(f"{most * (0.4 if verdict == 'fail' else 0.8):.1f}")
    for summed in expert.page.locator("main [data-summed]").all():
        typed = sum(float(field.input_value()) for field in summed.locator("input[type=number]").all())
        told = summed.locator("[data-running-sum] strong")
        assert not typed or float(told.inner_text()) == round(typed, 2)
    if verdict != "ranking":
        expert.fill(verdict=verdict)
    if verdict in {"fail", "pass_after_revision"}:
        expert.fill(problems="数据资源目录不完整，测试记录与合同要求不符，应予整改。")
    expert.fill(suggestions="建议加强与市公共数据平台的衔接。")
    expert.submit_draft()
    if expert.username == EXPERTS[0]:
        expert.picture(f"opinion-{verdict}")
    expert.confirm()
    if expert.username == EXPERTS[0]:
        expert.picture(f"opinion-{verdict}-check")
    expert.confirm()


def conclude(town: Town, conclusion: str) -> None:
    """The leader draws up what the marks bear, each member signs it, and the leader files it."""
    leader = next(town(one) for one in EXPERTS if _leads(town(one)))
    leader.fill(place="市信息办三楼会议室", conclusion=conclusion)
    leader.picture(f"panel-conclude-{conclusion}")
    leader.confirm()
    for username in EXPERTS:
        expert = town(username)
        expert.go("/reviews/")
        expert.press("main .task-action a")
        expert.fill(stance="agrees")
        if username == EXPERTS[0]:
            expert.picture("panel-sign")
        expert.confirm()
    assert _leads(leader)
    leader.picture("panel-signed")
    leader.confirm()


def _leads(expert: Person) -> bool:
    """Open the page on which a panel is concluded, where this expert is asked to."""
    expert.go("/reviews/")
    link = "main .task-action a[href$='/conclude/']"
    if not expert.page.locator(link).count():
        return False
    expert.press(link)
    return True


def review(town: Town, number: str, conclusion: str) -> None:
    """Hold a whole panel."""
    office = town("informatization_office")
    office.go(f"/projects/{number}/reviews/")
    office.press("main a[href*='/reviews/sheets/']")
    office.picture(f"sheet-{conclusion}")
    office.confirm()
    form_panel(town, number)
    file_opinions(town, conclusion)
    name_leader(town, number)
    conclude(town, conclusion)
