"""Judges ZIP containers (archives and office files) without ever unpacking more than is bearable."""

import lzma
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

MAX_ENTRIES = 5_000
MAX_UNPACKED = 500 * 1024**2
MAX_RATIO = 100
"""How many times its packed size an archive may grow; a sheet of numbers reaches about 40."""
SMALL = 10 * 1024**2
"""Below this nothing explodes, whatever the ratio."""

UTF8_NAME = 0x800
ENCRYPTED = 0x1
CHUNK = 256 * 1024
PROGRAMS = re.compile(
    r"\.(apk|app|bat|cmd|com|cpl|dll|dmg|docm|exe|gadget|hta|jar|jse?|lnk|msc|msi|msp|pif|ppam|pptm|ps1|reg"
    r"|scr|sh|so|vb[es]?|wsf|xlam|xlsb|xlsm)",
    re.IGNORECASE,
)


class BadArchive(Exception):
    """The container is unsafe or damaged; the message says so in the reader's language."""


def names_in(file: IO[bytes]) -> set[str]:
    """Read a container to its end, within limits, and return its members' names.

    Raises ``BadArchive`` for one that is damaged, encrypted, hidden behind other content, or that
    would unpack to too much or to outside its folder. Sizes that the file itself declares are not
    trusted: every member is read and counted.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_directory(members)
            _read_through(archive, members)
            return {_name_of(member) for member in members}
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        struct.error,
        ValueError,
    ) as error:
        raise BadArchive(_("The archive is damaged. Save it again and upload it once more.")) from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadArchive(
            _("The archive uses a method that cannot be checked. Save it as plain ZIP.")
        ) from error


def content_types(file: IO[bytes]) -> str:
    """Return the declaration of parts of an office file whose names were read before."""
    with zipfile.ZipFile(file) as archive:
        return archive.read("[Content_Types].xml").decode("utf-8", "replace")


def programs_among(names: set[str]) -> list[str]:
    """Return the members that a reader's machine would run."""
    return sorted(name for name in names if PROGRAMS.fullmatch(PurePosixPath(name).suffix))


def _name_of(member: zipfile.ZipInfo) -> str:
    """Return the member's name; without the UTF-8 mark, Chinese Windows writes GBK."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise BadArchive(_("The archive is empty."))
    if len(members) > MAX_ENTRIES:
        raise BadArchive(_("The archive holds more than %(n)d files.") % {"n": MAX_ENTRIES})
    if min(member.header_offset for member in members) != 0:
        raise BadArchive(_("The file hides an archive behind other content."))
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise BadArchive(_("The archive is protected by a password. Upload it without one."))
    for member in members:
        if _leaves_folder(_name_of(member)):
            raise BadArchive(_("The archive holds a file that would unpack outside its folder."))
    _check_growth(sum(m.file_size for m in members), sum(m.compress_size for m in members))


def _leaves_folder(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return name.startswith(("/", "\\")) or ".." in parts or bool(re.match(r"[A-Za-z]:", name)) or "\0" in name


def _check_growth(unpacked: int, packed: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * max(packed, 1)):
        raise BadArchive(_("The archive would unpack to far more than it seems. It is refused."))


def _read_through(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    packed = sum(member.compress_size for member in members)
    unpacked = 0
    for member in members:
        with archive.open(member) as content:
            while chunk := content.read(CHUNK):
                unpacked += len(chunk)
                _check_growth(unpacked, packed)
