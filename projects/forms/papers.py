from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm
from projects.models import IssuedPaper


class CorrectionForm(BaseForm, forms.Form):
    """The points of an issued paper, to be written anew, and the reason why."""

    def __init__(self, *args: Any, paper: IssuedPaper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = []
        for place, section in enumerate(paper.data["text"]["sections"]):
            name = f"section_{place}"
            self._names.append(name)
            self.fields[name] = forms.CharField(
                label=section["heading"],
                initial=section["text"],
                required=bool(section["text"]),
                widget=forms.Textarea(attrs={"rows": max(3, len(section["text"]) // 60)}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason of the correction"),
            help_text=_("It is printed on the new paper."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def sections(self) -> list[str]:
        return [self.cleaned_data[name] for name in self._names]
