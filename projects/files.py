"""Judges an upload by what it holds, not by what it is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image

from egov.audit.refusals import Refusal
from projects.archives import BadArchive, content_types, names_in, programs_among

MEGABYTE = 1024**2
MAX_PIXELS = 120_000_000
"""A sheet of A3 scanned at 600 dpi has 70 million."""
MAX_NAME = 200
TAIL = 2048


class FileRefused(Refusal, ValidationError):
    """The upload is not taken; the message says why and what to do, in the reader's language."""

    is_slip = True


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken: the name of its format, its media type, and how it is read."""

    label: str
    media_type: str
    check: Callable[[IO[bytes]], None]


@dataclass(frozen=True)
class Judgement:
    """What an upload turned out to be. ``name`` is as people gave it, without paths and controls."""

    name: str
    media_type: str
    size: int


def judge(upload: File[Any], *, max_megabytes: int) -> Judgement:
    """Return what an upload is; raise ``FileRefused`` if it is not what its name says, or not taken."""
    name = clean_name(upload.name or "")
    size = upload.size
    if not size:
        raise FileRefused(_("“%(name)s” is empty.") % {"name": name})
    if size > max_megabytes * MEGABYTE:
        raise FileRefused(
            _("“%(name)s” is larger than %(limit)d MB.") % {"name": name, "limit": max_megabytes}
        )
    file_type = _type_by_name(name)
    try:
        file_type.check(upload.file)  # type: ignore[arg-type]  # an upload that was received is open
    except BadArchive as error:
        raise FileRefused(f"{_quoted(name)}{error}") from error
    except NotThisFormat as error:
        raise FileRefused(
            _("“%(name)s” is damaged or is no %(format)s file, whatever its name says.")
            % {"name": name, "format": file_type.label}
        ) from error
    finally:
        upload.seek(0)
    return Judgement(name, file_type.media_type, size)


def clean_name(name: str) -> str:
    """Return the file name as people gave it, without path, control and direction characters."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    name = re.sub(r'[<>:"|?*]', "_", " ".join(name.split())).lstrip(".")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: MAX_NAME - len(extension) - 1]}{dot}{extension}" if dot else name[:MAX_NAME]


def digest(upload: File[Any]) -> str:
    """Return the SHA-256 of the content, read piece by piece."""
    sha256 = hashlib.sha256()
    for chunk in upload.chunks():
        sha256.update(chunk)
    upload.seek(0)
    return sha256.hexdigest()


class NotThisFormat(Exception):
    """The content is not what the name says, or is cut off."""


def _quoted(name: str) -> str:
    return _("“%(name)s”: ") % {"name": name}


def _type_by_name(name: str) -> FileType:
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension in TYPES:
        return TYPES[extension]
    if extension in OLD_OFFICE:
        raise FileRefused(
            _("“%(name)s” is in an old format. Save it as %(format)s and upload it again.")
            % {"name": name, "format": OLD_OFFICE[extension]}
        )
    if extension in MACROS:
        raise FileRefused(
            _("“%(name)s” can carry macros. Save it without them and upload it again.") % {"name": name}
        )
    raise FileRefused(
        _("Files like “%(name)s” are not taken. Upload one of: %(formats)s.")
        % {"name": name, "formats": ", ".join(TYPES)}
    )


def _check_pdf(file: IO[bytes]) -> None:
    """Demand the header first, the end last, and between them a table where the end says it is."""
    _demand_head(file, b"%PDF-")
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", tail.rstrip(b"\0"))
    if not found or int(found[1]) >= size:
        raise NotThisFormat
    file.seek(int(found[1]))
    if not re.match(rb"\s*(xref\b|\d+\s+\d+\s+obj\b)", file.read(64)):
        raise NotThisFormat
    _refuse_second_nature(file)


def _check_image(file: IO[bytes], form: str) -> None:
    try:
        _decode(file, form)
    except Exception as error:  # Decoders fed by strangers fail in ways of their own.
        raise NotThisFormat from error
    _refuse_second_nature(file)


def _decode(file: IO[bytes], form: str) -> None:
    file.seek(0)
    Image.open(file, formats=[form]).verify()
    file.seek(0)
    with Image.open(file, formats=[form]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise NotThisFormat
        # An eighth of the size is enough to meet a cut-off end, and cheap for large scans.
        image.draft(image.mode, (image.width // 8 or 1, image.height // 8 or 1))
        image.load()


def _image(form: str) -> FileType:
    return FileType(form, f"image/{form.lower()}", lambda file: _check_image(file, form))


def _check_zip(file: IO[bytes]) -> None:
    names = _members(file)
    if programs := programs_among(names):
        raise BadArchive(_("The archive holds a program: %(name)s.") % {"name": programs[0]})


def _check_office(file: IO[bytes], part: str) -> None:
    names = _members(file)
    if not {"[Content_Types].xml", part} <= names:
        raise NotThisFormat
    file.seek(0)
    has_code = any(name.lower().endswith("vbaproject.bin") for name in names)
    if has_code or "macroEnabled" in content_types(file):
        raise BadArchive(_("The document carries macros. Save it without them and upload it again."))


def _check_ofd(file: IO[bytes]) -> None:
    if "OFD.xml" not in _members(file):
        raise NotThisFormat


def _members(file: IO[bytes]) -> set[str]:
    _demand_head(file, b"PK\x03\x04")
    file.seek(0)
    return names_in(file)


def _demand_head(file: IO[bytes], head: bytes) -> None:
    file.seek(0)
    start = file.read(8)
    if start == OLE:
        raise BadArchive(_("The file is protected by a password or in an old format. Save it anew without."))
    if not start.startswith(head):
        raise NotThisFormat


def _refuse_second_nature(file: IO[bytes]) -> None:
    """Refuse a file that is an archive as well: two programs would read two different papers."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise BadArchive(_("The file hides an archive behind other content."))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, FileType] = {
    "pdf": FileType("PDF", "application/pdf", _check_pdf),
    "docx": FileType(
        "DOCX",
        f"{_OPEN_XML}wordprocessingml.document",
        lambda file: _check_office(file, "word/document.xml"),
    ),
    "xlsx": FileType(
        "XLSX", f"{_OPEN_XML}spreadsheetml.sheet", lambda file: _check_office(file, "xl/workbook.xml")
    ),
    "pptx": FileType(
        "PPTX",
        f"{_OPEN_XML}presentationml.presentation",
        lambda file: _check_office(file, "ppt/presentation.xml"),
    ),
    "ofd": FileType("OFD", "application/ofd", _check_ofd),
    "png": _image("PNG"),
    "jpg": _image("JPEG"),
    "jpeg": _image("JPEG"),
    "gif": _image("GIF"),
    "webp": _image("WEBP"),
    "tif": _image("TIFF"),
    "tiff": _image("TIFF"),
    "bmp": _image("BMP"),
    "zip": FileType("ZIP", "application/zip", _check_zip),
}
ACCEPT = ",".join(f".{extension}" for extension in TYPES)
"""For the file picker of the browser."""

OLD_OFFICE = {"doc": "DOCX", "wps": "DOCX", "xls": "XLSX", "et": "XLSX", "ppt": "PPTX", "dps": "PPTX"}
MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "xlsb"})
