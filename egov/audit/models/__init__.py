from egov.audit.models.append_only import AppendOnlyError, AppendOnlyModel, AppendOnlyQuerySet
from egov.audit.models.chains import Chain
from egov.audit.models.checkpoints import Checkpoint, CheckpointHead
from egov.audit.models.events import Event, EventQuerySet, Part
from egov.audit.models.particulars import Particulars
from egov.audit.models.verifications import Verification

__all__ = [
    "AppendOnlyError",
    "AppendOnlyModel",
    "AppendOnlyQuerySet",
    "Chain",
    "Checkpoint",
    "CheckpointHead",
    "Event",
    "EventQuerySet",
    "Part",
    "Particulars",
    "Verification",
]
