from egov.audit.actions.recording import Stranger, record_event

__all__ = ["Stranger", "record_event"]
