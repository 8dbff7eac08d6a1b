from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.accounts.models import Organization
from egov.ui.forms import AmountField, BaseForm, DateField
from projects.actions.approval import possible_builders
from projects.forms.fields import DocumentField
from projects.models import Decision, Project

LONG = forms.Textarea(attrs={"rows": 10})
SHORT = forms.Textarea(attrs={"rows": 4})


class RequestForm(BaseForm, forms.Form):
    """The request (请示) to the municipal government."""

    document_number = forms.CharField(
        label=_("Document number"),
        max_length=40,
        help_text=_("As on the paper, for example 东信办〔2027〕6号."),
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    text = forms.CharField(label=_("Text of the request"), widget=LONG, max_length=20_000)


class MeetingForm(BaseForm, forms.Form):
    """The meeting that decided, with its record."""

    meeting = forms.CharField(label=_("Meeting"), max_length=120)
    meeting_on = DateField(label=_("Date of the meeting"))
    upload = DocumentField(label=_("Meeting record"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = self.fields["upload"]
        if isinstance(upload, DocumentField):
            upload.jurisdiction_id = project.jurisdiction_id


class DecisionForm(MeetingForm):
    """Approve, with construction entity and investment, or reject, with a reason."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("of the municipal government", "Decision"),
        choices=[(one.value, one.label) for one in (Decision.Outcome.APPROVE, Decision.Outcome.REJECT)],
        widget=forms.RadioSelect,
    )
    construction_entity = forms.ModelChoiceField(
        Organization.objects.none(),
        label=_("Construction entity"),
        required=False,
        help_text=_("Needed to approve: no initiation approval is issued without it."),
    )
    approved_investment = AmountField(
        label=_("Approved investment"), required=False, max_digits=14, help_text=_("Needed to approve.")
    )
    reason = forms.CharField(
        label=_("Reason or conditions"),
        required=False,
        widget=SHORT,
        max_length=2000,
        help_text=_("Needed to reject."),
    )
    confirmed = forms.BooleanField(
        label=_("I have read the brief; the decision takes effect at once and cannot be taken back.")
    )

    field_order = ["outcome", "construction_entity", "approved_investment", "meeting", "meeting_on", "upload"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        builder = self.fields["construction_entity"]
        if isinstance(builder, forms.ModelChoiceField):
            builder.queryset = possible_builders(project).order_by("name")


class TerminationForm(MeetingForm):
    """The decision to terminate."""

    reason = forms.CharField(label=_("Reason"), widget=SHORT, max_length=2000)


class InitiationForm(BaseForm, forms.Form):
    """The follow-up duties that the initiation approval lists."""

    duties = forms.CharField(
        label=_("Follow-up duties"),
        widget=LONG,
        max_length=4000,
        help_text=_("One point per line; they become the last section of the paper."),
    )
