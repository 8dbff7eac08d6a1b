import shutil

import pytest
from django.apps import apps
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from egov.pdf import faces
from egov.pdf.checks import check_libraries
from egov.pdf.sealing.keys import seal_of


@pytest.fixture
def folder(tmp_path):
    for name in faces.NAMES:
        shutil.copy(faces.FONTS / name, tmp_path)
    return tmp_path


def test_the_carried_faces_can_be_used(folder):
    assert faces.unusable() == faces.unusable(folder) == []


@pytest.mark.parametrize("content", [None, b"", b"version https://git-lfs.github.com/spec/v1\n" * 3])
def test_a_missing_or_foreign_file_is_found(folder, content):
    (folder / "KaiTi.otf").unlink()
    if content is not None:
        (folder / "KaiTi.otf").write_bytes(content)
    assert faces.unusable(folder) == ["KaiTi.otf"]


def test_a_truncated_font_is_found(folder):
    whole = (folder / "Song.ttf").read_bytes()
    (folder / "Song.ttf").write_bytes(whole[: len(whole) // 2])
    assert faces.unusable(folder) == ["Song.ttf"]


def test_the_system_check_names_the_missing_font(monkeypatch):
    monkeypatch.setattr(faces, "NAMES", ("Nowhere.otf",))
    found = [
        message for message in checks.run_checks(tags=[checks.Tags.security]) if message.id == "pdf.E001"
    ]
    assert len(found) == 1
    assert "Nowhere.otf" in found[0].msg


def test_production_does_not_start_without_its_fonts(settings, monkeypatch):
    seal_of("东海市财政局", file="a")
    settings.PRODUCTION = True
    apps.get_app_config("pdf").ready()
    monkeypatch.setattr(faces, "NAMES", ("Nowhere.otf",))
    with pytest.raises(ImproperlyConfigured, match=r"Nowhere\.otf"):
        apps.get_app_config("pdf").ready()


def test_production_does_not_start_without_the_authority_of_its_seals(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="no authority"):
        apps.get_app_config("pdf").ready()


def test_the_libraries_of_this_machine_suffice():
    assert [message.id for message in check_libraries() if message.level >= checks.ERROR] == []
