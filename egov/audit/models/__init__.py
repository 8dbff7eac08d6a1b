from egov.audit.models.append_only import AppendOnlyError, AppendOnlyModel, AppendOnlyQuerySet
from egov.audit.models.chains import Chain
from egov.audit.models.events import Event, EventQuerySet, Part
from egov.audit.models.particulars import Particulars

__all__ = [
    "AppendOnlyError",
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "Chain",
    "Event",
    "EventQuerySet",
    "Part",
    "Particulars",
]
