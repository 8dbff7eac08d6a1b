"""Seals a printed paper: a PAdES signature whose visible form is the organ's seal.

The file is certified: whatever is added to it later shows.
"""

import io
from functools import lru_cache
from typing import Any, BinaryIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from egov.pdf import engine
from egov.pdf.papers import Seal
from egov.pdf.places import Place
from egov.pdf.sealing.keys import SealKey
from egov.pdf.sealing.picture import draw_seal

MIDDLE = AxisAlignment.ALIGN_MID
FIELD = "Seal"
ROOM = 16_384  # hexadecimal digits that a signature with its certificates may take


class SealPicture(PdfContent):
    """The seal as a page of its own, drawn into the signature."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page

    def render(self) -> bytes:
        picture = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.page)))
        self.resources.xobject["/Seal"] = picture
        left, bottom, right, top = picture.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Seal Do"


class ArchiveSigner(signers.PdfSigner):
    """Leaves the file a PDF 1.7, on which PDF/A-3 is built; pyHanko would make it a PDF 2.0 for P-256."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        pdf_out.register_extension(ESIC_EXTENSION_1)


@lru_cache(maxsize=64)
def _page_of(picture: Seal) -> bytes:
    return engine.print_picture(picture.url)


def sign(pdf: bytes, *, place: Place, seal: SealKey, reason: str) -> bytes:
    """Return the paper sealed, the picture at that place."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=seal.name,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    label = f"{seal.name}电子印章"
    # The type says whole points; a seal stands more exactly.
    box: Any = place.box
    field = SigFieldSpec(FIELD, on_page=place.page, box=box, readable_field_name=label)
    picture = seal.picture or Seal(content=draw_seal(seal.name))
    style = StaticStampStyle(
        border_width=0,
        background=SealPicture(_page_of(picture)),
        background_layout=SimpleBoxLayoutRule(MIDDLE, MIDDLE, margins=Margins.uniform(0)),
    )
    signer = ArchiveSigner(metadata, _signer(seal), stamp_style=style, new_field_spec=field)
    signed: bytes = signer.sign_pdf(writer, bytes_reserved=ROOM).getvalue()
    return signed


def sign_file(file: BinaryIO, *, seal: SealKey, reason: str) -> None:
    """Seal a file where it lies, without a picture: what is there is read through, never held as a whole."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=seal.name,
        reason=reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signer = ArchiveSigner(metadata, _signer(seal), new_field_spec=SigFieldSpec(FIELD))
    signer.sign_pdf(IncrementalPdfFileWriter(file), bytes_reserved=ROOM, in_place=True)


def _signer(seal: SealKey) -> signers.SimpleSigner:
    form = serialization.PrivateFormat.PKCS8
    key = seal.key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=as_asn1(seal.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore.from_certs(as_asn1(one) for one in seal.chain),
    )


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
