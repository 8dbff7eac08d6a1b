"""The annual plan: a year opened, a project proposed, included, signed for and published."""

from tests.browser.people import Town

TITLE = "东海市智慧水务综合监管平台建设项目（一期）"
PLAN = "/plans/339900/2027/"


def open_year(town: Town) -> None:
    """The office opens the plan year 2027 with priorities and a ceiling."""
    office = town("informatization_office")
    office.go("/")
    office.must_see("待办")
    office.picture("home-without-tasks")
    office.go("/plans/new/")
    office.fill(year=2027, priorities="推进一网通办和数据共享，优先保障民生与安全。", ceiling="3000万")
    office.confirm()
    office.go(PLAN)
    office.picture("plan-opened")


def propose(town: Town) -> str:
    """The department drafts a proposal, leaves it, comes back and proposes; return the number."""
    owner = town("owner_handler")
    owner.go(PLAN + "propose/")
    owner.fill(title=TITLE, category="application", construction_type="new")
    owner.page.locator("main [name=user_unit]").select_option(label="东海市城市运行管理中心")
    owner.confirm()
    number = owner.page.url.split("/projects/")[1].split("/")[0]
    owner.fill(background="现有供排水监测系统分散建设，数据难以互通，预警能力不足。" * 3)
    owner.submit_draft()
    owner.go(f"/projects/{number}/proposal/")
    owner.fill(
        objectives="建成覆盖供水、排水、防汛的统一监管平台，实现一网统管。",
        content="建设数据汇聚、监测预警、调度指挥三个子系统，接入在线监测点位二千余个。",
        shares="供水管网基础信息、在线监测数据",
        consumes="人口、法人、地理空间基础信息",
        priority="1_urgent",
        security_grade="3",
        **{
            "cost-software_development-2027": "180万",
            "cost-hardware-2027": "60万",
            "funding-special_fund": "240万",
        },
    )
    owner.picture("proposal-draft")
    owner.press("main button[name=propose]")
    owner.must_see(TITLE)
    owner.confirm()
    owner.go(f"/projects/{number}/")
    owner.must_see(number)
    owner.picture("project-proposed")
    return number


def publish_year(town: Town, number: str) -> None:
    """The office includes the proposal; office and finance sign; the office publishes."""
    office, finance = town("informatization_office"), town("finance_bureau")
    office.go(PLAN)
    office.page.locator("main input[name=chosen]").first.check()
    office.fill(reason="符合年度重点，前期工作充分。")
    office.press("main button[name=decision][value=included]")
    office.picture("plan-decided")
    office.press("main form[action$='/open/'] button[type=submit]")
    for signer in (office, finance):
        signer.go(PLAN + "sign/")
        signer.confirm()
    finance.picture("plan-signed")
    office.go(PLAN + "publish/")
    office.confirm()
    office.go(f"/projects/{number}/")
    office.must_stand("planned")
    office.picture("project-planned")
