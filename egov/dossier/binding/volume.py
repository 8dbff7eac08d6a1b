"""Parts bound into one volume: page by page, with bookmarks and running page numbers."""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from django.core.files.base import File
from pikepdf import Name, OutlineItem

from egov.dossier.binding.links import lead_to_pages
from egov.dossier.binding.numbering import Numbering

TOGETHER = 100
"""The most files that are open at once."""


@dataclass(frozen=True)
class Part:
    """Pages that belong together under one bookmark; a part without a file is the title of those below it."""

    title: str
    pages: int
    level: int
    file: Any = None


def bind(
    parts: Sequence[Part], target: BinaryIO, *, title: str, author: str, label: str, front: int = 0
) -> int:
    """Write the parts as one PDF; return the number of its pages. ``label`` stands beside each page number.

    So many pages in ``front`` may link to pages of the volume (see ``links``).
    The pages' content is copied from file to file and never held as a whole.
    """
    with ExitStack() as opened:
        pdf = opened.enter_context(pikepdf.new())
        for file in _few(parts, opened):
            pdf.pages.extend(opened.enter_context(pikepdf.open(file)).pages)
        numbering = Numbering(pdf, label)
        for page in pdf.pages:
            numbering.stamp(page)
        lead_to_pages(pdf, front)
        with pdf.open_outline() as outline:
            outline.root.extend(_bookmarks(parts))
        pdf.Root.PageMode = Name.UseOutlines
        pdf.docinfo[Name.Title], pdf.docinfo[Name.Author] = title, author
        pdf.save(target, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(pdf.pages)


def _few(parts: Iterable[Part], opened: ExitStack) -> list[BinaryIO]:
    """Return the files of the parts in order; where they are many, joined so that few are open at once."""
    files = [part.file for part in parts if part.file is not None]
    if len(files) <= TOGETHER:
        return [opened.enter_context(_opened(file)) for file in files]
    joined: list[BinaryIO] = []
    for start in range(0, len(files), TOGETHER):
        bundle = opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
        with ExitStack() as some, pikepdf.new() as pdf:
            for file in files[start : start + TOGETHER]:
                handle = some.enter_context(_opened(file))
                pdf.pages.extend(some.enter_context(pikepdf.open(handle)).pages)
            pdf.save(bundle)
        joined.append(bundle)
    return joined


def _opened(file: Any) -> Any:
    """Open a stored file; one that is only written down here is at hand."""
    return file.open("rb") if isinstance(file, File) else file


def _bookmarks(parts: Sequence[Part]) -> list[OutlineItem]:
    root: list[OutlineItem] = []
    levels = [root]
    page = 0
    for part in parts:
        item = OutlineItem(part.title, page)
        del levels[part.level + 1 :]
        levels[part.level].append(item)
        levels.append(item.children)
        page += part.pages
    return root
