"""Keyset paging: page 4,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan
from django.db.models.lookups import GreaterThan, LessThan
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
AFTER, BEFORE = "after", "before"


class RowLessThan(TupleLessThan):
    """``(a, b) < (x, y)``, also on SQLite, for which Django would write an OR that no index serves."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Skip the check that chooses the OR."""
        return LessThan.as_sql(self, compiler, connection)


class RowGreaterThan(TupleGreaterThan):
    """The same the other way round."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Skip the check that chooses the OR."""
        return GreaterThan.as_sql(self, compiler, connection)


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """One page of a list; an address is empty where there is nothing to turn to."""

    items: list[M]
    next_url: str
    previous_url: str


@dataclass(frozen=True)
class CappedCount:
    """A count that stops counting; ``1000+`` tells as much as 48,213 and costs a fraction."""

    value: int
    capped: bool

    @property
    def display(self) -> str:
        return f"{self.value}+" if self.capped else str(self.value)


def capped_count(queryset: QuerySet[Any], cap: int = 1000) -> CappedCount:
    """Count up to ``cap`` rows."""
    counted = queryset.order_by()[: cap + 1].count()
    return CappedCount(min(counted, cap), counted > cap)


def paginate(
    queryset: QuerySet[M],
    request: HttpRequest,
    *,
    order: Sequence[str] = ("-updated_at", "-id"),
    per_page: int = 25,
) -> KeysetPage[M]:
    """Return the page that the query string names; a damaged cursor means the first page.

    ``order`` names fields (or annotations) that are never null, all in one direction, the last one
    unique: the database then walks one index by a row comparison. Raises ``ValueError`` otherwise.
    """
    names, descending = _keys(order)
    backward = BEFORE in request.GET
    position = _decode(queryset, names, request.GET.get(BEFORE if backward else AFTER, ""))
    if position is None:
        backward = False
    else:
        queryset = queryset.filter(_beyond(names, position, smaller=descending != backward))
    rows = list(queryset.order_by(*_ordering(names, descending=descending != backward))[: per_page + 1])
    more, rows = len(rows) > per_page, rows[:per_page]
    if backward:
        rows.reverse()
    has_next, has_previous = (True, more) if backward else (more, position is not None)
    return KeysetPage(
        items=rows,
        next_url=_url(request, AFTER, names, rows[-1]) if rows and has_next else "",
        previous_url=_url(request, BEFORE, names, rows[0]) if rows and has_previous else "",
    )


def _keys(order: Sequence[str]) -> tuple[list[str], bool]:
    descending = {name.startswith("-") for name in order}
    if len(descending) != 1:
        raise ValueError("Keyset paging needs all columns in one direction.")
    return [name.removeprefix("-") for name in order], descending.pop()


def _ordering(names: list[str], *, descending: bool) -> list[str]:
    return [f"-{name}" if descending else name for name in names]


def _beyond(names: list[str], position: list[Any], *, smaller: bool) -> RowLessThan | RowGreaterThan:
    lookup = RowLessThan if smaller else RowGreaterThan
    return lookup(tuple(F(name) for name in names), position)


def _field(queryset: QuerySet[Any], name: str) -> "Field[Any, Any]":
    if name in queryset.query.annotations:
        return queryset.query.annotations[name].output_field
    field = queryset.model._meta.get_field(name)
    if not isinstance(field, Field) or field.null:
        raise ValueError(f"Keyset paging cannot order by {name!r}: it may be null or is no column.")
    return field


def _decode(queryset: QuerySet[Any], names: list[str], cursor: str) -> list[Any] | None:
    fields = [_field(queryset, name) for name in names]
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if not isinstance(parts, list) or len(parts) != len(fields):
            return None
        return [field.clean(part, None) for field, part in zip(fields, parts, strict=True)]
    except (ValueError, TypeError, ValidationError, OverflowError):
        return None


def _url(request: HttpRequest, direction: str, names: list[str], row: Model) -> str:
    values = json.dumps([_text(getattr(row, name)) for name in names], ensure_ascii=False)
    query = request.GET.copy()
    query.pop(AFTER, None)
    query.pop(BEFORE, None)
    query[direction] = base64.urlsafe_b64encode(values.encode()).decode()
    return f"?{query.urlencode()}"


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
