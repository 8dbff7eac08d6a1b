"""What a year's fund gives to projects in operation, beside what earlier years say of them; 三(四)3."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from projects.flow import Stage
from projects.models import Figure, FundAccount, FundLine, Project, SpecialFund
from projects.models.project import ProjectQuerySet
from projects.track_record import records_of_projects

OPERATED = (Stage.IN_USE, Stage.EVALUATED)
BATCH = 500


def operated_projects(fund: SpecialFund) -> ProjectQuerySet:
    here = Project.objects.filter(jurisdiction=fund.jurisdiction_id, stage__in=OPERATED)
    return here.select_related("owner_unit", "user_unit")


def maintenance_rows(fund: SpecialFund, projects: Sequence[Project]) -> list[dict[str, Any]]:
    """Return each project with its ``record`` of earlier years and its ``account`` of this one, if any."""
    ids = [project.pk for project in projects]
    records = records_of_projects(ids, jurisdiction_id=fund.jurisdiction_id, before=fund.year + 1)
    given = FundAccount.objects.filter(
        fund=fund, line=FundLine.MAINTENANCE, figure=Figure.ALLOCATED, project__in=ids
    )
    accounts = {account.project_id: account for account in given.with_below()}
    return [
        {"project": project, "record": records[project.pk], "account": accounts.get(project.pk)}
        for project in projects
    ]


def maintenance_sheet(fund: SpecialFund) -> tuple[list[str], Iterator[list[Any]]]:
    """Return header and rows of the table that the page shows."""
    header = [
        _("Number"), _("Project title"), _("User unit"), _("Stage"), _("Execution rate (%)"), _("Grades"),
        _("Recommended"), _("Allocated (yuan)"), _("Paid (yuan)"),
    ]  # fmt: skip
    return header, (_cells(row) for some in _in_batches(fund) for row in maintenance_rows(fund, some))


def _in_batches(fund: SpecialFund) -> Iterator[list[Project]]:
    projects = operated_projects(fund).order_by("-id").iterator(chunk_size=BATCH)
    while some := list(islice(projects, BATCH)):
        yield some


def _cells(row: dict[str, Any]) -> list[Any]:
    project, record, account = row["project"], row["record"], row["account"]
    return [
        project.number,
        project.title,
        project.user_unit.name,
        project.get_stage_display(),
        record.execution_percent,
        " ".join(f"{label} {count}" for label, count in record.named_grades) or None,
        None if record.is_empty else str(record.recommendation.label),
        account.amount if account else None,
        account.paid if account else None,
    ]
