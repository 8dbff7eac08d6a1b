from django import forms
from django.utils.translation import gettext_lazy as _

from egov.policy.models import Holiday
from egov.ui.forms import BaseForm


class ParameterForm(BaseForm, forms.Form):
    """A rule's new value, from when, and on what ground."""

    value = forms.DecimalField(label=_("value"), max_digits=16, decimal_places=4, min_value=0)
    effective_from = forms.DateField(label=_("in force from"), widget=forms.DateInput(attrs={"type": "date"}))
    source = forms.CharField(
        label=_("source"),
        max_length=200,
        help_text=_("The document and clause that sets this value; the trail keeps it."),
    )


class HolidayForm(BaseForm, forms.ModelForm):
    """A day that differs from its weekday."""

    class Meta:
        model = Holiday
        fields = ["day", "is_worked", "name"]
        widgets = {"day": forms.DateInput(attrs={"type": "date"})}
