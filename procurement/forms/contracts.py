from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, OrganizationKind
from egov.ui.forms import AmountField, DateField
from procurement.forms.fields import ProjectForm
from projects.forms.fields import DocumentField
from projects.forms.payments import TermsField


class ContractForm(ProjectForm):
    number = forms.CharField(label=_("Contract number"), max_length=60)
    amount = AmountField(label=_("Contract amount"), min_value=Decimal("0.01"), max_digits=14)
    signed_on = DateField(label=_("Signed on"))
    starts_on = DateField(label=_("Work begins on"))
    ends_on = DateField(label=_("Work is to end on"))
    terms = TermsField(required=False)
    upload = DocumentField(label=_("Contract"))


class SupervisionForm(ProjectForm):
    supervisor = forms.ModelChoiceField(
        label=_("Supervisor"), queryset=Organization.objects.none(), empty_label=_("Choose a company")
    )
    number = forms.CharField(label=_("Contract number"), max_length=60)
    amount = AmountField(label=_("Contract amount"), min_value=Decimal("0.01"), max_digits=14)
    terms = TermsField(required=False)
    upload = DocumentField(label=_("Supervision contract"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        companies = Organization.objects.active().filter(
            kind=OrganizationKind.COMPANY, jurisdiction_id=self.project.jurisdiction_id
        )
        self.fields["supervisor"].queryset = companies.order_by("name")  # type: ignore[attr-defined]
