"""Forms of the special fund; amounts in yuan or 万元."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.accounts.acting import Actor
from egov.policy.rules import value_of
from egov.ui.formats import number, wan, yuan
from egov.ui.forms import AmountField, BaseForm
from projects.models import FundLine, Project, SpecialFund

SHORT = forms.Textarea(attrs={"rows": 2})


class SignedForm(BaseForm, forms.Form):
    """On what an arrangement rests, for those who sign it."""

    basis = forms.CharField(
        label=pgettext_lazy("fund", "Basis"),
        max_length=200,
        help_text=_("The decision on the budget, with its document number."),
    )
    reason = forms.CharField(label=_("Reason"), widget=SHORT, max_length=2000)


class ArrangementForm(SignedForm):
    """What a year's fund is to have in all, and each line of it."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    appropriation = AmountField(
        label=_("Appropriation"),
        help_text=_("In all; the lines below come to this at most."),
    )
    construction = AmountField(label=FundLine.CONSTRUCTION.label)
    review = AmountField(label=FundLine.REVIEW.label, required=False)
    maintenance = AmountField(label=FundLine.MAINTENANCE.label, required=False)

    field_order = ("year", "appropriation", *FundLine.values)

    def earmarks(self) -> dict[FundLine, Decimal]:
        """Return what each line is to have, in yuan."""
        return {line: self.cleaned_data.get(line.value) or Decimal(0) for line in FundLine}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        total, together = cleaned.get("appropriation"), sum(self.earmarks().values())
        if total is not None and together > total:
            message = _("The lines come to %(together)s, which is %(over)s more than this.")
            amounts = {"together": wan(together), "over": wan(together - total)}
            self.add_error("appropriation", ValidationError(message, params=amounts))
        return cleaned


class ReasonForm(BaseForm, forms.Form):
    """A deed that needs its reason."""

    reason = forms.CharField(label=_("Reason"), widget=SHORT, max_length=2000)


class AllocationForm(BaseForm, forms.Form):
    """Money of a year's fund for one project."""

    fund = forms.ModelChoiceField(SpecialFund.objects.none(), label=_("Special fund"))
    line = forms.ChoiceField(label=_("Line"), choices=FundLine.choices, initial=FundLine.CONSTRUCTION)
    amount = AmountField(label=_("Amount"), max_digits=14)
    reason = forms.CharField(label=_("Reason"), widget=SHORT, max_length=2000)
    confirmed = forms.BooleanField(label=_("It is meant to be this little"), required=False)
    voucher = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def __init__(self, *args: Any, project: Project, given: Decimal, **kwargs: Any) -> None:
        """Take the yuan that the project has been given for construction, to say what may be added."""
        super().__init__(*args, **kwargs)
        self.project = project
        if not self.is_bound:
            del self.fields["confirmed"]
        fund = self.fields["fund"]
        if isinstance(fund, forms.ModelChoiceField):
            here = SpecialFund.objects.open().filter(jurisdiction=project.jurisdiction_id)
            # The fund of this year stands first, and is chosen unless somebody chooses another.
            others = Case(When(year=timezone.localdate().year, then=0), default=1)
            fund.queryset = here.select_related("jurisdiction").order_by(others, "-year")
            fund.empty_label = None
        if project.approved_investment:
            self.fields["amount"].help_text = _room(project.approved_investment, given)

    def clean(self) -> dict[str, Any]:
        """Ask back where the unit was probably forgotten: any allocation opens the initiation approval."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        approved, amount = self.project.approved_investment, cleaned.get("amount")
        confirmed = cleaned.pop("confirmed", False)
        place = self.project.jurisdiction_id
        percent = value_of("allocation_asked_below_percent", jurisdiction_id=place)
        is_little = amount is not None and approved is not None and amount * 100 < approved * percent
        if not is_little or cleaned.get("line") != FundLine.CONSTRUCTION:
            del self.fields["confirmed"]
        elif not confirmed:
            words = _(
                "%(amount)s is less than %(percent)s %% of the approved investment of %(approved)s. "
                "Is it meant?"
            )
            told = {"amount": yuan(amount), "percent": number(percent), "approved": wan(approved)}
            self.add_error("amount", ValidationError(words, params=told))
        return cleaned


def _room(approved: Decimal, given: Decimal) -> str:
    """Say what of the approved investment is not allocated for construction yet."""
    if given >= approved:
        words = _("The approved investment of %(approved)s is allocated in full; no more for construction.")
    elif given:
        words = _("Approved investment: %(approved)s; %(left)s of it are not allocated yet.")
    else:
        words = _("Approved investment: %(approved)s.")
    return words % {"approved": wan(approved), "left": wan(approved - given)}


class ReleaseForm(BaseForm, forms.Form):
    """Money that a project gives back to the line."""

    amount = AmountField(label=_("Amount"), max_digits=14)
    reason = forms.CharField(label=_("Reason"), widget=SHORT, max_length=2000)


class ReallocationForm(BaseForm, forms.Form):
    """Money that goes from one project to another of the same place."""

    to = forms.CharField(label=_("Number of the other project"), max_length=40)
    amount = AmountField(label=_("Amount"), max_digits=14)
    reason = forms.CharField(label=_("Reason"), widget=SHORT, max_length=2000)

    def __init__(self, *args: Any, jurisdiction_id: int, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._projects = Project.objects.visible_to(by).filter(jurisdiction=jurisdiction_id)

    def clean_to(self) -> Project:
        found = self._projects.filter(number=self.cleaned_data["to"].strip()).first()
        if found is None:
            raise ValidationError(_("There is no project with this number."))
        return found
