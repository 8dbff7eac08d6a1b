"""A process that posts on the ledger until its list is done, however often it is killed.

``python -m tests.projects.ledger.worker PLAN LOG``: PLAN is a JSON file with who posts and what; each request
has a voucher. LOG gets one line for each answer. Started again after a kill, it repeats what LOG does not hold
and some of what it does hold, as a client would that never saw the answer.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from random import Random
from uuid import UUID

import django

THREADS = 8
REPEATED = 0.05


def main(plan_file: str, log_file: str) -> None:
    django.setup()
    plan = json.loads(Path(plan_file).read_text())
    log = os.open(log_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    answered = {line.split()[1] for line in Path(log_file).read_text().splitlines()}
    chance = Random(os.getpid())
    todo = [r for r in plan["requests"] if r["voucher"] not in answered or chance.random() < REPEATED]
    with ThreadPoolExecutor(THREADS) as pool:
        shares = [pool.submit(work, plan["user"], todo[n::THREADS], log) for n in range(THREADS)]
    for share in shares:
        share.result()
    os.close(log)


def work(user: int, requests: list[dict], log: int) -> None:
    from django.db import connection  # noqa: PLC0415 - only once Django is set up

    from egov.accounts.acting import Actor, usable_memberships  # noqa: PLC0415
    from egov.accounts.models import User  # noqa: PLC0415

    person = User.objects.get(pk=user)
    actor = Actor(user=person, membership=usable_memberships(person)[0])
    for request in requests:
        os.write(log, f"{answer(request, actor)} {request['voucher']}\n".encode())
    connection.close()


def answer(request: dict, actor) -> str:
    """Post one request; where the connection is cut, ask again with the same voucher."""
    from django.db import InterfaceError, OperationalError, connection  # noqa: PLC0415

    from projects.actions.ledger.limits import FundRefused  # noqa: PLC0415
    from projects.actions.ledger.posting import Move, post  # noqa: PLC0415
    from projects.models import EntryKind, Figure, FundAccount  # noqa: PLC0415

    while True:
        try:
            account = FundAccount.objects.select_related("fund").get(pk=request["account"])
            figure, kind = Figure(request["figure"]), EntryKind(request["kind"])
            is_overrun = figure == Figure.COMMITTED
            move = Move(account, figure, Decimal(request["amount"]), kind, is_overrun=is_overrun)
            post(moves=[move], reason="并发登记", by=actor, voucher=UUID(request["voucher"]))
        except FundRefused:
            return "refused"
        except (InterfaceError, OperationalError):
            connection.close()
        else:
            return "posted"


if __name__ == "__main__":
    main(*sys.argv[1:])
