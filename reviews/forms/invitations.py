"""What an invited person answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.ui.forms import BaseForm

ACCEPT, DECLINE, DECLARE, CONFLICT = "accept", "decline", "declare", "conflict"


class AnswerForm(BaseForm, forms.Form):
    """An answer, named by the button that was pressed; whoever leaves says why."""

    answer = forms.ChoiceField(
        choices=[(one, one) for one in (ACCEPT, DECLINE, DECLARE, CONFLICT)], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask whoever leaves for the reason."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("answer") in {DECLINE, CONFLICT} and not values.get("reason"):
            self.add_error("reason", _("Please give a reason."))
        return values
