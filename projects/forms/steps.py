from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm


class StepForm(BaseForm, forms.Form):
    """What is asked before a step that needs no evidence of its own: a reason or a comment."""

    reason = forms.CharField(
        label=_("Comment"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("Reason")
