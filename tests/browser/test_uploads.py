"""Files on their way: each shows how far it has come, and one that was chosen stays chosen."""

from pathlib import Path

import pytest

from tests.browser.files import pdf
from tests.browser.people import Town
from tests.browser.seed import STANDING

pytestmark = pytest.mark.browser

PAGE = f"/projects/{STANDING['to_use']}/acceptance/parts/technical/"
CHOSEN = "main [name=report]"


def test_a_chosen_file_survives_a_fault_elsewhere_and_arrives(town: Town, tmp_path: Path) -> None:
    office = town("informatization_office")
    office.go(PAGE)
    office.page.locator(CHOSEN).set_input_files(pdf(tmp_path, "技术验收报告"))
    office.must_see("技术验收报告")
    office.page.locator("main button.btn-primary[type=submit]").click()
    office.page.wait_for_selector(".fault-summary")
    assert office.page.locator(CHOSEN).evaluate("input => input.files.length") == 1
    office.picture("upload-fault")
    office.choose("passed", index=0)
    office.fill(responsible="陈工", findings="符合要求。")
    office.confirm()
    office.must_see("技术验收报告", "分项验收结果已登记")


def test_each_file_shows_its_progress_and_a_broken_upload_says_so(town: Town, tmp_path: Path) -> None:
    office = town("informatization_office")
    office.go(PAGE)
    office.page.locator(CHOSEN).set_input_files(pdf(tmp_path, "安全验收报告"))
    office.page.route(f"**{PAGE}", lambda route: route.abort())
    office.page.evaluate(
        "new MutationObserver(() => { window.barSeen ||= !!document.querySelector('progress.upload-bar') })"
        ".observe(document.body, { childList: true, subtree: true })"
    )
    office.page.locator("main button.btn-primary[type=submit]").click()
    office.page.wait_for_selector(".upload-note.upload-refused")
    office.must_see("上传中断")
    assert office.page.evaluate("window.barSeen")
    assert office.page.locator(CHOSEN).evaluate("input => input.files.length") == 1


def test_a_file_that_is_too_large_is_named_before_it_travels(town: Town, tmp_path: Path) -> None:
    office = town("informatization_office")
    office.go(PAGE)
    office.page.locator(CHOSEN).evaluate("input => { input.dataset.maxBytes = 10 }")
    office.page.locator(CHOSEN).set_input_files(pdf(tmp_path, "大文件"))
    office.must_see("将不予接收")


def test_a_file_that_changed_since_it_was_chosen_is_named_and_chosen_again(
    town: Town, tmp_path: Path
) -> None:
    office = town("informatization_office")
    office.go(PAGE)
    report = pdf(tmp_path, "联调报告")
    office.page.locator(CHOSEN).set_input_files(report)
    report.write_bytes(report.read_bytes() + b"%")
    office.page.locator("main button.btn-primary[type=submit]").click()
    office.page.wait_for_selector("[data-upload-list] .upload-refused")
    office.must_see("“联调报告.pdf”在选择后有改动或已被移动")
    assert not office.sees("上传中断")
    assert office.page.locator(CHOSEN).evaluate("input => input.files.length") == 0
    office.page.locator(CHOSEN).set_input_files(report)
    assert not office.sees("在选择后有改动")
    office.page.route(f"**{PAGE}", lambda route: route.abort())
    with office.page.expect_request(lambda one: one.method == "POST"):
        office.page.locator("main button.btn-primary[type=submit]").click()
