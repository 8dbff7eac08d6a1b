"""What the database refuses, whoever writes: raw SQL on the ledger, its accounts and its limits."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from egov.policy.rules import RULES
from projects.actions.ledger.committing import change_commitment
from projects.actions.ledger.limits import FundRefused
from projects.actions.ledger.verifying import verify_ledger
from projects.change_limit_triggers import DEFAULT_PERCENT
from projects.models import Figure, FundAccount, LedgerEntry
from tests.approvals import make_fund
from tests.factories import City
from tests.projects.ledger.scenes import bind, funded_project, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def project(city):
    """1,000,000 yuan approved, 800,000 allocated, 500,000 committed."""
    project = funded_project(city)
    give(city, project, make_fund(city), "800000.00")
    bind(city, project, "500000.00")
    return project


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE projects_ledgerentry SET amount = 1",
        "DELETE FROM projects_ledgerentry",
        "UPDATE projects_fundaccount SET amount_fen = amount_fen + 1",
        "UPDATE projects_fundaccount SET used_fen = 0",
        "UPDATE projects_fundaccount SET amount_fen = amount_fen + 1, last_entry_id = last_entry_id + 1",
        "UPDATE projects_fundaccount SET parent_id = NULL",
        "DELETE FROM projects_fundaccount",
        "UPDATE projects_arrangementsignature SET role = 'expert'",
        "UPDATE projects_commitment SET signed_amount = 99999999",
        "DELETE FROM projects_commitment",
        "UPDATE projects_project SET approved_investment = 799999.99",
        "UPDATE projects_project SET approved_investment = NULL",
        "UPDATE projects_specialfund SET year = year + 1",
        "DELETE FROM projects_specialfund",
    ],
)
def test_nothing_is_edited_or_deleted(project, sql):
    with pytest.raises(DatabaseError):
        run(sql)


@pytest.mark.parametrize(
    ("model", "figure", "other"),
    [
        (LedgerEntry, Figure.ALLOCATED, {"reason": "篡改"}),
        (LedgerEntry, Figure.ALLOCATED, {"id": 9_999, "amount": 1}),
        (FundAccount, Figure.ALLOCATED, {"amount_fen": 0, "used_fen": 0, "last_entry_id": 0}),
        (FundAccount, Figure.EARMARKED, {"id": 9_999, "amount_fen": 0, "used_fen": 0, "last_entry_id": 0}),
    ],
)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows")
def test_no_row_is_replaced(project, model, figure, other):
    row = model.objects.filter(figure=figure).first()
    names = [field.column for field in model._meta.concrete_fields]
    values = {"id": row.pk} | other
    chosen = ", ".join("%s" if name in values else name for name in names)
    told = [values[name] for name in names if name in values]
    into = f"INSERT OR REPLACE INTO {model._meta.db_table} ({', '.join(names)})"
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"{into} SELECT {chosen} FROM {model._meta.db_table} WHERE id = %s", *told, row.pk)
    assert model.objects.filter(pk=row.pk).exists()
    assert verify_ledger() == []


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["ledgerentry", "fundaccount", "commitment", "specialfund", "transition"])
def test_no_table_is_emptied(project, table):
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="append-only"):
        run(f"TRUNCATE projects_{table} CASCADE")


def test_whatever_is_append_only_is_neither_emptied_nor_replaced():
    """A row trigger alone is walked around: by TRUNCATE here, by REPLACE there."""
    names = {
        "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid",
    }
    rows, closed = ("_no_delete", "_no_replace")
    if connection.vendor == "postgresql":
        rows, closed = ("_append_only", "_no_truncate")
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        found = cursor.fetchall()
    kept = {table for table, name in found if name.endswith(rows)}
    assert len(kept) > 30
    assert kept <= {table for table, name in found if name.endswith(closed)}


def test_a_closed_year_stays_closed(project, city):
    user = city.actor("finance_bureau").user.pk
    run("UPDATE projects_specialfund SET closed_at = CURRENT_TIMESTAMP, closed_by_id = %s", user)
    with pytest.raises(DatabaseError, match="append-only"):
        run("UPDATE projects_specialfund SET closed_at = NULL, closed_by_id = NULL")


def copy_of(entry, **changes):
    """Insert a row as raw SQL would, past every check of the actions."""
    fields = {f.attname: getattr(entry, f.attname) for f in LedgerEntry._meta.concrete_fields}
    fields |= {"id": None, "position": 900, "reverses_id": None, **changes}
    with transaction.atomic():
        LedgerEntry.objects.bulk_create([LedgerEntry(**fields)])


@pytest.mark.parametrize(
    ("figure", "amount"),
    [
        (Figure.EARMARKED, "0.01"),  # The lines hold the whole appropriation.
        (Figure.ALLOCATED, "200000.01"),  # More than the approved investment.
        (Figure.COMMITTED, "300000.01"),  # More than was allocated.
        (Figure.PAID, "500000.01"),  # More than was committed.
    ],
)
def test_no_entry_exceeds_what_stands_above_it(project, figure, amount):
    of = Figure.COMMITTED if figure == Figure.PAID else figure
    entry = LedgerEntry.objects.filter(figure=of).first()
    kind = {"earmarked": "earmark", "allocated": "allocation", "committed": "commitment", "paid": "payment"}
    fields = {"figure": figure, "kind": kind[figure.value]}
    with pytest.raises(DatabaseError):
        copy_of(entry, amount=Decimal(amount), **fields)
    assert verify_ledger() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Decimal(0)},
        {"amount": Decimal("-1.00")},
        {"sign": 2},
        {"reason": ""},
        {"kind": "payment"},
        {"line": "review"},
        {"project_id": None},
        {"is_overrun": True},
        {"kind": "release"},
        {"kind": "reversal", "sign": -1},
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(project, changes):
    entry = LedgerEntry.objects.get(figure=Figure.ALLOCATED)
    with pytest.raises(DatabaseError):
        copy_of(entry, **{"amount": Decimal("1.00"), **changes})


@pytest.mark.parametrize(("percent", "most"), [(None, "50000.00"), ("4", "20000.00")])
def test_changes_stay_within_the_policy_unless_approved(project, city, percent, most):
    if percent:
        city.jurisdiction.parameters.create(
            code="change_self_file_percent",
            value=Decimal(percent),
            source="东政办〔2026〕1号",
            effective_from=date(2026, 1, 1),
            set_by=city.actor("finance_bureau").user,
        )
    entry = LedgerEntry.objects.get(figure=Figure.COMMITTED)
    with pytest.raises(DatabaseError, match="changes of a contract stay within the limit"):
        copy_of(entry, amount=Decimal(most) + Decimal("0.01"), voucher=uuid4())
    copy_of(entry, amount=Decimal(most), voucher=uuid4())
    with pytest.raises(DatabaseError, match="changes of a contract stay within the limit"):
        copy_of(entry, amount=Decimal("0.01"), voucher=uuid4())
    copy_of(entry, amount=Decimal("100000.00"), voucher=uuid4(), is_overrun=True)
    assert verify_ledger() == []


def test_the_trigger_and_the_rule_know_the_same_default():
    assert RULES["change_self_file_percent"].default == DEFAULT_PERCENT


def test_a_limit_that_the_city_lowers_later_makes_no_fault_of_earlier_changes(project, city):
    entry = LedgerEntry.objects.get(figure=Figure.COMMITTED)
    copy_of(entry, amount=Decimal("50000.00"), voucher=uuid4())
    city.jurisdiction.parameters.create(
        code="change_self_file_percent",
        value=Decimal(4),
        source="东政办〔2027〕1号",
        effective_from=timezone.localdate(entry.at) + timedelta(days=1),
        set_by=city.actor("finance_bureau").user,
    )
    with time_machine.travel(entry.at + timedelta(days=2)):
        assert verify_ledger() == []
        with pytest.raises(FundRefused):
            change_commitment(
                commitment=entry.commitment,
                delta=Decimal("0.01"),
                is_overrun=False,
                reason="变更",
                by=city.actor("construction_entity"),
            )


def test_a_reversal_mirrors_what_it_reverses(project, city):
    entry = LedgerEntry.objects.get(figure=Figure.ALLOCATED)
    with pytest.raises(DatabaseError):
        copy_of(entry, kind="reversal", sign=-1, reverses_id=entry.pk, amount=Decimal("1.00"))
    with pytest.raises(DatabaseError):
        copy_of(entry, kind="reversal", sign=1, reverses_id=entry.pk)


def test_a_closed_year_takes_no_entry(project, city):
    entry = LedgerEntry.objects.get(figure=Figure.ALLOCATED)
    user = city.actor("finance_bureau").user.pk
    run("UPDATE projects_specialfund SET closed_at = CURRENT_TIMESTAMP, closed_by_id = %s", user)
    with pytest.raises(DatabaseError):
        copy_of(entry, amount=Decimal("1.00"))


def test_an_account_begins_empty_and_in_its_place(project, city):
    top = FundAccount.objects.get(figure=Figure.APPROPRIATED)
    elsewhere = make_fund(City())
    for fields in (
        {"amount_fen": 1},
        {"fund": elsewhere},
        {"figure": Figure.ALLOCATED, "project": project},
        {"parent": None},
    ):
        given = {"fund": top.fund, "figure": Figure.EARMARKED, "line": "other", "parent": top, **fields}
        with pytest.raises(DatabaseError), transaction.atomic():
            FundAccount.objects.create(**given)


def test_money_of_another_jurisdiction_opens_no_account(project):
    other = City()
    line = make_fund(other).accounts.get(figure=Figure.EARMARKED, line="construction")
    with pytest.raises(DatabaseError), transaction.atomic():
        FundAccount.objects.create(
            fund=line.fund, figure=Figure.ALLOCATED, line="construction", parent=line, project=project
        )
