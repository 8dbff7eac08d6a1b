"""Whatever leaves the house is in the trail: each view that hands out a file records who took it.

Found in the source, so that a new download cannot forget it; and tried at the addresses that answer with a file.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, TestCase
from django.urls import reverse

from egov.audit.actions import make_checkpoint, record_event
from egov.audit.models import Event
from projects.actions.documents import file_document
from projects.flow import Stage
from projects.models import DocumentKind, SpecialFund
from projects.views.fund_tables import TABLES
from tests.factories import City, make_plan, make_project
from tests.uploads import upload

TOP = Path(settings.BASE_DIR)
APPS = ("egov", "projects", "reviews", "procurement", "acceptance")
HANDING_OUT = {"FileResponse", "StreamingHttpResponse", "xlsx_response"}
NOTING = ("note_", "record_event", "record")

EXEMPT = {
    "egov/ui/xlsx.py xlsx_response": "it only makes the answer; its callers record",
    "egov/opendata/views.py": "what anybody may take, without a name, leaves nobody to name",
    "egov/opendata/data.py": "the same",
    "projects/views/budget.py blank_budget": "an empty form",
    "projects/views/proposal_import.py blank": "an empty form",
    "reviews/views/pool_import.py blank": "an empty form",
}


def test_each_view_that_hands_out_a_file_records_it() -> None:
    silent = [where for where, notes in hand_outs() if not notes and not is_exempt(where)]
    assert silent == [], "record in the trail who took the file, or say in EXEMPT why not"


def test_no_exemption_outlives_what_it_exempts() -> None:
    found = [where for where, _notes in hand_outs()]
    assert [known for known in EXEMPT if not any(where.startswith(known) for where in found)] == []


def is_exempt(where: str) -> bool:
    return any(where.startswith(known) for known in EXEMPT)


def hand_outs() -> Iterator[tuple[str, bool]]:
    """Yield each function that makes a file to be handed out, and whether it records that."""
    for app in APPS:
        for file in sorted((TOP / app).rglob("*.py")):
            for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(function, ast.FunctionDef) and hands_out(function):
                    calls = called_in(function)
                    yield (
                        f"{file.relative_to(TOP)} {function.name}",
                        any(name.startswith(NOTING) for name in calls),
                    )


def called_in(function: ast.FunctionDef) -> set[str]:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {one.attr if isinstance(one, ast.Attribute) else getattr(one, "id", "") for one in calls}


def hands_out(function: ast.FunctionDef) -> bool:
    """Tell whether a function makes such an answer, or sends content as an attachment."""
    texts = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
    attached = any(isinstance(text, str) and text.startswith("attachment;") for text in texts)
    return bool(HANDING_OUT & called_in(function)) or attached


@pytest.fixture
def city() -> City:
    return City()


def taken(
    client: Client, city: City, role: str, address: str, *, post: dict[str, str] | None = None
) -> list[str]:
    """Let somebody take a file; return the verbs that the trail gained."""
    client.force_login(city.actor(role).user)
    before = set(Event.objects.values_list("pk", flat=True))
    with TestCase.captureOnCommitCallbacks(execute=True):
        response = client.get(address) if post is None else client.post(address, post)
    list(response)
    assert response.status_code in {200, 302}, address
    return list(Event.objects.exclude(pk__in=before).order_by("pk").values_list("verb", flat=True))


@pytest.mark.django_db
def test_each_address_that_answers_with_a_file_leaves_an_event(client: Client, city: City) -> None:
    owner = city.actor("owner_unit")
    project = make_project(city, stage=Stage.PLANNED)
    document = file_document(
        project=project, kind=DocumentKind.OTHER, title="材料", upload=upload("材料.pdf"), by=owner
    )
    version = document.versions.get() if hasattr(document, "versions") else document
    plan, code = make_plan(city), city.jurisdiction.code
    fund = SpecialFund.objects.create(jurisdiction=city.jurisdiction, year=plan.year)
    paper = reverse("projects:download", args=[project.number, version.pk, "x.pdf"])
    assert taken(client, city, "owner_unit", paper) == ["document.download"]
    of_money = reverse("projects:export_money", args=[project.number])
    assert taken(client, city, "owner_unit", of_money) == ["fund.export"]
    of_plan = reverse("projects:export_plan", args=[code, plan.year])
    assert taken(client, city, "informatization_office", of_plan) == ["plan.export"]
    assert taken(client, city, "finance_bureau", reverse("projects:export_years")) == ["fund.export"]
    for table in TABLES:
        of_fund = reverse("projects:export_fund", args=[code, fund.year, table])
        assert taken(client, city, "finance_bureau", of_fund) == ["fund.export"]


@pytest.mark.django_db
def test_each_export_in_the_background_leaves_three_events(client: Client, city: City) -> None:
    record_event(verb="test.deed", by=city.actor("finance_bureau"))
    listed = taken(client, city, "informatization_office", reverse("projects:export"), post={})
    assert listed == ["jobs.start"]
    of_trail = reverse("dashboard:export", args=["trail"])
    assert taken(client, city, "audit_bureau", of_trail, post={"form": "csv"}) == [
        "jobs.start",
        "desk.export",
    ]
    job = reverse("jobs:download", args=[city.actor("audit_bureau").user.jobs.get().pk])
    assert taken(client, city, "audit_bureau", job) == ["jobs.download"]
    checkpoint = make_checkpoint()
    of_checkpoint = reverse("dashboard:download_checkpoint", args=[checkpoint.number])
    assert taken(client, city, "audit_bureau", of_checkpoint, post={}) == ["audit.export_checkpoint"]
