"""The pages from construction to retirement, as the people of the process use them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acceptance import actions
from acceptance.models import Change, QualityIssue, ScoreSheet
from projects.flow import Stage
from projects.models import Project
from tests.acceptance.test_construction import issue_of, meet, plan
from tests.acceptance.test_evaluation import file_all, full, open_evaluation, sheet_of
from tests.acceptance.test_outcomes import arrange, conclude, on_trial, preliminarily_accepted, record_part
from tests.approvals import bind_contract, give
from tests.factories import City, make_actor, make_built_project, make_contract
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def as_(city: City, role: str) -> Client:
    client = Client()
    client.force_login(city.actor(role).user)
    return client


def url(name: str, project: Project, *args: object) -> str:
    return reverse(f"acceptance:{name}", args=[project.number, *args])


def today(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def contract_of(project: Project, city: City) -> None:
    contract = make_contract(project, city.actor("construction_entity"), Decimal(1_000_000))
    give(city, project, Decimal(1_200_000))
    bind_contract(city, contract)


def test_construction_from_milestone_to_trial_run(city: City) -> None:
    project, builder = make_built_project(city), as_(city, "construction_entity")
    fields = {"title": "完成联调", "planned_on": today(5), "deliverable": "联调报告"}
    assert builder.post(url("plan_milestone", project), fields).status_code == 302
    milestone = project.milestones.get()
    builder.post(url("change_milestone", project, milestone.pk), {**fields, "title": "完成联调测试"})
    builder.post(
        url("meet_milestone", project, milestone.pk), {"met_on": today(), "evidence": upload("联调.pdf")}
    )
    milestone.refresh_from_db()
    assert (milestone.title, milestone.evidence.name) == ("完成联调测试", "联调.pdf")
    assert "联调.pdf" in builder.get(url("construction", project)).text
    response = builder.post(url("start_trial_run", project), {"starts_on": today(), "planned_days": "90"})
    assert response.url == url("acceptance", project)
    project.refresh_from_db()
    assert project.stage == Stage.TRIAL_RUN


def test_what_an_action_refuses_stands_on_the_form_with_what_was_typed(city: City) -> None:
    project, builder = make_built_project(city), as_(city, "construction_entity")
    meet(plan(project, city), city)
    page = builder.post(url("start_trial_run", project), {"starts_on": today(), "planned_days": "30"})
    assert page.status_code == 200
    assert "planned_days" in page.context["form"].errors
    assert 'value="30"' in page.text


def test_a_trial_run_that_is_not_ready_says_why(city: City) -> None:
    project = make_built_project(city)
    page = as_(city, "construction_entity").post(
        url("start_trial_run", project), {"starts_on": today(), "planned_days": "90"}
    )
    assert page.status_code == 409
    assert [line["label"] for line in page.context["unmet"]]


def test_a_milestone_is_dropped(city: City) -> None:
    project = make_built_project(city)
    milestone = plan(project, city)
    builder = as_(city, "construction_entity")
    assert builder.get(url("drop_milestone", project, milestone.pk)).status_code == 200
    builder.post(url("drop_milestone", project, milestone.pk))
    assert not project.milestones.exists()


def test_reports_are_filed_and_read(city: City) -> None:
    project = make_built_project(city)
    period = {"from_on": today(-6), "to_on": today()}
    as_(city, "construction_entity").post(
        url("report_progress", project), {**period, "percent": "35", "done": "完成开发", "next": "联调"}
    )
    as_(city, "supervisor").post(
        url("report_supervision", project),
        {
            **period,
            "kind": "weekly",
            "quality": "合格",
            "progress": "正常",
            "cost": "未超",
            "safety": "无",
            "paper": upload("周报.pdf"),
        },
    )
    reader = as_(city, "audit_bureau")
    for page in ("construction", "progress_reports"):
        assert "完成开发" in reader.get(url(page, project)).text
    assert "周报.pdf" in reader.get(url("supervision_reports", project)).text


def test_an_issue_goes_from_raised_to_closed(city: City) -> None:
    project = make_built_project(city)
    user, builder = as_(city, "user_unit"), as_(city, "construction_entity")
    facts = {"title": "响应慢", "description": "超过五秒", "is_blocking": "on", "due_on": today(3)}
    user.post(url("raise_issue", project), facts)
    issue = project.quality_issues.get()
    assert issue.is_blocking
    builder.post(url("rectify_issue", project, issue.pk), {"rectification": "加索引", "proof": upload()})
    assert as_(city, "informatization_office").get(url("close_issue", project, issue.pk)).status_code == 403
    user.post(url("reject_rectification", project, issue.pk), {"reason": "仍慢"})
    builder.post(url("rectify_issue", project, issue.pk), {"rectification": "加缓存"})
    page = user.get(url("quality_issue", project, issue.pk))
    assert page.context["may_close"]
    user.post(url("close_issue", project, issue.pk))
    issue.refresh_from_db()
    assert issue.state == "closed"
    assert "响应慢" in user.get(url("quality_issues", project)).text


def test_a_change_is_filed_and_decided(city: City) -> None:
    project = make_built_project(city)
    contract_of(project, city)
    builder, office = as_(city, "construction_entity"), as_(city, "informatization_office")
    fields = {"content": "增加接口", "reason": "上级部署", "days_delta": "10", "direction": "more"}
    page = builder.post(url("file_change", project), {**fields, "paper": upload("变更单.pdf")})
    assert "amount_delta" in page.context["form"].errors
    builder.post(
        url("file_change", project), {**fields, "amount_delta": "15万", "paper": upload("变更单.pdf")}
    )
    change = project.changes.get()
    assert (change.amount_delta, change.status) == (150_000, Change.Status.PENDING)
    assert builder.post(url("decide_change", project, change.pk), {"decision": "approve"}).status_code == 403
    assert office.post(url("decide_change", project, change.pk), {"decision": "refuse"}).status_code == 200
    office.post(url("decide_change", project, change.pk), {"decision": "approve"})
    change.refresh_from_db()
    assert change.status == Change.Status.APPROVED
    assert "1,150,000.00" in office.get(url("construction", project)).text


def test_a_decrease_is_a_negative_amount(city: City) -> None:
    project = make_built_project(city)
    contract_of(project, city)
    fields = {"content": "减少", "reason": "重复", "days_delta": "-5", "direction": "less"}
    as_(city, "construction_entity").post(
        url("file_change", project), {**fields, "amount_delta": "5万", "paper": upload("变更单.pdf")}
    )
    assert project.changes.get().amount_delta == -50_000


def test_trial_run_is_logged_and_concluded(city: City) -> None:
    project, user = on_trial(city, days=90), as_(city, "user_unit")
    user.post(url("log_trial_run", project), {"seen_on": today(), "finding": "运行正常"})
    assert "运行正常" in user.get(url("acceptance", project)).text
    fields = {"passed": "passed", "findings": "平稳", "report": upload("试运行报告.pdf")}
    assert user.post(url("conclude_trial_run", project), fields).status_code == 302
    supervisor = as_(city, "supervisor")
    due = [line for line in supervisor.get(url("acceptance", project)).context["checklist"] if line.url]
    assert [line.url for line in due] == [url("preliminary_acceptance", project)]
    report = {"passed": "passed", "findings": "符合合同", "report": upload("初验报告.pdf")}
    supervisor.post(url("preliminary_acceptance", project), report)
    project.refresh_from_db()
    assert project.stage == Stage.PRELIMINARILY_ACCEPTED


def test_preliminary_acceptance_before_its_time_says_why(city: City) -> None:
    project = on_trial(city, days=90)
    report = {"passed": "passed", "findings": "符合合同", "report": upload("初验报告.pdf")}
    page = as_(city, "supervisor").post(url("preliminary_acceptance", project), report)
    assert page.status_code == 409


def test_a_handler_of_the_supervisor_does_not_accept(city: City) -> None:
    project = on_trial(city, days=90)
    client = Client()
    client.force_login(make_actor(city.supervisor, is_signatory=False).user)
    assert client.get(url("preliminary_acceptance", project)).status_code == 403


def test_a_failed_trial_run_offers_the_return(city: City) -> None:
    project = on_trial(city, days=2)
    conclude(project, city, passed=False)
    page = as_(city, "supervisor").get(url("acceptance", project))
    assert page.context["return_url"] == url("return_to_construction", project)
    assert [line.tone for line in page.context["checklist"][:2]] == ["danger", "neutral"]
    assert as_(city, "user_unit").get(url("acceptance", project)).context["return_url"] == ""


def sub_acceptance(**lines: str) -> dict[str, object]:
    return {
        "responsible": "王工",
        "held_on": today(),
        "passed": "passed",
        "findings": "齐全",
        "report": upload("技术验收.pdf"),
        "left-TOTAL_FORMS": "3",
        "left-INITIAL_FORMS": "0",
        **lines,
    }


def test_a_part_is_recorded_with_what_it_leaves(city: City) -> None:
    project, office = preliminarily_accepted(city), as_(city, "informatization_office")
    half = {"left-0-description": "补充手册"}
    page = office.post(url("sub_acceptance", project, "technical"), sub_acceptance(**half))
    assert page.status_code == 200
    assert not project.sub_acceptances.exists()
    whole = {**half, "left-0-responsible": "李工", "left-0-due_on": today(30)}
    office.post(url("sub_acceptance", project, "technical"), sub_acceptance(**whole))
    issue = project.sub_acceptances.get().outstanding_issues.get()
    office.post(url("settle_issue", project, issue.pk), {"settlement": "已补"})
    assert "已补" in office.get(url("acceptance", project)).text
    assert office.get(url("sub_acceptance", project, "beauty")).status_code == 404


def test_the_checklist_leads_to_what_is_due(city: City) -> None:
    project = preliminarily_accepted(city)
    record_part(project, city, "technical")
    record_part(project, city, "financial", passed=False)
    lines = as_(city, "informatization_office").get(url("acceptance", project)).context["checklist"]
    tones = [line.tone for line in lines]
    assert tones[2:7] == ["done", "danger", "waiting", "waiting", "waiting"]
    assert all(line.url for line in lines[2:9])


def test_maintenance_is_arranged(city: City) -> None:
    project, user = make_built_project(city, stage=Stage.ACCEPTED), as_(city, "user_unit")
    user.post(
        url("arrange_maintenance", project),
        {
            "operator": "市大数据中心",
            "contact": "赵敏",
            "phone": "0512-8888",
            "service_level": "7×24",
            "annual_cost": "20万",
            "starts_on": today(),
            "ends_on": today(365),
            "plan": upload("运维方案.pdf"),
        },
    )
    page = user.get(url("operation", project))
    assert "市大数据中心" in page.text
    assert page.context["step_urls"]["put_into_use"]


def test_retirement_names_a_successor_of_the_same_place(city: City) -> None:
    project, user = make_built_project(city, stage=Stage.IN_USE), as_(city, "user_unit")
    elsewhere, successor = make_built_project(City()), make_built_project(city)
    for number in (elsewhere.number, "没有"):
        page = user.post(url("explain_retirement", project), {"successor": number})
        assert "successor" in page.context["form"].errors
    assert user.post(url("explain_retirement", project), {}).status_code == 200
    user.post(url("explain_retirement", project), {"successor": successor.number})
    project.refresh_from_db()
    assert project.successor == successor
    assert successor.title in user.get(url("operation", project)).text


def indicator_fields(*weights: str) -> dict[str, str]:
    fields = {"line-TOTAL_FORMS": str(len(weights)), "line-INITIAL_FORMS": "0"}
    for n, weight in enumerate(weights):
        fields |= {f"line-{n}-level1": "产出", f"line-{n}-level2": "数量"}
        fields |= {f"line-{n}-level3": f"指标{n}", f"line-{n}-weight": weight}
    return fields


def test_the_office_opens_the_evaluation_with_the_preset_or_its_own(city: City) -> None:
    project, office = make_built_project(city, stage=Stage.IN_USE), as_(city, "informatization_office")
    assert office.get(url("indicators", project)).text.count("实际完成率") == 1
    page = office.post(url("indicators", project), indicator_fields("60", "30"))
    assert page.context["refused"]
    office.post(url("indicators", project), indicator_fields("60", "40"))
    assert project.evaluations.get().indicators.count() == 2
    struck = {**indicator_fields("60", "40", "100"), "line-0-DELETE": "on", "line-1-DELETE": "on"}
    office.post(url("indicators", project), struck)
    assert project.evaluations.get().indicators.get().weight == 100


def score_fields(sheet: ScoreSheet, share: str = "1") -> dict[str, str]:
    return {f"points_{p.indicator.pk}": str(p.points) for p in full(sheet.evaluation, share)} | {
        "seen": sheet.stamp
    }


def test_a_party_saves_a_draft_and_files(city: City) -> None:
    project = make_built_project(city, stage=Stage.IN_USE)
    sheet = sheet_of(open_evaluation(project, city), "audit_bureau")
    audit = as_(city, "audit_bureau")
    address = url("score", project, "audit_bureau")
    first = sheet.evaluation.indicators.first()
    assert audit.post(address, {f"points_{first.pk}": "2.50", "draft": "1"}).url == address
    assert 'value="2.50"' in audit.get(address).text
    sheet.refresh_from_db()
    page = audit.post(address, {f"points_{first.pk}": "99", "seen": sheet.stamp, "draft": "1"})
    assert f"points_{first.pk}" in page.context["form"].errors
    assert audit.post(address, {**score_fields(sheet), "file": "1"}).status_code == 302
    assert audit.get(address).status_code == 200
    audit.post(url("withdraw_scores", project, "audit_bureau"), {"reason": "误填"})
    sheet.refresh_from_db()
    assert sheet.filed_at is None


def test_scores_of_others_are_hidden_until_all_are_in(city: City) -> None:
    project = make_built_project(city, stage=Stage.IN_USE)
    evaluation = open_evaluation(project, city)
    sheet = sheet_of(evaluation, "user_unit")
    actions.file_scores(
        sheet=sheet, scores=full(evaluation, "0.77"), comment="使用体验良好", by=city.actor("user_unit")
    )
    finance = as_(city, "finance_bureau")
    page = finance.get(url("operation", project))
    assert "77.00" not in page.text
    assert "使用体验良好" not in page.text
    assert page.context["table"] == []
    assert finance.get(url("score", project, "user_unit")).status_code == 404
    assert finance.post(url("withdraw_scores", project, "user_unit"), {"reason": "看"}).status_code == 404
    for other in evaluation.sheets.exclude(role="user_unit"):
        actions.file_scores(sheet=other, scores=full(evaluation, "0.9"), by=city.actor(other.role))
    page = finance.get(url("operation", project))
    assert "77.00" in page.text
    assert "使用体验良好" in page.text


FORMS = {
    "plan_milestone": {"construction_entity"},
    "report_progress": {"construction_entity"},
    "file_change": {"construction_entity"},
    "start_trial_run": {"construction_entity"},
    "report_supervision": {"supervisor"},
    "raise_issue": {"informatization_office", "user_unit", "supervisor"},
    "log_trial_run": {"user_unit", "construction_entity", "supervisor"},
    "conclude_trial_run": {"user_unit"},
    "preliminary_acceptance": {"supervisor"},
    "arrange_maintenance": {"user_unit"},
    "explain_retirement": {"user_unit", "informatization_office"},
    "indicators": {"informatization_office"},
}
ROLES = ("construction_entity", "supervisor", "informatization_office", "user_unit", "finance_bureau")


@pytest.mark.parametrize("name", FORMS)
def test_each_form_is_for_its_role_alone(city: City, name: str) -> None:
    project = make_built_project(city)
    seen = {role: as_(city, role).get(url(name, project)).status_code for role in ROLES}
    assert seen == {role: 200 if role in FORMS[name] else 403 for role in ROLES}
    sent = {role: as_(city, role).post(url(name, project)).status_code for role in ROLES}
    assert all(sent[role] == 403 for role in ROLES if role not in FORMS[name])


@pytest.mark.parametrize("name", [*FORMS, "construction", "acceptance", "operation", "quality_issues"])
def test_strangers_find_nothing(city: City, name: str) -> None:
    project = make_built_project(city)
    assert as_(city, "other_department").get(url(name, project)).status_code == 404
    assert as_(City(), "informatization_office").get(url(name, project)).status_code == 404
    assert Client().get(url(name, project)).status_code == 302


def test_parts_of_other_projects_are_not_reached_through_ones_own(city: City) -> None:
    mine, other = make_built_project(city), make_built_project(city)
    issue, milestone = issue_of(other, city), plan(other, city)
    assert as_(city, "user_unit").get(url("quality_issue", mine, issue.pk)).status_code == 404
    assert as_(city, "construction_entity").get(url("meet_milestone", mine, milestone.pk)).status_code == 404


def queries(client: Client, address: str) -> int:
    client.get(address)  # The first request of a session also notes when it began.
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_construction_page_costs_the_same_with_one_and_three(city: City) -> None:
    project, reader = make_built_project(city), as_(city, "informatization_office")
    contract_of(project, city)
    counts = []
    for rounds in (1, 2):
        for _ in range(rounds):
            meet(plan(project, city), city)
            issue_of(project, city)
            _report(project, city)
        counts.append([queries(reader, url(name, project)) for name in LISTS])
    assert counts[0] == counts[1]
    assert counts[1][0] <= 25


LISTS = ("construction", "quality_issues", "progress_reports", "supervision_reports")


def _report(project: Project, city: City) -> None:
    day = timezone.localdate()
    actions.file_progress_report(
        project=project,
        from_on=day,
        to_on=day,
        percent=1,
        done="一",
        problems="",
        next="二",
        paper=upload(),
        by=city.actor("construction_entity"),
    )
    actions.file_supervision_report(
        project=project,
        kind="weekly",
        from_on=day,
        to_on=day,
        quality="一",
        progress="二",
        cost="三",
        safety="四",
        paper=upload(),
        by=city.actor("supervisor"),
    )
    actions.file_change(
        project=project,
        content="一",
        reason="二",
        amount_delta=Decimal(10),
        days_delta=0,
        paper=upload(),
        by=city.actor("construction_entity"),
    )


def test_the_acceptance_page_costs_the_same_with_one_and_three(city: City) -> None:
    project, reader = preliminarily_accepted(city), as_(city, "informatization_office")
    left = actions.Outstanding("补充手册", "李工", timezone.localdate())
    counts = []
    for rounds in (1, 2):
        for _ in range(rounds):
            record_part(project, city, "technical", outstanding=[left])
        counts.append(queries(reader, url("acceptance", project)))
    assert counts[0] == counts[1] <= 25


def test_the_operation_page_costs_the_same_with_one_and_three(city: City) -> None:
    project, reader = make_built_project(city, stage=Stage.IN_USE), as_(city, "informatization_office")
    file_all(open_evaluation(project, city), city)
    counts = []
    for rounds in (1, 2):
        for _ in range(rounds):
            arrange(project, city)
        counts.append(queries(reader, url("operation", project)))
    assert counts[0] == counts[1] <= 25


def test_an_issue_keeps_its_page_after_acceptance(city: City) -> None:
    project = make_built_project(city)
    issue = issue_of(project, city, is_blocking=False)
    QualityIssue.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    page = as_(city, "user_unit").get(url("quality_issue", project, issue.pk))
    assert page.context["issue"].is_overdue
