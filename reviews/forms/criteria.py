"""The lines of a score sheet's form, one per criterion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import BaseForm
from reviews.models import Criterion, Dimension, Panel
from reviews.models.opinions import DIMENSIONS_OF
from reviews.presets import Line


def _points(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )


class CriterionForm(BaseForm, forms.Form):
    """One line. Nothing is required: a draft may be half filled, and fixing it names what is missing."""

    name = forms.CharField(label=_("Criterion"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=Criterion.Kind.choices, initial=Criterion.Kind.POINTS)
    dimension = forms.ChoiceField(label=_("Dimension"))
    least = _points(_("From (points)"))
    most = _points(_("To (points)"))
    hint = forms.CharField(label=_("What is looked at"), max_length=200, required=False)

    def __init__(self, *args: Any, panel_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dimensions = [(one.value, Dimension(one).label) for one in DIMENSIONS_OF[panel_kind]]
        self.fields["dimension"].choices = dimensions  # type: ignore[attr-defined]  # a choice field
        # The selects of an empty line always send something: what they begin with is not a change.
        self.fields["dimension"].initial = dimensions[0][0]
        if panel_kind != Panel.Kind.BID:
            kinds = [choice for choice in Criterion.Kind.choices if choice[0] != Criterion.Kind.PRICE]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # the same


CriterionFormSet = forms.formset_factory(CriterionForm, extra=2, max_num=30, can_delete=True)


def lines_in(form_set: forms.BaseFormSet[Any]) -> list[Line]:
    """Return the lines of a valid form set that are filled and not struck out."""
    filled = [form.cleaned_data for form in form_set if form.cleaned_data.get("name")]
    return [_line(one) for one in filled if not one["DELETE"]]


def _line(values: dict[str, Any]) -> Line:
    words = {name: values[name] for name in ("name", "kind", "dimension", "hint")}
    return Line(**words, least=values["least"] or Decimal(0), most=values["most"] or Decimal(0))
