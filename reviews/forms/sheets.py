"""The form behind a panel's score sheet, its lines aside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm
from reviews.models import MarkSheet, Panel
from reviews.models.panels import RANKING_KINDS


class MarkSheetForm(BaseForm, forms.Form):
    """What holds for the sheet as a whole; each kind of panel has its part of it."""

    procured = forms.ChoiceField(
        label=_("What is procured"),
        choices=MarkSheet.Procured.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("The least share of the price follows from it."),
    )
    pass_mark = forms.DecimalField(
        label=_("Pass mark"),
        required=False,
        min_value=1,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("What the average of the members must reach."),
    )
    units = {"pass_mark": _("points")}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["pass_mark" if kind == Panel.Kind.BID else "procured"]
        if kind in RANKING_KINDS and "pass_mark" in self.fields:
            self.fields["pass_mark"].help_text = _("Optional. What stays below it is not placed.")

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}
