"""The pages of a filed PDF, ready to be bound: without forms, scripts and what would look like a seal."""

from typing import Any, BinaryIO

import pikepdf
from pikepdf import Name

from egov.dossier.binding.errors import Unbindable


def copy_pages(source: Any, target: BinaryIO) -> int:
    """Write the pages of a PDF to another file; return how many there are.

    Fields and stamps become part of their pages, so that a seal is still seen where it was; that it was valid
    is shown by the original alone. Raises ``Unbindable`` for what is protected or damaged.
    """
    try:
        return _copy(source, target)
    except pikepdf.PasswordError as error:
        raise Unbindable("文件设有密码，无法读取") from error
    except Exception as error:  # Parsers fed by strangers fail in ways of their own.
        raise Unbindable("文件已损坏或不符合 PDF 格式") from error


def _copy(source: Any, target: BinaryIO) -> int:
    with pikepdf.open(source) as original, pikepdf.new() as copy:
        if Name.AcroForm in original.Root:
            original.flatten_annotations("all")
        for page in original.pages:
            _quiet(page)
        copy.pages.extend(original.pages)
        pages = len(copy.pages)
        if not pages:
            raise Unbindable("文件没有页面")
        copy.save(target)
        return pages


def _quiet(page: pikepdf.Page) -> None:
    """Take away what acts by itself or speaks of the rest of its file; links to the web stay."""
    for key in (Name.AA, Name.StructParents, Name.Metadata, Name.B):
        if key in page.obj:
            del page.obj[key]
    if Name.Annots in page.obj:
        links = [note for note in page.obj.Annots if _is_web_link(note)]
        page.obj.Annots = pikepdf.Array(links)


def _is_web_link(note: pikepdf.Object) -> bool:
    action = note.get(Name.A)
    return note.get(Name.Subtype) == Name.Link and action is not None and action.get(Name.S) == Name.URI
