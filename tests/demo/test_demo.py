"""The demo city is built once, by the command that people run, and looked at from all sides."""

from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import F

from egov.accounts.models import AdminRole, Jurisdiction, Membership, User
from egov.accounts.roles import Role
from egov.dashboard.desk.flags import FLAGS
from egov.dashboard.desk.flags.base import thresholds
from egov.dashboard.models import Note, NoteRevision
from egov.demo import cast
from egov.demo.clock import NOMINAL_TODAY
from egov.notices.models import Notice
from egov.opendata.oc4ids import Scope, project_data, with_everything, with_published
from projects.actions.fund_papers import reports_on
from projects.flow import Stage
from projects.models import (
    AnnualPlan,
    Commitment,
    Document,
    EntryKind,
    Figure,
    FundLine,
    LedgerEntry,
    PaymentApplication,
    Project,
    SpecialFund,
    Task,
    TaskKind,
    Transition,
)
from tests.opendata.schema import faults_of_package, wrapped

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WITHOUT_TASKS = {Role.UNIT, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
"""Who proposes does so unasked; administrators act in no project."""


@time_machine.travel(NOMINAL_TODAY, tick=True)
def test_the_city_is_whole():
    """On the day for which the stories are written; `make demo` tells them on any other."""
    printed = run()
    everybody_is_told(printed)
    every_stage_is_there()
    every_role_has_something_to_do()
    no_project_moved_without_a_transition()
    it_has_papers_notices_and_plans()
    payments_are_on_their_way()
    the_fund_of_the_first_year_is_closed_and_reported_on()
    its_open_data_is_valid()
    every_red_flag_finds_something()
    auditors_have_written_findings()
    a_second_run_changes_nothing(printed)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def its_open_data_is_valid() -> None:
    scopes = ((with_published, Scope(base="https://egov.example/")),)
    scopes += ((with_everything, Scope(base="https://egov.example/", whole=True)),)
    for read, scope in scopes:
        projects = [project_data(project, scope) for project in read(Project.objects.all())]
        assert faults_of_package(wrapped(*projects)) == []


def everybody_is_told(printed: str) -> None:
    people = User.objects.all()
    assert people.count() >= 60
    assert cast.PASSWORD in printed
    others = people.filter(expert_profile__isnull=False, username__startswith=cast.CITY).order_by("username")
    named = [*people.exclude(pk__in=others), others[0], others[len(others) - 1]]
    assert all(person.username in printed for person in named)
    assert set(people.values_list("admin_role", flat=True)) == set(AdminRole.values)
    assert Membership.objects.filter(user__username="zhengkai").count() == 2


def every_stage_is_there() -> None:
    assert Project.objects.count() >= 40
    assert set(Project.objects.values_list("stage", flat=True)) == set(Stage.values)
    assert Project.objects.filter(jurisdiction__code=cast.HARBOR).exists()
    assert Transition.objects.filter(step="fail_tender").exists()
    assert Transition.objects.filter(step="repropose").exists()
    assert Transition.objects.filter(step="return_to_construction").count() >= 2


def every_role_has_something_to_do() -> None:
    open_tasks = Task.objects.open()
    assert set(open_tasks.values_list("role", flat=True)) == set(Role.values) - WITHOUT_TASKS
    assert open_tasks.filter(kind=TaskKind.FILE_OPINION).exists()
    assert any(task.is_overdue for task in open_tasks)


def no_project_moved_without_a_transition() -> None:
    for project in Project.objects.all():
        steps = list(project.transitions.order_by("sequence"))
        assert len(steps) == project.visit
        assert (steps[-1].target if steps else Stage.DRAFT) == project.stage
        assert [step.source for step in steps[1:]] == [step.target for step in steps[:-1]]
        assert [step.at for step in steps] == sorted(step.at for step in steps)


def it_has_papers_notices_and_plans() -> None:
    kinds = set(Document.objects.values_list("kind", flat=True))
    assert {"feasibility_report", "initiation_approval", "contract", "supervision_report"} <= kinds
    assert Notice.objects.unread().count() >= 12
    assert AnnualPlan.objects.filter(published_at__isnull=False).count() == 4
    assert not Project.objects.filter(updated_at__lt=F("stage_since")).exists()


def payments_are_on_their_way() -> None:
    states = PaymentApplication.objects.values_list("status", flat=True)
    assert {"filed", "accepted", "refused", "paid"} <= set(states)
    assert set(Commitment.objects.values_list("line", flat=True)) == set(FundLine)
    assert Task.objects.open().filter(kind=TaskKind.PAY).exists()


def the_fund_of_the_first_year_is_closed_and_reported_on() -> None:
    closed = SpecialFund.objects.get(closed_at__isnull=False)
    assert closed.jurisdiction.code == cast.CITY
    assert reports_on(closed).count() == 1
    assert LedgerEntry.objects.filter(fund__year=closed.year + 1, kind=EntryKind.CARRY_OVER).exists()
    review = SpecialFund.objects.open().filter(jurisdiction=closed.jurisdiction).earliest("year")
    assert any(one.used for one in review.accounts.filter(figure=Figure.EARMARKED, line=FundLine.REVIEW))


def every_red_flag_finds_something() -> None:
    places = list(Jurisdiction.objects.order_by("pk").values_list("pk", flat=True))
    t = thresholds(list(FLAGS.values()), places=places)
    assert [code for code, flag in FLAGS.items() if not flag.look(t).exists()] == []


def auditors_have_written_findings() -> None:
    assert set(NoteRevision.objects.values_list("state", flat=True)) == set(NoteRevision.State.values)
    assert Note.objects.open().count() >= 2


def a_second_run_changes_nothing(printed: str) -> None:
    before = sizes()
    assert printed.endswith(run("--if-empty"))
    assert sizes() == before


def sizes() -> tuple[int, ...]:
    return User.objects.count(), Project.objects.count(), Transition.objects.count()
