"""Puts an event at the end of its chain."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Func

from egov.audit.canonical import COLUMNS, FORM, event_hash
from egov.audit.models import Chain, Event, Particulars


class NextEventId(Func):
    """The id that the next event will have: the hash covers the id, so it is known before."""

    output_field = BigIntegerField()
    template = "(SELECT COALESCE(MAX(id), 0) + 1 FROM audit_event)"
    arity = 0

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Draw from the table's own sequence, for which nobody waits."""
        return self.as_sql(
            compiler,
            connection,
            template="nextval(pg_get_serial_sequence('audit_event', 'id'))",
            **context,
        )


# Without a savepoint: inside a deed it costs nothing, outside it is the transaction.
@transaction.atomic(savepoint=False)
def append(event: Event, particulars: list[Particulars]) -> Event:
    """Write the event with its place in the chain; its other writers wait for this transaction."""
    chain = _locked(event)
    event.pk = chain.next_event_id  # type: ignore[attr-defined]  # annotated
    event.sequence, event.previous = chain.length + 1, chain.head
    event.form, event.algorithm = FORM, settings.TRAIL_HASH
    for one in particulars:
        one.event_id = event.pk
        setattr(event, f"{one.part}_digest", one.digest(event.algorithm))
    event.hash = event_hash({name: getattr(event, name) for name in COLUMNS[FORM]})
    event.save()
    Particulars.objects.bulk_create(particulars)
    Chain.objects.filter(pk=chain.pk).update(length=event.sequence, head=event.hash)
    return event


def _locked(event: Event) -> Chain:
    """Return the chain's head, for this transaction alone; a chain begins with its first event."""
    heads = Chain.objects.select_for_update(no_key=True).annotate(next_event_id=NextEventId())
    chain = heads.filter(pk=event.chain).first()
    if chain is None:
        begun = Chain(key=event.chain, jurisdiction_id=event.jurisdiction_id)
        Chain.objects.bulk_create([begun], ignore_conflicts=True)
        chain = heads.get(pk=event.chain)
    return chain
