"""The application as a form. Nothing is required of a draft; what is not understood is kept as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.ui.forms import AmountField, AmountInput, BaseForm, DateField
from projects.actions.application import Draft
from projects.application_content import REPORT_NAMES, Content, label_of
from projects.forms.application_help import HELP, ROWS
from projects.forms.fields import DocumentField
from projects.models import CostItem, FundingSource, Project
from projects.models.application import COLUMNS, FACTS, IndicatorKind, SharingType
from projects.models.documents import DocumentKind

LONGEST_TEXT = 20_000
YEARS = 3
SPARE_ROWS = 2
ROW_FIELDS = {"resources": ("name", "sharing", "note"), "indicators": ("kind", "name", "target")}
CHOOSE = gettext_lazy("Please choose")


class CellInput(AmountInput):
    """An amount in a table, without the line beneath."""

    template_name = "django/forms/widgets/input.html"


def inputs_of(content: Content, unsaved: Mapping[str, str]) -> dict[str, str]:
    """Return content as the form's inputs, with what was not understood as it was typed."""
    inputs = {name: str(content[name]) for name in FACTS}
    if content["annual_maintenance"]:
        inputs["annual_maintenance"] = f"{Decimal(content['annual_maintenance']):,.2f}"
    for line in content["cost_lines"]:
        inputs[f"cost_lines-{line['item']}-{line['year']}"] = f"{Decimal(line['amount']):,.2f}"
    for line in content["funding_lines"]:
        inputs[f"funding_lines-{line['source']}"] = f"{Decimal(line['amount']):,.2f}"
    for table, names in ROW_FIELDS.items():
        for n, row in enumerate(content[table]):
            inputs |= {f"{table}-{n}-{name}": str(row[name]) for name in names}
    return inputs | dict(unsaved)


class ApplicationForm(BaseForm, forms.Form):
    """All sections of the form.

    ``data`` is what was typed, or ``inputs_of`` what stands. With ``checked`` the page shows what was
    not understood; a form that nobody has written in yet greets without reproach.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Mapping[str, Any], files: Any = None, *, project: Project, checked: bool = True
    ) -> None:
        super().__init__(data if checked else None, files, initial=data)
        first = project.plan.year if project.plan else project.created_at.year
        typed = {int(year) for key in data if (year := key.rpartition("-")[2]) and _is_cost(key)}
        self.years = sorted({first + n for n in range(YEARS)} | typed)
        self.rows = {table: _rows_in(table, data) for table in ROW_FIELDS}
        self.fields |= {name: _field_for(name) for name in FACTS}
        self.fields |= dict(self._cells())
        for kind in REPORT_NAMES:
            report = DocumentField(label=DocumentKind(kind).label, required=False)
            report.jurisdiction_id = project.jurisdiction_id
            self.fields[kind] = report

    def _cells(self) -> Iterator[tuple[str, forms.Field]]:
        for item in CostItem:
            for year in self.years:
                yield f"cost_lines-{item}-{year}", _amount_cell(f"{item.label} {year}")
        for source in FundingSource:
            yield f"funding_lines-{source}", _amount_cell(source.label)
        for table, count in self.rows.items():
            for n in range(count):
                for name in ROW_FIELDS[table]:
                    yield f"{table}-{n}-{name}", _row_cell(table, name, n)

    def clean(self) -> dict[str, Any]:
        """Hold against each other what belongs together."""
        cleaned: dict[str, Any] = self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the beginning."))
        for n in range(self.rows["resources"]):
            row = self._row("resources", n)
            if any(row.values()):
                open_note = row["sharing"] in {SharingType.CONDITIONAL, SharingType.NONE} and not row["note"]
                self._demand("resources", n, ("name", "sharing", *(["note"] if open_note else [])))
        for n in range(self.rows["indicators"]):
            if any(self._row("indicators", n).values()):
                self._demand("indicators", n, ROW_FIELDS["indicators"])
        return cleaned

    def _row(self, table: str, n: int) -> dict[str, str]:
        return {name: self.cleaned_data.get(f"{table}-{n}-{name}") or "" for name in ROW_FIELDS[table]}

    def _demand(self, table: str, n: int, names: Iterable[str]) -> None:
        for name in names:
            key = f"{table}-{n}-{name}"
            if not self.cleaned_data.get(key) and key not in self.errors:
                self.add_error(key, _("Please fill this in, or empty the row."))

    def draft(self) -> Draft:
        """Return what was understood, and the rest as it was typed. Call it after the form was cleaned."""
        cleaned = self.cleaned_data
        good: dict[str, list[dict[str, str]]] = {}
        unsaved = {
            name: self.data.get(name, "") for name in self.errors if name in FACTS or "_lines-" in name
        }
        for table in ROW_FIELDS:
            good[table], open_rows = self._sorted_rows(table)
            unsaved |= open_rows
        empty = {name: "" if _is_text(name) else None for name in FACTS}
        return Draft(
            facts=empty | {name: cleaned[name] for name in FACTS if name in cleaned},
            costs={
                (item.value, year): cleaned[f"cost_lines-{item}-{year}"]
                for item in CostItem
                for year in self.years
                if cleaned.get(f"cost_lines-{item}-{year}")
            },
            funding={
                source.value: cleaned[f"funding_lines-{source}"]
                for source in FundingSource
                if cleaned.get(f"funding_lines-{source}")
            },
            resources=good["resources"],
            indicators=good["indicators"],
            unsaved=unsaved,
        )

    def _sorted_rows(self, table: str) -> tuple[list[dict[str, str]], dict[str, str]]:
        """Return the rows that are sound, and the inputs of the others, numbered to follow them."""
        sound, open_rows = [], []
        for n in range(self.rows[table]):
            keys = {name: f"{table}-{n}-{name}" for name in ROW_FIELDS[table]}
            if any(key in self.errors for key in keys.values()):
                open_rows.append({name: self.data.get(key, "") for name, key in keys.items()})
            elif any(self._row(table, n).values()):
                sound.append(self._row(table, n))
        return sound, {
            f"{table}-{len(sound) + n}-{name}": typed
            for n, row in enumerate(open_rows)
            for name, typed in row.items()
        }

    def draft_content(self) -> Content:
        """Return what was understood in the shape of ``content_of``, for comparison."""
        draft = self.draft()
        plain = {name: "" if value is None else str(value) for name, value in draft.facts.items()}
        costs = sorted(draft.costs.items(), key=lambda line: line[0][1])
        return {
            **plain,
            "cost_lines": [{"item": i, "year": y, "amount": str(a)} for (i, y), a in costs],
            "funding_lines": [{"source": s, "amount": str(a)} for s, a in draft.funding.items()],
            "resources": draft.resources,
            "indicators": draft.indicators,
        }

    def reports(self) -> dict[str, Any]:
        """Return the uploads that are sound, by kind of report."""
        return {kind: self.cleaned_data[kind] for kind in REPORT_NAMES if self.cleaned_data.get(kind)}


def _is_cost(key: str) -> bool:
    return bool(re.fullmatch(r"cost_lines-[a-z_]+-(19|20|21)\d\d", key))


def _rows_in(table: str, data: Mapping[str, Any]) -> int:
    """Return how many rows to draw: those with something in them, and a few to write in."""
    used = [
        int(found[1])
        for key in data
        if (found := re.fullmatch(rf"{table}-(\d{{1,3}})-[a-z]+", key)) and str(data[key]).strip()
    ]
    return max(used, default=-1) + 1 + SPARE_ROWS


def _is_text(name: str) -> bool:
    return isinstance(COLUMNS[name], models.CharField | models.TextField)


def _field_for(name: str) -> forms.Field:
    column = COLUMNS[name]
    common = {"label": label_of(name), "help_text": HELP.get(name, ""), "required": False}
    if isinstance(column, models.TextField):
        area = forms.Textarea(attrs={"rows": ROWS.get(name, 4)})
        return forms.CharField(max_length=LONGEST_TEXT, widget=area, **common)
    if isinstance(column, models.DateField):
        return DateField(**common)
    if isinstance(column, models.DecimalField):
        return AmountField(max_digits=14, **common)
    if column.choices:
        choices = [("", CHOOSE), *(choice for choice in column.choices if choice[0])]
        return forms.ChoiceField(choices=choices, **common)
    return forms.CharField(max_length=column.max_length, **common)


def _amount_cell(label: Any) -> AmountField:
    return AmountField(
        max_digits=14, label=label, required=False, widget=CellInput(attrs={"aria-label": str(label)})
    )


def _row_cell(table: str, name: str, n: int) -> forms.Field:
    label = f"{_CELL_LABELS[name]} {n + 1}"
    choices = {"sharing": SharingType, "kind": IndicatorKind}.get(name)
    attrs = {"aria-label": label}
    if choices is not None:
        select = forms.Select(attrs=attrs)
        return forms.ChoiceField(
            choices=[("", CHOOSE), *choices.choices], label=label, required=False, widget=select
        )
    longest = 300 if name == "note" else 200
    return forms.CharField(
        max_length=longest, label=label, required=False, widget=forms.TextInput(attrs=attrs)
    )


_CELL_LABELS = {
    "name": gettext_lazy("Name"),
    "sharing": gettext_lazy("Sharing type"),
    "note": gettext_lazy("Conditions or legal basis"),
    "kind": gettext_lazy("Kind of indicator"),
    "target": gettext_lazy("Target"),
}
