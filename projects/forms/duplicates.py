from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm
from projects.models import DuplicateHit


class AnswersForm(BaseForm, forms.Form):
    """One answer per hit; answers may be given one at a time."""

    def __init__(self, *args: Any, hits: list[DuplicateHit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hits = hits
        for hit in hits:
            self.fields[f"answer-{hit.pk}"] = forms.CharField(
                label=_("Why this is no duplicate construction"),
                help_text=_(
                    "What differs in scope, users or function; what is reused of the earlier project."
                ),
                max_length=2000,
                required=False,
                initial=hit.answer,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def answers(self) -> dict[int, str]:
        """Return the answer by hit."""
        return {hit.pk: self.cleaned_data[f"answer-{hit.pk}"] for hit in self.hits}
