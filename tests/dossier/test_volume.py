import re
from io import BytesIO

import pdfplumber
import pikepdf
import pytest

from egov.pdf.sealing.examining import examine
from projects.models import DocumentKind
from tests.dossier.scenes import archive_of, bookmarks, collect, corrupt, file, pages, volume_in, with_papers
from tests.factories import City, make_project
from tests.uploads import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def texts(volume: pikepdf.Pdf) -> list[str]:
    out = BytesIO()
    volume.save(out)
    with pdfplumber.open(out) as read:
        return [page.extract_text() for page in read.pages]


def test_the_volume_holds_everything_in_order_under_bookmarks(city: City) -> None:
    project = with_papers(city)
    with volume_in(archive_of(collect(city.actor("audit_bureau"), project))) as volume:
        found = bookmarks(volume)
    assert list(found) == ["封面与目录", "年度计划", "项目申报", "其他材料", "资金", "过程与审计轨迹"]
    assert found["年度计划"] == ["2027年度建设项目建议"]
    assert found["项目申报"] == ["可行性研究报告：可行性研究报告.pdf", "需求分析报告：需求分析.docx"]
    assert found["其他材料"] == ["其他：现场照片.png", "其他：加密.pdf"]


def test_each_page_has_its_number_and_the_contents_name_it(city: City) -> None:
    project = with_papers(city)
    volume = volume_in(archive_of(collect(city.actor("audit_bureau"), project)))
    read = texts(volume)
    total = len(read)
    assert [n for n, text in enumerate(read, 1) if f"{project.number} {n} / {total}" not in text] == []
    contents = next(text for text in read if "各部分及起始页" in text)
    for title in ("可行性研究报告：可行性研究报告.pdf", "其他：现场照片.png", "2027年度建设项目建议"):
        page = int(re.search(rf"{re.escape(title)} (\d+)", contents)[1])
        assert page == page_of(volume, title)


def test_each_line_of_the_contents_leads_to_its_page(city: City) -> None:
    volume = volume_in(archive_of(collect(city.actor("audit_bureau"), with_papers(city))))
    number = next(n for n, text in enumerate(texts(volume)) if "各部分及起始页" in text)
    links = list(volume.pages[number].Annots)
    numbers = {page.objgen: n for n, page in enumerate(volume.pages, 1)}
    reached = {numbers[link.Dest[0].objgen] for link in links}
    assert {page_of(volume, "其他：现场照片.png"), page_of(volume, "2027年度建设项目建议")} <= reached
    assert not any("/A" in link for link in links)


def page_of(volume: pikepdf.Pdf, title: str) -> int:
    numbers = {page.objgen: n for n, page in enumerate(volume.pages, 1)}
    with volume.open_outline() as outline:
        found = next(child for item in outline.root for child in item.children if child.title == title)
        return numbers[found.destination[0].objgen]


def test_what_cannot_be_bound_is_named_with_its_digest_and_why(city: City) -> None:
    project = with_papers(city)
    by = city.actor("owner_unit")
    broken = file(project, by, DocumentKind.OTHER, "损坏.pdf", pdf())
    gone = file(project, by, DocumentKind.OTHER, "丢失.pdf", pdf())
    corrupt(broken, b"%PDF-1.7 nothing")
    gone.file.storage.delete(gone.file.name)
    with volume_in(archive_of(collect(city.actor("audit_bureau"), project))) as volume:
        sheets = "\n".join(texts(volume))
    assert "文件设有密码，无法读取。" in sheets
    assert "该格式不能直接排入页面" in sheets
    assert "文件已损坏或不符合 PDF 格式。" in sheets
    assert "文件存储中找不到该文件" in sheets
    for version in (broken, gone):
        assert sheets.count(version.sha256) == 2  # on its sheet and in the list of digests


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_numbers_stand_upright_at_the_lower_right_however_a_page_is_turned(city: City, turned: int) -> None:
    project = make_project(city)
    file(project, city.actor("owner_unit"), DocumentKind.OTHER, "图纸.pdf", pages(1, turned=turned))
    with volume_in(archive_of(collect(city.actor("owner_unit"), project))) as volume:
        place = page_of(volume, "其他：图纸.pdf")
        out = BytesIO()
        volume.save(out)
    with pdfplumber.open(out) as read:
        page = read.pages[place - 1]
        number = [word for word in page.extract_words() if word["text"] == "/"][-1]
        assert number["upright"] is True
        assert page.width - number["x1"] < 50
        assert page.height - number["bottom"] < 30


def test_a_stamp_in_a_form_stays_visible_and_its_field_is_gone(city: City) -> None:
    project = make_project(city)
    file(project, city.actor("owner_unit"), DocumentKind.OTHER, "已签.pdf", stamped())
    with volume_in(archive_of(collect(city.actor("owner_unit"), project))) as volume:
        place = page_of(volume, "其他：已签.pdf") - 1
        assert [str(field.T) for field in volume.Root.AcroForm.Fields] == ["Seal"]  # the volume's own
        assert len(volume.pages[place].get("/Annots", [])) == 0
        assert "SEALED" in texts(volume)[place]


def stamped() -> bytes:
    with pikepdf.open(BytesIO(pdf())) as document:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        look = document.make_stream(b"BT /F1 12 Tf 2 2 Td (SEALED) Tj ET")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 80, 20])
        look.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        widget = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=pikepdf.String("seal"),
                Rect=pikepdf.Array([100, 100, 180, 120]),
                F=4,
                AP=pikepdf.Dictionary(N=look),
            )
        )
        document.pages[0].Annots = pikepdf.Array([widget])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]), SigFlags=3)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def test_the_volume_is_sealed_by_whoever_has_it_made(city: City) -> None:
    project = make_project(city)
    content = archive_of(collect(city.actor("owner_unit"), project)).read("dossier.pdf")
    found = examine(content)
    assert (found.is_good, found.holder) == (True, city.owner_unit.name)
    half = len(content) // 2
    changed = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
    assert examine(changed).is_good is False
