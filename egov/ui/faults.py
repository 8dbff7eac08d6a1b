"""What a form says of a field that is filled in wrongly, in the words of the house.

Django's own messages are written for programmers, and their Chinese for nobody:
“确保该变量包含不超过 200 字符”.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EVERYWHERE: dict[str, Any] = {
    "max_length": _("At most %(limit_value)d characters; there are %(show_value)d now."),
    "min_length": _("At least %(limit_value)d characters; there are %(show_value)d now."),
    "min_value": _("The number must be at least %(limit_value)s."),
    "max_value": _("The number must be at most %(limit_value)s."),
    "null_characters_not_allowed": _("The text holds a character that cannot be kept. Please type it anew."),
    "max_digits": _("The number is too large."),
    "max_whole_digits": _("The number is too large."),
    "max_decimal_places": _("The number has more decimal places than are kept here: at most %(max)s."),
}
_GONE = _("This choice is not offered, or no longer. Please choose again.")
_NUMBER = _("Please enter a number, for example 85.5.")
BY_KIND: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (forms.FloatField, {"invalid": _NUMBER}),
    (forms.DecimalField, {"invalid": _NUMBER}),
    (forms.IntegerField, {"invalid": _("Please enter a whole number, for example 12.")}),
    (forms.DateField, {"invalid": _("Please enter a day that exists, for example 2026-05-31.")}),
    (forms.DateTimeField, {"invalid": _("Please enter a day and a time, for example 2026-05-31 09:30.")}),
    (forms.EmailField, {"invalid": _("This is no e-mail address. It looks like name@example.cn.")}),
    (
        forms.FileField,
        {
            "invalid": _("The file did not arrive. Please choose it again."),
            "missing": _("The file did not arrive. Please choose it again."),
            "empty": _("The file is empty. Please choose another."),
            "max_length": _("The name of the file is too long. Please shorten it."),
        },
    ),
    (
        forms.Field,
        {"invalid_choice": _GONE, "invalid_list": _GONE, "invalid_pk_value": _GONE, "incomplete": _GONE},
    ),
)


def speak_plainly(field: forms.Field) -> None:
    """Put the words of the house in the place of Django's; what a form says of its own stays."""
    for code, words in EVERYWHERE.items():
        if _is_djangos(field, code):
            field.error_messages[code] = words
    for kind, messages in BY_KIND:
        if isinstance(field, kind):
            field.error_messages |= {
                code: words for code, words in messages.items() if _is_djangos(field, code)
            }
            return


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Tell whether nobody but Django has said what this fault is called."""
    said = field.error_messages.get(code)
    if said is None:
        return True
    for kind in type(field).__mro__:
        own = vars(kind).get("default_error_messages", {})
        if code in own:
            return kind.__module__.startswith("django.") and said == own[code]
    return False
