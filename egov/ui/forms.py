"""Form fields and their looks: Tabler classes, Chinese amounts, ISO dates, several files at once."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from egov.ui import formats
from egov.ui.amounts import AmountError, parse_amount
from egov.ui.faults import speak_plainly

_CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def _look(widget: forms.Widget) -> str:
    if isinstance(widget, (forms.CheckboxInput, *_CHOICES)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _missing(widget: forms.Widget) -> Any:
    """Return what to do about an empty field, by its look."""
    if isinstance(widget, forms.CheckboxInput):
        return _("Please tick to confirm.")
    if isinstance(widget, (forms.Select, forms.FileInput, *_CHOICES)):
        return _("Please choose.")
    return _("Please fill this in.")


class BoundField(forms.BoundField):
    """A bound field that carries Tabler's classes and says by ARIA what it needs."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add the looks to Django's own attributes, which already name help and error."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        classes = [widget.attrs.get("class", ""), _look(widget), "is-invalid" if self.errors else ""]
        attrs["class"] = " ".join(filter(None, classes))
        if self.field.required and not self.use_fieldset:
            attrs.setdefault("aria-required", "true")
        return attrs

    @property
    def unit(self) -> str:
        """What the number counts (元, 天); set by the field or by the form's ``units``."""
        return getattr(self.field, "unit", "") or getattr(self.form, "units", {}).get(self.name, "")

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_choice(self) -> bool:
        return isinstance(self.field.widget, _CHOICES)


class Renderer(TemplatesSetting):
    """Every form of the house, Django's own included, is drawn by our components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = BoundField


class BaseForm(forms.BaseForm):
    """Mix in before ``forms.Form`` or ``forms.ModelForm``.

    The server checks what is required, not the browser: a draft may be saved half filled, and
    messages come in the language of the page. ``units`` names what a field's number counts.
    """

    use_required_attribute = False
    units: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == "---------":
                field.empty_label = _("Please choose")

    def full_clean(self) -> None:
        """Give every field its words first; some forms make fields of their own after ``__init__``."""
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _missing(field.widget)
            speak_plainly(field)
        super().full_clean()


class AmountInput(forms.TextInput):
    """Shows the amount it understood beneath what was typed."""

    template_name = "components/amount_input.html"
    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "data-amount": "", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:,.2f}" if isinstance(value, Decimal) else super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["understood"] = understood(context["widget"]["value"] or "")
        context["chinese"] = formats.in_chinese()
        return context


def understood(text: str) -> str:
    """Repeat the amount that ``text`` means in words the reader can check; empty if it means none."""
    try:
        amount = parse_amount(text)
    except AmountError:
        return ""
    return f"{formats.wan(amount)} = {formats.yuan(amount)}" if formats.in_chinese() else formats.yuan(amount)


class AmountField(forms.Field):
    """Yuan with two places, at least zero; accepts 1,234.5, full-width digits, 万 and 亿."""

    widget = AmountInput
    unit = _("yuan")
    default_error_messages = {
        "max_digits": _("The amount is too large."),
        "min_value": _("The amount must be at least %(least)s."),
    }

    def __init__(self, *, max_digits: int = 14, min_value: Decimal | int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_digits, self.min_value = max_digits, Decimal(min_value)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the amount; raise ``ValidationError`` in the words of ``parse_amount``."""
        if value in self.empty_values:
            return None
        try:
            amount = parse_amount(str(value))
        except AmountError as error:
            raise ValidationError(str(error), code="invalid") from error
        if len(amount.as_tuple().digits) > self.max_digits:
            raise ValidationError(self.error_messages["max_digits"], code="max_digits")
        return amount

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is not None and value < self.min_value:
            least = formats.yuan(self.min_value)
            raise ValidationError(self.error_messages["min_value"], code="min_value", params={"least": least})


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


YEARS = range(1950, 2101)
"""No paper of a project is older or dated later; a year outside is a slip of the hand, 0206 for 2026."""


def _demand_likely_year(day: date | None) -> None:
    if day is not None and day.year not in YEARS:
        raise ValidationError(_("Please check the year: %(year)04d."), code="year", params={"year": day.year})


class DateField(forms.DateField):
    """A day; where the browser has no picker, the usual ways to write one are understood."""

    widget = DateInput
    input_formats = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]

    def validate(self, value: date | None) -> None:
        super().validate(value)
        _demand_likely_year(value)


class DateTimeInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DateTimeField(forms.DateTimeField):
    """A moment, in the time of this installation."""

    widget = DateTimeInput
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M"]

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        _demand_likely_year(value)


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows. A number that no row can have is a wrong choice; SQLite would stumble over it."""

    def clean(self, value: Any) -> Any:
        """Return the rows; raise ``ValidationError`` for one that is not offered."""
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""}
            ) from error


class MultipleFileInput(forms.FileInput):
    """A file input that takes several files, chosen or dropped."""

    allow_multiple_selected = True
    template_name = "components/file_input.html"


class MultipleFileField(forms.FileField):
    """Cleans to a list of uploaded files; ``max_files`` bounds it."""

    widget = MultipleFileInput
    default_error_messages = {
        "max_files": ngettext_lazy(
            "Choose at most %(n)d file at a time.", "Choose at most %(n)d files at a time.", "n"
        )
    }

    def __init__(self, *, max_files: int = 20, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_files = max_files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Check each file as Django checks one; raise ``ValidationError`` with every fault found."""
        files = data if isinstance(data, (list, tuple)) else [data]
        if len(files) > self.max_files:
            raise ValidationError(
                self.error_messages["max_files"], code="max_files", params={"n": self.max_files}
            )
        cleaned = [super(MultipleFileField, self).clean(file, initial) for file in files or [None]]
        return [file for file in cleaned if file]
