"""Whatever the owner of the database does to the trail by SQL, verification names it."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from egov.audit.actions import exported, make_checkpoint, record_event
from egov.audit.models import Chain, Checkpoint, Event
from egov.audit.verification import Kind, verify
from egov.audit.verification.seals import Exported
from projects.actions import record
from projects.models import Project
from tests.audit.tampering import alter, rebuild, rehash, remove, renumber, row, sql
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db

LENGTH = 9


@pytest.fixture
def project() -> Project:
    """A project with nine events, a neighbor with three, a checkpoint over both, and one event after it."""
    city = City()
    project, neighbor = make_project(city), make_project(city)
    for number in range(1, LENGTH + 1):
        record(verb="test.deed", project=project, by=city.actor("owner_unit"), after={"n": number})
        if number % 3 == 0:
            record(verb="test.deed", project=neighbor, by=city.actor("owner_unit"))
    record_event(verb="test.deed", by=city.actor("audit_bureau"))
    assert make_checkpoint()
    record(verb="test.deed", project=neighbor, by=city.actor("owner_unit"))
    return project


def ids(project: Project) -> list[int]:
    """Return the ids of its events; index 0 is no event, so that the index is the number."""
    return [
        0,
        *Event.objects.filter(chain=f"project:{project.pk}")
        .order_by("sequence")
        .values_list("pk", flat=True),
    ]


def found(**options) -> list[tuple[Kind, int, int]]:
    return [(finding.kind, finding.first, finding.last) for finding in verify(**options).findings]


def test_an_untouched_trail_holds(project: Project) -> None:
    outcome = verify()
    assert outcome.holds
    assert (outcome.events, outcome.chains, outcome.checkpoint) == (LENGTH + 5, 3, 1)


VALUES = {
    "at": lambda event: event.at + timedelta(seconds=1),
    "refused": lambda event: True,
    "before": lambda event: '{"n": 0}',
    "after": lambda event: '{"n": 0}',
    "algorithm": lambda event: "sm3",
    "form": lambda event: 7,
    "hash": lambda event: "0" * 64,
    "previous": lambda event: "0" * 64,
    "id": lambda event: event.pk + 1_000_000,
    "chain": lambda event: "platform",
    "sequence": lambda event: 700,
}
NUMBERS = {"actor_id", "organization_id", "jurisdiction_id", "project_id"}


@pytest.mark.parametrize("column", [field.attname for field in Event._meta.concrete_fields])
def test_a_change_of_any_column_is_found(project: Project, column: str) -> None:
    event = Event.objects.get(pk=ids(project)[5])
    value = VALUES.get(column, lambda event: 12345 if column in NUMBERS else "別的")(event)
    alter(event.pk, column, value)
    findings = verify().findings
    assert findings
    kinds = {"chain": Kind.REMOVED, "sequence": Kind.MOVED}
    expected = (kinds.get(column, Kind.ALTERED), 5)
    assert expected in [(finding.kind, finding.first) for finding in findings]


def altered_and_rehashed(events: list[int]) -> None:
    alter(events[5], "reason", "另一个理由")
    rehash(events[5])


def altered_with_its_successor(events: list[int]) -> None:
    altered_and_rehashed(events)
    alter(events[6], "previous", row(events[5])["hash"])


def removed_and_renumbered(events: list[int]) -> None:
    chain = row(events[5])["chain"]
    remove(events[5])
    renumber(chain, 6, -1)


def swapped(events: list[int]) -> None:
    for pk, number in ((events[4], 4000), (events[7], 4), (events[4], 7)):
        alter(pk, "sequence", number)


def swapped_and_rehashed(events: list[int]) -> None:
    swapped(events)
    rehash(events[4])
    rehash(events[7])


def inserted(events: list[int], *, honest: bool = False) -> None:
    before = row(events[4])
    renumber(before["chain"], 5, +1)
    columns = [name for name in before if name not in {"before", "after"}]
    told = {**before, "id": 900_000, "sequence": 5, "previous": before["hash"], "reason": "补记"}
    marks = ", ".join(["%s"] * len(columns))
    sql(
        f"INSERT INTO audit_event ({', '.join(columns)}, \"before\", \"after\") VALUES ({marks}, '{{}}', '{{}}')",
        *[told[name] for name in columns],
    )
    sql("UPDATE audit_event SET actor_digest = '' WHERE id = 900000")
    if honest:
        rehash(900_000)


def cut(events: list[int]) -> None:
    for pk in events[8:]:
        remove(pk)


TAMPERINGS: list[tuple[Callable[[list[int]], None], list[tuple[Kind, int, int]]]] = [
    (lambda events: alter(events[5], "reason", "x"), [(Kind.ALTERED, 5, 5)]),
    (lambda events: alter(events[1], "previous", "0" * 64), [(Kind.ALTERED, 1, 1)]),
    (altered_and_rehashed, [(Kind.ALTERED, 5, 5)]),
    (altered_with_its_successor, [(Kind.ALTERED, 6, 6)]),
    (lambda events: remove(events[5]), [(Kind.REMOVED, 5, 5)]),
    (lambda events: [remove(pk) for pk in events[3:6]], [(Kind.REMOVED, 3, 5)]),
    (lambda events: remove(events[1]), [(Kind.REMOVED, 1, 1)]),
    (removed_and_renumbered, [(Kind.REMOVED, 5, 5)]),
    (swapped, [(Kind.MOVED, 4, 4), (Kind.MOVED, 7, 7)]),
    (swapped_and_rehashed, [(Kind.ALTERED, 4, 4), (Kind.ALTERED, 7, 7)]),
    (inserted, [(Kind.INSERTED, 5, 5)]),
    (lambda events: inserted(events, honest=True), [(Kind.INSERTED, 5, 5)]),
    (cut, [(Kind.CUT, 8, 9)]),
    (lambda events: [remove(pk) for pk in events[1:]], [(Kind.CUT, 1, 9)]),
]  # fmt: skip


@pytest.mark.parametrize(("tamper", "expected"), TAMPERINGS)
def test_it_is_named(project: Project, tamper, expected: list[tuple[Kind, int, int]]) -> None:
    tamper(ids(project))
    outcome = verify()
    assert {finding.chain for finding in outcome.findings} == {f"project:{project.pk}"}
    assert {(f.kind, f.first, f.last) for f in outcome.findings} == set(expected)
    assert all(finding.sentence for finding in outcome.findings)


def cut_with_its_head(events: list[int]) -> None:
    chain = row(events[1])["chain"]
    cut(events)
    rebuild(chain)


def test_a_cut_tail_shows_against_a_checkpoint(project: Project) -> None:
    cut_with_its_head(ids(project))
    assert found() == [(Kind.CUT, 8, 9)]


def test_a_cut_tail_shows_after_the_next_checkpoint_too(project: Project) -> None:
    cut_with_its_head(ids(project))
    assert make_checkpoint()
    assert found() == [(Kind.CUT, 8, 9)]


def test_a_chain_that_vanished_as_a_whole_shows_against_a_checkpoint(project: Project) -> None:
    for pk in ids(project)[1:]:
        remove(pk)
    sql("DELETE FROM audit_chain WHERE key = %s", f"project:{project.pk}")
    assert found() == [(Kind.CUT, 1, 9)]


def rebuilt(project: Project) -> None:
    alter(ids(project)[5], "reason", "另一个理由")
    rebuild(f"project:{project.pk}")


def test_a_rebuilt_chain_shows_against_a_checkpoint(project: Project) -> None:
    rebuilt(project)
    assert found() == [(Kind.REBUILT, 1, 9)]
    assert "1" in verify().findings[0].sentence


def test_it_says_between_which_checkpoints_the_chain_was_rebuilt(project: Project) -> None:
    city_actor = Event.objects.filter(chain=f"project:{project.pk}").count()
    for _number in range(3):
        record_event(verb="test.deed", by=None, project_id=project.pk)
    assert make_checkpoint()
    alter(ids(project)[city_actor + 2], "reason", "x")
    rebuild(f"project:{project.pk}")
    assert found() == [(Kind.REBUILT, 10, 12)]


@pytest.fixture
def kept_elsewhere(project: Project) -> Exported:
    newest = Checkpoint.objects.newest()
    assert newest
    return Exported(json.dumps(exported(newest)).encode())


def test_a_rebuilt_chain_shows_against_an_exported_checkpoint(
    project: Project, kept_elsewhere: Exported
) -> None:
    rebuilt(project)
    for table in ("audit_checkpointhead", "audit_checkpoint"):
        sql(f"DELETE FROM {table}")
    assert found() == []
    assert found(files=[kept_elsewhere]) == [(Kind.REBUILT, 1, 9), (Kind.CHECKPOINT_REMOVED, 1, 1)]


def test_an_exported_checkpoint_bears_out_an_untouched_trail(
    project: Project, kept_elsewhere: Exported
) -> None:
    assert found(files=[kept_elsewhere]) == []


def test_a_forged_export_is_found(project: Project, kept_elsewhere: Exported) -> None:
    kept_elsewhere.heads = [(chain, length, "0" * 64) for chain, length, _head in kept_elsewhere.heads]
    assert (Kind.CHECKPOINT_ALTERED, 1, 1) in found(files=[kept_elsewhere])


CHECKPOINTS = [
    ("UPDATE audit_checkpoint SET events = 1 WHERE number = 1", (Kind.CHECKPOINT_ALTERED, 1, 1)),
    ("UPDATE audit_checkpointhead SET length = 1", (Kind.CHECKPOINT_ALTERED, 1, 1)),
    ("UPDATE audit_checkpoint SET signer = 'x' WHERE number = 2", (Kind.CHECKPOINT_FOREIGN, 2, 2)),
    ("UPDATE audit_checkpoint SET signature = 'x' WHERE number = 2", (Kind.CHECKPOINT_ALTERED, 2, 2)),
    (
        (
            "DELETE FROM audit_checkpointhead WHERE checkpoint_id IN (SELECT id FROM audit_checkpoint WHERE number = 2);"
            "DELETE FROM audit_checkpoint WHERE number = 2"
        ),
        (Kind.CHECKPOINT_REMOVED, 2, 2),
    ),
]


@pytest.mark.parametrize(("statement", "expected"), CHECKPOINTS)
def test_checkpoints_are_held_to_account_as_well(project: Project, statement: str, expected) -> None:
    for _number in range(2):
        record_event(verb="test.deed", by=None)
        assert make_checkpoint()
    for one in statement.split(";"):
        sql(one)
    assert expected in found()


PARTICULARS = [
    ("UPDATE audit_particulars SET name = '王五' WHERE event_id = %s", Kind.PERSON_ALTERED),
    ("UPDATE audit_particulars SET person_id = 12345 WHERE event_id = %s", Kind.PERSON_ALTERED),
    ("DELETE FROM audit_particulars WHERE event_id = %s", Kind.PERSON_REMOVED),
    (
        "UPDATE audit_particulars SET name = '', ip = '', salt = '', redacted_at = '2026-01-01' WHERE event_id = %s",
        Kind.PERSON_UNRECORDED,
    ),
]


@pytest.mark.parametrize(("statement", "kind"), PARTICULARS)
def test_particulars_cannot_be_altered_unseen(project: Project, statement: str, kind: Kind) -> None:
    sql(statement, ids(project)[5])
    assert found() == [(kind, 5, 5)]


def test_what_is_written_past_the_platform_at_the_end_is_found(project: Project) -> None:
    last = Event.objects.filter(chain=f"project:{project.pk}").latest("sequence")
    record_event(verb="test.deed", by=None, project_id=project.pk)
    sql("UPDATE audit_chain SET length = %s, head = %s WHERE key = %s", LENGTH, last.hash, last.chain)
    assert found() == [(Kind.INSERTED, 10, 10)]


def test_an_altered_head_is_found(project: Project) -> None:
    sql("UPDATE audit_chain SET head = 'x' WHERE key = %s", f"project:{project.pk}")
    assert found() == [(Kind.HEAD, 9, 9)]
    sql("DELETE FROM audit_chain WHERE key = %s", f"project:{project.pk}")
    assert found() == [(Kind.HEAD, 9, 9)]
    assert Chain.objects.count() == 2
