"""The keys with which organs seal their papers, and the authorities whose certificates count.

``EGOV_SEALS`` is a folder with one PEM file per organ: private key (EC P-256), certificate, and the
certificates between it and its authority. The file is named after the organ's unified social credit code.
A picture of the seal (``.svg`` or ``.png``) may lie beside it under the same name. The authorities'
certificates lie in the folder ``EGOV_SEAL_AUTHORITIES``, those of former years among them.

The demo makes an authority and certificates of its own (``egov.pdf.sealing.demo``).
"""

import re
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from egov.pdf.papers import Seal
from egov.pdf.sealing.demo import make_seal

PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}
_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


class NoSeal(ValueError):
    """The organ has no seal here, or one that cannot be used."""


@dataclass(frozen=True)
class SealKey:
    """What an organ seals with. ``chain`` leads from the certificate to its authority, without either.

    ``picture`` is None where the seal is drawn from the organ's name.
    """

    name: str
    key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    picture: Seal | None


def seal_of(name: str, *, file: str) -> SealKey:
    """Return what the organ of that name seals with; ``file`` is the file's name without ending.

    Raises ``NoSeal``.
    """
    path = Path(settings.SEALS) / f"{file}.pem"
    if not settings.PRODUCTION and not path.exists():
        make_seal(path, name=name)
    try:
        return _read(path, name)
    except (OSError, ValueError, TypeError) as error:
        raise NoSeal(f"{path}: {error}") from error


def _read(path: Path, name: str) -> SealKey:
    pem = path.read_bytes()
    key = serialization.load_pem_private_key(pem, password=None)
    certificates = [x509.load_pem_x509_certificate(block) for block in _BLOCK.findall(pem)]
    if not isinstance(key, EllipticCurvePrivateKey) or not certificates:
        raise NoSeal(f"{path} needs an EC private key and its certificate.")
    if certificates[0].public_key() != key.public_key():
        raise NoSeal(f"{path}: the first certificate is not that of the key.")
    if not certificates[0].not_valid_before_utc <= timezone.now() <= certificates[0].not_valid_after_utc:
        raise NoSeal(f"{path}: the certificate is not valid today.")
    return SealKey(name, key, certificates[0], tuple(certificates[1:]), _picture(path))


def _picture(path: Path) -> Seal | None:
    for suffix, media_type in PICTURES.items():
        if (picture := path.with_suffix(suffix)).exists():
            return Seal(content=picture.read_bytes(), media_type=media_type)
    return None


def authorities() -> list[x509.Certificate]:
    """Return the certificates of the authorities that are trusted."""
    files = sorted(Path(settings.SEAL_AUTHORITIES).glob("*.pem"))
    return [x509.load_pem_x509_certificate(file.read_bytes()) for file in files]


def demand_seals() -> None:
    """Raise ``ImproperlyConfigured`` unless every seal can be read and an authority is named."""
    try:
        known = authorities()
        for path in sorted(Path(settings.SEALS).glob("*.pem")):
            _read(path, path.stem)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"The seals in {settings.SEALS} cannot be used: {error}") from error
    if not known:
        raise ImproperlyConfigured(f"{settings.SEAL_AUTHORITIES} holds no authority's certificate (*.pem).")
