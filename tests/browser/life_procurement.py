"""From the call for schemes to the signed contract, with one tender that fails on the way."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.browser.files import pdf
from tests.browser.people import Person, Town

SCHEMES = (("浙江智水科技有限公司", "913300007612345602"), ("东海数联软件有限公司", "913300007712345617"))
BIDDERS = (
    ("华东信息系统集成有限公司", "91330000781234562C", "218万"),
    ("东海网络工程有限公司", "91330000791234563H", "225.5万"),
    ("江南软件股份有限公司", "91330000801234564D", "231万"),
)


def _minute(ahead: int) -> datetime:
    """Return a whole minute in Beijing, so many minutes ahead."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    return now + timedelta(minutes=ahead)


def _typed(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def _wait_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - datetime.now(ZoneInfo("Asia/Shanghai"))).total_seconds()) + 0.5)


def solicit(town: Town, number: str, folder: Path) -> None:
    """The construction entity publishes the notice and records two schemes until its deadline."""
    builder, deadline = town("construction_entity"), _minute(2)
    builder.go(f"/projects/{number}/solicitation/edit/")
    builder.fill(
        title="智慧水务综合监管平台方案征集公告",
        text="面向社会公开征集设计方案，欢迎符合条件的单位参加。",
        requirements="提交总体方案、投资测算和实施计划。",
        deadline=_typed(deadline),
        contact="李工 0570-7654321",
    )
    builder.confirm()
    builder.go(f"/projects/{number}/solicitation/publish/")
    builder.picture("solicitation-before-publishing")
    builder.confirm()
    builder.go(f"/projects/{number}/")
    builder.must_stand("soliciting")
    for author, uscc in SCHEMES:
        builder.go(f"/projects/{number}/schemes/record/")
        builder.fill(author=author, uscc=uscc, summary="总体方案完整。", upload=pdf(folder, f"{author}方案"))
        builder.confirm()
    builder.go(f"/projects/{number}/schemes/")
    builder.picture("schemes-received")
    _wait_until(deadline)


def choose_and_confirm(town: Town, number: str, folder: Path) -> None:
    """The office chooses the best scheme; office and finance sign; design, estimate, joint confirmation."""
    office, builder = town("informatization_office"), town("construction_entity")
    office.go(f"/projects/{number}/schemes/")
    with office.page.expect_navigation():
        office.page.locator("main a[href*='/choose/']").first.click()
    office.confirm()
    for signer in ("informatization_office", "finance_bureau"):
        town(signer).step(number, "select_scheme")
    builder.go(f"/projects/{number}/design/file/")
    builder.fill(
        design_upload=pdf(folder, "优化设计方案"), estimate_upload=pdf(folder, "项目概算书"), estimate="235万"
    )
    builder.confirm()
    for signer in ("informatization_office", "user_unit"):
        town(signer).step(number, "confirm_scheme")
    town("user_unit").must_stand("scheme_confirmed")


def open_tender(town: Town, number: str, folder: Path, *, minutes: int) -> datetime:
    """The construction entity publishes a tender notice with a deadline so many minutes ahead."""
    builder, deadline = town("construction_entity"), _minute(minutes)
    builder.go(f"/projects/{number}/tender/edit/")
    builder.fill(
        method="open",
        title="智慧水务综合监管平台建设项目招标公告",
        text="本项目已具备招标条件，现进行公开招标。",
        uploads=pdf(folder, "招标文件"),
        budget="235万",
        max_price="235万",
        deadline=_typed(deadline),
        opening_at=_typed(deadline),
        opening_place="市公共资源交易中心3号开标室",
        contact="李工 0570-7654321",
    )
    builder.confirm()
    builder.go(f"/projects/{number}/tender/publish/")
    builder.picture("tender-before-publishing")
    builder.confirm()
    builder.go(f"/projects/{number}/")
    builder.must_stand("tendering")
    return deadline


def fail_first_tender(town: Town, number: str, folder: Path) -> None:
    """Only one bid comes in; the tender is declared failed."""
    builder = town("construction_entity")
    deadline = open_tender(town, number, folder, minutes=2)
    _bid(builder, number, 0, folder)
    _wait_until(deadline)
    builder.go(f"/projects/{number}/fail_tender/")
    builder.fill(reason="投标截止时仅一家投标人，不足三家。")
    builder.picture("tender-failed")
    builder.press("main form button[type=submit].btn-danger, main form button[type=submit].btn-primary")
    builder.go(f"/projects/{number}/")
    builder.must_stand("scheme_confirmed")


def _bid(builder: Person, number: str, index: int, folder: Path) -> None:
    name, uscc, price = BIDDERS[index]
    builder.go(f"/projects/{number}/tender/bids/record/")
    builder.fill(supplier_name=name, uscc=uscc, price=price, upload=pdf(folder, f"{name}投标文件"))
    builder.confirm()


def _judge(builder: Person, number: str) -> None:
    """Find each bid valid."""
    builder.go(f"/projects/{number}/tender/")
    pages = [link.get_attribute("href") for link in builder.page.locator("main a[href$='/judge/']").all()]
    for page in pages:
        builder.go(page or "")
        builder.page.locator('main [name=valid][value="1"]').check()
        builder.confirm()


def tender_and_sign(town: Town, number: str, folder: Path) -> None:
    """Three bids, opening, evaluation, award, contract."""
    builder = town("construction_entity")
    deadline = open_tender(town, number, folder, minutes=2)
    for index in range(len(BIDDERS)):
        _bid(builder, number, index, folder)
    builder.go(f"/projects/{number}/tender/")
    builder.picture("bids-sealed")
    _wait_until(deadline)
    builder.go(f"/projects/{number}/tender/opening/")
    builder.fill(upload=pdf(folder, "开标记录"))
    builder.confirm()
    evaluate_and_sign(town, number, folder)


def evaluate_and_sign(town: Town, number: str, folder: Path) -> None:
    """The opened bids are judged and ranked, the award is published, the contract signed."""
    builder = town("construction_entity")
    _judge(builder, number)
    builder.go(f"/projects/{number}/tender/result/")
    builder.fill(upload=pdf(folder, "评标报告"))
    for place, field in enumerate(builder.page.locator("main input[name^=place_]").all(), start=1):
        field.fill(str(place))
    builder.picture("bids-evaluated")
    builder.confirm()
    builder.go(f"/projects/{number}/tender/award/")
    builder.page.locator("main [name=winner]").first.check()
    builder.fill(
        amount="218万",
        title="中标公告",
        text="经评标委员会评审，现将中标结果公告如下。",
        contact="李工 0570-7654321",
    )
    builder.picture("award")
    builder.confirm()
    builder.go(f"/projects/{number}/contract/record/")
    builder.fill(
        number="DH-2027-018", amount="218万", signed_on="2026-11-22", starts_on="2026-11-22",
        ends_on="2027-11-30", upload=pdf(folder, "建设合同"),
    )  # fmt: skip
    builder.confirm()
    builder.go(f"/projects/{number}/contract/sign/")
    builder.picture("contract-before-signing")
    builder.confirm()
    builder.go(f"/projects/{number}/")
    builder.must_stand("contracted")
