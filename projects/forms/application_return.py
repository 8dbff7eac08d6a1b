from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.ui.forms import BaseForm
from projects.application_content import FIELDS, label_of


class ReturnForm(BaseForm, forms.Form):
    """Which fields are to be corrected and why, and the reason for the whole."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the return"),
        help_text=gettext_lazy("What the unit reads first; the marks below say where."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS:
            label = label_of(name)
            self.fields[f"mark-{name}"] = forms.BooleanField(
                label=_("To be corrected: %(field)s") % {"field": label}, required=False
            )
            self.fields[f"why-{name}"] = forms.CharField(
                label=_("What is wrong with: %(field)s") % {"field": label},
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self) -> dict[str, Any]:
        """Demand a reason for each mark; a reason alone counts as a mark."""
        cleaned: dict[str, Any] = self.cleaned_data
        for name in FIELDS:
            if cleaned.get(f"mark-{name}") and not cleaned.get(f"why-{name}"):
                self.add_error(f"why-{name}", _("Say what is to be corrected."))
        return cleaned

    def marks(self) -> dict[str, str]:
        """Return the reason by field."""
        return {name: why for name in FIELDS if (why := self.cleaned_data.get(f"why-{name}", "").strip())}
