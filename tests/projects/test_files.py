import struct
import zipfile
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st

from projects import archives
from projects.files import FileRefused, clean_name, digest, judge
from tests import uploads
from tests.uploads import upload, zipped

SOUND = {
    "报告.pdf": uploads.pdf(),
    "报告.PDF": uploads.pdf(),
    "需求.docx": uploads.word(),
    "估算.xlsx": uploads.sheet(),
    "汇报.pptx": uploads.slides(),
    "批复.ofd": uploads.ofd(),
    "现场.png": uploads.picture("PNG"),
    "现场.jpg": uploads.picture("JPEG"),
    "现场.jpeg": uploads.picture("JPEG"),
    "现场.gif": uploads.picture("GIF"),
    "现场.webp": uploads.picture("WEBP"),
    "扫描件.tif": uploads.picture("TIFF"),
    "现场.bmp": uploads.picture("BMP"),
    "附件.zip": zipped({"附件/一.txt": "内容", "附件/二.txt": "内容"}),
}


@pytest.fixture(autouse=True)
def _chinese(settings):
    settings.LANGUAGE_CODE = "zh-hans"


def verdict(name: str, content: bytes, limit: int = 50) -> str:
    """Return why a file is refused."""
    with pytest.raises(FileRefused) as refused:
        judge(upload(name, content), max_megabytes=limit)
    return refused.value.messages[0]


@pytest.mark.parametrize("name", SOUND)
def test_sound_files_are_taken_and_left_at_their_beginning(name: str) -> None:
    given_file = upload(name, SOUND[name])
    judgement = judge(given_file, max_megabytes=1)
    assert (judgement.name, judgement.size) == (name, len(SOUND[name]))
    assert given_file.read() == SOUND[name]


@pytest.mark.parametrize("name", [n for n in SOUND if n != "报告.PDF"])
@pytest.mark.parametrize("called", ["报告.pdf", "报告.docx", "报告.xlsx", "报告.ofd", "报告.png", "报告.jpg"])
def test_the_name_must_agree_with_the_content(name: str, called: str) -> None:
    same = {"jpeg": "jpg"}
    kind, claimed = name.rpartition(".")[2], called.rpartition(".")[2]
    if same.get(kind, kind) == claimed:
        return
    assert "报告" in verdict(called, SOUND[name])


@pytest.mark.parametrize(
    "name", ["报告.pdf", "需求.docx", "估算.xlsx", "批复.ofd", "现场.png", "现场.jpg", "附件.zip"]
)
def test_cut_off_files_are_refused(name: str) -> None:
    content = SOUND[name]
    verdict(name, content[: len(content) * 2 // 3])


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("脚本.html", b"<script>", "html"),
        ("图.svg", b"<svg onload='x'/>", "svg"),
        ("程序.exe", b"MZ\x90", "exe"),
        ("没有扩展名", b"x", "没有扩展名"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOCX"),
        ("宏.docm", uploads.word(), "宏"),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
        ("空.pdf", b"", "空"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_reason(name: str, content: bytes, word: str) -> None:
    assert word in verdict(name, content)


def test_size_is_limited() -> None:
    assert "1 MB" in verdict("大.pdf", uploads.pdf() + b"\0" * 1024**2, limit=1)


def test_macros_are_found_inside_whatever_it_is_called() -> None:
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>", "word/vbaProject.bin": b"x"}
    assert "宏" in verdict("报告.docx", zipped(parts))
    declared = {"[Content_Types].xml": "…macroEnabled.main+xml", "word/document.xml": "<w/>"}
    assert "宏" in verdict("报告.docx", zipped(declared))


def test_programs_in_an_archive_are_refused() -> None:
    assert "setup.EXE" in verdict("附件.zip", zipped({"a/setup.EXE": b"MZ"}))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/windows/x.txt", "a\\..\\..\\b.txt"])
def test_members_that_leave_the_folder_are_refused(name: str) -> None:
    verdict("附件.zip", zipped({name: "x"}))


def test_names_in_gbk_are_understood() -> None:
    # In GBK the second byte of some characters is a backslash; that is no path.
    content = zipped({"aa.txt": "x"}).replace(b"aa.txt", "誠.txt".encode("gbk"))
    judge(upload("附件.zip", content), max_megabytes=1)


def test_an_archive_that_explodes_is_refused() -> None:
    assert "解压" in verdict("附件.zip", zipped({"零.txt": b"\0" * (archives.SMALL + 1)}))


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    size = archives.SMALL + 1
    content = zipped({"a.txt": b"\0" * size})
    verdict("附件.zip", content.replace(struct.pack("<I", size), struct.pack("<I", 10)))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    verdict("附件.zip", zipped({f"{n}.txt": "x" for n in range(4)}))


def test_encrypted_archives_are_refused() -> None:
    content = bytearray(zipped({"a.txt": "x"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= 1
    assert "密码" in verdict("附件.zip", bytes(content))


def test_one_file_with_two_natures_is_refused() -> None:
    hidden = zipped({"a.txt": "x"})
    assert "隐藏" in verdict("图.png", uploads.picture() + hidden)
    verdict("报告.pdf", uploads.pdf() + hidden)
    verdict("附件.zip", b"MZ" + hidden)
    verdict("报告.docx", uploads.pdf() + uploads.word())


def test_zip_methods_we_cannot_read_are_refused() -> None:
    content = bytearray(zipped({"a.txt": "x"}, method=zipfile.ZIP_STORED))
    content[content.index(b"PK\x03\x04") + 8] = 99
    content[content.index(b"PK\x01\x02") + 10] = 99
    verdict("附件.zip", bytes(content))


@given(st.binary(max_size=400), st.sampled_from([n.rpartition(".")[2] for n in SOUND]))
def test_no_content_breaks_the_judge(content: bytes, extension: str) -> None:
    with suppress(FileRefused):
        judge(ContentFile(content, name=f"x.{extension}"), max_megabytes=1)


@given(st.data())
def test_no_damage_breaks_the_judge(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(list(SOUND)))
    content = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(FileRefused):
        judge(ContentFile(bytes(content), name=name), max_megabytes=1)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\张三\\可研报告（报批稿）.pdf", "可研报告（报批稿）.pdf"),
        ("../../x.pdf", "x.pdf"),
        ("报\r\n告\x00.pdf", "报告.pdf"),
        ("fdp.\u202etxt.pdf", "fdp.txt.pdf"),
        ("  两  个 空格.pdf", "两 个 空格.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
    ],
)
def test_names_are_kept_as_people_wrote_them_without_tricks(given_name: str, kept: str) -> None:
    assert clean_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_carries_a_path_or_a_control(name: str) -> None:
    kept = clean_name(name)
    assert len(kept) <= 200
    assert not set(kept) & set('/\\\r\n\0"')
    assert clean_name(kept) == kept


def test_digest_is_that_of_the_whole_content() -> None:
    assert digest(upload("x.txt", b"abc" * 100_000)).startswith("a77aed")
