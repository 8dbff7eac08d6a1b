"""What the owner of the database could do: SQL without the triggers, and hashes computed as we do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from egov.audit.canonical import event_hash
from egov.audit.models import Event
from egov.audit.verification.reading import COLUMNS


@contextmanager
def as_owner() -> Iterator[None]:
    """Switch the triggers off, until the test's transaction is rolled back or the block ends."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
        )
        triggers = cursor.fetchall()
        for name, _statement in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _name, statement in triggers:
            cursor.execute(statement)


def sql(statement: str, *values: Any) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def alter(event_id: int, column: str, value: Any) -> None:
    sql(f"UPDATE audit_event SET {column} = %s WHERE id = %s", value, event_id)


def remove(event_id: int) -> None:
    sql("DELETE FROM audit_event WHERE id = %s", event_id)
    sql("DELETE FROM audit_particulars WHERE event_id = %s", event_id)


def renumber(chain: str, since: int, by: int) -> None:
    """Move the numbers of a chain's later events; by way of the negative, for they are unique."""
    with as_owner(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS event_sequence_from_one")
            cursor.execute("ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS audit_event_sequence_check")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        where = "WHERE chain = %s AND sequence >= %s"
        cursor.execute(f"UPDATE audit_event SET sequence = -(sequence + {by}) {where}", [chain, since])
        cursor.execute(
            "UPDATE audit_event SET sequence = -sequence WHERE chain = %s AND sequence < 0", [chain]
        )
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def row(event_id: int) -> dict[str, Any]:

    return Event.objects.values(*COLUMNS).get(pk=event_id)


def rehash(event_id: int) -> str:
    """Give an event the hash that fits what now stands there."""
    found = event_hash(row(event_id))
    alter(event_id, "hash", found)
    return found


def rebuild(chain: str) -> None:
    """Number and hash a whole chain anew, its head included: inside, nothing shows."""

    previous, number = "", 0
    for number, pk in enumerate(
        Event.objects.filter(chain=chain).order_by("sequence").values_list("pk", flat=True), start=1
    ):
        alter(pk, "sequence", number)
        alter(pk, "previous", previous)
        previous = rehash(pk)
    sql("UPDATE audit_chain SET length = %s, head = %s WHERE key = %s", number, previous, chain)
