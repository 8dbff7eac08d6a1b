"""Thirty-two threads in four processes post against the same limits and are killed at random moments."""

import json
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from projects.actions.ledger.posting import commitment_account, project_account
from projects.actions.ledger.verifying import verify_ledger
from projects.models import Figure, FundAccount, FundLine, LedgerEntry
from tests.approvals import make_fund
from tests.databases import address_of_this_test
from tests.factories import City
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ENTRIES = int(os.environ.get("EGOV_STRESS_ENTRIES", "2000"))
PROCESSES = 4


def scene(city: City) -> list[tuple[FundAccount, Figure, str]]:
    """Two projects on one line; what can be posted on, with its figure and kind."""
    fund = make_fund(city, "3000000.00")
    places = []
    for investment in ("1500000.00", "2500000.00"):
        project = funded_project(city, investment)
        give(city, project, fund, "100000.00")
        commitment = bind(city, project, "50000.00")
        places += [
            (project_account(fund, FundLine.CONSTRUCTION, project), Figure.ALLOCATED, "allocation"),
            (commitment_account(fund, commitment), Figure.COMMITTED, "commitment"),
            (commitment_account(fund, commitment), Figure.PAID, "payment"),
        ]
    return places


def requests_for(places: list[tuple[FundAccount, Figure, str]], chance: Random) -> list[dict]:
    chosen = [chance.choice(places) for _ in range(ENTRIES)]
    return [
        {
            "voucher": str(uuid4()),
            "account": account.pk,
            "figure": figure.value,
            "kind": kind,
            "amount": str(Decimal(chance.randint(1, 30_000_000_00 // ENTRIES)) / 100),
        }
        for account, figure, kind in chosen
    ]


def start(plan: Path, log: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.projects.ledger.worker", str(plan), str(log)],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "EGOV_DATABASE_URL": address_of_this_test(),
            "DJANGO_SETTINGS_MODULE": "egov.settings",
        },
    )


def cut_a_connection() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
        )


def test_no_limit_is_exceeded_nothing_lost_and_nothing_doubled(tmp_path):
    city, chance = City(), Random(2027)
    requests = requests_for(scene(city), chance)
    founded = LedgerEntry.objects.count()
    plans, logs, running = [], [], []
    for share in range(PROCESSES):
        plans.append(tmp_path / f"plan{share}.json")
        logs.append(tmp_path / f"log{share}")
        logs[-1].touch()
        user = city.actor("finance_bureau").user.pk
        plans[-1].write_text(json.dumps({"user": user, "requests": requests[share::PROCESSES]}))
        running.append(start(plans[-1], logs[-1]))
    kills = cuts = 0
    while any(process.poll() != 0 for process in running):
        time.sleep(chance.uniform(0.3, 1.5))
        for n, process in enumerate(running):
            if process.poll():  # A cut connection ended it; its user starts it again.
                running[n] = start(plans[n], logs[n])
        share = chance.randrange(PROCESSES)
        if chance.random() < 0.6:
            cut_a_connection()
            cuts += 1
        elif running[share].poll() is None and kills < 8:
            running[share].kill()
            running[share].wait()
            running[share] = start(plans[share], logs[share])
            kills += 1
    assert [process.returncode for process in running] == [0] * PROCESSES
    assert kills
    assert cuts
    judge(requests, logs, founded)


def judge(requests: list[dict], logs: list[Path], founded: int) -> None:
    answers = {line.split()[1]: line.split()[0] for log in logs for line in log.read_text().splitlines()}
    assert len(answers) == ENTRIES
    written = list(LedgerEntry.objects.order_by("pk")[founded:])
    by_voucher = {str(entry.voucher): entry for entry in written}
    assert len(by_voucher) == len(written)
    acknowledged = {voucher for voucher, said in answers.items() if said == "posted"}
    assert acknowledged == set(by_voucher)
    assert 0 < len(acknowledged) < ENTRIES
    amounts = {request["voucher"]: Decimal(request["amount"]) for request in requests}
    assert all(entry.amount == amounts[voucher] for voucher, entry in by_voucher.items())
    assert verify_ledger() == []
