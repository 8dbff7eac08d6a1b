"""What one member found, and the marks they gave: one card per dimension, one section per thing ranked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.ui.forms import BaseForm
from reviews.actions.filing_faults import Marks, why_only_fail
from reviews.forms.marks import AnswerField, PointsField
from reviews.models import Assessment, Criterion, Dimension, MarkSheet, Opinion, Panel, PanelSubject
from reviews.models.opinions import DIMENSIONS_OF

SHORT, LONG = {"rows": 2}, {"rows": 5}


def mark_name(criterion: Criterion, subject: PanelSubject | None) -> str:
    return f"mark_{criterion.pk}_{subject.pk if subject else 0}"


class OpinionForm(BaseForm, forms.Form):
    """Everything that a member files. Typed entries are kept as a draft, right or wrong."""

    problems = forms.CharField(
        label=gettext_lazy("Problems"), required=False, max_length=5000, widget=forms.Textarea(attrs=LONG),
        help_text=gettext_lazy("Needed unless you find “pass”."),
    )  # fmt: skip
    suggestions = forms.CharField(
        label=gettext_lazy("Suggestions"), required=False, max_length=5000, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, *args: Any, panel: Panel, sheet: MarkSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panel, self.sheet = panel, sheet
        self.subjects: list[PanelSubject | None] = list(panel.subjects.order_by("pk")) or [None]
        for dimension in DIMENSIONS_OF[panel.kind]:
            self._add_dimension(dimension)
        for subject in self.subjects:
            for criterion in sheet.marked:
                field = AnswerField(criterion) if criterion.is_gate else PointsField(criterion)
                self.fields[mark_name(criterion, subject)] = field
        if panel.ranks:
            self.fields["problems"].help_text = ""
        else:
            self.fields["verdict"] = forms.ChoiceField(
                label=_("Verdict"), choices=panel.verdicts, widget=forms.RadioSelect
            )

    def _add_dimension(self, dimension: Dimension) -> None:
        label = Dimension(dimension).label
        self.fields[f"assess_{dimension}"] = forms.ChoiceField(
            label=label, choices=Assessment.choices, widget=forms.RadioSelect
        )
        self.fields[f"remark_{dimension}"] = forms.CharField(
            label=_("Remark on: %(dimension)s") % {"dimension": label},
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs=SHORT),
        )

    def cards(self) -> Iterator[tuple[BoundField, BoundField, list[BoundField]]]:
        """Yield per dimension the finding, its remark and its marks; what is ranked has its marks apart."""
        marked = [] if self.panel.ranks else self.sheet.marked
        for dimension in DIMENSIONS_OF[self.panel.kind]:
            marks = [self[mark_name(one, None)] for one in marked if one.dimension == dimension]
            yield self[f"assess_{dimension}"], self[f"remark_{dimension}"], marks

    def sections(self) -> Iterator[tuple[PanelSubject, list[BoundField], Decimal]]:
        """Yield what is ranked, with the marks for it and their sum so far."""
        for subject in self.subjects:
            if subject is not None:
                marks = [self[mark_name(one, subject)] for one in self.sheet.marked]
                yield subject, marks, self.total(subject)

    def total(self, subject: PanelSubject | None = None) -> Decimal:
        """Return the sum of the points that are typed so far and can be read."""
        names = [mark_name(one, subject) for one in self.sheet.marked if not one.is_gate]
        names = [name for name in names if name in self.fields]
        return sum((_number(self[name].value()) for name in names), Decimal(0))

    def lines(self) -> list[dict[str, Any]]:
        """Return a valid form's findings as they are read before filing."""
        values = self.cleaned_data
        return [
            {"label": one.label, "value": Assessment(values[one.name]).label, "remark": values[remark.name]}
            for one, remark, _marks in self.cards()
        ]

    def clean(self) -> dict[str, Any]:
        """Say at the field what the others demand of it."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for dimension in DIMENSIONS_OF[self.panel.kind]:
            assessed = values.get(f"assess_{dimension}", Assessment.MEETS)
            if assessed != Assessment.MEETS and not values.get(f"remark_{dimension}", "").strip():
                self.add_error(f"remark_{dimension}", _("Please say what is missing."))
        if not self.panel.ranks and (verdict := values.get("verdict")):
            self._clean_verdict(verdict, values)
        return values

    def _clean_verdict(self, verdict: str, values: dict[str, Any]) -> None:
        if verdict != Panel.Conclusion.PASS and not values.get("problems", "").strip():
            self.add_error("problems", _("Please name the problems on which your verdict rests."))
        names: dict[str, tuple[int, int | None]] = {
            mark_name(one, None): (one.pk, None) for one in self.sheet.marked
        }
        if verdict != Panel.Conclusion.FAIL and names.keys() <= values.keys():
            marks: Marks = {key: values[name] for name, key in names.items()}
            for fault in why_only_fail(self.sheet, marks):
                self.add_error("verdict", fault)

    def read(self) -> Iterator[dict[str, Any]]:
        """Yield per thing that is marked its marks, as they are read before filing, and their total."""
        for subject in self.subjects:
            names = [(one, mark_name(one, subject)) for one in self.sheet.marked]
            marks = [{"criterion": one, "value": self.cleaned_data[name]} for one, name in names]
            yield {"subject": subject, "marks": marks, "total": self.total(subject)}

    @property
    def verdict_label(self) -> str:
        return dict(self.panel.verdicts).get(self.cleaned_data.get("verdict", ""), "")

    @property
    def findings(self) -> dict[str, tuple[str, str]]:
        values = self.cleaned_data
        kinds = DIMENSIONS_OF[self.panel.kind]
        return {one: (values[f"assess_{one}"], values[f"remark_{one}"]) for one in kinds}

    @property
    def marks(self) -> dict[tuple[int, int | None], Decimal | bool]:
        return {
            (criterion.pk, subject.pk if subject else None): self.cleaned_data[mark_name(criterion, subject)]
            for subject in self.subjects
            for criterion in self.sheet.marked
        }

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        words = {name: self.cleaned_data[name] for name in ("problems", "suggestions")}
        verdict = {} if self.panel.ranks else {"verdict": self.cleaned_data["verdict"]}
        return {"findings": self.findings, "marks": self.marks, **words, **verdict}


def _number(text: Any) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return Decimal(0)


def entries_of(opinion: Opinion) -> dict[str, Any]:
    """Return a filed opinion as the form's entries, to be corrected."""
    entries: dict[str, Any] = {
        "verdict": opinion.verdict,
        "problems": opinion.problems,
        "suggestions": opinion.suggestions,
    }
    for finding in opinion.findings.all():
        entries[f"assess_{finding.dimension}"] = finding.assessment
        entries[f"remark_{finding.dimension}"] = finding.remark
    for mark in opinion.marks.select_related("criterion", "subject"):
        value = mark.points if mark.points is not None else ("yes" if mark.is_met else "no")
        entries[mark_name(mark.criterion, mark.subject)] = value
    return entries


class CorrectionForm(OpinionForm):
    """The opinion once more, with the reason for filing it again."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the correction"),
        max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("The panel and the office read it; the earlier opinion stays on record."),
    )

    def values(self) -> dict[str, Any]:
        return {**super().values(), "reason": self.cleaned_data["reason"]}
