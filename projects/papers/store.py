"""Where issued papers are kept: once, under their digest."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from projects.models import IssuedPaper


class PaperAltered(Exception):
    """What lies in the store is not what was issued."""


def keep(content: bytes) -> tuple[str, str]:
    """Store a paper once, under its digest. Returns path and SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"papers/{sha256[:2]}/{sha256}.pdf"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return path, sha256


def content_of(paper: IssuedPaper) -> bytes:
    """Return the bytes as they were issued. Raises ``PaperAltered``."""
    try:
        with paper.file.open() as file:
            content: bytes = file.read()
    except OSError as error:
        raise PaperAltered(paper.number) from error
    if hashlib.sha256(content).hexdigest() != paper.sha256:
        raise PaperAltered(paper.number)
    return content
