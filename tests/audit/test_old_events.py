"""A trail of the time before the chains gets its chains, and loses nothing."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

COLUMNS = (
    "at", "verb", "refused", "actor_id", "actor_name", "organization_id", "organization_name", "capacity",
    "jurisdiction_id", "project_id", "object_type", "object_id", "object_label", "before", "after", "reason",
    "ip", "request_id",
)  # fmt: skip


def manage(place: Path, *arguments: str) -> str:
    known = {name: value for name, value in os.environ.items() if not name.startswith("EGOV_")}
    command = [sys.executable, "manage.py", *arguments]
    environment = known | {"EGOV_VAR_DIR": str(place)}
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def old_event(**told: object) -> list[object]:
    usual = dict.fromkeys(COLUMNS, "") | {
        "at": "2026-03-02 01:02:03", "verb": "test.deed", "refused": False, "actor_id": 7, "actor_name": "李四",
        "organization_id": 3, "organization_name": "市水务局", "capacity": "handler", "jurisdiction_id": 1,
        "project_id": None, "before": "{}", "after": "{}", "ip": "10.0.0.7",
    }  # fmt: skip
    return list((usual | told).values())


def test_they_are_chained_as_they_were_found(tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "audit", "0002", "--verbosity", "0")
    failed = {"username": "zhangsan", "ip": "10.0.0.9"}
    person = {"name": "王五", "admin_role": ""}
    rows = [
        *(old_event(project_id=1, reason=f"理由{number}", after='{"n": 1.50}') for number in range(3)),
        old_event(
            verb="accounts.log_in_failed",
            actor_id=None,
            actor_name="",
            jurisdiction_id=None,
            ip=None,
            after=json.dumps(failed),
        ),
        old_event(
            verb="accounts.create_person",
            object_type="accounts.user",
            object_id="8",
            object_label="王五",
            after=json.dumps(person),
        ),
    ]
    database = sqlite3.connect(tmp_path / "egov.sqlite3")
    marks = ", ".join("?" * len(COLUMNS))
    database.executemany(f"INSERT INTO audit_event ({', '.join(COLUMNS)}) VALUES ({marks})", rows)
    database.commit()
    manage(tmp_path, "migrate", "audit", "--verbosity", "0")
    assert "5 events in 3 chains" in manage(tmp_path, "trail", "verify")
    chains = database.execute("SELECT chain, sequence, reason, after FROM audit_event ORDER BY id").fetchall()
    assert [chain[:2] for chain in chains[:5]] == [
        *(("project:1", number) for number in (1, 2, 3)),
        ("platform", 1),
        ("jurisdiction:1", 1),
    ]
    assert chains[2][2] == "理由2"
    assert json.loads(chains[4][3]) == {"admin_role": ""}
    known = database.execute("SELECT part, person_id, name, ip FROM audit_particulars ORDER BY id").fetchall()
    assert known[3:6] == [
        ("actor", None, "zhangsan", "10.0.0.9"),
        ("actor", 7, "李四", "10.0.0.7"),
        ("object", 8, "王五", ""),
    ]
    with pytest.raises(sqlite3.DatabaseError, match="append-only"):
        database.execute("DELETE FROM audit_event")
