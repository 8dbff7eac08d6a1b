"""Where the carried faces lie, and whether they can be used. Imports nothing heavy."""

import struct
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
NAMES = ("FangSong.otf", "KaiTi.otf", "HeiTi.ttf", "BiaoSong.ttf", "Song.ttf")
FALLBACK = FONTS / "Song.ttf"
MAGIC = {b"OTTO", b"\x00\x01\x00\x00"}


def unusable(folder: Path = FONTS) -> list[str]:
    """The names of the faces that are missing, truncated, or no fonts at all."""
    return [name for name in NAMES if not _is_whole(folder / name)]


def _is_whole(path: Path) -> bool:
    """Whether the file begins like a font and each table of its directory lies within it."""
    try:
        with path.open("rb") as file:
            magic, count = struct.unpack(">4sH6x", file.read(12))
            directory = file.read(16 * count)
            size = path.stat().st_size
            tables = list(struct.iter_unpack(">4s4xII", directory))
    except (OSError, struct.error):
        return False
    whole = len(tables) == count and all(start + length <= size for _, start, length in tables)
    return magic in MAGIC and whole and b"cmap" in {tag for tag, _, _ in tables}
