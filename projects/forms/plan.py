from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import AmountField, BaseForm
from projects.models import Proposal

LONGEST_TEXT = 20_000


class PlanForm(BaseForm, forms.Form):
    """What the office says of a plan year: its priorities and its ceiling."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    priorities = forms.CharField(
        label=_("Priorities of the year"),
        help_text=_("What the city wants first this year. Departments read it before they propose."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST_TEXT,
    )
    ceiling = AmountField(
        label=_("Ceiling"),
        help_text=_("What the special fund can bear in this year. The included projects must fit it."),
        min_value=Decimal("0.01"),
    )


class OpenPlanForm(PlanForm):
    year = forms.IntegerField(label=_("Plan year"), min_value=2000, max_value=2099)
    field_order = ["year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year + 1


class DecideForm(BaseForm, forms.Form):
    """Decide on the proposals that are marked in the table."""

    INCLUDED, DEFERRED, PENDING = Proposal.Included.INCLUDED, Proposal.Included.DEFERRED, "pending"

    chosen = forms.TypedMultipleChoiceField(
        label=_("Proposals"),
        coerce=int,
        error_messages={"required": _("Mark the proposals that you want to decide on.")},
    )
    decision = forms.ChoiceField(label=_("Decision"), choices=Proposal.Included)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "Needed to include or defer; where you depart from the recommendation, say why. "
            "Applies to every proposal that you marked. Units read it after publication."
        ),
        widget=forms.Textarea(attrs={"rows": 1}),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, proposals: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["chosen"]).choices = [(pk, pk) for pk in proposals]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        decision = cleaned.get("decision")
        if decision and decision != self.PENDING and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Please give a reason.")))
        return cleaned


class OrderForm(BaseForm, forms.Form):
    """The ranks typed into the table, or the arrow pressed; ``at`` is where each proposal stands now."""

    def __init__(self, data: QueryDict, *, at: dict[int, int]) -> None:
        super().__init__(data)
        self.at = at
        for pk in at:
            self.fields[f"rank-{pk}"] = forms.IntegerField(min_value=1, required=False)

    def positions(self) -> dict[int, int]:
        """Return the wanted position of each proposal that is to move, by its id."""
        for direction, step in (("up", -1), ("down", 1)):
            pressed = self.data.get(direction, "")
            if pressed.isdecimal() and int(pressed) in self.at:
                return {int(pressed): self.at[int(pressed)] + step}
        typed = {pk: self.cleaned_data.get(f"rank-{pk}") for pk in self.at}
        return {pk: rank for pk, rank in typed.items() if rank and rank != self.at[pk]}


class TierForm(BaseForm, forms.Form):
    """Another priority for the proposals that are marked in the table."""

    tier = forms.ChoiceField(label=_("Priority"), choices=Proposal.Priority)
