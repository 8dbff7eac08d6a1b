import hashlib
import json

import pytest

from egov.audit.models import Event
from egov.dossier.collecting import plan_dossier
from egov.dossier.tasks import collect_dossiers
from egov.jobs.actions import running, start_job
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind
from reviews.models import Panel
from tests.dossier.scenes import archive_of, collect, corrupt, file, with_papers
from tests.evidence.base import await_opinions, hold_panel
from tests.factories import City, make_project
from tests.opendata.schema import faults_of_package
from tests.procurement.scenes import awarded, with_bids
from tests.uploads import pdf, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def manifest(job, folder: str = "") -> dict:
    return json.loads(archive_of(job).read(f"{folder}manifest.json"))


def test_the_manifest_gives_the_digest_of_each_file_in_order(city: City) -> None:
    project = with_papers(city)
    job = collect(city.actor("audit_bureau"), project)
    archive, told = archive_of(job), manifest(job)
    assert [entry["path"] for entry in told["files"]] == archive.namelist()[:-2]
    assert archive.namelist()[-2:] == ["manifest.json", "SHA256SUMS"]
    for entry in told["files"]:
        content = archive.read(entry["path"])
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["size"])
    sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    assert sums["manifest.json"] == hashlib.sha256(archive.read("manifest.json")).hexdigest()


def test_files_are_packed_as_they_were_filed_with_source_and_every_version(city: City) -> None:
    project = make_project(city)
    by = city.actor("owner_unit")
    first = file(project, by, DocumentKind.FEASIBILITY_REPORT, "可研.pdf", pdf("first"))
    file_document(
        project=project,
        kind=first.document.kind,
        title=first.document.title,
        upload=upload("可研.pdf", pdf("second")),
        document=first.document,
        by=by,
    )
    job = collect(by, project)
    papers = [entry for entry in manifest(job)["files"] if entry.get("kind")]
    told = [(one["version"], one["in_volume"], one["source"], one["sha256"]) for one in papers]
    unit = city.owner_unit.name
    digests = [hashlib.sha256(pdf(text)).hexdigest() for text in ("first", "second")]
    assert told == [(1, False, unit, digests[0]), (2, True, unit, digests[1])]


def test_a_file_that_is_not_what_was_filed_is_found_out(city: City) -> None:
    project = make_project(city)
    corrupt(file(project, city.actor("owner_unit"), DocumentKind.OTHER, "报告.pdf", pdf("a")), pdf("b"))
    job = collect(city.actor("owner_unit"), project)
    assert [one["fault"] for one in manifest(job)["files"] if "fault" in one] == [
        "内容与报送时登记的散列值不符"
    ]


def test_the_open_data_is_valid_and_names_every_file(city: City) -> None:
    project = awarded(city)
    job = collect(city.actor("audit_bureau"), project)
    data = json.loads(archive_of(job).read("oc4ids.json"))
    assert faults_of_package(data) == []
    paths = {one["path"] for one in manifest(job)["files"] if one.get("kind")}
    assert {one["accessDetails"] for one in data["projects"][0]["documents"]} == paths


def test_opinions_are_left_out_until_the_panel_has_concluded_and_the_manifest_says_so(city: City) -> None:
    open_one = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    await_opinions(city, open_one, Panel.Kind.ARGUMENTATION)
    opinions, names = (
        "论证专家组尚未形成结论，专家个人意见未纳入。",
        "论证专家组尚未形成结论，成员名单未纳入。",
    )
    assert manifest(collect(city.actor("owner_unit"), open_one))["left_out"] == [opinions, names]
    assert manifest(collect(city.actor("audit_bureau"), open_one))["left_out"] == [opinions]
    done = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    hold_panel(city, done, Panel.Kind.ARGUMENTATION, Panel.Conclusion.PASS)
    assert manifest(collect(city.actor("audit_bureau"), done))["left_out"] == []


def test_bids_are_left_out_before_their_opening(city: City) -> None:
    told = manifest(collect(city.actor("informatization_office"), with_bids(city)))
    assert told["left_out"] == [
        "尚未开标，投标人、报价和投标文件未纳入。",
        "3份文件按规定对申请人不公开，未纳入。",
    ]
    assert DocumentKind.BID not in {one.get("kind") for one in told["files"]}


def test_opened_bids_are_left_out_for_whoever_may_not_read_them(city: City) -> None:
    project = awarded(city)
    told = manifest(collect(city.actor("audit_bureau"), project))
    assert told["left_out"] == ["3份文件按规定对申请人不公开，未纳入。"]
    told = manifest(collect(city.actor("informatization_office"), project))
    assert told["left_out"] == []
    assert [one["kind"] for one in told["files"] if one.get("kind") == DocumentKind.BID] == [
        DocumentKind.BID
    ] * 3


def test_that_a_dossier_was_made_stands_in_the_projects_trail_once(city: City) -> None:
    project = make_project(city)
    told = manifest(collect(city.actor("owner_unit"), project))
    event = Event.objects.get(verb="dossier.collect", project_id=project.pk)
    assert (told["trail"]["sequence"], told["trail"]["hash"]) == (event.sequence, event.hash)


def test_a_worker_that_was_lost_after_it_noted_a_dossier_is_not_followed_by_a_second_note(city: City) -> None:
    project, by = make_project(city), city.actor("owner_unit")
    job = start_job(title="项目卷宗", task=collect_dossiers, parameters={"projects": [project.number]}, by=by)
    with running(str(job.pk)) as held:
        first = plan_dossier(held, project).opening
        held.pieces.all().delete()
        assert plan_dossier(held, project).opening == first
    assert Event.objects.filter(verb="dossier.collect").count() == 1
