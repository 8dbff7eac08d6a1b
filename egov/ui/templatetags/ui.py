"""Tags and filters that every template has without loading them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from egov.ui import formats

register = template.Library()

ICONS = settings.BASE_DIR / "static" / "vendor" / "tabler-icons" / "outline"
# neutral: nothing to do; active: under way; waiting: somebody must act; done; danger; official: decided.
TONES = frozenset({"neutral", "active", "waiting", "done", "danger", "official"})


@register.filter
def wan(amount: Decimal | int | None, places: int | None = None) -> SafeString | str:
    """``{{ amount|wan }}`` or, in a column, ``{{ amount|wan:2 }}``; the exact yuan are the title."""
    if amount is None:
        return formats.DASH
    return format_html(
        '<span class="amount" title="{}">{}</span>', formats.yuan(amount), formats.wan(amount, places)
    )


@register.filter
def yuan(amount: Decimal | int | None) -> SafeString | str:
    if amount is None:
        return formats.DASH
    return format_html('<span class="amount">{}</span>', formats.yuan(amount))


@register.filter
def percent(share: Decimal | None) -> str:
    return formats.percent(share)


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """``2026年11月22日``, which no line breaks in the middle."""
    return format_html('<span class="when">{}</span>', formats.day(value))


@register.filter
def moment(value: datetime | None) -> SafeString:
    """``2026年11月22日 09:05``, which no line breaks in the middle."""
    return format_html('<span class="when">{}</span>', formats.moment(value))


@register.filter
def since(value: datetime | None) -> SafeString | str:
    """``3 天前``; the exact time is the title."""
    if value is None:
        return formats.DASH
    return format_html(
        '<time class="when" datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formats.moment(value),
        formats.ago(value),
    )


@register.filter
def due(value: date | datetime | None) -> SafeString | str:
    """``还剩 3 天`` or, in red, ``逾期 2 天``; the day is the title."""
    if value is None:
        return formats.DASH
    left = formats.days_until(value)
    tone = "due-over" if left < 0 else "due-soon" if left <= 3 else "due-later"
    return format_html(
        '<time class="due {}" datetime="{}" title="{}">{}</time>',
        tone,
        value.isoformat(),
        formats.day(value),
        formats.time_left(left),
    )


@register.filter
def listed(items: Iterable[object]) -> str:
    """``{{ names|listed }}``: parted as the language parts a list."""
    return formats.listed(items)


@register.filter
def file_size(size: int) -> str:
    return formats.file_size(size)


@cache
def _drawing(name: str) -> SafeString:
    source = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    shapes = re.sub(r"\s*\n\s*", "", source.split(">", 1)[1].rsplit("</svg>", 1)[0])
    return mark_safe(shapes)  # noqa: S308 - a file of ours, chosen by a name in a template


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """Draw a vendored Tabler icon; silent to screen readers, so a word must stand beside it."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        extra_class,
        _drawing(name),
    )


@register.simple_tag
def stage_badge(label: str, tone: str = "neutral") -> SafeString:
    """A state by word and color. Tones: neutral, active, waiting, done, danger, official."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"No tone {tone!r}; one of {', '.join(sorted(TONES))}.")
    return format_html('<span class="state state-{}">{}</span>', tone, label)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, BoundField]:
    """One form field: label above, help, unit, error beside it."""
    return {"field": bound}


def _first_input(bound: BoundField) -> str:
    return bound.id_for_label or f"{bound.auto_id}_0"


def _faults(form: BaseForm) -> list[dict[str, Any]]:
    general = [{"message": message, "target": "", "label": ""} for message in form.non_field_errors()]
    return general + [
        {"message": message, "target": _first_input(bound), "label": bound.label}
        for bound in form
        for message in bound.errors
    ]


@register.inclusion_tag("components/form_errors.html")
def form_errors(*forms: BaseForm | BaseFormSet) -> dict[str, list[dict[str, Any]]]:
    """A summary of what is wrong in the given forms and formsets; each line leads to its field."""
    faults: list[dict[str, Any]] = []
    for part in forms:
        if isinstance(part, BaseFormSet):
            faults += [{"message": message, "target": "", "label": ""} for message in part.non_form_errors()]
            for form in part:
                faults += _faults(form)
        else:
            faults += _faults(part)
    return {"faults": faults}
