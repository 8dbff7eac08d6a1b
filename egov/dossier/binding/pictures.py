"""A filed picture as pages of A4, upright, as fine as it can be printed and no finer."""

from io import BytesIO
from typing import Any, BinaryIO

import pikepdf
from PIL import Image, ImageOps, ImageSequence

from egov.dossier.binding.errors import Unbindable

A4 = (8.27, 11.69)  # inches
DOTS = (2480, 3508)
"""A4 at 300 dots an inch."""
MOST_PIXELS = 40_000_000
"""Of formats that must be decoded whole: 120 MB of memory."""


def draw_pages(source: Any, target: BinaryIO) -> int:
    """Write a picture, each of its frames, as pages to a PDF; return how many there are."""
    try:
        with Image.open(source) as image:
            image.draft("RGB", DOTS)
            is_bearable = image.width * image.height <= MOST_PIXELS
            pages = _draw(image, target) if is_bearable else 0
    except Exception as error:  # Decoders fed by strangers fail in ways of their own.
        raise Unbindable("图片已损坏") from error
    if not pages:
        raise Unbindable("图片过大，无法排入页面")
    return pages


def _draw(image: Image.Image, target: BinaryIO) -> int:
    with pikepdf.new() as pdf:
        for frame in ImageSequence.Iterator(image):
            with pikepdf.open(BytesIO(_page(frame))) as page:
                pdf.pages.extend(page.pages)
        pdf.save(target)
        return len(pdf.pages)


def _page(frame: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(frame).convert("RGBA")
    upright.thumbnail(DOTS)
    sheet = Image.new("RGB", upright.size, "white")
    sheet.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    sheet.save(out, "PDF", resolution=max(sheet.width / A4[0], sheet.height / A4[1]), quality=85)
    return out.getvalue()
