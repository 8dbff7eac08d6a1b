"""Cut the carried faces out of the originals: ``python -m egov.pdf.make_fonts ORIGINALS``.

fonts/README.md says where the originals come from. The cut changes three things: which
characters remain, the OpenType features (none are used: every Han character keeps its square), and the
vertical metrics. All faces get the same ones, so that a rare character taken from the fallback face does
not push its line apart and the page keeps its 22 lines.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
ASCENT, DESCENT = 880, -120  # of 1,000 units: the em square of Han type

FACES = {
    "FangSong.otf": "FandolFang-Regular.otf",
    "KaiTi.otf": "FandolKai-Regular.otf",
    "HeiTi.ttf": "NotoSansSC_500Medium.ttf",
    "BiaoSong.ttf": "NotoSerifSC_700Bold.ttf",
    "Song.ttf": "NotoSerifSC_400Regular.ttf",
}
WHOLE = {"Song.ttf"}


def gb2312() -> set[int]:
    """The characters of GB 2312, ASCII, and what official papers need besides."""
    rows = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    text = "".join(pair.decode("gb2312", "ignore") for pair in rows)
    return {ord(character) for character in text + "〔〕—·…％‰℃￥㎡•–〇" + bytes(range(32, 127)).decode()}


def cut(source: Path, target: Path, *, whole: bool) -> None:
    """Write the face with all its characters, or with those of GB 2312 only."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, notdef_outline=True, layout_features=[], name_IDs=["*"])
    # BASE would shift a run of one face against its neighbours; the others serve vertical setting.
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=set(font.getBestCmap()) if whole else gb2312())
    subsetter.subset(font)
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, DESCENT, 0
    table = font["OS/2"]
    table.sTypoAscender, table.sTypoDescender, table.sTypoLineGap = ASCENT, DESCENT, 0
    font.save(target)


if __name__ == "__main__":
    for name, original in FACES.items():
        cut(Path(sys.argv[1]) / original, FONTS / name, whole=name in WHOLE)
