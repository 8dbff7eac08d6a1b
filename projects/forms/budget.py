"""Forms of a year's budget from a sheet."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.ui.forms import BaseForm
from projects.forms.proposal_import import ImportForm


class BudgetSheetForm(ImportForm):
    """The sheet, and the year that it is for."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)

    field_order = ("year", "file")

    @staticmethod
    def this_year() -> int:
        return timezone.localdate().year


class BudgetForm(BaseForm, forms.Form):
    """What goes with the figures of the sheet to those who sign."""

    basis = forms.CharField(
        label=pgettext_lazy("fund", "Basis"),
        max_length=200,
        help_text=_("The decision on the budget, with its document number."),
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    sheet = forms.CharField(widget=forms.HiddenInput)
