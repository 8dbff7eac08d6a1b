"""A proposal as a form. Nothing is required of a draft; what is typed and not understood is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Max, Min, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization
from egov.ui.forms import AmountField, AmountInput, BaseForm
from projects.actions.proposal import PROJECT_FACTS, PROPOSAL_FACTS, Costs
from projects.models import (
    AnnualPlan,
    Category,
    ConstructionType,
    CostItem,
    FundingSource,
    Project,
    Proposal,
)

LONGEST_TEXT = 20_000
YEARS = 3
MOST_YEARS = 10


def user_units(jurisdiction_id: int) -> QuerySet[Organization]:
    """Return the units that can use what is built: the government's own, of that place."""
    return Organization.objects.active().government().filter(jurisdiction=jurisdiction_id).order_by("name")


def _choices(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("Please choose")), *(choice for choice in choices.choices if choice[0])]


def _text(label: Any, help_text: Any, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=LONGEST_TEXT,
        required=False,
    )


def _choice_of(form: forms.Form, name: str) -> "forms.ModelChoiceField[Any]":
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


def _choose_plan(form: forms.Form, plans: QuerySet[AnnualPlan]) -> None:
    field = _choice_of(form, "plan")
    field.queryset = plans
    field.label_from_instance = plan_label  # type: ignore[assignment]  # Django's own hook


class StartForm(BaseForm, forms.Form):
    """The few facts without which there is no project; the rest comes on the next page."""

    title = forms.CharField(
        label=_("Project title"),
        help_text=_("What is built and for what, without the unit's name or the year."),
        max_length=120,
    )
    category = forms.ChoiceField(label=_("Category"), choices=_choices(Category))
    construction_type = forms.ChoiceField(label=_("Construction type"), choices=_choices(ConstructionType))
    user_unit = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("User unit"),
        help_text=_("Who uses and operates it, often the owner unit itself."),
        empty_label=_("Please choose"),
    )

    def __init__(self, *args: Any, jurisdiction_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choice_of(self, "user_unit").queryset = user_units(jurisdiction_id)


class ProposalForm(StartForm):
    """Everything but the money."""

    plan = forms.ModelChoiceField(
        AnnualPlan.objects.none(),
        label=_("Plan year"),
        help_text=_("Only years that are open for proposals."),
        empty_label=None,
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        help_text=_("By importance and urgency, as your unit sees it; the office compares all proposals."),
        choices=_choices(Proposal.Priority),
        required=False,
    )
    background = _text(
        _("Background"), _("Why now: the present state, its problems, the legal or policy basis.")
    )
    objectives = _text(
        _("Objectives"), _("What will be better and how one will tell: indicators with numbers.")
    )
    content = _text(
        _("Construction content"), _("What is built, by parts: systems, data, equipment, services."), rows=8
    )
    shares = _text(
        _("Information resources it shares"),
        _("Which data others can use, and how (unconditionally, on conditions). If none: say why."),
        rows=3,
    )
    consumes = _text(
        _("Information resources it needs"), _("Which data of which units. If none, write “none”."), rows=3
    )
    security_grade = forms.ChoiceField(
        label=_("Security grading (MLPS)"),
        help_text=_("The level that is planned under the multi-level protection scheme."),
        choices=_choices(Proposal.SecurityGrade),
        required=False,
    )
    related_systems = _text(
        _("Related existing systems"),
        _("What there is already, here or elsewhere, and why it does not suffice."),
        rows=3,
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        project = proposal.project
        initial = {name: getattr(project, name) for name in PROJECT_FACTS}
        initial |= {name: getattr(proposal, name) for name in PROPOSAL_FACTS} | {"plan": proposal.plan}
        super().__init__(*args, jurisdiction_id=project.jurisdiction_id, initial=initial, **kwargs)
        # The year it stands for stays choosable after it closed: a draft is kept, not lost.
        here = AnnualPlan.objects.filter(pk=proposal.plan_id)
        _choose_plan(self, (AnnualPlan.objects.open_to(project) | here).order_by("year"))

    def facts(self) -> dict[str, Any]:
        """Return what was understood."""
        return {
            name: self.cleaned_data[name]
            for name in (*PROJECT_FACTS, *PROPOSAL_FACTS)
            if name in self.cleaned_data
        }


def plan_label(plan: AnnualPlan) -> str:
    """Name a plan in a list to choose from: its year, and whether it takes proposals."""
    return str(plan.year) if plan.is_open else str(_("%(year)s (closed)") % {"year": plan.year})


class CellInput(AmountInput):
    """An amount in a table, without the line beneath."""

    template_name = "django/forms/widgets/input.html"


class Cell(AmountField):
    """Zero is as good as empty."""

    widget = CellInput

    def clean(self, value: Any) -> Decimal | None:
        return super().clean(value) or None


@dataclass(frozen=True)
class CostRow:
    label: str
    cells: list[forms.BoundField]
    total: Decimal


class CostForm(BaseForm, forms.Form):
    """Cost items down, years across, as on the paper form (H4); amounts in yuan."""

    def __init__(self, data: Any = None, *, proposal: Proposal, more_years: int = 0) -> None:
        lines = list(proposal.cost_lines.all())
        super().__init__(data, initial={f"cost-{line.item}-{line.year}": line.amount for line in lines})
        self.years = _years(proposal, data, more_years)
        for item in CostItem:
            for year in self.years:
                self.fields[_cost(item, year)] = Cell(
                    label=f"{item.label} {year}", max_digits=14, required=False
                )
        self.stored = {(line.item, line.year): line.amount for line in lines}

    def rows(self) -> Iterator[CostRow]:
        """Yield the table, each row with its stored total (yuan)."""
        for item in CostItem:
            total = sum((self.stored.get((item, year), Decimal(0)) for year in self.years), Decimal(0))
            yield CostRow(str(item.label), [self[_cost(item, year)] for year in self.years], total)

    def year_totals(self) -> list[Decimal]:
        return [
            sum((amount for (_item, of), amount in self.stored.items() if of == year), Decimal(0))
            for year in self.years
        ]

    def lines(self) -> dict[tuple[str, int], Decimal]:
        """Return what was typed, by item and year."""
        found = {
            (str(item), year): self.cleaned_data[_cost(item, year)]
            for item in CostItem
            for year in self.years
        }
        return {key: amount for key, amount in found.items() if amount}


def _cost(item: str, year: int) -> str:
    return f"cost-{item}-{year}"


def _years(proposal: Proposal, data: Any, more: int) -> list[int]:
    """Return the years across: three from the plan year on, as many as are used or were asked for."""
    stored = proposal.cost_lines.aggregate(first=Min("year"), last=Max("year"))
    first = min(stored["first"] or proposal.plan.year, proposal.plan.year)
    last = max(stored["last"] or 0, proposal.plan.year + YEARS - 1)
    typed = (data or {}).get("last_year", "")
    if str(typed).isdecimal():
        last = max(last, int(typed))
    return list(range(first, min(last + more, first + MOST_YEARS - 1) + 1))


class FundingForm(BaseForm, forms.Form):
    """Where the money is to come from."""

    def __init__(self, data: Any = None, *, proposal: Proposal) -> None:
        lines = proposal.funding_lines.all()
        super().__init__(data, initial={f"funding-{line.source}": line.amount for line in lines})
        for source in FundingSource:
            self.fields[f"funding-{source}"] = AmountField(label=source.label, max_digits=14, required=False)

    def lines(self) -> dict[str, Decimal]:
        """Return what was typed, by source."""
        found = {str(source): self.cleaned_data[f"funding-{source}"] for source in FundingSource}
        return {source: amount for source, amount in found.items() if amount}


class ProposalForms:
    """The three forms of the page, sent and saved together."""

    def __init__(self, proposal: Proposal, data: QueryDict | None = None, *, more_years: int = 0) -> None:
        # A draft in which something was not understood shows again what was typed.
        given: Any = data if data is not None else proposal.typed or None
        self.data = given
        self.form = ProposalForm(given, proposal=proposal)
        self.costs = CostForm(given, proposal=proposal, more_years=more_years)
        self.funding = FundingForm(given, proposal=proposal)

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.costs.is_valid(), self.funding.is_valid()])

    def understood_costs(self) -> Costs | None:
        """Return the money; None while part of it is not understood."""
        if not (self.costs.is_valid() and self.funding.is_valid()):
            return None
        return Costs(self.costs.lines(), self.funding.lines())

    def typed(self) -> dict[str, str]:
        """Return what was sent, as it was sent."""
        fields = [*self.form.fields, *self.costs.fields, *self.funding.fields, "last_year"]
        return {name: self.data[name] for name in fields if name in self.data}


class AgainForm(BaseForm, forms.Form):
    """The later year for which a deferred project is proposed again."""

    plan = forms.ModelChoiceField(
        AnnualPlan.objects.none(),
        label=_("Plan year"),
        help_text=_("Only open years, later than the one that deferred the project."),
        empty_label=_("Please choose"),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_plan(self, AnnualPlan.objects.open_to(project))
