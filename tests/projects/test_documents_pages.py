from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from egov.audit.models import Event
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import Document, DocumentKind
from tests.factories import City, make_project
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City):
    return make_project(city, stage=Stage.PLANNED)


def filed(city: City, project, **fields):
    defaults = {"kind": DocumentKind.OTHER, "title": "材料", "upload": upload("会议材料（一）.pdf")}
    return file_document(project=project, by=city.actor("owner_unit"), **{**defaults, **fields})


def page(project) -> str:
    return reverse("projects:documents", args=[project.number])


def test_a_document_is_filed_versioned_and_removed_on_the_page(client: Client, city: City, project) -> None:
    client.force_login(city.actor("owner_unit").user)
    client.get(page(project))
    client.post(page(project), {"kind": "other", "title": "", "file": upload("方案说明.pdf")})
    document = Document.objects.get()
    assert document.title == "方案说明.pdf"
    replace = f"{page(project)}?document={document.pk}"
    assert "方案说明.pdf" in client.get(replace).text
    client.post(replace, {"file": upload("方案说明二稿.pdf", pdf("b"))})
    assert [v.name for v in document.versions.order_by("number")] == ["方案说明.pdf", "方案说明二稿.pdf"]
    removal = reverse("projects:remove_document", args=[project.number, document.pk])
    assert "方案说明.pdf" in client.get(removal).text
    client.post(removal, {"reason": "传错"})
    assert not Document.objects.standing().exists()


def test_a_wrong_file_is_explained_beside_the_field(client: Client, city: City, project) -> None:
    client.force_login(city.actor("owner_unit").user)
    answer = client.post(page(project), {"kind": "other", "file": upload("页.pdf", b"<html>")})
    assert "实际内容不是 PDF 文件" in answer.text
    assert not Document.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, city: City, project, count: int, django_assert_num_queries
) -> None:
    for number in range(count):
        version = filed(city, project, title=f"材料{number}")
        filed(city, project, document=version.document)
    client.force_login(city.actor("owner_unit").user)
    with django_assert_num_queries(12):
        answer = client.get(page(project))
    assert answer.text.count(version.sha256) == count * 2


def test_readers_see_the_list_and_file_nothing(client: Client, city: City, project) -> None:
    version = filed(city, project)
    client.force_login(city.actor("audit_bureau").user)
    answer = client.get(page(project))
    assert "会议材料（一）.pdf" in answer.text
    assert answer.context["form"] is None
    assert client.post(page(project), {"kind": "other", "file": upload()}).status_code == 403
    assert client.get(f"{page(project)}?document={version.document_id}").context["replaced"] is None


def test_a_download_keeps_its_name_and_leaves_its_trace(client: Client, city: City, project) -> None:
    version = filed(city, project)
    client.force_login(city.actor("audit_bureau").user)
    answer = client.get(version.url)
    assert b"".join(answer.streaming_content) == pdf()
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition.partition("''")[2]) == "会议材料（一）.pdf"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    event = Event.objects.get(verb="document.download")
    assert event.actor_id == city.actor("audit_bureau").user.pk
    assert event.project_id == project.pk


@pytest.mark.parametrize("role", ["other_department", "supervisor", "expert"])
def test_strangers_download_nothing(client: Client, city: City, project, role: str) -> None:
    version = filed(city, project)
    client.force_login(city.actor(role).user)
    assert client.get(version.url).status_code == 404
    assert not Event.objects.filter(verb="document.download").exists()


def test_a_version_is_not_reached_through_another_project(client: Client, city: City, project) -> None:
    version = filed(city, project)
    other = make_project(city, stage=Stage.PLANNED)
    client.force_login(city.actor("owner_unit").user)
    address = reverse("projects:download", args=[other.number, version.pk, version.name])
    assert client.get(address).status_code == 404


def test_bids_are_not_for_the_supervisor(client: Client, city: City) -> None:
    project = make_project(city, stage=Stage.TENDERING, supervisor=city.supervisor)
    version = filed(city, project, kind=DocumentKind.BID, upload=upload("投标文件.pdf"))
    client.force_login(city.actor("supervisor").user)
    assert "投标文件.pdf" not in client.get(page(project)).text
    assert client.get(version.url).status_code == 404


def test_what_was_removed_is_not_downloaded(client: Client, city: City, project) -> None:
    version = filed(city, project)
    client.force_login(city.actor("owner_unit").user)
    client.post(
        reverse("projects:remove_document", args=[project.number, version.document_id]), {"reason": "错"}
    )
    assert client.get(version.url).status_code == 404
