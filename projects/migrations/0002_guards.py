from django.db import migrations

from egov.audit.triggers import append_only, guarded, never_replaced
from projects.change_limit_triggers import keep_changes
from projects.ledger_triggers import keep_ledger
from projects.triggers import guard_stage

_SAME = " AND ".join(
    f"NEW.{name} = OLD.{name}"
    for name in (
        *("id", "commitment_id", "term_id", "amount", "invoice_id", "invoice_number", "statement"),
        *("voucher", "filed_at", "filed_by_id", "organization_id"),
    )
)
_CHECKED = "OLD.status = 'filed' AND NEW.status IN ('returned', 'accepted')"
_SETTLED = (
    "OLD.status = 'accepted' AND NEW.status IN ('refused', 'paid') AND NEW.checked_at = OLD.checked_at"
    " AND NEW.checked_by_id = OLD.checked_by_id AND NEW.check_remark = OLD.check_remark"
)
PAPER_KEYS = (
    ("id",),
    ("sha256",),
    ("code",),
    ("version_id",),
    ("supersedes_id",),
    ("issuer_id", "number"),
    ("series", "year", "serial"),
)


class Migration(migrations.Migration):
    """No statement changes a stage without its transition, what was decided, or the ledger."""

    dependencies = [("projects", "0001_initial"), ("policy", "0001_initial")]

    operations = [
        append_only("projects_transition"),
        append_only("projects_documentversion"),
        append_only("projects_applicationsubmission"),
        append_only("projects_approvalrequest"),
        append_only("projects_decision"),
        append_only("projects_initiationapproval"),
        guard_stage(),
        append_only("projects_ledgerentry"),
        append_only("projects_arrangementsignature"),
        append_only("projects_arrangementitem"),
        keep_ledger(),
        keep_changes(),
        append_only("projects_paymentterm"),
        never_replaced("projects_paymentterm"),
        guarded(
            "projects_paymentapplication",
            "payment_application_decided",
            event="UPDATE",
            unless=f"{_SAME} AND (({_CHECKED}) OR ({_SETTLED}))",
        ),
        guarded("projects_paymentapplication", "payment_application_kept", event="DELETE", unless="1 = 0"),
        never_replaced("projects_paymentapplication"),
        append_only("projects_issuedpaper"),
        never_replaced("projects_issuedpaper", keys=PAPER_KEYS),
    ]
