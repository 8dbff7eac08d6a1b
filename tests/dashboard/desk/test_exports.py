"""What auditors take home: exactly what was shown, with a manifest that says what it is."""

import csv
import hashlib
import io
import json
import tracemalloc
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client, TestCase

from egov.accounts.models import AdminRole
from egov.audit.actions import make_checkpoint, record_event
from egov.audit.canonical import event_hash
from egov.audit.models import Chain, Event
from egov.dashboard.actions import write_note
from egov.dashboard.desk.writers import WRITERS, Table, harmless
from projects.flow import Stage
from tests.factories import City, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def auditor(client: Client, city: City) -> Client:
    client.force_login(city.actor("audit_bureau").user)
    return client


def export(client: Client, what: str, form: str) -> tuple[dict[str, Any], bytes]:
    """Export as a person does; return manifest and file."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        job = client.post(f"/desk/exports/{what}", {"form": form}).headers["Location"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{job}download/"))))
    manifest = json.loads(archive.read("manifest.json"))
    assert archive.namelist() == [manifest["file"], "manifest.json"]
    return manifest, archive.read(manifest["file"])


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl"])
def test_the_manifest_tells_what_was_taken(auditor: Client, city: City, form: str) -> None:
    by = city.actor("finance_bureau")
    for n in range(3):
        record_event(verb=f"test.{n}", by=by)
    record_event(verb="test.other", by=city.actor("informatization_office"))
    checkpoint = make_checkpoint()
    manifest, file = export(auditor, f"trail/?person={by.user.username}", form)
    chain = Chain.objects.get()
    assert manifest["sha256"] == hashlib.sha256(file).hexdigest()
    assert (manifest["size"], manifest["lines"]) == (len(file), 3)
    assert manifest["filter"] == [f"人员：{by.user.username}"]
    assert manifest["address"] == f"person={by.user.username}"
    assert manifest["checkpoint"]["number"] == checkpoint.number
    assert manifest["chains"].keys() == {chain.key}
    assert manifest["made_by"]["organization"] == city.audit_bureau.name


def test_each_export_is_an_event_with_its_hash(auditor: Client, city: City) -> None:
    record_event(verb="test.deed", by=city.actor("finance_bureau"))
    manifest, _file = export(auditor, "trail/", "csv")
    event = Event.objects.get(verb="desk.export")
    assert (event.after["sha256"], event.after["count"]) == (manifest["sha256"], manifest["lines"])
    assert Event.objects.filter(verb="jobs.download").count() == 1


def test_json_lines_can_be_verified_without_us(auditor: Client, city: City) -> None:
    record_event(verb="test.deed", by=city.actor("finance_bureau"), after={"amount": "1.20"}, reason="有据")
    _manifest, file = export(auditor, "trail/?deed=&words=有据", "jsonl")
    (line,) = file.decode().splitlines()
    told = json.loads(line)
    event = Event.objects.get(verb="test.deed")
    assert event_hash(told | {"at": event.at}) == told["hash"] == event.hash
    assert told["particulars"][0]["name"] == city.actor("finance_bureau").user.name


def test_what_somebody_typed_is_no_formula(auditor: Client, city: City) -> None:
    record_event(verb="test.deed", by=city.actor("finance_bureau"), reason='=HYPERLINK("http://x")')
    _manifest, file = export(auditor, "trail/?words=HYPERLINK", "csv")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    assert rows[1][9] == '\'=HYPERLINK("http://x")'
    _manifest, file = export(auditor, "trail/?words=HYPERLINK", "xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(file)).active["J2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_each_beginning_of_a_formula_is_made_harmless(typed: str) -> None:
    assert harmless(typed) == f"'{typed}"


def test_findings_and_flags_are_taken_by_auditors_alone(auditor: Client, city: City) -> None:
    project = make_project(city, stage=Stage.PROPOSED)
    write_note(
        text="概算依据不足。",
        severity="grave",
        about=str(project),
        project=project,
        by=city.actor("audit_bureau"),
    )
    manifest, file = export(auditor, "findings/?severity=grave", "csv")
    assert manifest["filter"] == ["严重程度：严重"]
    assert "概算依据不足。" in file.decode()
    assert export(auditor, "late/", "csv")[0]["lines"] == 0
    auditor.force_login(make_user(admin_role=AdminRole.AUDIT))
    for what in ("findings", "late"):
        assert auditor.post(f"/desk/exports/{what}/", {"form": "csv"}).status_code == 404
    assert export(auditor, "trail/", "csv")[0]["title"] == "审计日志"


def test_what_is_no_table_or_no_form_is_not_there(auditor: Client) -> None:
    assert auditor.post("/desk/exports/nothing/", {"form": "csv"}).status_code == 404
    assert auditor.post("/desk/exports/trail/", {"form": "exe"}).status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl"])
def test_many_lines_need_no_more_memory_than_few(form: str, tmp_path) -> None:
    def peak(lines: int) -> int:
        cells = ["一行文字" * 10] * 8
        table = Table("表", [str(n) for n in range(8)], ((cells, None) for _n in range(lines)), lines)
        tracemalloc.start()
        with (tmp_path / f"{lines}.{form}").open("w+b") as file:
            WRITERS[form][1](file, table)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(10)
    assert peak(8_000) < peak(1_000) + 300_000
