"""Forms of what follows a panel: half days per expert, ratings, the reason for an export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.ui.forms import BaseForm
from reviews.actions.fees import LONGEST, Due
from reviews.models import PanelMember


class FeesForm(BaseForm, forms.Form):
    """Half days per expert; one for each unless changed."""

    def __init__(self, *args: Any, dues: Sequence[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dues = dues
        for due in dues:
            self.fields[f"days_{due.member.pk}"] = forms.IntegerField(
                label=_("Half days of %(name)s") % {"name": due.member.user.name},
                min_value=1,
                max_value=LONGEST,
                initial=1,
            )

    def rows(self) -> Iterator[tuple[Due, BoundField]]:
        for due in self.dues:
            yield due, self[f"days_{due.member.pk}"]

    @property
    def half_days(self) -> dict[int, int]:
        return {due.member.pk: self.cleaned_data[f"days_{due.member.pk}"] for due in self.dues}


class RatingsForm(BaseForm, forms.Form):
    """A rating and its reason per expert; who is left out is rated later."""

    def __init__(self, *args: Any, members: Sequence[PanelMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        for member in members:
            name = {"name": member.user.name}
            self.fields[f"score_{member.pk}"] = forms.IntegerField(
                label=_("Rating of %(name)s (0 to 100)") % name, required=False, min_value=0, max_value=100
            )
            self.fields[f"reason_{member.pk}"] = forms.CharField(
                label=_("Reason for the rating of %(name)s") % name, required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        """Ask for both or neither."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for member in self.members:
            score, reason = values.get(f"score_{member.pk}"), values.get(f"reason_{member.pk}")
            if score is not None and not reason:
                self.add_error(f"reason_{member.pk}", _("Please give a reason."))
            if reason and score is None and f"score_{member.pk}" in values:
                self.add_error(f"score_{member.pk}", _("Please fill this in."))
        return values

    @property
    def ratings(self) -> dict[int, tuple[int, str]]:
        given = {one.pk: self.cleaned_data[f"score_{one.pk}"] for one in self.members}
        return {
            key: (score, self.cleaned_data[f"reason_{key}"])
            for key, score in given.items()
            if score is not None
        }


class ExportForm(BaseForm, forms.Form):
    """Why the full bank numbers are needed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
