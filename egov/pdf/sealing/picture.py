"""Draws the round red seal of an organ: its name along the ring, a star in the middle.

The letters are drawn as outlines, so the picture needs no font and adds no text to the paper it is put on.
A city that has pictures of its seals puts them beside the keys (``egov.pdf.sealing.keys``).
"""

from functools import cache
from math import cos, pi, sin

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from egov.pdf.faces import FALLBACK, FONTS

SIZE = 42.0  # mm across, as organs of a city have it
RING = 1.2  # mm
RED = "#e60012"
TALLEST = 6.2  # mm
NARROW = 0.78  # letters of a seal are taller than wide
WIDEST_ARC = 290  # degrees
STAR = 6.6  # mm from the middle to a point


@cache
def draw_seal(name: str) -> bytes:
    """Return the seal of the organ of that name as SVG."""
    middle, name_space = SIZE / 2, "http://www.w3.org/2000/svg"
    step = min(34.0, WIDEST_ARC / max(len(name) - 1, 1))
    # Letters stand on a circle: what a step of it leaves is the width of one.
    size = min(TALLEST, step / 180 * pi * (middle - RING - 4) / NARROW * 0.96)
    letters = "".join(
        f'<path d="{_outline(letter)}" transform="{_stand(place, len(name), step, size)}"/>'
        for place, letter in enumerate(name)
    )
    return (
        f'<svg xmlns="{name_space}" viewBox="0 0 {SIZE:g} {SIZE:g}" width="{SIZE:g}mm" height="{SIZE:g}mm">'
        f'<circle cx="{middle}" cy="{middle}" r="{middle - RING / 2}" fill="none"'
        f' stroke="{RED}" stroke-width="{RING}"/>'
        f'<g fill="{RED}"><path d="{_star(middle)}"/>{letters}</g></svg>'
    ).encode()


def _stand(place: int, count: int, step: float, size: float) -> str:
    """Turn a letter to its place on the ring; its em square of 1,000 units becomes ``size`` high."""
    angle = (place - (count - 1) / 2) * step
    middle, scale = SIZE / 2, size / 1000
    height = middle - RING - 1 - size / 2
    return (
        f"rotate({angle:.3f} {middle} {middle}) translate({middle} {middle - height:.3f}) "
        f"scale({scale * NARROW:.6f} {-scale:.6f})"
    )


def _star(middle: float) -> str:
    inner = STAR * sin(pi / 10) / sin(pi * 7 / 10)
    points = [
        (middle + radius * sin(turn * pi / 5), middle - radius * cos(turn * pi / 5))
        for turn in range(10)
        for radius in ((STAR, inner)[turn % 2],)
    ]
    return "M" + "L".join(f"{x:.3f} {y:.3f}" for x, y in points) + "Z"


@cache
def _outline(letter: str) -> str:
    """Return the outline of a letter, the middle of its em square at the origin, or nothing."""
    for face in (FONTS / "BiaoSong.ttf", FALLBACK):
        with TTFont(face, lazy=True) as font:
            glyph = font.getBestCmap().get(ord(letter))
            if glyph is None:
                continue
            shapes = font.getGlyphSet()
            pen = SVGPathPen(shapes, ntos=lambda number: f"{number:.0f}")
            shapes[glyph].draw(TransformPen(pen, (1, 0, 0, 1, -shapes[glyph].width / 2, -380)))
            return str(pen.getCommands())
    return ""
