"""Trial run, preliminary and final acceptance, and the gate before use."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from acceptance import actions
from acceptance.models import SubAcceptance, TrialRun
from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole
from projects.actions import IllegalStep, NotReady, PaperRefused, advance
from projects.actions.ledger.allocating import allocate
from projects.actions.ledger.limits import LimitExceeded
from projects.flow import Stage
from projects.models import FundLine, IssuedPaper, PaperKind, Project, Task, TaskKind
from reviews.models import Panel
from tests.approvals import make_fund
from tests.factories import City, make_actor, make_built_project, make_user
from tests.papers import is_sound, missing
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def on_trial(city: City, *, days: int) -> Project:
    """Make a project whose trial run began that many days ago."""
    project = make_built_project(city, stage=Stage.TRIAL_RUN)
    TrialRun.objects.create(
        project=project,
        visit=project.visit,
        starts_on=timezone.localdate() - timedelta(days=days),
        planned_days=90,
        started_by=city.actor("construction_entity").user,
    )
    return project


def conclude(project: Project, city: City, *, passed: bool = True, role: str = "user_unit") -> None:
    actions.conclude_trial_run(
        project=project,
        passed=passed,
        findings="运行平稳" if passed else "数据交换中断两次",
        report=upload("试运行报告.pdf") if passed else None,
        by=city.actor(role),
    )


def accept_preliminarily(project: Project, by: Actor, *, passed: bool = True) -> None:
    actions.record_preliminary_acceptance(
        project=project, passed=passed, findings="符合合同", report=upload("初验报告.pdf"), by=by
    )


def record_part(project: Project, city: City, kind: str, *, passed: bool = True, **fields: object) -> None:
    values = {
        "responsible": "王工",
        "held_on": timezone.localdate(),
        "findings": "齐全" if passed else "缺少测评报告",
        "report": upload("单项验收.pdf"),
        "by": city.actor("informatization_office"),
    }
    actions.record_sub_acceptance(project=project, kind=kind, passed=passed, **{**values, **fields})


def conclude_panel(project: Project, city: City, conclusion: str = Panel.Conclusion.PASS) -> None:
    office = city.actor("informatization_office").user
    Panel.objects.create(
        project=project,
        kind=Panel.Kind.ACCEPTANCE,
        visit=project.visit,
        formed_by=office,
        conclusion=conclusion,
        opinion="资料齐全，系统运行稳定。",
        concluded_at=timezone.now(),
        concluded_by=office,
    )


@pytest.mark.parametrize(("starts", "days"), [(1, 90), (-400, 90), (0, 89)])
def test_a_trial_run_starts_within_construction_and_long_enough(city: City, starts: int, days: int) -> None:
    project = make_built_project(city)
    with pytest.raises(ValidationError):
        actions.start_trial_run(
            project=project,
            starts_on=timezone.localdate() + timedelta(days=starts),
            planned_days=days,
            by=city.actor("construction_entity"),
        )
    assert not TrialRun.objects.exists()


def test_a_trial_run_needs_met_milestones(city: City) -> None:
    project = make_built_project(city)
    facts = {"starts_on": timezone.localdate(), "planned_days": 90}
    with pytest.raises(NotReady) as refused:
        actions.start_trial_run(project=project, by=city.actor("construction_entity"), **facts)
    assert [c.name for c in refused.value.conditions] == ["milestones_met"]
    with pytest.raises(PermissionDenied):
        actions.start_trial_run(project=project, by=city.actor("supervisor"), **facts)


def test_the_log_is_written_by_those_who_are_there(city: City) -> None:
    project = on_trial(city, days=3)
    for role in ("user_unit", "construction_entity", "supervisor"):
        actions.log_trial_run(
            project=project, seen_on=timezone.localdate(), finding="正常", by=city.actor(role)
        )
    with pytest.raises(PermissionDenied):
        actions.log_trial_run(
            project=project, seen_on=timezone.localdate(), finding="正常", by=city.actor("finance_bureau")
        )
    for days in (-4, 1):
        with pytest.raises(ValidationError):
            actions.log_trial_run(
                project=project,
                seen_on=timezone.localdate() + timedelta(days=days),
                finding="正常",
                by=city.actor("user_unit"),
            )
    assert project.trial_runs.get().entries.count() == 3


@pytest.mark.parametrize(("days", "passes"), [(89, False), (90, True)])
def test_a_trial_run_passes_only_when_long_enough(city: City, days: int, passes: bool) -> None:
    project = on_trial(city, days=days)
    if passes:
        conclude(project, city)
    else:
        with pytest.raises(ValidationError):
            conclude(project, city)
    assert project.trial_runs.has_passed() is passes


def test_a_run_marked_passed_too_early_still_does_not_count(city: City) -> None:
    project = on_trial(city, days=90)
    conclude(project, city)
    TrialRun.objects.update(starts_on=timezone.localdate() - timedelta(days=10))
    assert not project.trial_runs.has_passed()


def test_passing_needs_the_report_and_the_user_unit(city: City) -> None:
    project = on_trial(city, days=90)
    with pytest.raises(ValidationError):
        actions.conclude_trial_run(project=project, passed=True, findings="平稳", by=city.actor("user_unit"))
    for role in ("construction_entity", "supervisor", "informatization_office"):
        with pytest.raises(PermissionDenied):
            conclude(project, city, role=role)
    conclude(project, city)
    with pytest.raises(ValidationError):
        conclude(project, city, passed=False)


def test_a_failed_trial_run_leads_back_to_construction(city: City) -> None:
    project = on_trial(city, days=1)
    conclude(project, city, passed=False)
    waiting = {(t.role, t.name) for t in Task.objects.open().filter(project=project)}
    assert waiting == {
        ("supervisor", "return_to_construction"),
        ("informatization_office", "return_to_construction"),
    }
    advance(
        project=project, step="return_to_construction", by=city.actor("supervisor"), reason="数据交换中断"
    )
    project.refresh_from_db()
    assert project.stage == Stage.UNDER_CONSTRUCTION
    assert not project.trial_runs.has_failed()


def test_the_supervisors_signatory_accepts_preliminarily(city: City) -> None:
    project = on_trial(city, days=90)
    conclude(project, city)
    for by in (
        make_actor(city.supervisor, is_signatory=False),
        city.actor("informatization_office"),
        city.actor("user_unit"),
        City().actor("supervisor"),
    ):
        with pytest.raises(PermissionDenied):
            accept_preliminarily(project, by)
    accept_preliminarily(project, city.actor("supervisor"))
    project.refresh_from_db()
    assert project.stage == Stage.PRELIMINARILY_ACCEPTED


def test_no_preliminary_acceptance_before_the_trial_run_passed(city: City) -> None:
    project = on_trial(city, days=90)
    with pytest.raises(NotReady) as refused:
        accept_preliminarily(project, city.actor("supervisor"))
    assert [c.name for c in refused.value.conditions] == ["trial_run_passed"]
    assert not project.preliminary_acceptances.exists()
    assert not project.documents.exists()


def test_a_failed_preliminary_acceptance_returns_to_construction(city: City) -> None:
    project = on_trial(city, days=90)
    conclude(project, city)
    accept_preliminarily(project, city.actor("supervisor"), passed=False)
    project.refresh_from_db()
    assert project.stage == Stage.UNDER_CONSTRUCTION
    assert project.transitions.order_by("-sequence").first().reason == "符合合同"


def preliminarily_accepted(city: City) -> Project:
    return make_built_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)


def test_final_acceptance_needs_all_five_parts_and_the_panel(city: City) -> None:
    project, office = preliminarily_accepted(city), city.actor("informatization_office")
    for kind in SubAcceptance.Kind:
        assert not project.sub_acceptances.all_passed()
        record_part(project, city, kind)
    assert project.sub_acceptances.all_passed()
    with pytest.raises(NotReady) as refused:
        advance(project=project, step="pass_final_acceptance", by=office)
    assert [c.name for c in refused.value.conditions] == ["acceptance_panel_passed"]
    conclude_panel(project, city)
    assert advance(project=project, step="pass_final_acceptance", by=office).project.stage == Stage.ACCEPTED


def test_the_last_record_of_a_part_counts_and_history_stays(city: City) -> None:
    project = preliminarily_accepted(city)
    for kind in SubAcceptance.Kind:
        record_part(project, city, kind, passed=kind != SubAcceptance.Kind.SECURITY)
    assert not project.sub_acceptances.all_passed()
    record_part(project, city, SubAcceptance.Kind.SECURITY)
    assert project.sub_acceptances.all_passed()
    assert project.sub_acceptances.filter(kind="security").count() == 2
    record_part(project, city, SubAcceptance.Kind.ARCHIVE, passed=False)
    assert not project.sub_acceptances.all_passed()


def test_parts_of_an_earlier_stay_do_not_count(city: City) -> None:
    project = preliminarily_accepted(city)
    for kind in SubAcceptance.Kind:
        record_part(project, city, kind)
    conclude_panel(project, city, Panel.Conclusion.FAIL)
    advance(
        project=project,
        step="return_to_construction",
        by=city.actor("informatization_office"),
        reason="密评未过",
    )
    assert not project.sub_acceptances.all_passed()


def test_only_the_office_records_parts_and_settles_issues(city: City) -> None:
    project = preliminarily_accepted(city)
    for role in ("supervisor", "user_unit", "construction_entity", "finance_bureau"):
        with pytest.raises(PermissionDenied):
            record_part(project, city, "technical", by=city.actor(role))
    left = actions.Outstanding("补充运维手册", "李工", timezone.localdate() + timedelta(days=30))
    record_part(project, city, "technical", outstanding=[left])
    issue = project.sub_acceptances.get().outstanding_issues.get()
    task = project.tasks.open().get(kind=TaskKind.SETTLE_ISSUE)
    assert (task.organization, task.subject, task.due) == (
        city.informatization_office,
        "补充运维手册",
        issue.due_on,
    )
    with pytest.raises(PermissionDenied):
        actions.settle_outstanding_issue(issue=issue, settlement="已补", by=city.actor("supervisor"))
    actions.settle_outstanding_issue(issue=issue, settlement="已补", by=city.actor("informatization_office"))
    assert not project.tasks.open().filter(kind=TaskKind.SETTLE_ISSUE).exists()
    with pytest.raises(ValidationError):
        actions.settle_outstanding_issue(
            issue=issue, settlement="又补", by=city.actor("informatization_office")
        )


@pytest.mark.parametrize("stage", [s for s in Stage if s not in {Stage.DRAFT, Stage.ACCEPTED}])
def test_put_into_use_only_from_accepted(city: City, stage: str) -> None:
    project = make_built_project(city, stage=stage)
    by = city.actor("user_unit")
    if stage in {Stage.IN_USE, Stage.EVALUATED}:
        arrange(project, city)
    with pytest.raises(IllegalStep):
        advance(project=project, step="put_into_use", by=by)
    project.refresh_from_db()
    assert project.stage == stage


@pytest.mark.parametrize("admin_role", [AdminRole.SYSTEM, AdminRole.SECURITY, AdminRole.AUDIT])
def test_administrators_do_not_put_into_use(city: City, admin_role: str) -> None:
    admin = Actor(user=make_user(admin_role=admin_role))
    for stage in (Stage.PRELIMINARILY_ACCEPTED, Stage.ACCEPTED):
        project = make_built_project(city, stage=stage)
        with pytest.raises((PermissionDenied, IllegalStep)):
            advance(project=project, step="put_into_use", by=admin)
        assert not Project.objects.visible_to(admin).exists()


def test_sql_does_not_put_into_use(city: City) -> None:
    project = make_built_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    with pytest.raises(TypeError):
        Project.objects.filter(pk=project.pk).update(stage=Stage.IN_USE)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE projects_project SET stage = 'in_use', visit = visit + 1 WHERE id = %s", [project.pk]
        )
    project.refresh_from_db()
    assert project.stage == Stage.PRELIMINARILY_ACCEPTED


def arrange(project: Project, city: City, role: str = "user_unit", days: int = 365) -> None:
    today = timezone.localdate()
    actions.arrange_maintenance(
        project=project,
        operator="市大数据中心",
        contact="赵敏",
        phone="0512-8888",
        service_level="7×24 小时，2 小时内响应",
        annual_cost=200_000,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        plan=upload("运维方案.pdf"),
        by=city.actor(role),
    )


def test_put_into_use_needs_maintenance(city: City) -> None:
    project = make_built_project(city, stage=Stage.ACCEPTED)
    with pytest.raises(NotReady):
        advance(project=project, step="put_into_use", by=city.actor("user_unit"))
    with pytest.raises(PermissionDenied):
        arrange(project, city, role="informatization_office")
    with pytest.raises(ValidationError):
        arrange(project, city, days=0)
    arrange(project, city)
    with pytest.raises(PermissionDenied):
        advance(project=project, step="put_into_use", by=make_actor(city.user_unit, is_signatory=False))
    result = advance(project=project, step="put_into_use", by=city.actor("user_unit"))
    assert result.project.stage == Stage.IN_USE


def test_maintenance_is_not_arranged_before_acceptance(city: City) -> None:
    with pytest.raises(ValidationError):
        arrange(preliminarily_accepted(city), city)


def test_an_explained_retirement_waits_on_both_lists_then_on_the_others(city: City) -> None:
    project, user = make_built_project(city, stage=Stage.EVALUATED), city.actor("user_unit")
    actions.explain_retirement(project=project, reason="业务并入省平台", by=user)
    waiting = Task.objects.open().filter(project=project, kind="sign", name="retire")
    assert {task.role for task in waiting} == {"user_unit", "informatization_office"}
    advance(project=project, step="retire", by=user)
    assert [task.role for task in waiting.all()] == ["informatization_office"]


def test_a_system_retires_with_a_reason_and_both_signatures(city: City) -> None:
    project = make_built_project(city, stage=Stage.IN_USE)
    office, user = city.actor("informatization_office"), city.actor("user_unit")
    with pytest.raises(NotReady):
        advance(project=project, step="retire", by=user)
    with pytest.raises(PermissionDenied):
        actions.explain_retirement(project=project, reason="停用", by=city.actor("supervisor"))
    with pytest.raises(ValidationError):
        actions.explain_retirement(project=project, reason=" ", by=user)
    actions.explain_retirement(project=project, reason="业务并入省平台", by=user)
    assert not advance(project=project, step="retire", by=user).taken
    successor = make_built_project(city)
    actions.explain_retirement(project=project, successor=successor, by=user)
    assert not advance(project=project, step="retire", by=office).taken  # The first signature fell.
    assert advance(project=project, step="retire", by=user).project.stage == Stage.RETIRED


def test_the_successor_is_another_project_of_the_place(city: City) -> None:
    project = make_built_project(city, stage=Stage.IN_USE)
    for successor in (project, make_built_project(City())):
        with pytest.raises(ValidationError):
            actions.explain_retirement(project=project, successor=successor, by=city.actor("user_unit"))


def test_the_maintenance_contract_is_committed_from_what_the_line_has(city: City) -> None:
    project = make_built_project(city, stage=Stage.ACCEPTED)
    arrange(project, city)
    arrangement, by = project.maintenance_arrangements.get(), city.actor("user_unit")
    with pytest.raises(LimitExceeded, match="财政局"):
        actions.commit_maintenance(arrangement=arrangement, number="运维-1", by=by)
    allocate(
        project=project,
        fund=make_fund(city),
        amount=Decimal(200_000),
        line=FundLine.MAINTENANCE,
        reason="年度运维",
        by=city.actor("finance_bureau"),
    )
    with pytest.raises(PermissionDenied):
        actions.commit_maintenance(arrangement=arrangement, number="运维-1", by=city.actor("owner_unit"))
    commitment = actions.commit_maintenance(arrangement=arrangement, number="运维-1", by=by)
    assert (commitment.amount, commitment.payee) == (Decimal(200_000), "市大数据中心")
    assert commitment.terms.count() == 2
    with pytest.raises(ValidationError, match="已登记"):
        actions.commit_maintenance(arrangement=arrangement, number="运维-1", by=by)


def test_the_maintenance_contract_is_committed_on_its_page(client: Client, city: City) -> None:
    project = make_built_project(city, stage=Stage.ACCEPTED)
    arrange(project, city)
    url = reverse(
        "acceptance:commit_maintenance", args=[project.number, project.maintenance_arrangements.get().pk]
    )
    client.force_login(city.actor("user_unit").user)
    assert url in client.get(reverse("acceptance:operation", args=[project.number])).text
    refused = client.post(url, {"number": "运维-1"})
    assert "财政局" in refused.text
    assert "运维-1" in refused.text


def test_with_final_acceptance_go_opinion_and_certificate(city: City) -> None:
    project, office = preliminarily_accepted(city), city.actor("informatization_office")
    for kind in SubAcceptance.Kind:
        record_part(project, city, kind)
    conclude_panel(project, city)
    advance(project=project, step="pass_final_acceptance", by=office)
    certificate, opinion = IssuedPaper.objects.of_kind(
        PaperKind.ACCEPTANCE_OPINION, PaperKind.ACCEPTANCE_CERTIFICATE
    )
    assert (opinion.kind, certificate.kind) == ("acceptance_opinion", "acceptance_certificate")
    parts = ("技术验收", "财务验收", "档案验收", "安全验收", "数据共享验收")
    assert missing(opinion, *parts, "5项分项验收均为合格", "通过竣工验收", project.number) == []
    assert missing(certificate, "竣工验收合格证书", project.title, project.user_unit.name) == []
    assert (is_sound(opinion), is_sound(certificate)) == (True, True)
    assert {paper.issuer for paper in (opinion, certificate)} == {city.informatization_office}


def test_without_a_seal_the_step_waits_and_says_why(city: City, settings) -> None:
    project, office = preliminarily_accepted(city), city.actor("informatization_office")
    for kind in SubAcceptance.Kind:
        record_part(project, city, kind)
    conclude_panel(project, city)
    settings.PRODUCTION = True
    with pytest.raises(PaperRefused, match="电子印章"):
        advance(project=project, step="pass_final_acceptance", by=office)
    project.refresh_from_db()
    assert project.stage == Stage.PRELIMINARILY_ACCEPTED
