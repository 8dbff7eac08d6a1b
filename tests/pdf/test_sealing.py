"""Seals: who can put one on a paper, and what it shows when the paper comes back."""

import io
import json
import shutil
import subprocess

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from egov.pdf.render import examiner, render_paper
from egov.pdf.sealing import demo
from egov.pdf.sealing.keys import NoSeal, demand_seals, seal_of
from egov.pdf.sealing.picture import draw_seal
from tests.pdf.reading import read
from tests.pdf.test_render import glyphs_of

MM = 72 / 25.4


def examine(pdf):
    return examiner().examine(pdf)


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def test_a_sealed_paper_is_intact_trusted_and_names_the_organ(sealed, approval):
    finding = examine(sealed())
    assert (finding.is_intact, finding.is_trusted, finding.holder) == (True, True, approval().issuer)


def test_sealing_leaves_a_pdf_a_3a(sealed, approval):
    pdf = sealed()
    assert pdf.startswith(b"%PDF-1.7")
    with opened(pdf) as file, file.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert xmp["dc:title"] == approval().title
        assert str(file.Root.get("/Version", "/1.7")) == "/1.7"
        assert str(file.Root.Lang) == "zh-CN"
        assert file.Root.MarkInfo.Marked
        assert file.Root.StructTreeRoot.K is not None
        assert str(file.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert "/Encrypt" not in file.trailer


def test_the_data_lie_in_the_file_as_json(sealed):
    with opened(sealed({"金额": "1280.50", "号": 1})) as file:
        assert [str(one.AFRelationship) for one in file.Root.AF] == ["/Data"]
        stream = file.Root.AF[0].EF.F
        assert str(stream.Subtype) == "/application/json"
        assert json.loads(stream.read_bytes()) == {"金额": "1280.50", "号": 1}
        assert list(file.attachments) == ["data.json"]


def test_every_font_of_a_sealed_paper_is_embedded(sealed):
    with opened(sealed()) as file:
        fonts = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        assert len(fonts) == 5
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


def test_the_signature_stands_where_the_seal_stands_and_is_printed(sealed):
    pdf = sealed()
    pages = read(pdf)
    with opened(pdf) as file:
        marks = [(place, mark) for place, page in enumerate(file.pages) for mark in page.get("/Annots", [])]
        assert [(place, str(mark.Subtype)) for place, mark in marks] == [(len(pages) - 1, "/Widget")]
        mark = marks[0][1]
        left, bottom, right, top = map(float, mark.Rect)
        assert (right - left, top - bottom) == (pytest.approx(42 * MM, abs=0.1),) * 2
        date = pages[-1].find("2026年1月5日")
        assert (left + right) / 2 == pytest.approx((date.left + date.right) / 2 * MM, abs=0.5)
        assert int(mark.F) & 4
        assert str(mark.TU) == "江州市信息化领导小组办公室电子印章"


def test_the_seal_adds_no_text_to_the_paper(sealed, approval):
    plain = [line.text for page in read(render_paper(approval())) for line in page.lines]
    with_seal = [line.text for page in read(sealed()) for line in page.lines]
    lost = [text for text in plain if not any(text in other for other in with_seal)]
    assert lost == []
    assert 0 not in glyphs_of(sealed())


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.62])
def test_one_flipped_byte_is_found(sealed, share):
    pdf = bytearray(sealed())
    pdf[int(len(pdf) * share)] ^= 1
    assert not examine(bytes(pdf)).is_intact


def test_what_is_added_later_is_found(sealed):
    with opened(sealed()) as file:
        file.pages[0].Rotate = 180
        changed = io.BytesIO()
        file.save(changed)
    assert not examine(changed.getvalue()).is_intact
    assert not examine(sealed() + b"\n% added\n").is_intact


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"PK\x03\x04", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_sealed_paper_is_called_so(content):
    assert not examine(content).is_sealed


def test_an_unsealed_paper_bears_no_seal(approval):
    assert not examine(render_paper(approval())).is_sealed


def test_the_seal_of_a_stranger_is_not_trusted(sealed, settings, tmp_path):
    pdf = sealed()
    settings.SEAL_AUTHORITIES = tmp_path / "others"
    demo.make_seal(tmp_path / "seal.pem", name="别处")
    finding = examine(pdf)
    assert (finding.is_intact, finding.is_trusted) == (True, False)


def test_poppler_agrees_that_the_signature_is_valid(sealed, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "x.pdf").write_bytes(sealed())
    told = subprocess.run(["pdfsig", tmp_path / "x.pdf"], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told


# --- Keys ----------------------------------------------------------------------------------


def test_an_organ_keeps_the_key_that_the_demo_made_for_it():
    first, again = seal_of("东海市财政局", file="a"), seal_of("东海市财政局", file="a")
    assert first.certificate == again.certificate


def test_production_makes_no_keys(settings):
    settings.PRODUCTION = True
    with pytest.raises(NoSeal):
        seal_of("东海市财政局", file="a")


def test_a_certificate_of_another_key_seals_nothing(settings):
    seal_of("东海市财政局", file="a")
    path = settings.SEALS / "a.pem"
    other = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = path.read_bytes().partition(b"-----BEGIN CERTIFICATE-----")
    path.write_bytes(other + certificate[1] + certificate[2])
    with pytest.raises(NoSeal, match="not that of the key"):
        seal_of("东海市财政局", file="a")


def test_an_expired_certificate_seals_nothing(monkeypatch):
    monkeypatch.setattr(demo, "ENDS", demo.BEGINS.replace(year=2001))
    with pytest.raises(NoSeal, match="not valid today"):
        seal_of("东海市财政局", file="a")


def test_a_city_may_bring_the_picture_of_its_seal(settings):
    seal_of("东海市财政局", file="a")
    (settings.SEALS / "a.svg").write_bytes(draw_seal("东海市"))
    picture = seal_of("东海市财政局", file="a").picture
    assert picture is not None
    assert picture.media_type == "image/svg+xml"


def test_production_demands_an_authority_and_keys_that_can_be_read(settings):
    with pytest.raises(ImproperlyConfigured, match="no authority"):
        demand_seals()
    seal_of("东海市财政局", file="a")
    demand_seals()
    (settings.SEALS / "b.pem").write_text("no key")
    with pytest.raises(ImproperlyConfigured, match="cannot be used"):
        demand_seals()


def test_the_demo_says_that_its_certificates_prove_nothing():
    issuer = seal_of("东海市财政局", file="a").certificate.issuer
    assert "不具法律效力" in str(issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)


@pytest.mark.parametrize("name", ["东海市人民政府", "东海市㛃䶮镇喆堃信息化管理办公室"])
def test_a_seal_has_an_outline_for_every_letter_of_the_name(name):
    assert draw_seal(name).count(b"<path") == len(name) + 1
    assert b'd=""' not in draw_seal(name)
