from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.ui.forms import BaseForm
from projects.forms.fields import DocumentField
from projects.models import Project


class ProjectForm(BaseForm, forms.Form):
    """A form about one project; its files are judged by the limits of the project's jurisdiction.

    The names of its fields are those that the action takes.
    """

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        for field in self.fields.values():
            if isinstance(field, DocumentField):
                field.jurisdiction_id = project.jurisdiction_id


def long_text(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OutcomeField(forms.TypedChoiceField):
    """Passed or failed; cleans to a boolean."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            ("passed", pgettext_lazy("acceptance", "Passed")),
            ("failed", pgettext_lazy("acceptance", "Failed")),
        ]
        super().__init__(choices=choices, coerce=lambda value: value == "passed", **kwargs)


class ReasonForm(ProjectForm):
    reason = forms.CharField(label=_("Reason"), widget=long_text(3), max_length=2000)
