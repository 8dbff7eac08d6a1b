"""Open data against the schema of the Open Contracting Partnership, at every stage."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from acceptance.models import Change
from egov.opendata import published
from egov.opendata.oc4ids import Filed, Scope, project_data, with_everything, with_published
from egov.opendata.oc4ids.contracting import METHOD_OF
from egov.opendata.oc4ids.documents import TYPE_OF as DOCUMENT_TYPE_OF
from egov.opendata.oc4ids.statuses import SECTORS, STATUS_OF
from egov.opendata.oc4ids.statuses import TYPE_OF as PROJECT_TYPE_OF
from procurement.models import Bid, ProcurementMethod
from projects.flow import STEPS, Stage
from projects.models import ConstructionType, Project, Proposal
from tests.evidence import make_ready_project
from tests.factories import City, make_contract, make_paper, make_plan, make_project, make_proposal
from tests.opendata.schema import codes_of, faults_of_package, wrapped
from tests.procurement.scenes import awarded, make_uscc, soliciting, tendering, with_bids

pytestmark = pytest.mark.django_db

BASE = "https://egov.example/"


@pytest.fixture
def city() -> City:
    return City()


def whole(project: Project, *files: Filed) -> dict:
    shown = with_everything(Project.objects.filter(pk=project.pk)).get()
    return project_data(shown, Scope(base=BASE, whole=True, files=files))


def public(project: Project) -> dict:
    shown = with_published(Project.objects.filter(pk=project.pk)).get()
    return project_data(shown, Scope(base=BASE))


def in_published_plan(city: City, **fields: object) -> Project:
    project = make_project(city, **{"stage": Stage.PLANNED, **fields})
    plan = city.jurisdiction.plans.first() or make_plan(city)
    make_proposal(project, plan, decision=Proposal.Included.INCLUDED, decision_reason="统筹安排")
    plan.is_open, plan.published_at = False, timezone.now()
    plan.published_by = city.actor("informatization_office").user
    plan.save()
    return project


@pytest.mark.parametrize("stage", list(Stage))
def test_a_project_is_valid_at_every_stage(city: City, stage: Stage) -> None:
    project = make_project(city, stage=stage)
    make_proposal(project, make_plan(city))
    for data in (whole(project), public(project)):
        assert faults_of_package(wrapped(data)) == []


@pytest.mark.parametrize("step", list(STEPS.values()), ids=lambda step: step.name)
def test_a_project_is_valid_with_the_evidence_of_every_step(city: City, step) -> None:
    project = make_ready_project(city, step, step.sources[0])
    for data in (whole(project), public(project)):
        assert faults_of_package(wrapped(data)) == []


def test_a_fault_would_be_found(city: City) -> None:
    data = whole(make_project(city)) | {"status": "begun"}
    assert faults_of_package(wrapped(data)) == ["projects/0/status: 'begun' is not one of the list"]


def test_every_code_stands_in_its_list() -> None:
    assert set(STATUS_OF) == set(Stage)
    assert set(PROJECT_TYPE_OF) == set(ConstructionType)
    assert set(METHOD_OF) == set(ProcurementMethod)
    assert set(METHOD_OF.values()) == codes_of("method")
    assert set(SECTORS) - codes_of("projectSector") == set()
    assert set(DOCUMENT_TYPE_OF.values()) - codes_of("documentType") == set()


def roles_in(data: dict) -> set[str]:
    return {role for party in data["parties"] for role in party["roles"]}


def test_every_role_stands_in_its_list(city: City) -> None:
    project = awarded(city)
    project.supervisor = city.supervisor
    project.save()
    assert roles_in(whole(project)) - codes_of("partyRole") == set()
    assert {"publicAuthority", "procuringEntity", "supplier", "tenderer"} <= roles_in(whole(project))


def test_parties_are_known_by_their_code(city: City) -> None:
    city.owner_unit.uscc = make_uscc()
    city.owner_unit.save()
    data = whole(make_project(city))
    authority = data["publicAuthority"]
    assert authority["id"] == f"CN-USCC-{city.owner_unit.uscc}"
    party = next(party for party in data["parties"] if party["id"] == authority["id"])
    assert party["identifier"]["scheme"] == "CN-USCC"


def test_changes_tell_the_amount_before_and_after(city: City) -> None:
    project = make_project(city, stage=Stage.UNDER_CONSTRUCTION, construction_entity=city.construction_entity)
    builder = city.actor("construction_entity")
    contract = make_contract(project, builder, Decimal("1000000.00"))
    for delta, days in (("50000.00", 0), ("0.00", 20)):
        Change.objects.create(
            project=project,
            contract=contract,
            content="增加接口",
            reason="上级新要求",
            amount_delta=Decimal(delta),
            days_delta=days,
            status=Change.Status.FILED,
            paper=make_paper(project, builder),
            filed_by=builder.user,
        )
    summary = whole(project)["contractingProcesses"][0]["summary"]
    value, duration = summary["modifications"]
    assert (value["oldContractValue"]["amount"], value["newContractValue"]["amount"]) == (
        1_000_000,
        1_050_000,
    )
    assert (duration["type"], "newContractValue" in duration) == ("duration", False)


def test_files_of_a_dossier_are_named_with_their_place(city: City) -> None:
    project = make_project(city)
    version = make_paper(project, city.actor("owner_unit"), "feasibility_report")
    (document,) = whole(project, Filed(version, "files/a.pdf"))["documents"]
    assert (document["documentType"], document["accessDetails"]) == ("feasibilityStudy", "files/a.pdf")


# --- What the public is told ---------------------------------------------------------------


def test_the_public_knows_no_more_of_a_planned_project_than_its_plan(city: City) -> None:
    project = in_published_plan(city)
    data = public(project)
    assert set(data) == {
        *("id", "updated", "language", "title", "status", "type", "sector", "budget"),
        *("publicAuthority", "parties"),
    }
    assert (data["status"], data["budget"]["amount"]["amount"]) == ("identification", 1_200_000)


def test_before_its_tender_the_public_knows_a_stage_by_what_was_published(city: City) -> None:
    project = in_published_plan(city, stage=Stage.REJECTED)
    assert (public(project)["status"], whole(project)["status"]) == ("identification", "cancelled")
    assert public(soliciting(city))["status"] == "preparation"
    assert public(tendering(City()))["status"] == "implementation"


def test_the_public_does_not_learn_who_bids(city: City) -> None:
    project = with_bids(city)
    assert "投标人甲" not in json.dumps(public(project), ensure_ascii=False)
    done = awarded(City())
    told = json.dumps(public(done), ensure_ascii=False)
    winner = done.tenders.live().award.winner
    losers = Bid.objects.filter(tender__project=done).exclude(pk=winner.pk)
    assert winner.supplier_name in told
    assert [bid.supplier_name for bid in losers if bid.supplier_name in told] == []
    assert [
        bid.supplier_name
        for bid in losers
        if bid.supplier_name not in json.dumps(whole(done), ensure_ascii=False)
    ] == []


def test_what_was_never_published_is_not_there(client: Client, city: City) -> None:
    hidden = make_project(city, stage=Stage.SUBMITTED)
    make_proposal(hidden, make_plan(city), decision=Proposal.Included.INCLUDED, decision_reason="统筹安排")
    assert client.get(reverse("opendata:project_data", args=[hidden.number])).status_code == 404
    assert client.get(reverse("opendata:package", args=[city.jurisdiction.code])).status_code == 404
    assert hidden.title not in client.get(reverse("opendata:data")).text


# --- Pages ----------------------------------------------------------------------------------


def test_a_project_is_downloaded_and_valid(client: Client, city: City) -> None:
    project = in_published_plan(city)
    address = reverse("opendata:project_data", args=[project.number])
    assert address in client.get(reverse("opendata:data")).text
    answer = client.get(address)
    assert faults_of_package(answer.json()) == []
    assert answer.json()["projects"][0]["id"] == f"{settings.OC4IDS_PREFIX}-{project.number}"
    assert f'filename="{project.number}.json"' in answer["Content-Disposition"]


def test_all_projects_of_a_city_are_one_valid_package(client: Client, city: City) -> None:
    numbers = [in_published_plan(city).number for _ in range(3)] + [tendering(city).number]
    answer = client.get(reverse("opendata:package", args=[city.jurisdiction.code]))
    content = json.loads(b"".join(answer.streaming_content))
    assert faults_of_package(content) == []
    prefix = f"{settings.OC4IDS_PREFIX}-"
    assert [project["id"].removeprefix(prefix) for project in content["projects"]] == numbers


@pytest.mark.parametrize("name", ["project_data", "package"])
def test_whoever_has_the_data_already_is_told_so(client: Client, city: City, name: str) -> None:
    project = in_published_plan(city)
    address = reverse(
        f"opendata:{name}", args=[project.number if name == "project_data" else city.jurisdiction.code]
    )
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    project.updated_at = timezone.now()
    project.save(update_fields=["updated_at"])
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_package_costs_the_same_whatever_its_length(
    client: Client, city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        awarded(city)
    assert published.projects().count() == count
    with django_assert_num_queries(14):
        answer = client.get(reverse("opendata:package", args=[city.jurisdiction.code]))
        assert len(json.loads(b"".join(answer.streaming_content))["projects"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    client: Client, city: City, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        in_published_plan(city)
    with django_assert_num_queries(3):
        page = client.get(reverse("opendata:data")).text
    assert page.count(">JSON<") == count
