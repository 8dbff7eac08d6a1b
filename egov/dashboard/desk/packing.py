"""Puts a table into a ZIP file together with a manifest that says what it is, and by which hash."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from django.utils import timezone

from egov.accounts.acting import Actor
from egov.audit.models import Checkpoint
from egov.dashboard.desk.tables import Source
from egov.dashboard.desk.writers import WRITERS

FORMAT = "egov-export/1"
TELL_EVERY = 200
BLOCK = 1 << 20


@dataclass(frozen=True)
class Packed:
    """What was packed: the file's name, how many lines it has, and the hashes of file and manifest."""

    file: str
    count: int
    sha256: str
    manifest: str


def pack(
    source: Source, form: str, *, query: str, by: Actor, into: IO[bytes], tell: Callable[[int], None]
) -> Packed:
    """Write file and manifest into a ZIP file; no more than a few hundred lines are in memory at once."""
    name = f"{source.table.title}-{timezone.localtime():%Y%m%d-%H%M}.{form}"
    counted = [0]
    table = replace(source.table, rows=_counting(source.table.rows, counted, tell))
    with tempfile.TemporaryFile() as file, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        WRITERS[form][1](file, table)
        digest, size = _copied(file, archive, name)
        told = _manifest(source, query, by) | {
            "file": name,
            "size": size,
            "sha256": digest,
            "lines": counted[0],
        }
        manifest = json.dumps(told, ensure_ascii=False, indent=2).encode()
        archive.writestr("manifest.json", manifest)
    return Packed(name, counted[0], digest, hashlib.sha256(manifest).hexdigest())


def _counting(rows: Any, counted: list[int], tell: Callable[[int], None]) -> Iterator[Any]:
    for row in rows:
        counted[0] += 1
        if counted[0] % TELL_EVERY == 0:
            tell(counted[0])
        yield row


def _copied(file: IO[bytes], archive: zipfile.ZipFile, name: str) -> tuple[str, int]:
    """Copy a file into the archive; return the digest of what was copied, and its size."""
    digest, size = hashlib.sha256(), 0
    file.seek(0)
    with archive.open(name, "w", force_zip64=True) as packed:
        while block := file.read(BLOCK):
            digest.update(block)
            packed.write(block)
            size += len(block)
    return digest.hexdigest(), size


def _manifest(source: Source, query: str, by: Actor) -> dict[str, Any]:
    newest = Checkpoint.objects.newest()
    return {
        "format": FORMAT,
        "title": source.table.title,
        "filter": source.told,
        "address": query,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "made_by": {
            "name": by.user.name,
            "username": by.user.username,
            "organization": by.organization.name if by.organization else "",
        },
        "checkpoint": {"number": newest.number, "root": newest.root, "digest": newest.digest()}
        if newest
        else None,
        "chains": source.heads(),
    }
