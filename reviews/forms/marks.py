"""The two kinds of field with which a member marks."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from reviews.models import Criterion

ANSWERS = (
    ("yes", pgettext_lazy("answer to a question", "Yes")),
    ("no", pgettext_lazy("answer to a question", "No")),
)


def plain(points: Decimal) -> str:
    """Write points without zeros that say nothing."""
    return f"{points.normalize():f}"


class PointsField(forms.DecimalField):
    """Points within a criterion's range, which stands beside the input."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__(
            label=criterion.name,
            help_text=criterion.hint,
            min_value=criterion.least,
            max_value=criterion.most,
            max_digits=5,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5"}),
        )
        self.unit = _("%(least)s to %(most)s points") % {
            "least": plain(criterion.least),
            "most": plain(criterion.most),
        }


class AnswerField(forms.ChoiceField):
    """Yes or no; nobody passes by leaving it out."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__(
            label=criterion.name, help_text=criterion.hint, choices=ANSWERS, widget=forms.RadioSelect
        )

    def clean(self, value: Any) -> bool:
        answer = super().clean(value)
        if answer not in dict(ANSWERS):
            raise ValidationError(self.error_messages["required"], code="required")
        return bool(answer == "yes")
