import django.db.models.deletion
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
            name="Design",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "estimate",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="budget estimate"),
                ),
                ("note", models.TextField(blank=True, verbose_name="what was changed and why")),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed at"),
                ),
                ("overrun_approved_at", models.DateTimeField(null=True, verbose_name="overrun approved at")),
                ("overrun_meeting", models.CharField(blank=True, max_length=120, verbose_name="meeting")),
                ("overrun_meeting_on", models.DateField(null=True, verbose_name="date of the meeting")),
                ("overrun_reason", models.TextField(blank=True, verbose_name="reason for the overrun")),
                (
                    "design_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="optimized design",
                    ),
                ),
                (
                    "estimate_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="budget estimate file",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "overrun_approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "overrun_record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="meeting record",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="designs",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "optimized design",
                "verbose_name_plural": "optimized designs",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="design_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("estimate__gt", 0)), name="design_estimate_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("overrun_approved_at__isnull", True), ("overrun_approved_by__isnull", True)
                            ),
                            models.Q(
                                ("overrun_approved_at__isnull", False),
                                ("overrun_approved_by__isnull", False),
                                ("overrun_record__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="design_overrun_approval_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignCostLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("software_development", "Software development"),
                            ("hardware", "Hardware"),
                            ("software_products", "Software products"),
                            ("integration", "System integration"),
                            ("data", "Data engineering"),
                            ("security", "Security and cryptography"),
                            ("supervision", "Supervision"),
                            ("testing", "Testing and assessment"),
                            ("design", "Consulting and design"),
                            ("training", "Training"),
                            ("contingency", "Contingency"),
                        ],
                        max_length=30,
                        verbose_name="cost item",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "design",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cost_lines",
                        to="procurement.design",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost line of the estimate",
                "verbose_name_plural": "cost lines of the estimate",
                "constraints": [
                    models.UniqueConstraint(fields=("design", "item"), name="design_cost_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="design_cost_line_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("author", models.CharField(max_length=200, verbose_name="author (company)")),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "received_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="received at"),
                ),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="reason for withdrawal")),
                ("chosen_at", models.DateTimeField(null=True, verbose_name="chosen at")),
                ("choice_reason", models.TextField(blank=True, verbose_name="reason for the choice")),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="scheme",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schemes",
                        to="projects.project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "submitted scheme",
                "verbose_name_plural": "submitted schemes",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("project", "author"),
                        name="scheme_once_per_author",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("chosen_at__isnull", False)),
                        fields=("project",),
                        name="scheme_one_chosen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chosen_at__isnull", True), ("chosen_by__isnull", True)),
                            models.Q(
                                ("chosen_at__isnull", False),
                                ("chosen_by__isnull", False),
                                ("withdrawn_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="scheme_choice_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="scheme_withdrawal_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Solicitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title of the notice")),
                ("text", models.TextField(blank=True, verbose_name="text of the notice")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="Who answers questions: name, telephone, address.",
                        max_length=200,
                        verbose_name="contact",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the saves of the draft, so that none is overwritten.",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published at"),
                ),
                ("requirements", models.TextField(blank=True, verbose_name="requirements for schemes")),
                (
                    "deadline",
                    models.DateTimeField(blank=True, null=True, verbose_name="deadline for schemes"),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        related_name="+", to="projects.documentversion", verbose_name="public documents"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="solicitations",
                        to="projects.project",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "solicitation notice",
                "verbose_name_plural": "solicitation notices",
                "abstract": False,
                "indexes": [models.Index(fields=["-published_at", "-id"], name="solicitation_recent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="solicitation_publication_paired",
                    ),
                    models.UniqueConstraint(fields=("project",), name="solicitation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            ("deadline__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="solicitation_deadline_after_publication",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupervisionContract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="contract number")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="contract amount"),
                ),
                (
                    "assigned_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="assigned at"),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_contract",
                        to="projects.commitment",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="supervision contract",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_contracts",
                        to="projects.project",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supervision_contracts",
                        to="accounts.organization",
                        verbose_name="supervisor",
                    ),
                ),
            ],
            options={
                "verbose_name": "supervision contract",
                "verbose_name_plural": "supervision contracts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="supervision_amount_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title of the notice")),
                ("text", models.TextField(blank=True, verbose_name="text of the notice")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="Who answers questions: name, telephone, address.",
                        max_length=200,
                        verbose_name="contact",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the saves of the draft, so that none is overwritten.",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published at"),
                ),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="tender of this project"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("open", "Open tender"),
                            ("invited", "Invited tender"),
                            ("negotiation", "Competitive negotiation"),
                            ("consultation", "Competitive consultation"),
                            ("quotation", "Request for quotation"),
                            ("single_source", "Single-source procurement"),
                            ("framework", "Framework agreement"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="procurement method",
                    ),
                ),
                (
                    "method_reason",
                    models.TextField(
                        blank=True,
                        help_text="Needed for every method but the open tender.",
                        verbose_name="reason for the method",
                    ),
                ),
                (
                    "budget",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="budget"
                    ),
                ),
                (
                    "max_price",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="maximum price"
                    ),
                ),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="deadline for bids")),
                (
                    "opening_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="time of the opening"),
                ),
                (
                    "opening_place",
                    models.CharField(blank=True, max_length=200, verbose_name="place of the opening"),
                ),
                ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="bids opened at")),
                (
                    "opening_note",
                    models.TextField(
                        blank=True, editable=False, verbose_name="what was noted at the opening"
                    ),
                ),
                (
                    "result_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="result recorded at"),
                ),
                (
                    "voided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="declared void at"),
                ),
                ("void_reason", models.TextField(blank=True, editable=False, verbose_name="why it is void")),
                ("failed_at", models.DateTimeField(editable=False, null=True, verbose_name="failed at")),
                (
                    "failure_reason",
                    models.TextField(blank=True, editable=False, verbose_name="why it failed"),
                ),
                (
                    "evaluation_report",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                    ),
                ),
                (
                    "failed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        related_name="+", to="projects.documentversion", verbose_name="public documents"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opening_record",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tenders",
                        to="projects.project",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tender",
                "verbose_name_plural": "tenders",
                "abstract": False,
                "indexes": [models.Index(fields=["-published_at", "-id"], name="tender_recent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tender_publication_paired",
                    ),
                    models.UniqueConstraint(fields=("project", "sequence"), name="tender_sequence_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("failed_at__isnull", True)),
                        fields=("project",),
                        name="tender_one_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True),
                            ("deadline__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="tender_deadline_after_publication",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at__isnull", True),
                            ("opened_at__gte", models.F("deadline")),
                            _connector="OR",
                        ),
                        name="tender_opened_after_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result_at__isnull", True), ("opened_at__isnull", False), _connector="OR"
                        ),
                        name="tender_result_after_opening",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("void_reason", ""), ("voided_at__isnull", True), ("voided_by__isnull", True)
                            ),
                            models.Q(
                                ("voided_at__isnull", False),
                                ("voided_by__isnull", False),
                                models.Q(("void_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tender_void_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failed_at__isnull", True), ("failed_by__isnull", True)),
                            models.Q(("failed_at__isnull", False), ("failed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="tender_failure_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="tender_opened_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result_at__isnull", True), ("result_by__isnull", True)),
                            models.Q(("result_at__isnull", False), ("result_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="tender_result_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="contract number")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="contract amount"),
                ),
                ("supplier_name", models.CharField(max_length=200, verbose_name="contractor")),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                ("signed_on", models.DateField(verbose_name="signed on")),
                ("starts_on", models.DateField(verbose_name="work begins on")),
                ("ends_on", models.DateField(verbose_name="work is to end on")),
                (
                    "payment_terms",
                    models.JSONField(
                        default=list,
                        help_text="As recorded; they bind once the contract is signed, as rows of its commitment.",
                        verbose_name="terms of payment",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded at"),
                ),
                (
                    "commitment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="projects.commitment",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="contract",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="projects.project",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tender",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract",
                        to="procurement.tender",
                    ),
                ),
            ],
            options={
                "verbose_name": "contract",
                "verbose_name_plural": "contracts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="contract_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="contract_period_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clarification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="text of the clarification")),
                (
                    "published_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="published at"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "solicitation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="procurement.solicitation",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clarifications",
                        to="procurement.tender",
                    ),
                ),
            ],
            options={
                "verbose_name": "clarification notice",
                "verbose_name_plural": "clarification notices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("solicitation__isnull", False), ("tender__isnull", True)),
                            models.Q(("solicitation__isnull", True), ("tender__isnull", False)),
                            _connector="OR",
                        ),
                        name="clarification_of_one_notice",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("supplier_name", models.CharField(max_length=200, verbose_name="bidder")),
                ("uscc", models.CharField(max_length=18, verbose_name="unified social credit code")),
                ("price", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="bid price")),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("refused", "Refused: too late"),
                            ("withdrawn", "Withdrawn"),
                            ("valid", "Valid"),
                            ("rejected", "Rejected"),
                        ],
                        default="received",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unsigned", "Not sealed or signed as required"),
                            ("no_joint_agreement", "Consortium without a joint agreement"),
                            ("unqualified", "Bidder not qualified"),
                            ("several_offers", "Several bids or prices from one bidder"),
                            ("price", "Price below cost or above the maximum"),
                            ("not_responsive", "Does not respond to essential requirements"),
                            ("dishonest", "Collusion, fraud or bribery"),
                        ],
                        max_length=30,
                        verbose_name="reason for rejection",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("rank", models.PositiveSmallIntegerField(null=True, verbose_name="rank")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids",
                        to="projects.documentversion",
                        verbose_name="bid",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids",
                        to="procurement.tender",
                    ),
                ),
            ],
            options={
                "verbose_name": "bid",
                "verbose_name_plural": "bids",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["received", "valid", "rejected"])),
                        fields=("tender", "uscc"),
                        name="bid_once_per_bidder",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rank__isnull", False)),
                        fields=("tender", "rank"),
                        name="bid_rank_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("price__gt", 0)), name="bid_price_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), models.Q(("fault", ""), _negated=True)),
                            models.Q(models.Q(("state", "rejected"), _negated=True), ("fault", "")),
                            _connector="OR",
                        ),
                        name="bid_rejection_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__isnull", True), ("state", "valid"), _connector="OR"),
                        name="bid_only_valid_is_ranked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Award",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title of the notice")),
                ("text", models.TextField(blank=True, verbose_name="text of the notice")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="Who answers questions: name, telephone, address.",
                        max_length=200,
                        verbose_name="contact",
                    ),
                ),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the saves of the draft, so that none is overwritten.",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="published at"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="award amount")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Why candidates ranked before do not get the award.",
                        verbose_name="reason",
                    ),
                ),
                (
                    "files",
                    models.ManyToManyField(
                        related_name="+", to="projects.documentversion", verbose_name="public documents"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.bid",
                        verbose_name="winner",
                    ),
                ),
                (
                    "tender",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="award",
                        to="procurement.tender",
                    ),
                ),
            ],
            options={
                "verbose_name": "award",
                "verbose_name_plural": "awards",
                "abstract": False,
                "indexes": [models.Index(fields=["-published_at", "-id"], name="award_recent")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                                models.Q(("title", ""), _negated=True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="award_publication_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="award_amount_positive"
                    ),
                ],
            },
        ),
    ]
