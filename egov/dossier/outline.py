"""What a dossier consists of: chapters, in each of them sheets that we write and files that were filed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from egov.dossier.sheets import Fact, facts_of, table_of
from egov.pdf.papers import Section
from projects.models import DocumentKind


@dataclass(frozen=True)
class Content:
    """What stands on a sheet."""

    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet that is written when its turn comes; ``key`` tells it from the others of its chapter."""

    key: str
    title: str
    write: Callable[[], Content]


@dataclass(frozen=True)
class Chapter:
    """A part of a dossier: its sheets, the kinds of files that belong to it, what is left out and why."""

    key: str
    title: str
    sheets: tuple[Sheet, ...] = ()
    kinds: tuple[DocumentKind, ...] = ()
    left_out: tuple[str, ...] = ()


ROWS = 150
"""The most rows of one sheet: a long table becomes several sheets, so that none needs much memory."""


def row_sheet(title: str, row: Model, *names: str, sections: tuple[Section, ...] = ()) -> Sheet:
    """Return the sheet of one record: its fields by name."""
    return Sheet(f"{row._meta.model_name}-{row.pk}", title, lambda: Content(facts_of(row, *names), sections))


def list_sheets(title: str, rows: QuerySet[Any], *names: str, key: str = "") -> tuple[Sheet, ...]:
    """Return the sheets of a list of records, by key, each with at most so many rows; none if it is empty."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    parts = [keys[start : start + ROWS] for start in range(0, len(keys), ROWS)]
    name = key or str(rows.model._meta.model_name)
    return tuple(
        Sheet(f"{name}-{part[0]}", _numbered(title, position, len(parts)), partial(_list, rows, part, names))
        for position, part in enumerate(parts, start=1)
    )


def _numbered(title: str, position: int, count: int) -> str:
    return f"{title}（{position}/{count}）" if count > 1 else title


def _list(rows: QuerySet[Any], keys: list[int], names: tuple[str, ...]) -> Content:
    shown = rows.filter(pk__in=keys).order_by("pk")
    return Content(sections=(Section(heading=f"共{len(keys)}条", table=table_of(shown, *names)),))


@dataclass
class Gathering:
    """Collects sheets and omissions while a chapter is put together."""

    sheets: list[Sheet] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, *sheets: Sheet) -> None:
        self.sheets += sheets

    def omit(self, reason: str) -> None:
        self.left_out.append(reason)

    def chapter(self, key: str, title: str, *kinds: DocumentKind) -> Chapter:
        return Chapter(key, title, tuple(self.sheets), kinds, tuple(self.left_out))
