from django.db import migrations

from egov.audit.triggers import append_only, guarded, never_replaced

EMPTY = "CAST(NEW.before AS TEXT) = '{}' AND CAST(NEW.after AS TEXT) = '{}'"
DELETION = (
    "OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL AND NEW.name = '' AND NEW.ip = '' "
    f"AND NEW.salt = '' AND {EMPTY} "
    "AND NEW.id = OLD.id AND NEW.event_id = OLD.event_id AND NEW.part = OLD.part "
    "AND COALESCE(NEW.person_id, 0) = COALESCE(OLD.person_id, 0)"
)
GROWTH = "NEW.key = OLD.key AND NEW.length = OLD.length + 1 AND NEW.head <> OLD.head"


class Migration(migrations.Migration):
    """What was recorded changes by no hand; personal data can be deleted, and a chain can grow."""

    # What these brought is in this and in 0001_initial.
    replaces = [
        ("audit", "0002_append_only"),
        ("audit", "0003_chains"),
        ("audit", "0004_chain_old_events"),
        ("audit", "0005_chain_guards"),
        ("audit", "0006_checkpoints"),
        ("audit", "0007_verifications"),
        ("audit", "0008_event_lookups"),
    ]
    dependencies = [("audit", "0001_initial")]

    operations = [
        append_only("audit_event"),
        never_replaced("audit_event", keys=[("id",), ("chain", "sequence")]),
        guarded("audit_particulars", "audit_particulars_deletion_only", event="UPDATE", unless=DELETION),
        guarded("audit_particulars", "audit_particulars_stay", event="DELETE", unless="1 = 0"),
        never_replaced("audit_particulars", keys=[("id",), ("event_id", "part")]),
        guarded("audit_chain", "audit_chain_grows", event="UPDATE", unless=GROWTH),
        guarded("audit_chain", "audit_chain_stays", event="DELETE", unless="1 = 0"),
        never_replaced("audit_chain", keys=[("key",)]),
        append_only("audit_checkpoint"),
        never_replaced("audit_checkpoint", keys=[("id",), ("number",)]),
        append_only("audit_checkpointhead"),
        never_replaced("audit_checkpointhead", keys=[("id",), ("checkpoint_id", "chain")]),
        append_only("audit_verification"),
        never_replaced("audit_verification"),
    ]
