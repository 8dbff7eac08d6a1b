"""Links from the contents to pages of the volume: printed before the pages are there, mended when bound."""

import pikepdf
from pikepdf import Array, Dictionary, Name

_SCHEME = "volume-page:"


def address_of(page: int) -> str:
    """Return what to link to for a page of the volume, counted from 1."""
    return f"{_SCHEME}{page}"


def lead_to_pages(pdf: pikepdf.Pdf, first: int) -> None:
    """Let the links on the first pages of a volume lead to the pages that they name."""
    for page in list(pdf.pages)[:first]:
        for link in page.obj.get(Name.Annots, Array()):
            target = _page_of(link)
            if target is not None:
                del link[Name.A]
                link.Dest = Array([pdf.pages[target - 1].obj, Name.Fit])


def _page_of(link: pikepdf.Object) -> int | None:
    action = link.get(Name.A, Dictionary())
    address = str(action.get(Name.URI, ""))
    return int(address.removeprefix(_SCHEME)) if address.startswith(_SCHEME) else None
