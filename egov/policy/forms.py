from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.policy.rules import Rule
from egov.ui.forms import BaseForm, DateField


class ParameterForm(BaseForm, forms.Form):
    """A rule's new value, from when, and on what ground."""

    value: forms.Field = forms.DecimalField(label=_("value"), max_digits=16, decimal_places=4, min_value=0)
    effective_from = DateField(label=_("in force from"))
    source = forms.CharField(
        label=_("source"),
        max_length=200,
        help_text=_("The document and clause that sets this value; the trail keeps it."),
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {"value": rule.unit}
        if rule.is_switch:
            choices = [(Decimal(1), rule.says(Decimal(1))), (Decimal(0), rule.says(Decimal(0)))]
            self.units = {}
            self.fields["value"] = forms.TypedChoiceField(
                label=_("value"), choices=choices, coerce=Decimal, widget=forms.RadioSelect
            )


class HolidayForm(BaseForm, forms.Form):
    """Days, one after the other, that differ from their weekdays."""

    name = forms.CharField(label=_("name"), max_length=60)
    day = DateField(label=_("from day"))
    until = DateField(
        label=_("to day"), required=False, help_text=_("Leave empty for a single day; at most 31 days.")
    )
    is_worked = forms.BooleanField(label=_("worked"), required=False)
    source = forms.CharField(label=_("source"), max_length=200, help_text=_("The notice that says so."))

    def clean(self) -> dict[str, Any]:
        """Hold the last day against the first."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("day"), values.get("until")
        if first and last and not first <= last < first + timedelta(days=31):
            self.add_error("until", _("The last day comes after the first, within 31 days."))
        return values

    def days(self) -> list[date]:
        """Return each day that was named."""
        first: date = self.cleaned_data["day"]
        last: date = self.cleaned_data["until"] or first
        return [first + timedelta(days=passed) for passed in range((last - first).days + 1)]
