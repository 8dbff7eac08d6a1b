from egov.audit.actions.recording import record_event

__all__ = ["record_event"]
