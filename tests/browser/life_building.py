"""From the assigned supervisor to the published evaluation, with one failed acceptance and its rectification."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.browser.files import pdf
from tests.browser.people import Town

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
SUB_ACCEPTANCES = ("technical", "financial", "archive", "security", "data_sharing")
PARTIES = ("informatization_office", "finance_bureau", "supervision_bureau", "audit_bureau", "user_unit")


def start_building(town: Town, number: str, folder: Path) -> None:
    """The office assigns the supervisor; the construction entity starts and plans its milestones."""
    office, builder = town("informatization_office"), town("construction_entity")
    office.go(f"/projects/{number}/supervision/assign/")
    office.page.locator("main [name=supervisor]").select_option(label="东海市正信工程监理有限公司")
    office.fill(number="JL-2027-018", amount="6万", upload=pdf(folder, "监理合同"))
    office.confirm()
    builder.step(number, "start_construction")
    builder.must_stand("under_construction")
    for title in ("需求确认和详细设计", "系统开发和部署"):
        builder.go(f"/projects/{number}/construction/milestones/new/")
        builder.fill(title=title, planned_on="2027-06-30", deliverable="经监理确认的成果文件")
        builder.confirm()


def report(town: Town, number: str, folder: Path) -> None:
    """Progress, supervision, a blocking quality issue rectified and closed, a change."""
    builder, supervisor = town("construction_entity"), town("supervisor")
    builder.go(f"/projects/{number}/construction/progress/new/")
    builder.fill(from_on=TODAY, to_on=TODAY, percent=60, done="完成数据汇聚子系统。", next="开展联调测试。")
    builder.confirm()
    supervisor.go("/")
    supervisor.picture("supervisor-home")
    supervisor.go(f"/projects/{number}/construction/supervision/new/")
    supervisor.choose("kind", index=0)
    supervisor.fill(
        from_on=TODAY, to_on=TODAY, quality="质量受控。", progress="与计划一致。", cost="未发现异常。",
        safety="机房施工安全措施到位。", paper=pdf(folder, "监理月报"),
    )  # fmt: skip
    supervisor.confirm()
    supervisor.go(f"/projects/{number}/construction/issues/new/")
    supervisor.fill(
        title="监测数据丢包",
        description="现场抽测丢包率超过合同要求。",
        is_blocking=True,
        due_on="2027-07-15",
    )
    supervisor.confirm()
    builder.go(f"/projects/{number}/construction/issues/")
    builder.follow("监测数据丢包")
    issue = builder.page.url.split(town.address)[1]
    builder.go(issue + "rectify/")
    builder.fill(rectification="更换传输模块并复测，丢包率降至合同要求以内。")
    builder.confirm()
    supervisor.go(issue)
    supervisor.picture("quality-issue-rectified")
    supervisor.go(issue + "close/")
    supervisor.press("main form button[type=submit].btn-primary, main form button[type=submit].btn-danger")
    builder.go(f"/projects/{number}/construction/")
    builder.picture("construction")


def _meet_milestones(town: Town, number: str, folder: Path) -> None:
    builder = town("construction_entity")
    builder.go(f"/projects/{number}/construction/")
    pages = [a.get_attribute("href") or "" for a in builder.page.locator("main a[href$='/meet/']").all()]
    for page in pages:
        builder.go(page)
        builder.fill(met_on=TODAY, evidence=pdf(folder, "里程碑确认单"))
        builder.confirm()


def try_out(town: Town, number: str, folder: Path) -> None:
    """The trial run starts; the city's shortest trial run was set to no days, for a test has no time."""
    security, builder, user = town("security"), town("construction_entity"), town("user_unit")
    security.go("/policy/339900/trial_run_min_days/")
    security.fill(value=0, effective_from=TODAY, source="浏览器测试：试运行不等待")
    security.confirm()
    _meet_milestones(town, number, folder)
    builder.go(f"/projects/{number}/start_trial_run/")
    builder.fill(planned_days=90)
    builder.confirm()
    builder.go(f"/projects/{number}/")
    builder.must_stand("trial_run")
    user.go(f"/projects/{number}/acceptance/trial-run/")
    user.choose("passed", index=0)
    user.fill(findings="试运行期间系统稳定，功能满足业务需要。", report=pdf(folder, "试运行报告"))
    user.confirm()


def accept_preliminarily(town: Town, number: str, folder: Path) -> None:
    """The supervisor's signatory files the report and passes preliminary acceptance."""
    supervisor = town("supervisor")
    supervisor.go(f"/projects/{number}/acceptance/preliminary/")
    supervisor.choose("passed", index=0)
    supervisor.fill(findings="具备竣工验收条件。", report=pdf(folder, "初步验收报告"))
    supervisor.confirm()
    supervisor.go(f"/projects/{number}/")
    supervisor.must_stand("preliminarily_accepted")


def record_parts(town: Town, number: str, folder: Path) -> None:
    """The office records the five sub-acceptances."""
    office = town("informatization_office")
    for kind in SUB_ACCEPTANCES:
        office.go(f"/projects/{number}/acceptance/parts/{kind}/")
        office.choose("passed", index=0)
        office.fill(responsible="陈工", findings="符合要求。", report=pdf(folder, f"分项验收报告-{kind}"))
        office.confirm()
    office.go(f"/projects/{number}/acceptance/")
    office.picture("acceptance-checklist")


def return_for_rectification(town: Town, number: str) -> None:
    """After a failed acceptance the office sends the project back; what failed is rectified and closed."""
    office, builder, supervisor = (
        town("informatization_office"),
        town("construction_entity"),
        town("supervisor"),
    )
    office.step(number, "return_to_construction", reason="验收不合格：测试记录与合同要求不符，限期整改。")
    office.must_stand("under_construction")
    builder.go(f"/projects/{number}/construction/issues/")
    builder.follow("竣工验收未通过")
    issue = builder.page.url.split(town.address)[1]
    builder.picture("failed-acceptance-issue")
    builder.go(issue + "rectify/")
    builder.fill(rectification="按合同要求重新测试并补齐记录，经监理复核一致。")
    builder.confirm()
    supervisor.go(issue + "close/")
    supervisor.confirm()


def put_into_use(town: Town, number: str, folder: Path) -> None:
    """The office passes final acceptance; the user unit names the arrangement and puts it into use."""
    office, user = town("informatization_office"), town("user_unit")
    office.step(number, "pass_final_acceptance")
    office.must_stand("accepted")
    user.go(f"/projects/{number}/operation/maintenance/")
    user.fill(
        operator="东海市城市运行管理中心信息科", contact="周工", phone="0570-1112223",
        service_level="7×24小时值守，故障两小时内响应。", annual_cost="24万", starts_on=TODAY,
        ends_on="2029-12-31", plan=pdf(folder, "运行维护方案"),
    )  # fmt: skip
    user.confirm()
    user.step(number, "put_into_use")
    user.must_stand("in_use")


def evaluate(town: Town, number: str) -> None:
    """The office sets the indicators, five parties score and sign."""
    office = town("informatization_office")
    office.go(f"/projects/{number}/operation/evaluation/")
    office.picture("evaluation-indicators")
    office.confirm()
    for party in PARTIES:
        person = town(party)
        person.go(f"/projects/{number}/operation/evaluation/{party}/")
        for field in person.page.locator("main input[name^=points_]").all():
            most = field.get_attribute("max") or "5"
            field.fill(str(round(float(most) * 0.92, 2)))
        if party == "user_unit":
            person.picture("evaluation-scores")
        person.confirm()
    for party in PARTIES:
        town(party).step(number, "publish_evaluation")
    town("user_unit").must_stand("evaluated")
    town("user_unit").go(f"/projects/{number}/operation/")
    town("user_unit").picture("evaluation-published")
    town("user_unit").go(f"/projects/{number}/history/")
    town("user_unit").picture("history")
