from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NotValid

from egov.ui.forms import BaseForm
from projects.forms.fields import DocumentField
from projects.models import Project


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class UsccField(forms.CharField):
    """A unified social credit code (GB 32100), its check character verified."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("unified social credit code"))
        kwargs.setdefault("help_text", _("18 characters, as on the business license."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the code without spaces and in capitals; raise ``ValidationError`` for a wrong one."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return str(uscc.validate(text))
        except NotValid as error:
            message = _("This is no valid unified social credit code; please compare it with the license.")
            raise ValidationError(message) from error


class ProjectForm(BaseForm, forms.Form):
    """A form about a project: its files are bound by the limits of the project's jurisdiction."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        for field in self.fields.values():
            if isinstance(field, DocumentField):
                field.jurisdiction_id = project.jurisdiction_id


class ReasonForm(ProjectForm):
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=text_area(4))
