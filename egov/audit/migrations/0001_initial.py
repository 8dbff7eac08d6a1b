import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="begun at")),
                (
                    "finished_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="finished at"),
                ),
                ("events", models.PositiveBigIntegerField(verbose_name="events")),
                ("chains", models.PositiveBigIntegerField(verbose_name="chains")),
                ("checkpoint", models.PositiveBigIntegerField(verbose_name="newest checkpoint")),
                ("files", models.JSONField(default=list, verbose_name="checkpoints kept elsewhere")),
                ("findings", models.JSONField(default=list, verbose_name="findings")),
                ("unnamed", models.PositiveBigIntegerField(default=0, verbose_name="further findings")),
            ],
            options={
                "verbose_name": "verification of the trail",
                "verbose_name_plural": "verifications of the trail",
            },
        ),
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("jurisdiction_id", models.BigIntegerField(null=True)),
                ("length", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "chain",
                "verbose_name_plural": "chains",
                "indexes": [models.Index(fields=["jurisdiction_id", "key"], name="chain_by_jurisdiction")],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(unique=True, verbose_name="number")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("algorithm", models.CharField(max_length=10)),
                ("chains", models.PositiveBigIntegerField(verbose_name="chains")),
                ("events", models.PositiveBigIntegerField(verbose_name="events")),
                ("root", models.CharField(max_length=64)),
                ("moved", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("signer", models.CharField(max_length=64, verbose_name="key")),
                ("signature", models.CharField(max_length=200)),
            ],
            options={
                "verbose_name": "checkpoint",
                "verbose_name_plural": "checkpoints",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="checkpoint_from_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=40)),
                ("sequence", models.PositiveBigIntegerField()),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="time"
                    ),
                ),
                ("verb", models.CharField(max_length=80, verbose_name="deed")),
                ("refused", models.BooleanField(default=False, verbose_name="refused")),
                ("actor_id", models.BigIntegerField(null=True)),
                ("organization_id", models.BigIntegerField(null=True)),
                (
                    "organization_name",
                    models.CharField(blank=True, max_length=200, verbose_name="organization"),
                ),
                ("capacity", models.CharField(blank=True, max_length=40, verbose_name="capacity")),
                ("roles", models.CharField(blank=True, max_length=200, verbose_name="roles")),
                ("jurisdiction_id", models.BigIntegerField(null=True)),
                ("project_id", models.BigIntegerField(null=True)),
                ("object_type", models.CharField(blank=True, max_length=80, verbose_name="kind of object")),
                ("object_id", models.CharField(blank=True, max_length=60)),
                ("object_label", models.CharField(blank=True, max_length=300, verbose_name="object")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("actor_digest", models.CharField(blank=True, max_length=64)),
                ("object_digest", models.CharField(blank=True, max_length=64)),
                ("form", models.PositiveSmallIntegerField()),
                ("algorithm", models.CharField(max_length=10)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(fields=["at", "id"], name="event_by_time"),
                    models.Index(fields=["project_id", "at", "id"], name="event_by_project"),
                    models.Index(fields=["jurisdiction_id", "at", "id"], name="event_by_jurisdiction"),
                    models.Index(fields=["actor_id", "at", "id"], name="event_by_actor"),
                    models.Index(fields=["organization_id", "at", "id"], name="event_by_organization"),
                    models.Index(fields=["verb", "at", "id"], name="event_by_verb"),
                    models.Index(
                        condition=models.Q(("refused", True)), fields=["at", "id"], name="event_refused"
                    ),
                    models.Index(
                        condition=models.Q(("reason", ""), _negated=True),
                        fields=["at", "id"],
                        name="event_with_reason",
                    ),
                    models.Index(fields=["object_type", "object_id", "at", "id"], name="event_by_object"),
                    models.Index(
                        condition=models.Q(("request_id", ""), _negated=True),
                        fields=["request_id"],
                        name="event_by_request",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "sequence"), name="event_once_in_chain"),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gt", 0)), name="event_sequence_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckpointHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=40)),
                ("length", models.PositiveBigIntegerField()),
                ("head", models.CharField(max_length=64)),
                (
                    "checkpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_heads",
                        to="audit.checkpoint",
                    ),
                ),
            ],
            options={
                "verbose_name": "head in a checkpoint",
                "verbose_name_plural": "heads in checkpoints",
                "indexes": [models.Index(fields=["chain", "checkpoint"], name="checkpoint_head_by_chain")],
                "constraints": [
                    models.UniqueConstraint(fields=("checkpoint", "chain"), name="checkpoint_head_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Particulars",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("actor", "Whoever acted"), ("object", "On whom it was done")], max_length=10
                    ),
                ),
                ("person_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="name")),
                ("ip", models.CharField(blank=True, max_length=45, verbose_name="address")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("redacted_at", models.DateTimeField(null=True, verbose_name="deleted at")),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="particulars",
                        to="audit.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "particulars",
                "verbose_name_plural": "particulars",
                "indexes": [models.Index(fields=["person_id", "event"], name="particulars_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "part"), name="particulars_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("redacted_at__isnull", True), models.Q(("salt", ""), _negated=True)),
                            models.Q(("ip", ""), ("name", ""), ("redacted_at__isnull", False), ("salt", "")),
                            _connector="OR",
                        ),
                        name="particulars_whole_or_deleted",
                    ),
                ],
            },
        ),
    ]
