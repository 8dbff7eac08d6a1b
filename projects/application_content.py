"""The application form as one piece of data: what is signed, shown, compared and marked.

The same shape serves the draft, the prefilled form, and each submission that was frozen.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from egov.ui import formats
from projects.models import Application, Category, ConstructionType, DocumentVersion, Project
from projects.models.application import (
    COLUMNS,
    FACTS,
    LINES,
    Confidentiality,
    Deployment,
    IndicatorKind,
    Network,
    SharingType,
)
from projects.models.documents import REPORTS
from projects.models.proposal import CostItem, FundingSource, Proposal

Content = dict[str, Any]

REPORT_NAMES = tuple(kind.value for kind in REPORTS)


@dataclass(frozen=True)
class Section:
    """A part of the form, with its fields and tables in order."""

    name: str
    label: Any
    fields: tuple[str, ...]


SECTIONS = (
    Section(
        "basic",
        _("Basic facts"),
        (
            "leader_name",
            "contact_name",
            "contact_phone",
            "confidentiality",
            "starts_on",
            "ends_on",
            "location",
        ),
    ),
    Section(
        "basis",
        _("Basis"),
        ("basis", "existing_systems", "relation_to_existing", "necessity", "feasibility"),
    ),
    Section(
        "content",
        _("Content"),
        ("objectives", "content", "functions", "architecture", "deployment", "network"),
    ),
    Section("data", _("Data"), ("resources", "data_needed", "platforms")),
    Section(
        "security",
        _("Security"),
        ("security_grade", "cryptography", "xinchuang", "data_classification"),
    ),
    Section("funds", _("Funds"), ("cost_lines", "funding_lines", "annual_maintenance", "cost_basis")),
    Section("performance", _("Performance"), ("performance_goal", "indicators")),
    Section("reports", _("Reports"), REPORT_NAMES),
)
FIELDS = tuple(name for section in SECTIONS for name in section.fields)
ROW_COLUMNS = ("kind", "item", "source", "name", "sharing", "note", "target", "year", "amount")
"""The columns of all the form's tables; each has some of them, in this order."""

_LABELS = {
    "resources": _("information resource catalogue"),
    "cost_lines": _("costs by item and year"),
    "funding_lines": _("funding by source"),
    "indicators": _("performance indicators"),
    **{kind.value: kind.label for kind in REPORTS},
}
_CHOICES: dict[str, Any] = {
    "confidentiality": Confidentiality,
    "deployment": Deployment,
    "network": Network,
    "security_grade": Proposal.SecurityGrade,
    "category": Category,
    "construction_type": ConstructionType,
    "item": CostItem,
    "source": FundingSource,
    "sharing": SharingType,
    "kind": IndicatorKind,
}


def label_of(name: str) -> str:
    """Return what a field or table of the form is called, in the reader's language."""
    label = str(_LABELS.get(name) or COLUMNS[name].verbose_name)
    return label[:1].upper() + label[1:]


def content_of(application: Application) -> Content:
    """Return everything the form holds now, ready for JSON."""
    content: Content = {name: _plain(getattr(application, name)) for name in FACTS}
    content |= {
        "cost_lines": [
            {"item": line.item, "year": line.year, "amount": str(line.amount)}
            for line in application.cost_lines.order_by("year", "pk")
        ],
        "funding_lines": [
            {"source": line.source, "amount": str(line.amount)}
            for line in application.funding_lines.order_by("pk")
        ],
        "resources": list(application.resources.order_by("pk").values("name", "sharing", "note")),
        "indicators": list(application.indicators.order_by("pk").values("kind", "name", "target")),
    }
    return content


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def prefill_of(project: Project) -> Content:
    """Return the form as the proposal fills it in, before anybody has opened it."""
    content: Content = dict.fromkeys(FACTS, "") | {name: [] for name in LINES}
    proposal = project.proposals.current().first()
    if proposal is None:
        return content
    content |= {
        "necessity": proposal.background,
        "objectives": proposal.objectives,
        "content": proposal.content,
        "data_needed": proposal.consumes,
        "security_grade": proposal.security_grade,
        "existing_systems": proposal.related_systems,
        "cost_lines": [
            {"item": line.item, "year": line.year, "amount": str(line.amount)}
            for line in proposal.cost_lines.order_by("year", "pk")
        ],
        "funding_lines": [
            {"source": line.source, "amount": str(line.amount)}
            for line in proposal.funding_lines.order_by("pk")
        ],
        "resources": [
            {"name": name[:200], "sharing": "", "note": ""}
            for name in proposal.shares.replace("；", "\n").replace("、", "\n").splitlines()
            if name.strip()
        ],
    }
    return content


def reports_of(project: Project) -> dict[str, DocumentVersion]:
    """Return the newest version of each of the two reports that is attached, by kind."""
    versions = (
        DocumentVersion.objects.filter(
            document__project=project, document__removed_at__isnull=True, document__kind__in=REPORT_NAMES
        )
        .select_related("document__project", "uploaded_by", "organization")
        .order_by("pk")
    )
    return {version.document.kind: version for version in versions}


def freeze(application: Application) -> Content:
    """Return what is signed: the form, the project's own facts, and the reports by their digests."""
    project = application.project
    reports = {
        kind: {"id": version.pk, "name": version.name, "number": version.number, "sha256": version.sha256}
        for kind, version in reports_of(project).items()
    }
    return {
        **content_of(application),
        **reports,
        "title": project.title,
        "category": project.category,
        "construction_type": project.construction_type,
        "user_unit": project.user_unit.name,
    }


def text_of(content: Content, name: str) -> str:
    """Return one field as people read it; a table as one line per row."""
    value = content.get(name)
    if not value:
        return ""
    if name in REPORT_NAMES:
        return f"{value['name']} (SHA-256 {value['sha256'][:12]}…)"
    if name in LINES:
        return "\n".join(" · ".join(filter(None, cells_of(row))) for row in _in_order(name, value))
    # A browser sends each end of a line as two characters; what was filled in by us has one.
    return _one(name, value).replace("\r\n", "\n")


def _in_order(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return amounts in the order of the form, whatever the order in which they were written."""
    if name not in {"cost_lines", "funding_lines"}:
        return rows
    items = [*CostItem.values, *FundingSource.values]
    return sorted(rows, key=lambda row: (row.get("year", 0), items.index(row.get("item") or row["source"])))


def cells_of(row: dict[str, Any]) -> list[str]:
    """Return a row of a table as people read it, in the order of the form's columns.

    What PostgreSQL keeps as JSON comes back in an order of its own.
    """
    return [_one(name, row[name]) if row[name] else "" for name in ROW_COLUMNS if name in row]


def _one(name: str, value: Any) -> str:
    if name in _CHOICES:
        return str(_CHOICES[name](value).label)
    if name in {"starts_on", "ends_on"}:
        return formats.day(date.fromisoformat(value))
    if name in {"amount", "annual_maintenance"}:
        return formats.wan(Decimal(value))
    return str(value)
