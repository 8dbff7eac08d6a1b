from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from projects.actions.recording import record
from projects.models import LedgerEntry, Project


def note(verb: str, entry: LedgerEntry, project: Project | None, *, by: Actor, **more: str) -> None:
    """Write the event of a deed on the ledger, of its project where it has one."""
    after = {"year": entry.fund.year, "line": entry.line, "amount": f"{entry.signed_amount:f}", **more}
    if project is None:
        record_event(
            verb=verb,
            by=by,
            on=entry,
            jurisdiction_id=entry.fund.jurisdiction_id,
            after=after,
            reason=entry.reason,
        )
    else:
        record(verb=verb, project=project, by=by, on=entry, after=after, reason=entry.reason)
