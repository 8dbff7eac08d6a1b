import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                ("reason", models.TextField(blank=True, verbose_name="reason for the correction")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("pass", "Pass"),
                            ("pass_after_revision", "Pass after revision"),
                            ("fail", "Fail"),
                            ("ranking", "Ranking"),
                        ],
                        max_length=20,
                        verbose_name="verdict",
                    ),
                ),
                ("problems", models.TextField(blank=True, verbose_name="problems")),
                ("suggestions", models.TextField(blank=True, verbose_name="suggestions")),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed at"),
                ),
            ],
            options={
                "verbose_name": "opinion",
                "verbose_name_plural": "opinions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("reason", "")),
                            models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="opinion_correction_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verdict__in", ["pass", "ranking"]),
                            models.Q(("problems", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opinion_against_names_problems",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="number of the draw")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="draw of this panel")),
                ("reason", models.TextField(blank=True, verbose_name="why another draw")),
                ("asks", models.JSONField(default=list, verbose_name="seats")),
                ("commitment", models.CharField(max_length=64, verbose_name="digest of the seed")),
                ("seed_sealed", models.TextField()),
                (
                    "opened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="opened at"),
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
            ],
            options={
                "verbose_name": "draw",
                "verbose_name_plural": "draws",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sequence", 1),
                            models.Q(("sequence__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="draw_again_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField(verbose_name="list")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the list")),
                ("candidates", models.PositiveIntegerField(verbose_name="candidates")),
                ("eligible", models.PositiveIntegerField(verbose_name="eligible")),
                (
                    "closed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="closed at"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closing", to="reviews.draw"
                    ),
                ),
            ],
            options={
                "verbose_name": "list of candidates",
                "verbose_name_plural": "lists of candidates",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("eligible__lte", models.F("candidates"))),
                        name="draw_eligible_within_candidates",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Abandonment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="given up at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="abandonment",
                        to="reviews.draw",
                    ),
                ),
            ],
            options={
                "verbose_name": "abandoned draw",
                "verbose_name_plural": "abandoned draws",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="draw_abandoned_for_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seed", models.CharField(max_length=64, verbose_name="seed")),
                (
                    "word",
                    models.CharField(blank=True, max_length=40, verbose_name="word of those who watched"),
                ),
                ("content", models.TextField(verbose_name="result")),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the result")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="drawn at")),
                (
                    "closing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="reviews.candidatelist",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "result of a draw",
                "verbose_name_plural": "results of draws",
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="expert number")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unverified", "To be verified"),
                            ("active", "In the pool"),
                            ("suspended", "Suspended"),
                            ("expired", "Term is over"),
                        ],
                        default="unverified",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("focus", models.CharField(blank=True, max_length=60, verbose_name="field of work")),
                ("title", models.CharField(max_length=60, verbose_name="professional title")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("full", "Full senior title"),
                            ("associate", "Associate senior title"),
                            ("intermediate", "Intermediate title"),
                        ],
                        default="associate",
                        max_length=20,
                        verbose_name="grade of the title",
                    ),
                ),
                (
                    "field_since",
                    models.PositiveSmallIntegerField(null=True, verbose_name="in the field since (year)"),
                ),
                ("employer", models.CharField(max_length=120, verbose_name="employer")),
                ("employer_key", models.CharField(db_index=True, editable=False, max_length=120)),
                (
                    "employer_uscc",
                    models.CharField(
                        blank=True, db_index=True, max_length=18, verbose_name="unified social credit code"
                    ),
                ),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="post")),
                ("id_number_sealed", models.TextField(blank=True)),
                (
                    "id_number_mask",
                    models.CharField(blank=True, max_length=18, verbose_name="identity number"),
                ),
                ("id_number_print", models.CharField(blank=True, max_length=64)),
                ("bank_name", models.CharField(blank=True, max_length=80, verbose_name="bank")),
                ("bank_number_sealed", models.TextField(blank=True)),
                (
                    "bank_number_mask",
                    models.CharField(blank=True, max_length=30, verbose_name="bank account"),
                ),
                ("valid_until", models.DateField(null=True, verbose_name="term ends on")),
                ("verified_at", models.DateTimeField(null=True, verbose_name="verified at")),
                (
                    "employer_organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="experts",
                        to="accounts.organization",
                        verbose_name="expert pool",
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert_profile",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "expert",
                "verbose_name_plural": "experts",
                "indexes": [
                    models.Index(fields=["pool", "-id"], name="expert_by_pool"),
                    models.Index(
                        condition=models.Q(("employer_organization__isnull", False)),
                        fields=["employer_organization"],
                        name="expert_by_known_organization",
                    ),
                    models.Index(
                        condition=models.Q(("employer_uscc", ""), _negated=True),
                        fields=["employer_uscc"],
                        name="expert_by_known_code",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("id_number_print", ""), _negated=True),
                        fields=("pool", "id_number_print"),
                        name="expert_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["unverified", "active", "suspended"])),
                        name="expert_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "unverified"),
                            models.Q(
                                ("valid_until__isnull", False),
                                ("verified_at__isnull", False),
                                ("verified_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="expert_verified",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditRecord",
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
                        choices=[
                            ("commendation", "Commendation"),
                            ("misconduct", "Misconduct"),
                            ("suspension", "Suspension"),
                            ("lifting", "Suspension lifted"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="what happened")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credit_records",
                        to="reviews.expert",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit record",
                "verbose_name_plural": "credit records",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="credit_record_says_what"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MarkSheet",
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
                        choices=[
                            ("argumentation", "Argumentation"),
                            ("scheme", "Scheme review"),
                            ("bid", "Bid evaluation"),
                            ("acceptance", "Acceptance"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                (
                    "procured",
                    models.CharField(
                        blank=True,
                        choices=[("services", "Services"), ("goods", "Goods")],
                        max_length=10,
                        verbose_name="what is procured",
                    ),
                ),
                (
                    "pass_mark",
                    models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="pass mark"),
                ),
                ("draft", models.JSONField(default=list)),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed at"),
                ),
                ("published_at", models.DateTimeField(null=True, verbose_name="fixed at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mark_sheets",
                        to="projects.project",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "score sheet of a panel",
                "verbose_name_plural": "score sheets of panels",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "kind", "visit"), name="mark_sheet_once_per_stay"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="mark_sheet_publication_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pass_mark__isnull", True),
                            models.Q(("pass_mark__gt", 0), ("pass_mark__lte", 100)),
                            _connector="OR",
                        ),
                        name="mark_sheet_pass_mark_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("name", models.CharField(max_length=60, verbose_name="criterion")),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("necessity", "Necessity"),
                            ("feasibility", "Technical feasibility"),
                            ("economy", "Economy of the investment"),
                            ("effect", "Expected effect"),
                            ("security", "Security"),
                            ("conformity", "Conformity with the requirements"),
                            ("technique", "Technical solution"),
                            ("implementation", "Organization of the implementation"),
                            ("scope", "Completion of the contract's content"),
                            ("function", "Functions and performance"),
                            ("papers", "Completeness of the documents"),
                        ],
                        max_length=20,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("points", "Points"), ("gate", "Yes or no"), ("price", "Price, computed")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("least", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="from (points)")),
                ("most", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="to (points)")),
                ("hint", models.CharField(blank=True, max_length=200, verbose_name="what is looked at")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="reviews.marksheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "position"), name="criterion_position_once"),
                    models.UniqueConstraint(fields=("sheet", "name"), name="criterion_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "gate"), ("least", 0), ("most", 0)),
                            models.Q(("kind", "price"), ("least", 0), ("most__gt", 0), ("most__lte", 100)),
                            models.Q(
                                ("kind", "points"),
                                ("least__gte", 0),
                                ("most__gt", models.F("least")),
                                ("most__lte", 100),
                            ),
                            _connector="OR",
                        ),
                        name="criterion_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dimension",
                    models.CharField(
                        choices=[
                            ("necessity", "Necessity"),
                            ("feasibility", "Technical feasibility"),
                            ("economy", "Economy of the investment"),
                            ("effect", "Expected effect"),
                            ("security", "Security"),
                            ("conformity", "Conformity with the requirements"),
                            ("technique", "Technical solution"),
                            ("implementation", "Organization of the implementation"),
                            ("scope", "Completion of the contract's content"),
                            ("function", "Functions and performance"),
                            ("papers", "Completeness of the documents"),
                        ],
                        max_length=20,
                        verbose_name="dimension",
                    ),
                ),
                (
                    "assessment",
                    models.CharField(
                        choices=[
                            ("meets", "Meets"),
                            ("meets_largely", "Largely meets"),
                            ("fails", "Does not meet"),
                        ],
                        max_length=20,
                        verbose_name="assessment",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="reviews.opinion",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("opinion", "dimension"), name="finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("assessment", "meets"), models.Q(("remark", ""), _negated=True), _connector="OR"
                        ),
                        name="finding_against_has_remark",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Panel",
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
                        choices=[
                            ("argumentation", "Argumentation"),
                            ("scheme", "Scheme review"),
                            ("bid", "Bid evaluation"),
                            ("acceptance", "Acceptance"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                (
                    "formed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="formed at"),
                ),
                ("size", models.PositiveSmallIntegerField(null=True, verbose_name="seats")),
                ("asks", models.JSONField(default=list, verbose_name="specialties, with seats and reserves")),
                ("meets_at", models.DateTimeField(null=True, verbose_name="meets at")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="meeting place")),
                ("names_from", models.DateTimeField(null=True, verbose_name="names are told from")),
                ("moved_at", models.DateTimeField(null=True, verbose_name="meeting moved at")),
                ("moved_reason", models.TextField(blank=True, verbose_name="why the meeting was moved")),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pass", "Pass"),
                            ("pass_after_revision", "Pass after revision"),
                            ("fail", "Fail"),
                            ("ranking", "Ranking"),
                        ],
                        max_length=20,
                        verbose_name="conclusion",
                    ),
                ),
                (
                    "advises_rejection",
                    models.BooleanField(default=False, verbose_name="advises to reject for good"),
                ),
                (
                    "rejection_reason",
                    models.TextField(blank=True, verbose_name="why it advises to reject for good"),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="opinion of the panel")),
                ("concluded_at", models.DateTimeField(null=True, verbose_name="concluded at")),
                (
                    "clerk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="clerk in charge",
                    ),
                ),
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
                    "formed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="paper of the panel",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.project",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "panel",
                "verbose_name_plural": "panels",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("conclusion", "fail"), ("kind", "scheme"), _negated=True),
                        fields=("project", "kind", "visit"),
                        name="panel_once_per_stay",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("moved_at__isnull", True), ("moved_reason", "")),
                            models.Q(
                                ("meets_at__isnull", False),
                                ("moved_at__isnull", False),
                                models.Q(("moved_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="panel_moved_for_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_at__isnull", True),
                                ("concluded_by__isnull", True),
                                ("conclusion", ""),
                            ),
                            models.Q(
                                ("concluded_at__isnull", False),
                                ("concluded_by__isnull", False),
                                models.Q(("conclusion", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="panel_conclusion_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__isnull", True),
                            django.db.models.lookups.Exact(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("size"), "%%", models.Value(2)
                                ),
                                1,
                            ),
                            _connector="OR",
                        ),
                        name="panel_size_odd",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__isnull", True),
                            models.Q(("meets_at__isnull", False), ("names_from__isnull", False)),
                            _connector="OR",
                        ),
                        name="panel_convened_for_a_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("conclusion", ""), models.Q(("opinion", ""), _negated=True), _connector="OR"
                        ),
                        name="panel_conclusion_has_opinion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("advises_rejection", False), ("rejection_reason", "")),
                            models.Q(
                                ("advises_rejection", True),
                                ("conclusion", "fail"),
                                ("kind", "argumentation"),
                                models.Q(("rejection_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="panel_rejection_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revision__isnull", True), ("conclusion", "pass_after_revision"), _connector="OR"
                        ),
                        name="panel_revision_was_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made at")),
                ("paid_at", models.DateTimeField(null=True, verbose_name="paid at")),
                (
                    "commitment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee_list",
                        to="projects.commitment",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "panel",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee_list",
                        to="reviews.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of fees",
                "verbose_name_plural": "lists of fees",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_at__isnull", True), ("paid_by__isnull", True)),
                            models.Q(("paid_at__isnull", False), ("paid_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="fee_list_payment_paired",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="draw",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="reviews.panel"
            ),
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_expert", models.BooleanField(verbose_name="expert")),
                ("is_leader", models.BooleanField(default=False, verbose_name="panel leader")),
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="invited at"),
                ),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="accepted at")),
                ("declared_at", models.DateTimeField(null=True, verbose_name="declaration signed at")),
                ("declaration", models.TextField(blank=True, verbose_name="declaration")),
                ("specialty", models.CharField(blank=True, max_length=10, verbose_name="specialty")),
                ("picked_reason", models.TextField(blank=True, verbose_name="why named by hand")),
                ("left_at", models.DateTimeField(null=True, verbose_name="replaced at")),
                (
                    "departure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("declined", "Declined"),
                            ("conflict", "Declared a conflict of interest"),
                            ("absent", "Did not come"),
                            ("replaced", "Replaced by the office"),
                        ],
                        max_length=20,
                        verbose_name="how they left",
                    ),
                ),
                ("left_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="reviews.draw",
                        verbose_name="draw",
                    ),
                ),
                (
                    "left_by",
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
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="reviews.panel",
                    ),
                ),
                (
                    "succeeds",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successor",
                        to="reviews.panelmember",
                        verbose_name="in the place of",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "panel member",
                "verbose_name_plural": "panel members",
                "indexes": [models.Index(fields=["user", "-id"], name="panel_member_by_user")],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "user"), name="panel_member_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_leader", True), ("left_at__isnull", True)),
                        fields=("panel",),
                        name="panel_one_leader",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_leader", False), ("is_expert", True), _connector="OR"),
                        name="panel_leader_is_expert",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("departure", ""),
                                ("left_at__isnull", True),
                                ("left_by__isnull", True),
                                ("left_reason", ""),
                            ),
                            models.Q(
                                ("left_at__isnull", False),
                                ("left_by__isnull", False),
                                models.Q(("left_reason", ""), _negated=True),
                                models.Q(("departure", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="panel_member_left_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("picked_reason", ""),
                            models.Q(("draw__isnull", True), ("is_expert", True)),
                            _connector="OR",
                        ),
                        name="panel_member_drawn_or_picked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("declared_at__isnull", True), ("accepted_at__isnull", False), _connector="OR"
                        ),
                        name="panel_member_declares_after_accepting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpinionDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entries", models.JSONField(default=dict)),
                (
                    "saved_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved at"),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="reviews.panelmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of an opinion",
                "verbose_name_plural": "drafts of opinions",
            },
        ),
        migrations.AddField(
            model_name="opinion",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to="reviews.panelmember"
            ),
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("half_days", models.PositiveSmallIntegerField(verbose_name="half days")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("full", "Full senior title"),
                            ("associate", "Associate senior title"),
                            ("intermediate", "Intermediate title"),
                        ],
                        max_length=20,
                        verbose_name="grade of the title",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(decimal_places=2, max_digits=8, verbose_name="yuan per half day"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="amount")),
                (
                    "fee_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="reviews.feelist"
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fee",
                        to="reviews.panelmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "fee",
                "verbose_name_plural": "fees",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("rate"), "*", models.F("half_days")
                                ),
                            ),
                            ("half_days__gt", 0),
                            ("half_days__lte", 20),
                        ),
                        name="fee_is_half_days_at_rate",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelSubject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=200, verbose_name="name")),
                ("place", models.PositiveSmallIntegerField(null=True, verbose_name="place")),
                (
                    "score",
                    models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="score"),
                ),
                (
                    "price",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="price"),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subjects",
                        to="reviews.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "subject of a panel",
                "verbose_name_plural": "subjects of panels",
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "label"), name="panel_subject_once"),
                    models.UniqueConstraint(fields=("panel", "place"), name="panel_place_once"),
                    models.CheckConstraint(
                        condition=models.Q(("place__isnull", True), ("place__gt", 0), _connector="OR"),
                        name="panel_place_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
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
                ("is_met", models.BooleanField(null=True, verbose_name="met")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="reviews.criterion",
                    ),
                ),
                (
                    "opinion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="reviews.opinion",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="reviews.panelsubject",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark",
                "verbose_name_plural": "marks",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subject__isnull", False)),
                        fields=("opinion", "criterion", "subject"),
                        name="mark_once_per_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("subject__isnull", True)),
                        fields=("opinion", "criterion"),
                        name="mark_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_met__isnull", False), ("points__isnull", True)),
                            models.Q(("is_met__isnull", True), ("points__gte", 0), ("points__lte", 100)),
                            _connector="OR",
                        ),
                        name="mark_is_points_or_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(verbose_name="rating")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="rated at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="reviews.panelmember",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating of an expert",
                "verbose_name_plural": "ratings of experts",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__lte", 100), models.Q(("reason", ""), _negated=True)),
                        name="rating_range_and_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[
                            ("pass", "Pass"),
                            ("pass_after_revision", "Pass after revision"),
                            ("fail", "Fail"),
                            ("ranking", "Ranking"),
                        ],
                        max_length=20,
                        verbose_name="conclusion",
                    ),
                ),
                ("opinion", models.TextField(verbose_name="opinion of the panel")),
                (
                    "advises_rejection",
                    models.BooleanField(default=False, verbose_name="advises to reject for good"),
                ),
                (
                    "rejection_reason",
                    models.TextField(blank=True, verbose_name="why it advises to reject for good"),
                ),
                ("met_on", models.DateField(verbose_name="date of the meeting")),
                ("place", models.CharField(max_length=120, verbose_name="place of the meeting")),
                ("basis", models.JSONField()),
                (
                    "drawn_up_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="drawn up at"),
                ),
                (
                    "drawn_up_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolutions",
                        to="reviews.panel",
                    ),
                ),
            ],
            options={
                "verbose_name": "resolution of a panel",
                "verbose_name_plural": "resolutions of panels",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("panel", "number"), name="resolution_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opinion", ""), _negated=True), models.Q(("place", ""), _negated=True)
                        ),
                        name="resolution_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stance",
                    models.CharField(
                        choices=[
                            ("agrees", "Agrees"),
                            ("dissents", "Dissents"),
                            ("silent", "Did not sign; counts as agreement"),
                        ],
                        max_length=10,
                        verbose_name="stance",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="reviews.panelmember",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="reviews.resolution",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature of a panel member",
                "verbose_name_plural": "signatures of panel members",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("resolution", "member"), name="panel_signature_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("stance", "agrees")),
                            models.Q(
                                ("stance__in", ["dissents", "silent"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="panel_signature_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Specialty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=10, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="specialty")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reviews.specialty",
                        verbose_name="field",
                    ),
                ),
            ],
            options={
                "verbose_name": "specialty",
                "verbose_name_plural": "specialties",
                "constraints": [
                    models.UniqueConstraint(fields=("parent", "name"), name="specialty_name_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="expert",
            name="specialties",
            field=models.ManyToManyField(
                related_name="experts", to="reviews.specialty", verbose_name="specialties"
            ),
        ),
        migrations.CreateModel(
            name="Tie",
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
                        choices=[
                            ("former_employer", "Former employer"),
                            ("position", "Position (director, supervisor, adviser)"),
                            ("holding", "Holding"),
                            ("kinship", "Kinship with somebody in charge there"),
                            ("dispute", "Legal dispute"),
                            ("other", "Other tie that may bias"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="organization")),
                ("key", models.CharField(db_index=True, editable=False, max_length=120)),
                (
                    "uscc",
                    models.CharField(
                        blank=True, db_index=True, max_length=18, verbose_name="unified social credit code"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="particulars")),
                ("since", models.DateField(blank=True, null=True, verbose_name="from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties", to="reviews.expert"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "tie",
                "verbose_name_plural": "ties",
                "ordering": ["kind", "-until", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("organization__isnull", False)),
                        fields=["organization"],
                        name="tie_by_known_organization",
                    ),
                    models.Index(
                        condition=models.Q(("uscc", ""), _negated=True),
                        fields=["uscc"],
                        name="tie_by_known_code",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since__isnull", True),
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="tie_period_forward",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "former_employer"), _negated=True),
                            ("until__isnull", False),
                            _connector="OR",
                        ),
                        name="tie_former_has_end",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(fields=("panel", "sequence"), name="draw_sequence_once"),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("member", "number"), name="opinion_version_once"),
        ),
    ]
