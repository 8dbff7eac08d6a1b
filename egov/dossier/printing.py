"""Printed pages, counted."""

from io import BytesIO

import pikepdf


def pages_in(printed: bytes) -> int:
    with pikepdf.open(BytesIO(printed)) as pdf:
        return len(pdf.pages)
