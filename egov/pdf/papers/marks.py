"""What is put on a paper so that it can be relied on: the seal, and the code for verifying it."""

import base64
import io
from dataclasses import dataclass

import segno


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The picture of a seal, with a transparent ground; it stands 42 mm wide over name and date."""

    content: bytes
    media_type: str = "image/svg+xml"

    @property
    def url(self) -> str:
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a paper prints so that anybody can have it verified: its code, and where."""

    code: str
    page: str
    """The address of the page where number and code are typed."""
    link: str
    """The same with both filled in."""

    @property
    def picture(self) -> str:
        """The link as a square code."""
        svg = io.BytesIO()
        segno.make(self.link, error="m", micro=False).save(svg, kind="svg", border=0, xmldecl=False)
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.getvalue()).decode()}"
