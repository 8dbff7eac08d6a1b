import django.db.models.deletion
from django.db import migrations, models


def text(length, **options):
    return models.CharField(max_length=length, blank=True, default="", **options)


def added(name, field):
    return migrations.AddField("event", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
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
            name="Particulars",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="particulars",
                        to="audit.event",
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
            ],
            options={
                "verbose_name": "particulars",
                "verbose_name_plural": "particulars",
                "indexes": [models.Index(fields=["person_id", "event"], name="particulars_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=["event", "part"], name="particulars_once"),
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
        added("chain", models.CharField(max_length=40, default="")),
        added("sequence", models.PositiveBigIntegerField(default=0)),
        added("roles", text(200, verbose_name="roles")),
        added("actor_digest", text(64)),
        added("object_digest", text(64)),
        added("form", models.PositiveSmallIntegerField(default=0)),
        added("algorithm", models.CharField(max_length=10, default="")),
        added("previous", text(64)),
        added("hash", models.CharField(max_length=64, default="")),
    ]
