from django.db import migrations

from egov.audit.triggers import append_only, guarded, never_replaced
from projects.ledger_triggers import keep_investment

KEPT = {
    "projects_transition": (("id",), ("project_id", "sequence")),
    "projects_documentversion": (("id",), ("document_id", "number")),
    "projects_applicationsubmission": (("id",), ("project_id", "number")),
    "projects_approvalrequest": (("id",), ("project_id", "visit")),
    "projects_decision": (("id",), ("project_id", "visit")),
    "projects_initiationapproval": (
        ("id",),
        ("project_id",),
        ("issuer_id", "number"),
        ("issuer_id", "year", "serial"),
    ),
    "projects_ledgerentry": (("id",), ("reverses_id",), ("voucher", "position")),
    "projects_fundaccount": (("id",), ("fund_id", "figure", "line", "project_id?", "commitment_id?")),
    "projects_arrangementsignature": (("id",), ("arrangement_id", "role")),
    "projects_arrangementitem": (("id",), ("arrangement_id", "project_id", "line")),
    "projects_commitment": (("id",),),
    "projects_specialfund": (("id",), ("jurisdiction_id", "year")),
}
_CLOSES = "OLD.closed_at IS NULL AND NEW.id = OLD.id AND NEW.jurisdiction_id = OLD.jurisdiction_id AND NEW.year = OLD.year"


class Migration(migrations.Migration):
    """No statement empties or replaces what is kept, raises a contract at will, or opens a closed year."""

    dependencies = [("projects", "0004_certificates")]

    operations = [
        append_only("projects_commitment"),
        guarded("projects_specialfund", "special_fund_closed_once", event="UPDATE", unless=_CLOSES),
        guarded("projects_specialfund", "special_fund_kept", event="DELETE", unless="1 = 0"),
        keep_investment(),
        *(never_replaced(table, keys) for table, keys in KEPT.items()),
    ]
