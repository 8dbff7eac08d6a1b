"""One client of the ledger: told how to post and for how long, posts in a loop and answers how often it did.

``python -m tests.bench.ledger_writer NUMBER``; each line on the standard input is a task, "house one 3": by the
house's own ``post``, on one fund (or "sixteen" in turn), for three seconds. "hand" is the same SQL, written by hand
for this one purpose with nothing between it and the database.
"""

import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from itertools import cycle
from uuid import uuid4

import django
import psycopg

django.setup()

from django.db import connection  # noqa: E402 - only once Django is set up

from egov.accounts.acting import Actor, usable_memberships  # noqa: E402
from egov.accounts.models import OrganizationKind, User  # noqa: E402
from projects.actions.ledger.posting import Move, post  # noqa: E402
from projects.models import EntryKind, Figure, FundAccount  # noqa: E402

AMOUNT = Decimal("0.01")
LOCK_PROJECT = "SELECT approved_investment FROM projects_project WHERE id = %s FOR NO KEY UPDATE"
LOCK_ACCOUNTS = """
    SELECT a.id, a.project_id, a.amount_fen, a.used_fen, f.closed_at FROM projects_fundaccount a
    JOIN projects_specialfund f ON f.id = a.fund_id
    WHERE a.id IN (%s, %s) OR a.project_id = %s AND a.figure = 'allocated' AND a.line = 'construction'
    ORDER BY a.id FOR NO KEY UPDATE OF a"""
WRITTEN = "SELECT id FROM projects_ledgerentry WHERE voucher = %s"
INSERT = """
    INSERT INTO projects_ledgerentry (fund_id, account_id, project_id, line, kind, figure, sign, amount,
      is_overrun, voucher, position, reason, object_type, object_id, object_label, at, user_id, organization_id)
    VALUES (%s, %s, %s, 'construction', 'allocation', 'allocated', 1, %s, false, %s, 0, %s, '', '', '', now(), %s, %s)
    RETURNING id"""


def by_house(account: FundAccount, by: Actor) -> None:
    move = Move(account, Figure.ALLOCATED, AMOUNT, EntryKind.ALLOCATION)
    post(moves=[move], reason="并发登记", by=by, voucher=uuid4())


class ByHand:
    """A connection without Django: lock, read the balances, hold the amount against them, insert."""

    def __init__(self) -> None:
        self.connection = psycopg.connect(os.environ["EGOV_DATABASE_URL"], autocommit=True)

    def __call__(self, account: FundAccount, by: Actor) -> None:
        voucher, fen, project = uuid4(), int(AMOUNT * 100), account.project_id
        with self.connection.transaction(), self.connection.cursor() as cursor:
            [invested] = cursor.execute(LOCK_PROJECT, [project]).fetchone()
            rows = cursor.execute(LOCK_ACCOUNTS, [account.pk, account.parent_id, project]).fetchall()
            [(amount, used, closed_at)] = [row[2:] for row in rows if row[0] == account.parent_id]
            assert closed_at is None
            assert used + fen <= amount
            assert sum(row[2] for row in rows if row[1] == project) + fen <= invested * 100
            assert cursor.execute(WRITTEN, [voucher]).fetchone() is None
            values = [account.fund_id, account.pk, project, AMOUNT, voucher, "并发登记"]
            cursor.execute(INSERT, [*values, by.user.pk, by.organization.pk]).fetchone()


WAYS: dict[str, Callable[[FundAccount, Actor], None]] = {"house": by_house, "hand": ByHand()}


def main(number: int) -> None:
    user = User.objects.filter(memberships__organization__kind=OrganizationKind.FINANCE_BUREAU).first()
    by = Actor(user=user, membership=usable_memberships(user)[0])
    allocated = FundAccount.objects.filter(figure=Figure.ALLOCATED).select_related("fund")
    by_year = defaultdict(list)
    for account in allocated.order_by("pk"):
        by_year[account.fund.year].append(account)
    accounts = [by_year[year][number] for year in sorted(by_year)]
    latest = accounts[-1]
    # Each writer begins with another year, so that sixteen do not walk in step.
    accounts = accounts[number:] + accounts[:number]
    print("ready", flush=True)
    for line in sys.stdin:
        way, funds, seconds = line.split()
        chosen = [latest] if funds == "one" else accounts
        print(posted(WAYS[way], chosen, by, float(seconds)), flush=True)


def posted(way: Callable[[FundAccount, Actor], None], accounts: list, by: Actor, seconds: float) -> int:
    connection.ensure_connection()
    count, until = 0, time.monotonic() + seconds
    for account in cycle(accounts):
        if time.monotonic() >= until:
            return count
        way(account, by)
        count += 1
    return count


if __name__ == "__main__":
    main(int(sys.argv[1]))
