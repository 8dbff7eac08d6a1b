"""From the concluded argumentation to the issued initiation approval."""

from pathlib import Path

from tests.browser.files import pdf
from tests.browser.people import Town


def file_revision_and_sign(town: Town, number: str, folder: Path) -> None:
    """The owner unit files what the panel asked for; office and finance sign."""
    owner = town("owner_handler")
    owner.go(f"/projects/{number}/reviews/")
    with owner.page.expect_navigation():
        owner.page.locator("main a[href$='/revision/']").first.click()
    owner.fill(upload=pdf(folder, "论证意见修改说明"))
    owner.confirm()
    for signer in ("informatization_office", "finance_bureau"):
        town(signer).step(number, "pass_argumentation")
    town("finance_bureau").must_stand("argued")


def ask_and_decide(town: Town, number: str, folder: Path) -> None:
    """The office asks; the municipal government decides and names the construction entity."""
    office, government = town("informatization_office"), town("municipal_government")
    office.go(f"/projects/{number}/approval/request/")
    office.fill(document_number="东信办〔2027〕6号")
    office.confirm()
    government.go("/")
    government.picture("government-home")
    government.go(f"/projects/{number}/approval/decide/")
    government.page.locator("main [name=construction_entity]").select_option(label="东海市大数据发展管理中心")
    government.fill(
        outcome="approve",
        approved_investment="240万",
        meeting="市政府第十二次常务会议",
        upload=pdf(folder, "市政府常务会议纪要"),
        confirmed=True,
    )
    government.picture("government-decides")
    government.confirm()


def allocate_and_issue(town: Town, number: str) -> None:
    """Office and finance arrange the fund, finance allocates, the leading group office issues the PDF."""
    finance, leading = town("finance_bureau"), town("leading_group_office")
    finance.go("/fund/arrange/")
    finance.fill(
        year=2027,
        appropriation="5600万",
        construction="5000万",
        review="200万",
        maintenance="400万",
        basis="东财〔2027〕1号",
        reason="按年度预算安排。",
    )
    finance.confirm()
    finance.picture("fund-arranged")
    arrangement = finance.page.url
    finance.press("main form[action$='/sign/'] button")
    office = town("informatization_office")
    office.page.goto(arrangement)
    office.press("main form[action$='/sign/'] button")
    office.picture("fund-signed")
    finance.go(f"/projects/{number}/money/")
    finance.page.locator("main [name=fund]").select_option(index=0)
    finance.fill(amount="240万", reason="列入2027年度计划，已经市政府批准。")
    finance.picture("finance-allocates")
    finance.confirm()
    leading.go(f"/projects/{number}/initiation/issue/")
    leading.picture("initiation-before-issuing")
    leading.confirm()
    leading.must_see("东信领办〔")
    leading.must_stand("initiated")
    leading.picture("initiation-issued")
    link = leading.page.locator("main a[href*='/documents/'][href$='.pdf']").first
    with leading.page.expect_download() as download:
        link.click()
    paper = leading.town.artifacts / "initiation-approval.pdf"
    download.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF")
