import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import egov.jobs.models.jobs
import egov.jobs.models.pieces


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "task",
                    models.CharField(
                        blank=True, help_text="The task that does it, to send it again.", max_length=120
                    ),
                ),
                ("parameters", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting for its turn"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("run", models.PositiveIntegerField(default=0)),
                (
                    "losses",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How many workers were lost over it."
                    ),
                ),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                (
                    "result",
                    models.FileField(blank=True, max_length=120, upload_to=egov.jobs.models.jobs.result_path),
                ),
                ("result_name", models.CharField(blank=True, max_length=200)),
                ("failure", models.TextField(blank=True, verbose_name="why it failed")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField(null=True, verbose_name="kept until")),
                ("emptied_at", models.DateTimeField(help_text="When its files were deleted.", null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="jobs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "background job",
                "verbose_name_plural": "background jobs",
                "indexes": [
                    models.Index(fields=["user", "-created_at", "-id"], name="job_by_user"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["seen_at"],
                        name="job_alive_by_sign",
                    ),
                    models.Index(
                        condition=models.Q(("emptied_at__isnull", True)),
                        fields=["expires_at"],
                        name="job_by_expiry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["queued", "running"])),
                            models.Q(
                                ("finished_at__isnull", False), ("state__in", ["done", "failed", "cancelled"])
                            ),
                            _connector="OR",
                        ),
                        name="job_end_paired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Offered for download under this name, beside the result.",
                        max_length=200,
                    ),
                ),
                ("file", models.FileField(max_length=160, upload_to=egov.jobs.models.pieces.piece_path)),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                (
                    "facts",
                    models.JSONField(default=dict, help_text="What the next step needs to know of it."),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pieces", to="jobs.job"
                    ),
                ),
            ],
            options={
                "verbose_name": "piece of a job",
                "verbose_name_plural": "pieces of a job",
                "constraints": [models.UniqueConstraint(fields=("job", "key"), name="piece_made_once")],
            },
        ),
    ]
