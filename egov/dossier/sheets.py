"""Records as sheets show them: each field under its own name, as people write it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Field, Model

from egov.pdf.papers import Column, Table
from egov.ui import formats

Fact = tuple[str, object]


def facts_of(row: Model, *names: str) -> tuple[Fact, ...]:
    """Return label and value of the named fields; what is empty is left out."""
    return tuple((label_of(row, name), shown) for name in names if (shown := shown_of(row, name)))


def table_of(rows: Iterable[Any], *names: str, caption: str = "") -> Table | None:
    """Return records as a table of the named fields; None where there are none."""
    listed = list(rows)
    if not listed:
        return None
    columns = tuple(
        Column(label=label_of(listed[0], name), amount=_is_amount(listed[0], name)) for name in names
    )
    lines = tuple(tuple(shown_of(row, name) or "—" for name in names) for row in listed)
    return Table(columns=columns, rows=lines, caption=caption)


def label_of(row: Model, name: str) -> str:
    """Return what a column is called: as ``name=label`` says, or else as its field."""
    attribute, _sign, label = name.partition("=")
    field = _field(row, attribute)
    return label or (str(field.verbose_name) if field else attribute)


def shown_of(row: Any, name: str) -> str:
    """Return a field as people write it."""
    attribute = name.partition("=")[0]
    field = _field(row, attribute)
    if field is not None and field.choices:
        return str(getattr(row, f"get_{attribute}_display")())
    return written(getattr(row, attribute))


def written(value: Any) -> str:
    """Return any value as people write it; what is not there is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return formats.grouped(value, 2, 2)
    if isinstance(value, datetime):
        return formats.moment(value)
    return formats.day(value) if isinstance(value, date) else str(value)


def _field(row: Model, attribute: str) -> "Field[Any, Any] | None":
    return next((field for field in row._meta.concrete_fields if field.name == attribute), None)


def _is_amount(row: Model, name: str) -> bool:
    attribute = name.partition("=")[0]
    return isinstance(_field(row, attribute), DecimalField) or attribute.endswith("amount")
