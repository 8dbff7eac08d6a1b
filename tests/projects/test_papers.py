"""Papers are issued once: numbered without gaps, sealed, stored under their digest, changed by no hand."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import Organization
from egov.audit.models import Event
from egov.pdf.papers import OfficialPaper, Section
from egov.pdf.render import examiner
from egov.ui.formats import day
from projects.actions.documents import DocumentStays, file_document, remove_document
from projects.actions.papers import NotPrintable, correct_paper, issue_paper, number_to_come
from projects.models import IssuedPaper, NumberSequence, PaperKind
from projects.papers.stating import read_again
from projects.papers.store import PaperAltered, content_of
from projects.papers.wording import called
from tests.factories import City, make_actor, make_project
from tests.uploads import upload

pytestmark = pytest.mark.django_db
KIND = PaperKind.ACCEPTANCE_OPINION


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    return make_project(city, stage="under_construction")


def draft(issuer, kind=KIND, **parts):
    today = timezone.localdate()
    usual = {
        "issuer": issuer.name,
        "number": number_to_come(kind=kind, issuer=issuer, on=today),
        "title": f"{issuer.name}关于政务数据共享平台项目竣工验收的意见",
        "addressees": ("东海市大数据发展中心",),
        "date": today,
        "sections": (Section(heading="验收结论", text="同意通过竣工验收。"),),
    }
    return OfficialPaper(**(usual | parts))


def issue(city, project, kind=KIND, **fields):
    office = city.informatization_office
    usual = {"paper": draft(office, kind), "facts": {"conclusion": "pass"}}
    return issue_paper(
        kind=kind,
        issuer=office,
        project=project,
        by=city.actor("informatization_office"),
        **{**usual, **fields},
    )


def test_it_is_numbered_sealed_filed_and_told(city, project):
    paper = issue(city, project)
    year = timezone.localdate().year
    assert paper.number == f"东验〔{year}〕1号"
    finding = examiner().examine(content_of(paper))
    assert (finding.is_good, finding.holder) == (True, city.informatization_office.name)
    assert paper.version.document.kind == "acceptance_opinion"
    assert paper.version.sha256 == paper.sha256
    event = Event.objects.filter(verb="paper.issue").get()
    assert event.after == {"kind": KIND, "number": paper.number, "sha256": paper.sha256}
    assert event.project_id == project.pk


def test_it_is_stored_once_under_its_digest(city, project):
    paper = issue(city, project)
    assert paper.file.name == f"papers/{paper.sha256[:2]}/{paper.sha256}.pdf"
    assert paper.version.file.name == paper.file.name
    stored = [path for path in Path(default_storage.location).rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [f"{paper.sha256}.pdf"]


def test_the_file_carries_what_the_paper_states(city, project):
    paper = IssuedPaper.objects.get(pk=issue(city, project).pk)
    with pikepdf.open(io.BytesIO(content_of(paper))) as pdf:
        data = json.loads(pdf.Root.AF[0].EF.F.read_bytes())
    assert data == paper.data
    assert data["number"] == paper.number
    assert data["facts"] == {"conclusion": "pass"}
    assert data["project"] == {"number": project.number, "title": project.title}
    assert data["issuer"]["name"] == city.informatization_office.name


def test_what_it_states_is_the_paper_again(city, project):
    paper = issue(city, project)
    again = read_again(paper.data, number=draft(city.informatization_office).number, on=paper.issued_on)
    assert again == draft(city.informatization_office)


def test_each_kind_and_each_organ_has_its_series(city, project):
    first, second = issue(city, project), issue(city, project)
    other = issue(city, project, kind=PaperKind.PERFORMANCE_REPORT)
    elsewhere = City()
    foreign = issue(elsewhere, make_project(elsewhere, stage="under_construction"))
    assert [paper.serial for paper in (first, second, other, foreign)] == [1, 2, 1, 1]


def test_a_failure_leaves_no_gap(city, project):
    issue(city, project)
    unlucky = draft(city.informatization_office, title="关于😀的意见")
    with pytest.raises(NotPrintable, match="😀"):
        issue(city, project, paper=unlucky)
    assert issue(city, project).serial == 2


def test_an_organ_without_a_seal_issues_nothing(city, project, settings):
    paper = draft(city.informatization_office)
    settings.PRODUCTION = True
    with pytest.raises(NotPrintable, match="电子印章"):
        issue(city, project, paper=paper)
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE projects_issuedpaper SET title = 'x'",
        "DELETE FROM projects_issuedpaper",
        "UPDATE projects_issuedpaper SET supersedes_id = NULL",
    ],
)
def test_an_issued_paper_changes_by_no_sql(city, project, change):
    issue(city, project)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_number_is_given_once(city, project):
    paper = issue(city, project)
    twin = IssuedPaper(
        **{field.attname: getattr(paper, field.attname) for field in IssuedPaper._meta.concrete_fields}
    )
    twin.pk, twin.version_id, twin.sha256, twin.code = None, None, "0" * 64, "AAAA-AAAA-AAAA"
    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save()


def test_nobody_files_a_new_version_or_takes_it_away(city, project):
    paper = issue(city, project)
    office = city.actor("informatization_office")
    document = paper.version.document
    with pytest.raises(DocumentStays):
        file_document(
            project=project,
            kind=document.kind,
            title=document.title,
            upload=upload("x.pdf"),
            document=document,
            by=office,
        )
    with pytest.raises(DocumentStays):
        remove_document(document=document, by=office)


# --- Corrections ---------------------------------------------------------------------------


def correct(city, paper, **fields):
    usual = {
        "sections": ["经复核，同意通过竣工验收。"],
        "reason": "原文漏列复核意见。",
        "by": city.actor("informatization_office"),
    }
    return correct_paper(paper=paper, **(usual | fields))


def text_of(paper):
    with pikepdf.open(io.BytesIO(content_of(paper))) as pdf:
        return json.loads(pdf.Root.AF[0].EF.F.read_bytes())["text"]


def test_a_correction_is_a_new_paper_that_takes_the_place_of_the_old(city, project):
    old = issue(city, project)
    new = correct(city, old)
    assert (new.serial, new.supersedes, new.kind) == (2, old, old.kind)
    assert IssuedPaper.objects.get(pk=old.pk).successor == new
    assert old.number in text_of(new)["opening"]
    assert text_of(new)["sections"][0]["text"] == "经复核，同意通过竣工验收。"
    assert new.data["supersedes"] == {
        "number": old.number,
        "sha256": old.sha256,
        "reason": "原文漏列复核意见。",
    }
    # The facts are those of the system; a text written anew does not vouch for them.
    assert new.data["facts"] == {}


def test_a_paper_is_corrected_once_and_the_correction_again(city, project):
    old = issue(city, project)
    new = correct(city, old)
    with pytest.raises(NotPrintable, match=new.number[:2]):
        correct(city, old)
    third = correct(city, new)
    assert third.supersedes == new
    assert text_of(third)["opening"].count("取代") == 1


@pytest.mark.parametrize("role", ["finance_bureau", "owner_unit", "audit_bureau"])
def test_only_the_organ_that_issued_it_corrects(city, project, role):
    with pytest.raises(PermissionDenied):
        correct(city, issue(city, project), by=city.actor(role))
    assert IssuedPaper.objects.count() == 1


def test_a_handler_corrects_nothing(city, project):
    handler = make_actor(city.informatization_office, is_signatory=False)
    with pytest.raises(PermissionDenied):
        correct(city, issue(city, project), by=handler)
    assert IssuedPaper.objects.count() == 1


# --- The store -----------------------------------------------------------------------------


def flip(paper):
    path = Path(default_storage.path(paper.file.name))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_a_flipped_byte_in_the_store_is_found(city, project):
    paper = issue(city, project)
    call_command("papers", "verify")
    flip(paper)
    with pytest.raises(PaperAltered):
        content_of(paper)
    with pytest.raises(CommandError, match="1"):
        call_command("papers", "verify")


def test_a_lost_file_is_found(city, project):
    paper = issue(city, project)
    default_storage.delete(paper.file.name)
    with pytest.raises(CommandError):
        call_command("papers", "verify")


def test_a_gap_in_a_series_is_found(city, project):
    paper = issue(city, project)
    NumberSequence.objects.filter(series=paper.series).update(last=2)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("papers", "verify")


# --- Pages ---------------------------------------------------------------------------------


def test_the_page_shows_number_date_and_code(city, project, client):
    paper = issue(city, project)
    client.force_login(city.actor("owner_unit").user)
    page = client.get(paper.get_absolute_url()).text
    assert [text for text in (paper.number, paper.code, day(paper.issued_on)) if text not in page] == []
    content = client.get(paper.url)
    assert (content.status_code, content["Content-Type"]) == (200, "application/pdf")
    assert content.content == content_of(paper)
    assert Event.objects.filter(verb="paper.download", project_id=project.pk).count() == 1


def test_who_does_not_see_the_project_does_not_see_its_papers(city, project, client):
    paper = issue(city, project)
    client.force_login(city.actor("other_department").user)
    assert client.get(paper.get_absolute_url()).status_code == 404
    assert client.get(paper.url).status_code == 404


def test_it_is_found_by_its_number_however_that_is_typed(city, project, client):
    paper = issue(city, project)
    list_page = reverse("projects:list")
    client.force_login(city.actor("owner_unit").user)
    typed = paper.number.removesuffix("号")
    for words in (paper.number, typed, typed.replace("〔", "[").replace("〕", "] ")):
        assert client.get(list_page, {"q": words}).context["papers"] == [paper]
    assert client.get(list_page, {"q": project.title}).context["papers"] == []
    client.force_login(city.actor("other_department").user)
    assert client.get(list_page, {"q": paper.number}).context["papers"] == []


@pytest.mark.parametrize("by_document", [True, False])
def test_an_altered_file_is_not_handed_out(city, project, client, by_document):
    paper = issue(city, project)
    flip(paper)
    client.force_login(city.actor("owner_unit").user)
    answer = client.get(paper.version.url if by_document else paper.url)
    assert answer.status_code == 500
    assert "与印发时不一致" in answer.text


def test_superseded_is_said_everywhere(city, project, client):
    old = issue(city, project)
    new = correct(city, old)
    client.force_login(city.actor("owner_unit").user)
    for address in (old.get_absolute_url(), f"/projects/{project.number}/documents/"):
        page = client.get(address).text
        assert "已失效" in page
        assert new.number in page


def test_the_office_corrects_on_a_page(city, project, client):
    old = issue(city, project)
    client.force_login(city.actor("informatization_office").user)
    address = f"{old.get_absolute_url()}correct/"
    assert "同意通过竣工验收。" in client.get(address).text
    refused = client.post(address, {"section_0": "改", "reason": ""})
    assert "改" in refused.text
    answer = client.post(address, {"section_0": "经复核，同意。", "reason": "漏字。"})
    new = IssuedPaper.objects.get(supersedes=old)
    assert answer.url == new.get_absolute_url()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixteen_at_the_same_moment_take_sixteen_numbers_without_a_gap():
    city = City()
    office, by = city.informatization_office, city.actor("informatization_office")
    projects = [make_project(city, stage="under_construction") for _ in range(16)]
    paper = draft(office)

    def try_it(place):
        bad = place % 4 == 3
        try:
            return issue_paper(
                kind=KIND,
                paper=replace(paper, title="😀") if bad else paper,
                issuer=Organization.objects.get(pk=office.pk),
                project=projects[place],
                facts={},
                by=by,
            ).serial
        except NotPrintable:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        serials = [serial for serial in pool.map(try_it, range(16)) if serial]
    assert sorted(serials) == list(range(1, 13))


@pytest.mark.parametrize("title", ["政务云平台", "政务云平台建设项目"])
def test_a_paper_says_project_once(city, title):
    assert called(make_project(city, title=title)) == f"{title.removesuffix('项目')}项目"
