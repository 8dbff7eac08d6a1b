import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from egov.audit.models import AppendOnlyError, Event
from projects.actions.documents import DocumentStays, file_document, remove_document
from projects.files import FileRefused
from projects.flow import Stage
from projects.models import Document, DocumentKind, Project, Signature
from tests.factories import City, make_project, put_in_stage
from tests.uploads import pdf, upload

OTHER = DocumentKind.OTHER


def file(city: City, project: Project, role: str = "owner_unit", **fields) -> object:
    defaults = {"kind": OTHER, "title": "会议材料", "upload": upload("会议材料.pdf")}
    return file_document(project=project, by=city.actor(role), **{**defaults, **fields})


def content_of(version) -> bytes:
    with version.file.storage.open(version.file.name) as stored:
        return stored.read()


@pytest.mark.django_db
def test_a_file_is_kept_as_it_came_under_a_name_that_tells_nothing() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    version = file(city, project, upload=upload("C:\\稿\\可研报告（报批稿）.pdf", pdf("a")), title=" ")
    assert (version.number, version.name, version.document.title) == (
        1,
        "可研报告（报批稿）.pdf",
        "可研报告（报批稿）.pdf",
    )
    assert content_of(version) == pdf("a")
    assert "可研" not in version.file.name
    assert version.media_type == "application/pdf"
    assert version.visit == project.visit
    event = Event.objects.get(verb="document.file")
    assert event.after["sha256"] == version.sha256
    assert len(version.sha256) == 64


@pytest.mark.django_db
def test_a_new_file_is_a_new_version_and_the_old_one_stays() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    first = file(city, project)
    second = file(city, project, document=first.document, upload=upload("会议材料.pdf", pdf("b")))
    assert second.number == 2
    first.refresh_from_db()
    assert content_of(first) == pdf()
    first.name = "别的.pdf"
    with pytest.raises(AppendOnlyError):
        first.save()


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    with pytest.raises(FileRefused):
        file(city, project, upload=upload("页面.pdf", b"<html>"))
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_version_goes_only_to_a_document_of_the_same_project_and_kind() -> None:
    city = City()
    project, other = make_project(city, stage=Stage.PLANNED), make_project(city, stage=Stage.PLANNED)
    document = file(city, other).document
    with pytest.raises(PermissionDenied):
        file(city, project, document=document)
    with pytest.raises(PermissionDenied):
        file(city, other, document=document, kind=DocumentKind.SCHEME)


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["other_department", "expert", "audit_bureau"])
def test_who_has_no_part_in_it_files_nothing(role: str) -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    with pytest.raises(PermissionDenied):
        file(city, project, role)


@pytest.mark.django_db
def test_the_reports_of_a_submitted_application_no_longer_change() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    version = file(city, project, kind=DocumentKind.FEASIBILITY_REPORT)
    put_in_stage(project, Stage.SUBMITTED, city)
    with pytest.raises(DocumentStays):
        file(city, project, kind=DocumentKind.FEASIBILITY_REPORT, document=version.document)
    put_in_stage(project, Stage.RETURNED, city)
    assert file(city, project, kind=DocumentKind.FEASIBILITY_REPORT, document=version.document).number == 2


@pytest.mark.django_db
def test_what_was_filed_by_mistake_is_taken_back() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    version = file(city, project, kind=DocumentKind.FEASIBILITY_REPORT)
    remove_document(document=version.document, by=city.actor("owner_unit"), reason="传错了")
    assert not project.documents.holds(DocumentKind.FEASIBILITY_REPORT)
    assert version.file.storage.exists(version.file.name)
    assert Event.objects.get(verb="document.remove").reason == "传错了"
    with pytest.raises(PermissionDenied):
        file(city, project, kind=DocumentKind.FEASIBILITY_REPORT, document=version.document)


@pytest.mark.django_db
def test_what_others_relied_on_stays() -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    document = file(city, project).document
    with pytest.raises(PermissionDenied):
        remove_document(document=document, by=city.actor("informatization_office"))
    put_in_stage(project, Stage.UNDER_ARGUMENTATION, city)
    with pytest.raises(DocumentStays):
        remove_document(document=document, by=city.actor("owner_unit"))
    new = file(city, project).document
    finance = city.actor("finance_bureau")
    Signature.objects.create(
        project=project,
        step="pass_argumentation",
        visit=project.visit,
        role="finance_bureau",
        user=finance.user,
        organization=finance.organization,
    )
    with pytest.raises(DocumentStays):
        remove_document(document=new, by=city.actor("owner_unit"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_people_who_file_at_the_same_moment_get_different_numbers(settings) -> None:
    city = City()
    project = make_project(city, stage=Stage.PLANNED)
    document = file(city, project).document
    barrier = threading.Barrier(6)

    def upload_one() -> None:
        barrier.wait()
        file(city, project, document=document)
        connections.close_all()

    threads = [threading.Thread(target=upload_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connection.vendor == "postgresql"
    assert sorted(document.versions.values_list("number", flat=True)) == list(range(1, 8))
