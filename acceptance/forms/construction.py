from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from acceptance.forms.common import ProjectForm, long_text
from acceptance.models import SupervisionReport
from egov.ui.forms import AmountField, DateField
from projects.forms.fields import DocumentField


class MilestoneForm(ProjectForm):
    title = forms.CharField(label=_("Milestone"), max_length=120)
    planned_on = DateField(label=_("Planned date"))
    deliverable = forms.CharField(
        label=_("Deliverable"),
        widget=long_text(3),
        max_length=2000,
        help_text=_("What will be there to be seen and checked on that day."),
    )


class MeetMilestoneForm(ProjectForm):
    met_on = DateField(label=_("Met on"))
    evidence = DocumentField(label=_("Evidence"))


class ProgressReportForm(ProjectForm):
    units = {"percent": "%"}

    from_on = DateField(label=_("Period from"))
    to_on = DateField(label=_("Period to"))
    percent = forms.IntegerField(label=_("Progress of the whole"), min_value=0, max_value=100)
    done = forms.CharField(label=_("Done in this period"), widget=long_text(), max_length=5000)
    problems = forms.CharField(label=_("Problems"), widget=long_text(3), max_length=5000, required=False)
    next = forms.CharField(label=_("Planned next"), widget=long_text(3), max_length=5000)
    paper = DocumentField(label=_("Paper"), required=False)


class SupervisionReportForm(ProjectForm):
    kind = forms.ChoiceField(
        label=_("Kind of report"), choices=SupervisionReport.Kind, widget=forms.RadioSelect
    )
    from_on = DateField(label=_("Period from"))
    to_on = DateField(label=_("Period to"))
    quality = forms.CharField(label=_("Findings on quality"), widget=long_text(), max_length=5000)
    progress = forms.CharField(label=_("Findings on progress"), widget=long_text(), max_length=5000)
    cost = forms.CharField(label=_("Findings on cost"), widget=long_text(3), max_length=5000)
    safety = forms.CharField(label=_("Findings on safety"), widget=long_text(3), max_length=5000)
    paper = DocumentField(label=_("Signed report"))


class QualityIssueForm(ProjectForm):
    title = forms.CharField(label=_("Issue"), max_length=120)
    description = forms.CharField(label=_("Description"), widget=long_text(5), max_length=5000)
    is_blocking = forms.BooleanField(
        label=_("Blocks the trial run"),
        required=False,
        help_text=_("The trial run cannot start before this issue is closed."),
    )
    due_on = DateField(label=_("Rectify by"))


class RectificationForm(ProjectForm):
    rectification = forms.CharField(label=_("How it was rectified"), widget=long_text(5), max_length=5000)
    proof = DocumentField(label=_("Proof"), required=False)


class ChangeForm(ProjectForm):
    """A change order. People name a direction and an amount; the action takes a signed one."""

    units = {"days_delta": _("days")}
    MORE, LESS, SAME = "more", "less", "same"

    content = forms.CharField(label=_("Content of the change"), widget=long_text(5), max_length=5000)
    reason = forms.CharField(label=_("Reason"), widget=long_text(3), max_length=5000)
    direction = forms.ChoiceField(
        label=_("The contract's amount"),
        choices=[(MORE, _("increases")), (LESS, _("decreases")), (SAME, _("stays the same"))],
        widget=forms.RadioSelect,
    )
    amount_delta = AmountField(label=_("By how much"), required=False, max_digits=14)
    days_delta = forms.IntegerField(
        label=_("Change of the time"),
        initial=0,
        min_value=-3650,
        max_value=3650,
        help_text=_("With a minus sign where the work ends earlier."),
    )
    paper = DocumentField(label=_("Change order"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        direction, amount = cleaned.pop("direction", None), cleaned.get("amount_delta")
        if direction in (self.MORE, self.LESS) and "amount_delta" in cleaned and not amount:
            self.add_error("amount_delta", _("Write by how much."))
            return cleaned
        sign = {self.MORE: 1, self.LESS: -1}.get(str(direction), 0)
        cleaned["amount_delta"] = sign * (amount or 0)
        return cleaned


class DecisionForm(ProjectForm):
    """Approve or refuse; the button tells which."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=long_text(3),
        max_length=2000,
        required=False,
        help_text=_("Needed where you refuse."),
    )
