"""An authority of the demo's own, and certificates of its organs. Production never comes here."""

import contextlib
import datetime as dt
import os
import tempfile
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

AUTHORITY = "电子政务平台演示根证书（不具法律效力）"
# The demo city lives through three years of its own.
BEGINS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
ENDS = dt.datetime(2099, 12, 31, tzinfo=dt.UTC)


def make_seal(path: Path, *, name: str) -> None:
    """Write a key and its certificate for the organ of that name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    authority_key, authority = _authority()
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        _certificate(name, key.public_key(), issuer=authority.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sealing=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    _write(path, _private(key) + certificate.public_bytes(serialization.Encoding.PEM))


def _authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    folder = Path(settings.SEAL_AUTHORITIES)
    folder.mkdir(parents=True, exist_ok=True)
    private, public = folder / "demo.key", folder / "demo.pem"
    if not public.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        _write(private, _private(key))
    kept = serialization.load_pem_private_key(private.read_bytes(), password=None)
    assert isinstance(kept, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it
    if not public.exists():
        _write(public, _authority_of(kept).public_bytes(serialization.Encoding.PEM))
    return kept, x509.load_pem_x509_certificate(public.read_bytes())


def _authority_of(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY)])
    return (
        _certificate(AUTHORITY, key.public_key(), issuer=name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(sealing=False), critical=True)
        .sign(key, hashes.SHA256())
    )


def _certificate(name: str, key: ec.EllipticCurvePublicKey, *, issuer: x509.Name) -> x509.CertificateBuilder:
    # A common name takes 64 characters.
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(ENDS)
    )


def _usage(*, sealing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sealing,
        content_commitment=sealing,
        key_cert_sign=not sealing,
        crl_sign=not sealing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, content: bytes) -> None:
    """Write aside and put in place at once, for nobody else to read; who comes first wins."""
    # The file is made for its owner alone, under a name of its own: several threads may come at once.
    with tempfile.NamedTemporaryFile(dir=path.parent) as aside:
        aside.write(content)
        aside.flush()
        with contextlib.suppress(FileExistsError):
            os.link(aside.name, path)
