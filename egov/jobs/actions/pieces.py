"""Work in pieces: what is done is kept, and not done again by whoever goes on with the job."""

import hashlib
import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction

from egov.jobs.actions.running import write
from egov.jobs.models import Job, Piece

Make = Callable[[BinaryIO], dict[str, Any] | None]
"""Writes a piece to an open file, and returns what the next step needs to know of it."""


def piece_of(job: Job, key: str, make: Make, *, name: str = "") -> Piece:
    """Return a piece of a job's work, made now or by an earlier worker.

    It is written to a file of its own first, then to the storage under the digest of its content, and
    recorded last: a worker that dies in between leaves nothing that counts. With a ``name`` it is offered
    for download beside the result.
    """
    found = job.pieces.filter(key=key).first()
    if found is not None:
        return found
    with tempfile.TemporaryFile() as file:
        facts = make(file) or {}
        piece = Piece(job=job, key=key, name=name, sha256=_digest(file), size=file.tell(), facts=facts)
        _store(piece, file)
    # The job's row is held until the piece is recorded: a job taken away in this moment takes no piece.
    with transaction.atomic():
        write(job)
        piece.save(force_insert=True)
    return piece


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    sha256 = hashlib.sha256()
    while chunk := file.read(1024 * 1024):
        sha256.update(chunk)
    return sha256.hexdigest()


def _store(piece: Piece, file: BinaryIO) -> None:
    """Write the content, unless it lies there whole: an earlier worker may have died after writing it."""
    storage = piece.file.storage
    name = piece.file.field.generate_filename(piece, "")
    if storage.exists(name) and storage.size(name) != piece.size:
        storage.delete(name)
    if not storage.exists(name):
        file.seek(0)
        name = storage.save(name, File(file))
    piece.file.name = name


def drop_pieces(job: Job) -> None:
    """Delete the pieces of a job that is done, except those that are offered for download."""
    write(job)
    offered = set(job.pieces.offered().values_list("sha256", flat=True))
    for piece in job.pieces.filter(name="").iterator():
        if piece.sha256 not in offered:
            piece.file.delete(save=False)
    job.pieces.filter(name="").delete()
