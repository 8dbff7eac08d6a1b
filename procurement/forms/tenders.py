from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import AmountField, DateTimeField
from procurement.forms.fields import ProjectForm, UsccField, text_area
from procurement.models import Bid
from projects.forms.fields import DocumentField


class BidForm(ProjectForm):
    supplier_name = forms.CharField(label=_("Bidder"), max_length=200)
    uscc = UsccField()
    price = AmountField(label=_("Bid price"), min_value=Decimal("0.01"), max_digits=14)
    received_at = DateTimeField(label=_("Received at"))
    upload = DocumentField(label=_("Bid"))


class OpeningForm(ProjectForm):
    opened_at = DateTimeField(label=_("Bids opened at"))
    upload = DocumentField(label=_("Opening record"))
    note = forms.CharField(
        label=_("What was noted at the opening"), required=False, max_length=5000, widget=text_area(4)
    )


class JudgmentForm(ProjectForm):
    valid = forms.TypedChoiceField(
        label=_("Validity"),
        choices=[("1", _("Valid")), ("0", _("Rejected"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    fault = forms.ChoiceField(
        label=_("Reason for rejection"), required=False, choices=[("", "—"), *Bid.Fault.choices]
    )
    remark = forms.CharField(label=_("Remark"), required=False, max_length=2000, widget=text_area(3))


class ResultForm(ProjectForm):
    """The evaluation report, and a place for each valid bid that becomes a candidate."""

    upload = DocumentField(label=_("Bid evaluation report"))

    def __init__(
        self, *args: Any, bids: Sequence[Bid], order: Sequence[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bids = bids
        # Where a panel has marked, its order is the only one; nothing is left to type.
        self.fixed = None if order is None else _in_order(bids, order)
        if order is not None:
            # The platform issues the panel's own report.
            del self.fields["upload"]
        for bid in bids if order is None else ():
            self.fields[f"place_{bid.pk}"] = forms.IntegerField(
                label=_("Place of %(bidder)s") % {"bidder": bid.supplier_name},
                required=False,
                min_value=1,
                max_value=len(bids),
            )

    def clean(self) -> dict[str, Any]:
        """Turn the places into an order; they must be 1, 2, 3 … without gaps."""
        data = super().clean() or self.cleaned_data
        if self.fixed is not None:
            data["ranking"] = self.fixed
            return data
        placed = [(data.get(f"place_{bid.pk}"), bid) for bid in self.bids]
        placed = sorted(((place, bid) for place, bid in placed if place), key=lambda pair: pair[0] or 0)
        if [place for place, _bid in placed] != list(range(1, len(placed) + 1)) or not placed:
            raise ValidationError(_("Give the places 1, 2, 3 … each once, without gaps."))
        data["ranking"] = [bid for _place, bid in placed]
        return data

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"upload": self.cleaned_data.get("upload"), "ranking": self.cleaned_data["ranking"]}


def _in_order(bids: Sequence[Bid], order: Sequence[str]) -> list[Bid]:
    by_name = {bid.supplier_name: bid for bid in bids}
    return [by_name[name] for name in order if name in by_name]


class WinnerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.rank}. {obj.supplier_name}"


class AwardForm(ProjectForm):
    winner = WinnerField(label=_("Winner"), queryset=Bid.objects.none(), widget=forms.RadioSelect)
    amount = AmountField(label=_("Award amount"), min_value=Decimal("0.01"), max_digits=14)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=text_area(3),
        help_text=_("Needed if candidates ranked before do not get the award."),
    )
    title = forms.CharField(label=_("Title of the notice"), max_length=200)
    text = forms.CharField(label=_("Text of the notice"), max_length=20_000, widget=text_area(10))
    contact = forms.CharField(label=_("Contact"), max_length=200)

    def __init__(self, *args: Any, bids: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["winner"].queryset = bids  # type: ignore[attr-defined]  # a model choice field
        self.fields["winner"].empty_label = None  # type: ignore[attr-defined]  # the same
