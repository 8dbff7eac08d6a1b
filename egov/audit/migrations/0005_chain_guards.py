from django.db import migrations, models

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
    dependencies = [("audit", "0004_chain_old_events")]

    operations = [
        migrations.RemoveIndex(model_name="event", name="event_by_project"),
        migrations.RemoveIndex(model_name="event", name="event_by_jurisdiction"),
        migrations.RemoveIndex(model_name="event", name="event_by_actor"),
        migrations.RemoveField(model_name="event", name="actor_name"),
        migrations.RemoveField(model_name="event", name="ip"),
        migrations.AddIndex("event", models.Index(fields=["at", "id"], name="event_by_time")),
        migrations.AddIndex(
            "event", models.Index(fields=["project_id", "at", "id"], name="event_by_project")
        ),
        migrations.AddIndex(
            "event", models.Index(fields=["jurisdiction_id", "at", "id"], name="event_by_jurisdiction")
        ),
        migrations.AddIndex("event", models.Index(fields=["actor_id", "at", "id"], name="event_by_actor")),
        migrations.AddIndex(
            "event", models.Index(fields=["organization_id", "at", "id"], name="event_by_organization")
        ),
        migrations.AddIndex("event", models.Index(fields=["verb", "at", "id"], name="event_by_verb")),
        migrations.AddIndex(
            "event",
            models.Index(condition=models.Q(("refused", True)), fields=["at", "id"], name="event_refused"),
        ),
        migrations.AddConstraint(
            "event", models.UniqueConstraint(fields=["chain", "sequence"], name="event_once_in_chain")
        ),
        migrations.AddConstraint(
            "event",
            models.CheckConstraint(condition=models.Q(("sequence__gt", 0)), name="event_sequence_from_one"),
        ),
        append_only("audit_event"),
        never_replaced("audit_event", keys=[("id",), ("chain", "sequence")]),
        guarded("audit_particulars", "audit_particulars_deletion_only", event="UPDATE", unless=DELETION),
        guarded("audit_particulars", "audit_particulars_stay", event="DELETE", unless="1 = 0"),
        never_replaced("audit_particulars", keys=[("id",), ("event_id", "part")]),
        guarded("audit_chain", "audit_chain_grows", event="UPDATE", unless=GROWTH),
        guarded("audit_chain", "audit_chain_stays", event="DELETE", unless="1 = 0"),
        never_replaced("audit_chain", keys=[("key",)]),
    ]
