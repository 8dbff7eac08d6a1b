import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("procurement", "0001_initial"),
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened at"),
                ),
                ("scored_at", models.DateTimeField(null=True, verbose_name="all scores in since")),
                (
                    "total",
                    models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="total"),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "Excellent"),
                            ("good", "Good"),
                            ("fair", "Fair"),
                            ("poor", "Poor"),
                        ],
                        max_length=20,
                        verbose_name="grade",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "performance evaluation",
                "verbose_name_plural": "performance evaluations",
                "constraints": [
                    models.UniqueConstraint(fields=("project",), name="evaluation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("grade", ""), ("scored_at__isnull", True), ("total__isnull", True)),
                            models.Q(
                                ("scored_at__isnull", False),
                                ("total__gte", 0),
                                ("total__lte", 100),
                                ("grade__in", ["excellent", "good", "fair", "poor"]),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_graded_when_scored",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("level1", models.CharField(max_length=30, verbose_name="first level")),
                ("level2", models.CharField(max_length=30, verbose_name="second level")),
                ("level3", models.CharField(max_length=60, verbose_name="third level")),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="points")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="acceptance.evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "performance indicator",
                "verbose_name_plural": "performance indicators",
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "order"), name="indicator_order_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gt", 0), ("weight__lte", 100)),
                        name="indicator_weight_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaintenanceArrangement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        help_text="The organization or company.",
                        max_length=120,
                        verbose_name="operated and maintained by",
                    ),
                ),
                ("contact", models.CharField(max_length=60, verbose_name="contact person")),
                ("phone", models.CharField(max_length=30, verbose_name="phone")),
                (
                    "service_level",
                    models.TextField(
                        help_text="Service hours, time to respond, time to restore, yearly availability.",
                        verbose_name="service level",
                    ),
                ),
                (
                    "annual_cost",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="cost per year"),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(verbose_name="until")),
                (
                    "named_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="named at"),
                ),
                (
                    "commitment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maintenance_arrangement",
                        to="projects.commitment",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="named by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="operation and maintenance plan",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maintenance_arrangements",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "operation and maintenance arrangement",
                "verbose_name_plural": "operation and maintenance arrangements",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="maintenance_period_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annual_cost__gte", 0)), name="maintenance_cost_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="milestone")),
                ("planned_on", models.DateField(verbose_name="planned date")),
                (
                    "deliverable",
                    models.TextField(
                        help_text="What will be there to be seen and checked on that day.",
                        verbose_name="deliverable",
                    ),
                ),
                ("met_on", models.DateField(null=True, verbose_name="met on")),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "met_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["planned_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("evidence__isnull", True), ("met_by__isnull", True), ("met_on__isnull", True)
                            ),
                            models.Q(
                                ("evidence__isnull", False),
                                ("met_by__isnull", False),
                                ("met_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="milestone_met_with_evidence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreliminaryAcceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                ("passed", models.BooleanField(verbose_name="passed")),
                ("findings", models.TextField(verbose_name="findings")),
                (
                    "accepted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at"),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preliminary_acceptances",
                        to="projects.project",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="report on the preliminary acceptance",
                    ),
                ),
            ],
            options={
                "verbose_name": "preliminary acceptance",
                "verbose_name_plural": "preliminary acceptances",
                "ordering": ["-visit"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "visit"), name="preliminary_acceptance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="period from")),
                ("to_on", models.DateField(verbose_name="period to")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="progress of the whole",
                    ),
                ),
                ("done", models.TextField(verbose_name="done in this period")),
                ("problems", models.TextField(blank=True, verbose_name="problems")),
                ("next", models.TextField(verbose_name="planned next")),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed at"),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="paper",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_reports",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress report",
                "verbose_name_plural": "progress reports",
                "ordering": ["-to_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="progress_period_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="progress_percent_at_most_100"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="issue")),
                ("description", models.TextField(verbose_name="description")),
                (
                    "is_blocking",
                    models.BooleanField(
                        default=False,
                        help_text="The trial run cannot start before this issue is closed.",
                        verbose_name="blocks the trial run",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="rectify by")),
                (
                    "raised_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="raised at"),
                ),
                ("rectification", models.TextField(blank=True, verbose_name="how it was rectified")),
                ("rectified_at", models.DateTimeField(null=True, verbose_name="rectified at")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_issues",
                        to="projects.project",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="proof",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="raised by",
                    ),
                ),
                (
                    "raised_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "rectified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "quality issue",
                "verbose_name_plural": "quality issues",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("rectification", ""),
                                ("rectified_at__isnull", True),
                                ("rectified_by__isnull", True),
                            ),
                            models.Q(
                                ("rectified_at__isnull", False),
                                ("rectified_by__isnull", False),
                                models.Q(("rectification", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="issue_rectification_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("rectified_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="issue_closed_after_rectification",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("informatization_office", "Informatization office"),
                            ("finance_bureau", "Finance bureau"),
                            ("supervision_bureau", "Supervision bureau"),
                            ("audit_bureau", "Audit bureau"),
                            ("user_unit", "User unit"),
                        ],
                        max_length=30,
                        verbose_name="party",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="overall comment")),
                ("updated_at", models.DateTimeField(null=True)),
                ("filed_at", models.DateTimeField(null=True, verbose_name="filed at")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="acceptance.evaluation",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "score sheet",
                "verbose_name_plural": "score sheets",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "role"), name="score_sheet_once_per_party"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filed_at__isnull", True), ("filed_by__isnull", True)),
                            models.Q(("filed_at__isnull", False), ("filed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="score_sheet_filing_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "points",
                    models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="points"),
                ),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="comment")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="acceptance.indicator",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="acceptance.scoresheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "score",
                "verbose_name_plural": "scores",
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "indicator"), name="score_once_per_indicator"),
                    models.CheckConstraint(
                        condition=models.Q(("points__isnull", True), ("points__gte", 0), _connector="OR"),
                        name="score_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubAcceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("technical", "Technical"),
                            ("financial", "Financial"),
                            ("archive", "Archive"),
                            ("security", "Security"),
                            ("data_sharing", "Data sharing"),
                        ],
                        max_length=20,
                        verbose_name="sub-acceptance",
                    ),
                ),
                ("responsible", models.CharField(max_length=60, verbose_name="responsible person")),
                ("held_on", models.DateField(verbose_name="date")),
                ("passed", models.BooleanField(verbose_name="passed")),
                ("findings", models.TextField(verbose_name="findings")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at"),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_acceptances",
                        to="projects.project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="report",
                    ),
                ),
            ],
            options={
                "verbose_name": "sub-acceptance",
                "verbose_name_plural": "sub-acceptances",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["technical", "financial", "archive", "security", "data_sharing"])
                        ),
                        name="sub_acceptance_kind_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutstandingIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("description", models.CharField(max_length=300, verbose_name="outstanding issue")),
                ("responsible", models.CharField(max_length=60, verbose_name="responsible person")),
                ("due_on", models.DateField(verbose_name="due")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                ("settlement", models.TextField(blank=True, verbose_name="how it was settled")),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sub_acceptance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outstanding_issues",
                        to="acceptance.subacceptance",
                        verbose_name="sub-acceptance",
                    ),
                ),
            ],
            options={
                "verbose_name": "outstanding issue",
                "verbose_name_plural": "outstanding issues",
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True), ("settled_by__isnull", True), ("settlement", "")
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                models.Q(("settlement", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="outstanding_issue_settlement_paired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("weekly", "Weekly report"), ("monthly", "Monthly report")],
                        max_length=20,
                        verbose_name="kind of report",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="period from")),
                ("to_on", models.DateField(verbose_name="period to")),
                ("quality", models.TextField(verbose_name="findings on quality")),
                ("progress", models.TextField(verbose_name="findings on progress")),
                ("cost", models.TextField(verbose_name="findings on cost")),
                ("safety", models.TextField(verbose_name="findings on safety")),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed at"),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="paper",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_reports",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "supervision report",
                "verbose_name_plural": "supervision reports",
                "ordering": ["-to_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))),
                        name="supervision_period_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["weekly", "monthly"])),
                        name="supervision_report_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrialRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                ("starts_on", models.DateField(verbose_name="started on")),
                ("planned_days", models.PositiveSmallIntegerField(verbose_name="planned length")),
                ("passed", models.BooleanField(null=True, verbose_name="passed")),
                ("findings", models.TextField(blank=True, verbose_name="findings")),
                ("concluded_at", models.DateTimeField(null=True, verbose_name="concluded at")),
                (
                    "concluded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="trial-run plan",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trial_runs",
                        to="projects.project",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="trial-run report",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
            ],
            options={
                "verbose_name": "trial run",
                "verbose_name_plural": "trial runs",
                "ordering": ["-visit"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "visit"), name="trial_run_once_per_stay"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_at__isnull", True),
                                ("concluded_by__isnull", True),
                                ("passed__isnull", True),
                            ),
                            models.Q(
                                ("concluded_at__isnull", False),
                                ("concluded_by__isnull", False),
                                ("passed__isnull", False),
                                models.Q(("findings", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="trial_run_conclusion_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed__isnull", True),
                            ("passed", False),
                            ("report__isnull", False),
                            _connector="OR",
                        ),
                        name="trial_run_passed_with_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrialLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_on", models.DateField(verbose_name="date")),
                ("finding", models.TextField(verbose_name="finding")),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "trial_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="acceptance.trialrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "trial-run log entry",
                "verbose_name_plural": "trial-run log entries",
                "ordering": ["-seen_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField(verbose_name="content of the change")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "amount_delta",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="change of the amount"),
                ),
                ("days_delta", models.SmallIntegerField(default=0, verbose_name="change of the time")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("filed", "Filed, in force"),
                            ("pending", "Awaits approval"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed at"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason for the decision")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="procurement.contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="change order",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "change",
                "verbose_name_plural": "changes",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("status__in", ["filed", "pending"]),
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("status__in", ["approved", "refused"]),
                            ),
                            _connector="OR",
                        ),
                        name="change_decision_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "refused"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="change_refusal_has_reason",
                    ),
                ],
            },
        ),
    ]
