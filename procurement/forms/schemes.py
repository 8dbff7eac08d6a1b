from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import AmountField, DateField, DateTimeField
from procurement.forms.fields import ProjectForm, UsccField, text_area
from procurement.models import Design
from projects.forms.fields import DocumentField
from projects.models import CostItem


class SchemeForm(ProjectForm):
    author = forms.CharField(label=_("Author (company)"), max_length=200)
    uscc = UsccField(required=False)
    received_at = DateTimeField(label=_("Received at"))
    upload = DocumentField(label=_("Scheme"))
    summary = forms.CharField(label=_("Summary"), required=False, max_length=5000, widget=text_area(5))


class ChoiceForm(ProjectForm):
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=text_area(4),
        help_text=_("Needed for any other than the first of the ranking."),
    )


class DesignForm(ProjectForm):
    design_upload = DocumentField(label=_("Optimized design"))
    estimate_upload = DocumentField(label=_("Budget estimate file"))
    estimate = AmountField(label=_("Budget estimate"), min_value=Decimal("0.01"), max_digits=14)
    note = forms.CharField(
        label=_("What was changed and why"),
        required=False,
        max_length=5000,
        widget=text_area(4),
        help_text=_("Needed from the second version on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in CostItem.choices:
            self.fields[f"item_{value}"] = AmountField(label=label, required=False, max_digits=14)

    def cost_fields(self) -> list[forms.BoundField]:
        """Return the fields of the cost items, which stand apart on the page."""
        return [self[f"item_{value}"] for value in CostItem.values]

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith("item_")}
        lines = {item: self.cleaned_data[f"item_{item}"] for item in CostItem.values}
        return {**data, "cost_lines": {item: amount for item, amount in lines.items() if amount}}


class OverrunForm(ProjectForm):
    """``version`` tells which version of the design was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    meeting = forms.CharField(label=_("Meeting"), max_length=120)
    meeting_on = DateField(label=_("Date of the meeting"))
    upload = DocumentField(label=_("Meeting record"))
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=text_area(4))

    def values(self) -> dict[str, Any]:
        """Return what the action takes; a version that never was counts as one that is no longer."""
        data = dict(self.cleaned_data)
        version = data.pop("version")
        return {
            **data,
            "design": self.project.designs.filter(number=version).first() or Design(number=version),
        }
