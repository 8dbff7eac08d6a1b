"""Forms of a year's budget from a sheet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.forms.fund import SignedForm
from projects.forms.proposal_import import ImportForm


class BudgetSheetForm(ImportForm):
    """The sheet, and the year that it is for."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)


class BudgetForm(SignedForm):
    """What goes with the figures of the sheet to those who sign."""

    sheet = forms.CharField(widget=forms.HiddenInput)
