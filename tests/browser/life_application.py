"""The application: drafted, signed, returned for correction, corrected, submitted again, accepted."""

from pathlib import Path

from tests.browser.files import pdf, word
from tests.browser.people import Person, Town

TEXTS = {
    "leader_name": "赵建国",
    "contact_name": "朱晓梅",
    "contact_phone": "0570-1234567",
    "starts_on": "2027-03-01",
    "ends_on": "2028-06-30",
    "location": "东海市水务局机房及各区监测站点",
    "basis": "《东海市数字政府建设总体规划》；市政府专题会议纪要〔2026〕18号。",
    "existing_systems": "供水调度系统、防汛监测系统各一套，分别建于2015年和2018年。",
    "relation_to_existing": "整合两套既有系统的监测数据，原系统在新平台稳定运行后下线。",
    "feasibility": "技术路线成熟，周边城市已有同类平台稳定运行，数据条件具备。",
    "functions": "数据汇聚、监测预警、调度指挥、统计分析、移动巡检。",
    "architecture": "采用微服务架构，部署于市政务云，统一身份认证。",
    "platforms": "市公共数据平台、城市运行管理平台。",
    "cryptography": "采用国产密码算法，按要求开展密码应用安全性评估。",
    "xinchuang": "操作系统、数据库、中间件均采用安全可靠产品。",
    "data_classification": "一般数据为主，管网坐标数据按重要数据管理。",
    "annual_maintenance": "24万",
    "cost_basis": "参照同类项目中标价格和市政务信息化项目造价标准测算。",
    "performance_goal": "供水漏损率下降两个百分点，预警处置时间缩短一半。",
    "resources-0-note": "按目录提供",
    "indicators-0-name": "接入监测点位",
    "indicators-0-target": "不少于2000个",
    "indicators-1-name": "预警响应时间",
    "indicators-1-target": "不超过5分钟",
}


def apply(town: Town, number: str, folder: Path) -> None:
    """The handler fills in the form in two sittings; the signatory reads and submits it."""
    handler = town("owner_handler")
    page = f"/projects/{number}/application/"
    handler.go(page)
    handler.fill(leader_name="赵建国", annual_maintenance="二十四万左右")
    handler.confirm()
    assert handler.page.locator("[name=annual_maintenance]").input_value() == "二十四万左右"
    handler.picture("application-draft-with-an-error")
    _fill_in(handler, folder)
    handler.confirm()
    # Saving adds empty rows: the third indicator goes there.
    handler.fill(
        **{
            "indicators-2-kind": "satisfaction",
            "indicators-2-name": "用户满意度",
            "indicators-2-target": "不低于90%",
        }
    )
    handler.confirm()
    handler.go(page)
    handler.picture("application-filled")
    signatory = town("owner_unit")
    _sign(signatory, number)
    signatory.go(f"/projects/{number}/")
    signatory.must_stand("submitted")


def _fill_in(handler: Person, folder: Path) -> None:
    for name in ("confidentiality", "deployment", "network", "resources-0-sharing", "resources-1-sharing"):
        handler.page.locator(f"main [name={name}]").select_option(index=1)
    handler.fill(**TEXTS, **{"indicators-0-kind": "quantity", "indicators-1-kind": "benefit"})
    handler.fill(
        feasibility_report=pdf(folder, "智慧水务可行性研究报告"),
        requirements_report=word(folder, "智慧水务需求分析报告"),
    )


def _sign(signatory: Person, number: str) -> None:
    signatory.go(f"/projects/{number}/application/submit/")
    signatory.picture("application-before-signing")
    signatory.confirm()


def return_and_correct(town: Town, number: str) -> None:
    """The office marks a field and returns the form; the unit corrects it; the office sees what changed."""
    office, handler = town("informatization_office"), town("owner_handler")
    office.go(f"/projects/{number}/application/return/")
    office.unfold()
    office.fill(
        **{
            "mark-necessity": True,
            "why-necessity": "请补充与上级规划的衔接。",
            "reason": "必要性论述不充分。",
        }
    )
    office.picture("application-return")
    office.press("main form button[type=submit]")
    handler.go(f"/projects/{number}/application/")
    handler.must_see("请补充与上级规划的衔接。")
    handler.picture("application-returned")
    handler.fill(necessity="现有系统分散，数据不通；本项目落实省水务数字化规划的要求，列入市年度重点。")
    handler.confirm()
    _sign(town("owner_unit"), number)
    office.go(f"/projects/{number}/application/")
    office.must_see("落实省水务数字化规划")
    office.picture("application-changes")
    office.step(number, "accept_application")
    office.must_stand("under_argumentation")
