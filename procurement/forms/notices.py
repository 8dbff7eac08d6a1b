from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import AmountField, BaseForm, DateTimeField, MultipleFileField
from procurement.actions.notices import SOLICITATION_FIELDS, TENDER_FIELDS
from procurement.forms.fields import ProjectForm, text_area
from procurement.models import Solicitation, Tender


class DraftForm(BaseForm, forms.ModelForm):
    """A draft may be saved half filled; ``revision`` tells which state of it was edited."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    uploads = MultipleFileField(
        label=_("Add public documents"),
        required=False,
        help_text=_("Anybody can download them once the notice is published."),
    )

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = dict(self.cleaned_data)
        return {"revision": data.pop("revision"), "files": data.pop("uploads"), "fields": data}


class SolicitationForm(DraftForm):
    deadline = DateTimeField(label=_("Deadline for schemes"), required=False)

    class Meta:
        model = Solicitation
        fields = SOLICITATION_FIELDS
        widgets = {"text": text_area(12), "requirements": text_area(8)}


class TenderForm(DraftForm):
    budget = AmountField(label=_("Budget"), required=False)
    max_price = AmountField(
        label=_("Maximum price"),
        required=False,
        help_text=_("Not above the budget; bids above are rejected."),
    )
    deadline = DateTimeField(label=_("Deadline for bids"), required=False)
    opening_at = DateTimeField(
        label=_("Time of the opening"), required=False, help_text=_("Usually the deadline itself.")
    )

    class Meta:
        model = Tender
        fields = TENDER_FIELDS
        widgets = {"text": text_area(14), "method_reason": text_area(3)}


class ClarificationForm(ProjectForm):
    text = forms.CharField(label=_("Text of the clarification"), max_length=10_000, widget=text_area(8))
