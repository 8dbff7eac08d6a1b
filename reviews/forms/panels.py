"""Forms of panels: who sits, what each found, what the panel concludes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from egov.ui.forms import BaseForm
from projects.forms.fields import DocumentField
from projects.models import Project

SHORT = {"rows": 2}
LONG = {"rows": 6}


class RevisionForm(BaseForm, forms.Form):
    """The revision that the panel asked for."""

    upload = DocumentField(label=gettext_lazy("Revision after argumentation"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upload = self.fields["upload"]
        if isinstance(upload, DocumentField):
            upload.jurisdiction_id = project.jurisdiction_id
