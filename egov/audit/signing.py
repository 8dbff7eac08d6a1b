"""Signs checkpoints with a key that the database does not hold, and knows the signatures of such keys.

Ed25519, or ECDSA on P-256 with SHA-256. Production names its key (``EGOV_TRAIL_KEY``); the demo makes
its own. Public keys of former years lie in ``EGOV_TRAIL_TRUSTED_KEYS``.
"""

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey
PublicKey = Ed25519PublicKey | EllipticCurvePublicKey

_ECDSA = ECDSA(hashes.SHA256())


class UnknownSigner(ValueError):
    """A signature names a key that nobody told us to trust."""


def signing_key() -> PrivateKey:
    """Return the key that signs. Raises ``ImproperlyConfigured`` where it cannot be used."""
    path = Path(settings.TRAIL_KEY)
    if not settings.PRODUCTION and not path.exists():
        _make_key(path)
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"The trail's key {path} cannot be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey | EllipticCurvePrivateKey):
        raise ImproperlyConfigured(f"The trail's key {path} is neither Ed25519 nor EC.")
    return key


def _make_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Written aside and put in place at once: web server and worker may both be the first.
    aside = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def public_pem(key: PublicKey) -> str:
    """Write a public key as PEM text."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form).decode()


def fingerprint(key: PublicKey) -> str:
    """Return the SHA-256 of a public key's DER form, in hexadecimal: the name under which it signs."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    content = hashes.Hash(hashes.SHA256())
    content.update(key.public_bytes(serialization.Encoding.DER, form))
    return content.finalize().hex()


def sign(content: bytes, key: PrivateKey) -> str:
    """Return the signature in Base64."""
    signature = key.sign(content) if isinstance(key, Ed25519PrivateKey) else key.sign(content, _ECDSA)
    return base64.b64encode(signature).decode()


def trusted_keys() -> dict[str, PublicKey]:
    """Return the public keys whose signatures count, by fingerprint."""
    folder = settings.TRAIL_TRUSTED_KEYS
    files = sorted(Path(folder).glob("*.pem")) if folder else []
    keys = [load_public(file.read_bytes()) for file in files]
    # A web server need not be able to read the key that signs.
    if not settings.PRODUCTION or os.access(settings.TRAIL_KEY, os.R_OK):
        keys.append(signing_key().public_key())
    return {fingerprint(key): key for key in keys}


def load_public(pem: bytes) -> PublicKey:
    """Read a public key from PEM text. Raises ``ImproperlyConfigured`` for anything else."""
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise ImproperlyConfigured("This is no public key.") from error
    if not isinstance(key, Ed25519PublicKey | EllipticCurvePublicKey):
        raise ImproperlyConfigured("A trusted key is neither Ed25519 nor EC.")
    return key


def is_signed(content: bytes, signature: str, *, signer: str, keys: dict[str, PublicKey]) -> bool:
    """Tell whether the signature is that key's on this content. Raises ``UnknownSigner``."""
    if signer not in keys:
        raise UnknownSigner(signer)
    key = keys[signer]
    try:
        given = base64.b64decode(signature, validate=True)
        if isinstance(key, Ed25519PublicKey):
            key.verify(given, content)
        else:
            key.verify(given, content, _ECDSA)
    except (InvalidSignature, ValueError):
        return False
    return True
