from django import forms
from django.utils.translation import gettext_lazy as _

from acceptance.forms.common import ProjectForm, long_text
from egov.ui.forms import AmountField, DateField
from projects.forms.fields import DocumentField
from projects.models import Project


class MaintenanceForm(ProjectForm):
    operator = forms.CharField(
        label=_("Operated and maintained by"), max_length=120, help_text=_("The organization or company.")
    )
    contact = forms.CharField(label=_("Contact person"), max_length=60)
    phone = forms.CharField(label=_("Phone"), max_length=30)
    service_level = forms.CharField(
        label=_("Service level"),
        widget=long_text(),
        max_length=5000,
        help_text=_("Service hours, time to respond, time to restore, yearly availability."),
    )
    annual_cost = AmountField(label=_("Cost per year"), max_digits=14)
    starts_on = DateField(label=_("Period from"))
    ends_on = DateField(label=_("Period to"))
    plan = DocumentField(label=_("Operation and maintenance plan"))


class MaintenanceContractForm(ProjectForm):
    number = forms.CharField(label=_("Contract number"), max_length=60)


class RetirementForm(ProjectForm):
    """The successor is named by its number: a list of all projects would help nobody."""

    successor = forms.CharField(
        label=_("Number of the succeeding project"),
        max_length=30,
        required=False,
        help_text=_("Where another system takes over."),
    )
    reason = forms.CharField(label=_("Reason"), widget=long_text(), max_length=2000, required=False)

    def clean_successor(self) -> Project | None:
        number: str = self.cleaned_data["successor"].strip()
        if not number:
            return None
        # The same answer whether it does not exist or is another jurisdiction's.
        found = Project.objects.filter(number=number, jurisdiction=self.project.jurisdiction_id).first()
        if found is None:
            raise forms.ValidationError(_("There is no such project here."))
        return found
