from egov.audit.verification.findings import Finding, Kind
from egov.audit.verification.verify import Outcome, verify

__all__ = ["Finding", "Kind", "Outcome", "verify"]
