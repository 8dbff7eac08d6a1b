"""Reads the seal of a paper that somebody brings back."""

import datetime as dt
import io
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from egov.pdf.sealing.keys import authorities
from egov.pdf.sealing.signing import as_asn1


@dataclass(frozen=True)
class Finding:
    """What a file's seal says. Without one everything is false and empty."""

    is_pdf: bool = False
    is_sealed: bool = False
    is_intact: bool = False
    """Not a byte was changed or added since it was sealed."""
    is_trusted: bool = False
    """The certificate comes from an authority that we trust."""
    holder: str = ""
    sealed_at: dt.datetime | None = None

    @property
    def is_good(self) -> bool:
        return self.is_intact and self.is_trusted


def examine(pdf: bytes) -> Finding:
    """Return what the seal of the file says; files that are no PDF, or broken, are none of ours."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return Finding(is_pdf=pdf.startswith(b"%PDF-"))
    if not signatures:
        return Finding(is_pdf=True)
    context = ValidationContext(trust_roots=[as_asn1(one) for one in authorities()], allow_fetching=False)
    try:
        status = validate_pdf_signature(signatures[0], signer_validation_context=context)
    except (
        PdfError,
        SigningError,
        SignatureValidationError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ):
        return Finding(is_pdf=True, is_sealed=True)
    whole = len(signatures) == 1 and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Finding(
        is_pdf=True,
        is_sealed=True,
        is_intact=bool(status.intact and status.valid and whole),
        is_trusted=bool(status.trusted),
        holder=str(status.signing_cert.subject.native.get("common_name", "")),
        sealed_at=status.signer_reported_dt,
    )
