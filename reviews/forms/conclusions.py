"""What a panel is to conclude, what a member answers, and what the office notes of a silent one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.ui.forms import BaseForm, DateField
from reviews.models import Panel, Tally

SHORT = {"rows": 3}


class ConclusionForm(BaseForm, forms.Form):
    """The conclusion for the members to sign; only those that votes and marks bear are offered."""

    met_on = DateField(label=gettext_lazy("Date of the meeting"))
    place = forms.CharField(label=gettext_lazy("Place of the meeting"), max_length=120)
    opinion = forms.CharField(
        label=gettext_lazy("Opinion of the panel"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Drawn from what the members filed; change it as the panel agreed."),
    )

    def __init__(self, *args: Any, tally: Tally, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tally = tally
        choices = [(one.value, one.label) for one in tally.conclusions]
        self.fields["conclusion"] = forms.ChoiceField(
            label=_("Conclusion"), choices=choices, widget=forms.RadioSelect, initial=tally.likeliest
        )
        if tally.panel.kind == Panel.Kind.ARGUMENTATION and tally.conclusions == [Panel.Conclusion.FAIL]:
            self._add_rejection()
        self.order_fields(["met_on", "place", "conclusion", "opinion"])

    def _add_rejection(self) -> None:
        self.fields["advises_rejection"] = forms.BooleanField(
            label=_("The panel advises to reject for good, not only to return"), required=False
        )
        self.fields["rejection_reason"] = forms.CharField(
            label=_("Why for good"), required=False, max_length=2000, widget=forms.Textarea(attrs=SHORT)
        )


class SignatureForm(BaseForm, forms.Form):
    """A member agrees, or dissents and says why."""

    stance = forms.ChoiceField(
        label=gettext_lazy("How do you stand to it?"),
        choices=[
            ("agrees", gettext_lazy("I agree and sign")),
            ("dissents", gettext_lazy("I do not agree; my reasons are recorded")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reasons of the dissent"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
        help_text=gettext_lazy("Whoever neither signs nor writes reasons counts as agreeing."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for reasons where they are due, and only there."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        dissents, reason = values.get("stance") == "dissents", values.get("reason", "").strip()
        if dissents and not reason:
            self.add_error("reason", _("Please write down why you do not agree."))
        if not dissents and reason and "stance" in values:
            self.add_error("stance", _("You wrote reasons but chose to agree. Please choose again."))
        return values

    @property
    def dissent(self) -> str:
        return str(self.cleaned_data["reason"]) if self.cleaned_data["stance"] == "dissents" else ""


class SilenceForm(BaseForm, forms.Form):
    """What the office notes of a member who did not sign."""

    reason = forms.CharField(
        label=gettext_lazy("How the member was asked, and what they answered"),
        max_length=2000,
        widget=forms.Textarea(attrs=SHORT),
    )
