from egov.audit.models.append_only import AppendOnlyError, AppendOnlyModel, AppendOnlyQuerySet
from egov.audit.models.events import Chain, Event, EventQuerySet, Particulars

__all__ = [
    "AppendOnlyError",
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "Chain",
    "Event",
    "EventQuerySet",
    "Particulars",
]
