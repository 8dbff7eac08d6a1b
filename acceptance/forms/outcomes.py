from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from acceptance.actions import Outstanding, usual_due_day
from acceptance.forms.common import OutcomeField, ProjectForm, long_text
from egov.policy.rules import value_of
from egov.ui.forms import BaseForm, DateField
from projects.forms.fields import DocumentField


class StartTrialRunForm(ProjectForm):
    units = {"planned_days": _("days")}

    starts_on = DateField(label=_("Started on"), initial=timezone.localdate)
    planned_days = forms.IntegerField(label=_("Planned length"), max_value=1000)
    plan = DocumentField(label=_("Trial-run plan"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least = int(value_of("trial_run_min_days", jurisdiction_id=self.project.jurisdiction_id))
        self.fields["planned_days"].initial = least
        self.fields["planned_days"].help_text = _("At least %(days)s days.") % {"days": least}


class TrialLogForm(ProjectForm):
    seen_on = DateField(label=_("Date"), initial=timezone.localdate)
    finding = forms.CharField(label=_("Finding"), widget=long_text(), max_length=5000)


class ConcludeTrialRunForm(ProjectForm):
    passed = OutcomeField(label=_("Outcome"))
    findings = forms.CharField(
        label=_("Findings"),
        widget=long_text(6),
        max_length=5000,
        help_text=_("Where it failed: what is to be rectified before the next trial run."),
    )
    report = DocumentField(
        label=_("Trial-run report"), required=False, help_text=_("Needed where the trial run passed.")
    )


class PreliminaryAcceptanceForm(ProjectForm):
    passed = OutcomeField(label=_("Outcome"))
    findings = forms.CharField(
        label=_("Findings"),
        widget=long_text(6),
        max_length=5000,
        help_text=_("Where it failed: what is to be rectified before the next trial run."),
    )
    report = DocumentField(label=_("Report on the preliminary acceptance"))


class ReturnForm(ProjectForm):
    reason = forms.CharField(label=_("Reason"), widget=long_text(3), max_length=2000)
    due_on = DateField(
        label=_("Rectify by"),
        help_text=_("What failed is rectified by this day; until it is closed, no trial run starts."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = usual_due_day(self.project)


class SubAcceptanceForm(ProjectForm):
    responsible = forms.CharField(label=_("Responsible person"), max_length=60)
    held_on = DateField(label=_("Date"), initial=timezone.localdate)
    passed = OutcomeField(label=_("Result"))
    findings = forms.CharField(label=_("Findings"), widget=long_text(5), max_length=5000)
    report = DocumentField(label=_("Report"))


class OutstandingForm(BaseForm, forms.Form):
    """A line that may stay empty; one that is begun is filled."""

    description = forms.CharField(label=_("Outstanding issue"), max_length=300, required=False)
    responsible = forms.CharField(label=_("Responsible person"), max_length=60, required=False)
    due_on = DateField(label=_("Rectify by"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.fields:
            if self.has_changed() and name in cleaned and not cleaned[name]:
                self.add_error(name, _("This field is required."))
        return cleaned


OutstandingFormSet = forms.formset_factory(OutstandingForm, extra=3, max_num=20)


def outstanding_in(form_set: forms.BaseFormSet[Any]) -> list[Outstanding]:
    """Return what the filled lines of a valid form set say."""
    return [Outstanding(**form.cleaned_data) for form in form_set if form.has_changed()]


class SettlementForm(ProjectForm):
    settlement = forms.CharField(label=_("How it was settled"), widget=long_text(), max_length=2000)
