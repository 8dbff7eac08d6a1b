"""Forms of contracts' payments: the terms, the application, and what is decided on it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egov.ui.forms import AmountField, BaseForm
from projects.actions.ledger.terms import Term
from projects.forms.fields import DocumentField
from projects.models import Project

ROWS = 6


class TermsInput(forms.Widget):
    """A few rows of title, percent and whether the part waits for final acceptance."""

    template_name = "projects/terms_input.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """Return the rows as they were typed."""
        return [
            {
                "title": str(data.get(f"{name}_title_{n}", "")).strip(),
                "percent": str(data.get(f"{name}_percent_{n}", "")).strip(),
                "is_final": f"{name}_final_{n}" in data,
            }
            for n in range(1, ROWS + 1)
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}_") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = [_typed(row) for row in value or []]
        empty = {"title": "", "percent": "", "is_final": False}
        context["rows"] = [*given, *[empty] * (ROWS - len(given))]
        return context


def _typed(row: Term | dict[str, Any]) -> dict[str, Any]:
    if isinstance(row, Term):
        return {"title": row.title, "percent": f"{row.percent.normalize():f}", "is_final": row.is_final}
    return row


class TermsField(forms.Field):
    """The terms of payment of a contract; empty rows are left out."""

    widget = TermsInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Terms of payment"))
        kwargs.setdefault(
            "help_text",
            _("Each part with its share of the whole contract. Tick what waits for final acceptance."),
        )
        super().__init__(**kwargs)

    def clean(self, value: Any) -> list[Term]:
        """Return the terms; raise ``ValidationError`` for a row without title or percent."""
        terms = [
            self._term(row, place)
            for place, row in enumerate(value or [], start=1)
            if row["title"] or row["percent"]
        ]
        if not terms and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return terms

    def _term(self, row: dict[str, Any], place: int) -> Term:
        try:
            percent = Decimal(row["percent"].rstrip("%％ "))
        except InvalidOperation:
            percent = Decimal("NaN")
        if not row["title"] or len(row["title"]) > 40:
            raise ValidationError(
                _("Row %(row)d: name the part, in at most 40 characters."), params={"row": place}
            )
        if not (percent.is_finite() and 0 < percent <= 100 and percent == round(percent, 2)):
            message = _("Row %(row)d: give a percentage above 0 and up to 100, with at most two decimals.")
            raise ValidationError(message, params={"row": place})
        return Term(row["title"], percent, row["is_final"])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [_typed(row) for row in initial or []] != [row for row in data or [] if row["title"]]


class PaymentApplicationForm(BaseForm, forms.Form):
    """What an application for payment says."""

    amount = AmountField(label=_("Amount"), min_value=Decimal("0.01"), max_digits=14)
    invoice_number = forms.CharField(label=_("Invoice number"), max_length=60)
    upload = DocumentField(label=_("Invoice"))
    statement = forms.CharField(
        label=_("Statement"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("What was reached, delivered or accepted, as the contract demands it."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].jurisdiction_id = project.jurisdiction_id  # type: ignore[attr-defined]  # ours


class DecisionForm(BaseForm, forms.Form):
    """A remark where one agrees, the reason where one does not."""

    reason = forms.CharField(
        label=_("Remark or reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text=_("Needed when you return or refuse it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        disagrees = self.data.get("decision") in {"return", "refuse"}
        if disagrees and not self.has_error("reason") and not cleaned["reason"]:
            self.add_error("reason", ValidationError(_("Please give a reason."), code="required"))
        return cleaned
