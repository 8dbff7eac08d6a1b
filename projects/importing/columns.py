"""The columns of the sheet, in the order in which one thinks of a project."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Jurisdiction, Organization
from projects.models import AnnualPlan, Category, ConstructionType, CostItem, FundingSource, Proposal

COST_YEARS = 2
"""Years for which the sheet has cost columns; more are added on the form."""


class Kind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    UNIT = "unit"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Column:
    """One column. ``name`` says where its value goes: a fact, ``cost-item-year`` or ``funding-source``."""

    name: str
    label: Any
    kind: Kind
    help: Any
    required: bool = False
    choices: Any = None
    longest: int = 20_000
    year: int | None = None

    @property
    def header(self) -> str:
        """The heading in the active language."""
        if self.year is None:
            return str(self.label)
        return gettext("%(label)s (%(year)d)") % {"label": self.label, "year": self.year}

    def allowed(self) -> dict[str, str]:
        """Return the values that may be chosen, by their label in the active language."""
        return {str(label): value for value, label in self.choices.choices if value} if self.choices else {}


def _text(name: str, label: Any, help_text: Any) -> Column:
    return Column(name, label, Kind.TEXT, help_text)


_CHOOSE = _("Choose from the list.")
_YUAN = _("In yuan; 12.5万 is understood. Empty means none.")

_FACTS = (
    Column(
        "title",
        _("Project title"),
        Kind.TEXT,
        _("What is built and for what, without the unit's name or the year."),
        required=True,
        longest=120,
    ),
    Column("category", _("Category"), Kind.CHOICE, _CHOOSE, required=True, choices=Category),
    Column(
        "construction_type",
        _("Construction type"),
        Kind.CHOICE,
        _CHOOSE,
        required=True,
        choices=ConstructionType,
    ),
    Column(
        "user_unit",
        _("User unit"),
        Kind.UNIT,
        _("The full or the short name of a unit. Empty means the owner unit itself."),
    ),
    Column("priority", _("Priority"), Kind.CHOICE, _CHOOSE, choices=Proposal.Priority),
    _text(
        "background",
        _("Background"),
        _("Why now: the present state, its problems, the legal or policy basis."),
    ),
    _text(
        "objectives",
        _("Objectives"),
        _("What will be better and how one will tell: indicators with numbers."),
    ),
    _text(
        "content",
        _("Construction content"),
        _("What is built, by parts: systems, data, equipment, services."),
    ),
    _text(
        "shares",
        _("Information resources it shares"),
        _("Which data others can use, and how (unconditionally, on conditions). If none: say why."),
    ),
    _text(
        "consumes",
        _("Information resources it needs"),
        _("Which data of which units. If none, write “none”."),
    ),
    Column(
        "security_grade",
        _("Security grading (MLPS)"),
        Kind.CHOICE,
        _CHOOSE,
        choices=Proposal.SecurityGrade,
    ),
    _text(
        "related_systems",
        _("Related existing systems"),
        _("What there is already, here or elsewhere, and why it does not suffice."),
    ),
)
_OWNER = Column(
    "owner_unit",
    _("Owner unit"),
    Kind.UNIT,
    _("The full or the short name of the unit for which this row is typed up."),
    required=True,
)


def columns_of(plan: AnnualPlan, *, for_others: bool) -> list[Column]:
    """Return the columns for a plan; the office, which types up for others, names the owner unit too."""
    years = range(plan.year, plan.year + COST_YEARS)
    costs = [
        Column(f"cost-{item}-{year}", item.label, Kind.AMOUNT, _YUAN, year=year)
        for year in years
        for item in CostItem
    ]
    funding = [Column(f"funding-{source}", source.label, Kind.AMOUNT, _YUAN) for source in FundingSource]
    return [*([_OWNER] if for_others else []), *_FACTS, *costs, *funding]


def units_by_name(jurisdiction: Jurisdiction) -> dict[str, Organization]:
    """Return the government's units of a place under their full and their short names."""
    units = list(
        Organization.objects.active().government().filter(jurisdiction=jurisdiction).order_by("name")
    )
    return {unit.short_name: unit for unit in units} | {unit.name: unit for unit in units}
