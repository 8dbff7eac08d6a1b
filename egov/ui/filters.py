"""The filters above a list: a form that never refuses, and the chips for what is set."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import pgettext

from egov.ui.forms import BaseForm


def flattened(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield the choices themselves, also those in groups."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


class FilterForm(BaseForm, forms.Form):
    """Give it the query string; what does not validate does not filter."""

    no_filters: frozenset[str] = frozenset()
    """Fields that say how to show the list, not what: no chip tells of them, and each link keeps them."""

    def values(self) -> dict[str, Any]:
        """Return what is set, by field."""
        self.is_valid()
        return {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}

    def chips(self) -> list[dict[str, Any]]:
        """Return what is set, each with the address without it."""
        return [
            {"label": self._chip(name, value), "remove_url": self._without(name)}
            for name, value in self.values().items()
            if name not in self.no_filters
        ]

    @property
    def clear_url(self) -> str:
        """Return the address with nothing set."""
        kept = {name: value for name, value in self.values().items() if name in self.no_filters}
        return f"?{urlencode(kept)}"

    def _chip(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        plain = isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField)
        choices = dict(flattened(getattr(field, "choices", []))) if plain else {}
        colon = pgettext("between a label and its text", ": ")
        return f"{field.label}{colon}{choices.get(value, value)}".replace("　", "")

    def _without(self, name: str) -> str:
        query = QueryDict(mutable=True)
        query.update(
            {key: value for key, value in self.data.items() if key in self.fields and key != name and value}
        )
        return f"?{query.urlencode()}"
