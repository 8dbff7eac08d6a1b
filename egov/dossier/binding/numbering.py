"""Running page numbers in the lower margin, over whatever a page shows, upright however it is turned."""

import pikepdf
from pikepdf import Array, Dictionary, Name

SIZE = 8
FROM_RIGHT, FROM_BOTTOM = 28, 14  # points
DIGIT = 0.556  # of the size: Helvetica


class Numbering:
    """Stamps the pages of a volume one after the other."""

    def __init__(self, pdf: pikepdf.Pdf, label: str) -> None:
        self.pdf, self.label, self.total, self.number = pdf, label, len(pdf.pages), 0
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
        )
        self.font = pdf.make_indirect(font)
        self.before = pdf.make_stream(b"q\n")

    def stamp(self, page: pikepdf.Page) -> None:
        self.number += 1
        name = page.add_resource(self.font, Name.Font, prefix="Egov")
        text = f"{self.label}  {self.number} / {self.total}"
        place = _place(page, DIGIT * SIZE * len(text))
        stamp = f"\nQ\nq {place} cm BT {name} {SIZE} Tf 0.25 g ({text}) Tj ET Q\n"
        # What the page left of its own state ends with Q, so that the stamp stands where it should.
        contents = page.obj.get(Name.Contents)
        own = list(contents) if isinstance(contents, Array) else [] if contents is None else [contents]
        page.obj.Contents = Array([self.before, *own, self.pdf.make_stream(stamp.encode("ascii", "replace"))])


def _place(page: pikepdf.Page, width: float) -> str:
    """Return the matrix that sets text at the lower right of the page as it is seen."""
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    turned = int(page.obj.get(Name.Rotate, 0)) % 360
    across = FROM_RIGHT + width
    if turned == 90:
        return f"0 1 -1 0 {right - FROM_BOTTOM:.2f} {top - across:.2f}"
    if turned == 180:
        return f"-1 0 0 -1 {left + across:.2f} {top - FROM_BOTTOM:.2f}"
    if turned == 270:
        return f"0 -1 1 0 {left + FROM_BOTTOM:.2f} {bottom + across:.2f}"
    return f"1 0 0 1 {right - across:.2f} {bottom + FROM_BOTTOM:.2f}"
