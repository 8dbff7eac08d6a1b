from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from acceptance.actions import IndicatorDraft, Points
from acceptance.forms.common import long_text
from acceptance.models import Indicator, ScoreSheet
from egov.ui.forms import BaseForm


class IndicatorForm(BaseForm, forms.Form):
    level1 = forms.CharField(label=_("First level"), max_length=30)
    level2 = forms.CharField(label=_("Second level"), max_length=30)
    level3 = forms.CharField(label=_("Third level"), max_length=60)
    weight = forms.DecimalField(
        label=_("Points"), min_value=Decimal("0.01"), max_value=100, max_digits=5, decimal_places=2
    )


IndicatorFormSet = forms.formset_factory(IndicatorForm, extra=3, max_num=60, can_delete=True)


def indicators_in(form_set: forms.BaseFormSet[Any]) -> list[IndicatorDraft]:
    """Return the lines of a valid form set that are filled and not struck out."""
    filled = [form.cleaned_data for form in form_set if "weight" in form.cleaned_data]
    names = ("level1", "level2", "level3", "weight")
    return [IndicatorDraft(**{name: line[name] for name in names}) for line in filled if not line["DELETE"]]


class ScoreForm(BaseForm, forms.Form):
    """A party's points and comments, one pair of fields per indicator."""

    comment = forms.CharField(label=_("Overall comment"), widget=long_text(), max_length=5000, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheet: ScoreSheet, **kwargs: Any) -> None:
        self.indicators: list[Indicator] = list(sheet.evaluation.indicators.all())
        given = {score.indicator_id: score for score in sheet.scores.all()}
        initial: dict[str, Any] = {"comment": sheet.comment, "seen": sheet.stamp}
        for indicator in self.indicators:
            if score := given.get(indicator.pk):
                initial[f"points_{indicator.pk}"] = score.points
                initial[f"comment_{indicator.pk}"] = score.comment
        super().__init__(*args, initial=initial, **kwargs)
        for indicator in self.indicators:
            self._add_fields(indicator)

    def _add_fields(self, indicator: Indicator) -> None:
        self.fields[f"points_{indicator.pk}"] = forms.DecimalField(
            label=_("Points for %(name)s") % {"name": indicator.level3},
            min_value=0,
            max_value=indicator.weight,
            max_digits=5,
            decimal_places=2,
            required=False,
        )
        self.fields[f"comment_{indicator.pk}"] = forms.CharField(
            label=_("Comment on %(name)s") % {"name": indicator.level3}, max_length=300, required=False
        )

    def rows(self) -> Iterator[tuple[Indicator, BoundField, BoundField]]:
        for indicator in self.indicators:
            yield indicator, self[f"points_{indicator.pk}"], self[f"comment_{indicator.pk}"]

    def scores(self) -> list[Points]:
        """Return what was typed; call it on a valid form."""
        return [
            Points(
                indicator,
                self.cleaned_data[f"points_{indicator.pk}"],
                self.cleaned_data[f"comment_{indicator.pk}"],
            )
            for indicator in self.indicators
        ]
