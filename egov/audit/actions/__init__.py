from egov.audit.actions.recording import record_event
from egov.audit.actions.redacting import redact_person
from egov.audit.actions.sealing import exported, make_checkpoint
from egov.audit.actions.verifying import keep_verification

__all__ = ["exported", "keep_verification", "make_checkpoint", "record_event", "redact_person"]
