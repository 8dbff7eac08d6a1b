import uuid
from decimal import Decimal

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.math
import django.utils.timezone
import django_fsm
from django.conf import settings
from django.db import migrations, models

import projects.models.documents


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    django_fsm.FSMField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("deferred", "Deferred"),
                            ("planned", "Planned"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned for correction"),
                            ("under_argumentation", "Under argumentation"),
                            ("argued", "Argumentation passed"),
                            ("awaiting_approval", "Awaiting approval"),
                            ("rejected", "Rejected"),
                            ("approved", "Approved"),
                            ("initiated", "Initiated"),
                            ("soliciting", "Soliciting schemes"),
                            ("scheme_selected", "Scheme selected"),
                            ("scheme_confirmed", "Scheme confirmed"),
                            ("tendering", "Tendering"),
                            ("contracted", "Contract signed"),
                            ("under_construction", "Under construction"),
                            ("trial_run", "Trial run"),
                            ("preliminarily_accepted", "Preliminarily accepted"),
                            ("accepted", "Accepted"),
                            ("in_use", "In use"),
                            ("evaluated", "Evaluated"),
                            ("retired", "Retired"),
                            ("terminated", "Terminated"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=30,
                        protected=True,
                        verbose_name="stage",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=30, unique=True, verbose_name="project number"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="project title")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("network", "Information network system"),
                            ("resources", "Development and use of information resources"),
                            ("application", "Software application system"),
                            ("support", "Supporting hardware and software"),
                        ],
                        max_length=20,
                        verbose_name="category",
                    ),
                ),
                (
                    "construction_type",
                    models.CharField(
                        choices=[
                            ("new", "New build"),
                            ("continued", "Continued build"),
                            ("rebuilt", "Rebuild"),
                            ("expanded", "Expansion"),
                        ],
                        max_length=20,
                        verbose_name="construction type",
                    ),
                ),
                (
                    "approved_investment",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="In yuan, as the municipal government decided.",
                        max_digits=14,
                        null=True,
                        verbose_name="approved investment",
                    ),
                ),
                ("retirement_reason", models.TextField(blank=True, verbose_name="reason for retirement")),
                (
                    "stage_since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="in this stage since"
                    ),
                ),
                (
                    "visit",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="How many steps were taken; evidence and signatures belong to one such stay in a stage.",
                    ),
                ),
                (
                    "discarded_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="When its unit threw the draft away; only what was never proposed can be.",
                        null=True,
                        verbose_name="discarded at",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="updated at"),
                ),
                (
                    "construction_entity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="built_projects",
                        to="accounts.organization",
                        verbose_name="construction entity",
                    ),
                ),
                (
                    "discarded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="accounts.jurisdiction",
                    ),
                ),
                (
                    "owner_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_projects",
                        to="accounts.organization",
                        verbose_name="owner unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "permissions": [("review_project", "May review this project while the panel lives")],
                "indexes": [
                    models.Index(fields=["-updated_at", "-id"], name="project_recent"),
                    models.Index(
                        fields=["jurisdiction", "-updated_at", "-id"], name="project_by_jurisdiction"
                    ),
                    models.Index(
                        fields=["jurisdiction", "stage", "-updated_at", "-id"], name="project_by_stage"
                    ),
                    models.Index(fields=["owner_unit", "-updated_at", "-id"], name="project_by_owner"),
                    models.Index(
                        fields=["construction_entity", "-updated_at", "-id"], name="project_by_builder"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                [
                                    "draft",
                                    "proposed",
                                    "deferred",
                                    "planned",
                                    "submitted",
                                    "returned",
                                    "under_argumentation",
                                    "argued",
                                    "awaiting_approval",
                                    "rejected",
                                    "approved",
                                    "initiated",
                                    "soliciting",
                                    "scheme_selected",
                                    "scheme_confirmed",
                                    "tendering",
                                    "contracted",
                                    "under_construction",
                                    "trial_run",
                                    "preliminarily_accepted",
                                    "accepted",
                                    "in_use",
                                    "evaluated",
                                    "retired",
                                    "terminated",
                                ],
                            )
                        ),
                        name="project_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("category__in", ["network", "resources", "application", "support"])
                        ),
                        name="project_category_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_investment__isnull", True),
                            ("approved_investment__gt", 0),
                            _connector="OR",
                        ),
                        name="project_investment_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("discarded_at__isnull", True), ("discarded_by__isnull", True)),
                            models.Q(
                                ("discarded_at__isnull", False),
                                ("discarded_by__isnull", False),
                                ("stage", "draft"),
                            ),
                            _connector="OR",
                        ),
                        name="project_discarded_as_draft",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2099),
                        ],
                        verbose_name="plan year",
                    ),
                ),
                ("priorities", models.TextField(verbose_name="priorities of the year")),
                (
                    "ceiling",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="What the special fund can bear in this year, in yuan.",
                        max_digits=16,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="ceiling",
                    ),
                ),
                ("is_open", models.BooleanField(default=True, verbose_name="open for proposals")),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the changes of what is signed, so that nobody signs what they have not seen.",
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
                ("published_at", models.DateTimeField(null=True, verbose_name="published at")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="accounts.jurisdiction",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "annual plan",
                "verbose_name_plural": "annual plans",
                "constraints": [
                    models.UniqueConstraint(fields=("jurisdiction", "year"), name="plan_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("ceiling__gt", 0)), name="plan_ceiling_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(
                                ("is_open", False),
                                ("published_at__isnull", False),
                                ("published_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="plan_publication_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="Counts saves: of two people at the form, the later one is told."
                    ),
                ),
                (
                    "unsaved",
                    models.JSONField(
                        default=dict,
                        help_text="What was typed and not understood, by field; shown again, never lost.",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="updated at")),
                ("leader_name", models.CharField(blank=True, max_length=60, verbose_name="person in charge")),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="contact person")),
                ("contact_phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "confidentiality",
                    models.CharField(
                        blank=True,
                        choices=[("no", "Not classified"), ("yes", "Classified (to be handled offline)")],
                        max_length=10,
                        verbose_name="confidentiality",
                    ),
                ),
                ("starts_on", models.DateField(null=True, verbose_name="construction begins")),
                ("ends_on", models.DateField(null=True, verbose_name="construction ends")),
                (
                    "location",
                    models.CharField(blank=True, max_length=200, verbose_name="place of construction"),
                ),
                ("basis", models.TextField(blank=True, verbose_name="documents it rests on")),
                ("existing_systems", models.TextField(blank=True, verbose_name="existing systems")),
                (
                    "relation_to_existing",
                    models.TextField(blank=True, verbose_name="relation to existing systems"),
                ),
                ("necessity", models.TextField(blank=True, verbose_name="necessity")),
                ("feasibility", models.TextField(blank=True, verbose_name="feasibility")),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                ("content", models.TextField(blank=True, verbose_name="construction content")),
                ("functions", models.TextField(blank=True, verbose_name="list of functions")),
                ("architecture", models.TextField(blank=True, verbose_name="system architecture")),
                (
                    "deployment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cloud", "Government cloud"),
                            ("own", "Own machine room"),
                            ("mixed", "Both, with reasons"),
                            ("none", "Nothing to deploy"),
                        ],
                        max_length=10,
                        verbose_name="deployment",
                    ),
                ),
                (
                    "network",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("extranet", "Government extranet"),
                            ("intranet", "Government intranet"),
                            ("dedicated", "Dedicated network"),
                            ("internet", "Internet"),
                        ],
                        max_length=10,
                        verbose_name="network",
                    ),
                ),
                ("data_needed", models.TextField(blank=True, verbose_name="data needed from others")),
                ("platforms", models.TextField(blank=True, verbose_name="platforms to connect to")),
                (
                    "security_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not graded yet"),
                            ("1", "Level 1"),
                            ("2", "Level 2"),
                            ("3", "Level 3"),
                            ("4", "Level 4"),
                        ],
                        max_length=2,
                        verbose_name="security grading (MLPS)",
                    ),
                ),
                ("cryptography", models.TextField(blank=True, verbose_name="use of cryptography")),
                ("xinchuang", models.TextField(blank=True, verbose_name="domestic technology")),
                (
                    "data_classification",
                    models.TextField(blank=True, verbose_name="classification and grading of data"),
                ),
                (
                    "annual_maintenance",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="operation and maintenance per year",
                    ),
                ),
                ("cost_basis", models.TextField(blank=True, verbose_name="how the costs were estimated")),
                ("performance_goal", models.TextField(blank=True, verbose_name="performance goal")),
                (
                    "updated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("starts_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="application_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("annual_maintenance__isnull", True),
                            ("annual_maintenance__gte", 0),
                            _connector="OR",
                        ),
                        name="application_maintenance_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationCost",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cost_lines",
                        to="projects.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "item", "year"), name="application_cost_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="application_cost_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationFunding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("special_fund", "Special fund"),
                            ("upper_level", "Grant from a higher level"),
                            ("own", "Own funds"),
                        ],
                        max_length=30,
                        verbose_name="funding source",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="funding_lines",
                        to="projects.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "source"), name="application_funding_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="application_funding_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("construction", "Construction"),
                            ("review", "Argumentation, review and supervision"),
                            ("maintenance", "Operation and maintenance"),
                        ],
                        max_length=12,
                        verbose_name="line",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="contract number")),
                ("payee", models.CharField(max_length=200, verbose_name="payee")),
                (
                    "signed_amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount as signed"),
                ),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="committed at"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signed_amount__gt", 0)), name="commitment_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "visit",
                    models.PositiveIntegerField(
                        help_text="The stay in the stage “returned” to which it belongs."
                    ),
                ),
                ("field", models.CharField(max_length=60, verbose_name="field")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="projects.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "constraints": [
                    models.UniqueConstraint(fields=("application", "visit", "field"), name="correction_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="correction_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                            ("feasibility_report", "Feasibility report"),
                            ("requirements_report", "Requirements report"),
                            ("argumentation_opinion", "Argumentation opinion"),
                            ("revision", "Revision after argumentation"),
                            ("meeting_record", "Meeting record"),
                            ("initiation_approval", "Initiation approval"),
                            ("solicitation", "Solicitation document"),
                            ("scheme", "Scheme"),
                            ("scheme_review_report", "Scheme review report"),
                            ("optimised_design", "Optimized design"),
                            ("budget_estimate", "Budget estimate"),
                            ("tender_document", "Tender document"),
                            ("bid", "Bid"),
                            ("opening_record", "Opening record"),
                            ("evaluation_report", "Bid evaluation report"),
                            ("award_notice", "Award notice"),
                            ("award_letter", "Letter of award"),
                            ("contract", "Contract"),
                            ("supervision_contract", "Supervision contract"),
                            ("supervision_report", "Supervision report"),
                            ("progress_report", "Progress report"),
                            ("change_order", "Change order"),
                            ("invoice", "Invoice"),
                            ("trial_run_report", "Trial-run report"),
                            ("preliminary_acceptance", "Preliminary acceptance report"),
                            ("sub_acceptance", "Sub-acceptance report"),
                            ("acceptance_opinion", "Acceptance opinion"),
                            ("acceptance_certificate", "Acceptance certificate"),
                            ("maintenance_plan", "Operation and maintenance plan"),
                            ("performance_report", "Performance evaluation report"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("removed_at", models.DateTimeField(null=True, verbose_name="removed at")),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="document_removal_paired",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "file",
                    models.FileField(
                        max_length=120, upload_to=projects.models.documents.storage_path, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("media_type", models.CharField(max_length=120, verbose_name="media type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="uploaded at"),
                ),
                (
                    "visit",
                    models.PositiveIntegerField(
                        default=0,
                        help_text="The project's visit when it was filed: once a step is taken, it stays.",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="projects.document",
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
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file version",
                "verbose_name_plural": "file versions",
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="document_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FundArrangement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "appropriation",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="appropriation"),
                ),
                (
                    "construction",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="Construction"),
                ),
                (
                    "review",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="Argumentation, review and supervision"
                    ),
                ),
                (
                    "maintenance",
                    models.DecimalField(
                        decimal_places=2, max_digits=16, verbose_name="Operation and maintenance"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        help_text="The decision on the budget, with its document number.",
                        max_length=200,
                        verbose_name="basis",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "proposed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="proposed at"),
                ),
                ("posted_at", models.DateTimeField(null=True, verbose_name="in force since")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="reason for withdrawal")),
                (
                    "proposed_by",
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
                "verbose_name": "fund arrangement",
                "verbose_name_plural": "fund arrangements",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("appropriation__gt", 0),
                            ("construction__gte", 0),
                            ("maintenance__gte", 0),
                            ("review__gte", 0),
                        ),
                        name="arrangement_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("posted_at", None),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="arrangement_withdrawal_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ArrangementSignature",
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
                            ("unit", "Government unit"),
                            ("owner_unit", "Owner unit"),
                            ("user_unit", "User unit"),
                            ("construction_entity", "Construction entity"),
                            ("informatization_office", "Informatization office"),
                            ("finance_bureau", "Finance bureau"),
                            ("municipal_government", "Municipal government"),
                            ("leading_group_office", "Office of the informatization leading group"),
                            ("supervision_bureau", "Supervision bureau"),
                            ("audit_bureau", "Audit bureau"),
                            ("expert", "Expert"),
                            ("supervisor", "Supervisor"),
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed at"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="projects.fundarrangement",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature on a fund arrangement",
                "verbose_name_plural": "signatures on a fund arrangement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arrangement", "role"), name="arrangement_signed_once_per_party"
                    )
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quantity", "Quantity"),
                            ("quality", "Quality"),
                            ("timeliness", "Timeliness"),
                            ("cost", "Cost"),
                            ("benefit", "Benefit"),
                            ("satisfaction", "Satisfaction"),
                        ],
                        max_length=20,
                        verbose_name="kind of indicator",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="indicator")),
                ("target", models.CharField(max_length=200, verbose_name="target")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="projects.application",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NumberSequence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "number sequence",
                "verbose_name_plural": "number sequences",
                "constraints": [models.UniqueConstraint(fields=("series", "year"), name="sequence_once")],
            },
        ),
        migrations.CreateModel(
            name="PaymentTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("title", models.CharField(max_length=40, verbose_name="term of payment")),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="percent")),
                (
                    "is_final",
                    models.BooleanField(
                        default=False,
                        help_text="Paid once the project is accepted.",
                        verbose_name="only after final acceptance",
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="projects.commitment",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of payment",
                "verbose_name_plural": "terms of payment",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("commitment", "position"), name="payment_term_once"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gt", 0), ("percent__lte", 100)),
                        name="payment_term_percent_sound",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentApplication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("invoice_number", models.CharField(max_length=60, verbose_name="invoice number")),
                ("statement", models.TextField(verbose_name="statement")),
                (
                    "voucher",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="voucher"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("filed", "Waits for acceptance"),
                            ("returned", "Returned"),
                            ("accepted", "Waits for payment"),
                            ("refused", "Payment refused"),
                            ("paid", "Paid"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "filed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="filed at"),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="checked at")),
                ("check_remark", models.TextField(blank=True, verbose_name="remark on the check")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                ("refusal_reason", models.TextField(blank=True, verbose_name="reason for refusal")),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_applications",
                        to="projects.commitment",
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
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="invoice",
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
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="projects.paymentterm",
                        verbose_name="term of payment",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment application",
                "verbose_name_plural": "payment applications",
                "indexes": [models.Index(fields=["status", "id"], name="payment_by_status")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["filed", "accepted"])),
                        fields=("term",),
                        name="one_open_payment_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="payment_application_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at", None), ("checked_by", None), ("status", "filed")),
                            models.Q(
                                ("checked_at__isnull", False),
                                ("checked_by__isnull", False),
                                models.Q(("status", "filed"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payment_check_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at", None),
                                ("settled_by", None),
                                ("status__in", ["filed", "returned", "accepted"]),
                            ),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                                ("status__in", ["refused", "paid"]),
                            ),
                            _connector="OR",
                        ),
                        name="payment_settlement_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("check_remark", ""), ("status", "returned"), _negated=True),
                            models.Q(("refusal_reason", ""), ("status", "refused"), _negated=True),
                        ),
                        name="payment_refusal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="projects.project",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
            },
        ),
        migrations.AddField(
            model_name="project",
            name="plan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="projects.annualplan",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="successor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="projects.project",
                verbose_name="successor",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="supervisor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supervised_projects",
                to="accounts.organization",
                verbose_name="supervisor",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="user_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="used_projects",
                to="accounts.organization",
                verbose_name="user unit",
            ),
        ),
        migrations.CreateModel(
            name="IssuedPaper",
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
                            ("initiation_approval", "Initiation approval"),
                            ("argumentation_opinion", "Argumentation opinion"),
                            ("scheme_review_report", "Scheme review report"),
                            ("award_notice", "Award notice"),
                            ("award_letter", "Letter of award"),
                            ("change_order", "Change order"),
                            ("acceptance_opinion", "Acceptance opinion"),
                            ("acceptance_certificate", "Acceptance certificate"),
                            ("performance_report", "Performance evaluation report"),
                            ("annual_plan", "Annual construction plan"),
                            ("fund_report", "Annual fund report"),
                            ("dossier", "Project dossier"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("issuer_name", models.CharField(max_length=120, verbose_name="name of the organ")),
                ("series", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("serial", models.PositiveIntegerField(verbose_name="serial")),
                ("number", models.CharField(max_length=60, verbose_name="document number")),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "about_year",
                    models.PositiveSmallIntegerField(
                        help_text="The year of the plan or the fund that the paper is about.", null=True
                    ),
                ),
                ("file", models.FileField(max_length=120, upload_to="", verbose_name="file")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, unique=True, verbose_name="SHA-256")),
                ("code", models.CharField(max_length=14, unique=True, verbose_name="verification code")),
                ("data", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("reason", models.TextField(blank=True, verbose_name="reason of the correction")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="issued by",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="accounts.jurisdiction",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="projects.issuedpaper",
                        verbose_name="takes the place of",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued",
                        to="projects.documentversion",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "issued paper",
                "verbose_name_plural": "issued papers",
                "indexes": [models.Index(fields=["project", "kind"], name="paper_by_project")],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "year", "serial"), name="paper_serial_once"),
                    models.UniqueConstraint(fields=("issuer", "number"), name="paper_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("serial__gt", 0)), name="paper_serial_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("supersedes__isnull", True)),
                            models.Q(("supersedes__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paper_correction_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiationApproval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("serial", models.PositiveIntegerField(verbose_name="serial")),
                ("number", models.CharField(max_length=60, verbose_name="document number")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="issued by",
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
                        related_name="initiation_approvals",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "initiation approval",
                "verbose_name_plural": "initiation approvals",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issuer", "year", "serial"), name="initiation_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("issuer", "number"), name="initiation_text_of_number_once"
                    ),
                    models.UniqueConstraint(fields=("project",), name="initiation_once"),
                    models.CheckConstraint(
                        condition=models.Q(("serial__gt", 0)), name="initiation_serial_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        choices=[
                            ("appropriated", "Appropriation"),
                            ("earmarked", "Earmarked"),
                            ("allocated", "Allocated"),
                            ("committed", "Committed"),
                            ("paid", "Paid"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("construction", "Construction"),
                            ("review", "Argumentation, review and supervision"),
                            ("maintenance", "Operation and maintenance"),
                        ],
                        max_length=12,
                        verbose_name="line",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(default=0, editable=False)),
                ("used_fen", models.BigIntegerField(default=0, editable=False)),
                ("last_entry_id", models.BigIntegerField(default=0, editable=False)),
                (
                    "commitment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="projects.commitment",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="projects.fundaccount",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_accounts",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "fund account",
                "verbose_name_plural": "fund accounts",
                "indexes": [models.Index(fields=["project", "figure", "line"], name="account_by_project")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("used_fen__gte", 0), ("used_fen__lte", models.F("amount_fen"))),
                        name="fund_account_within",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("commitment", None),
                                ("figure", "appropriated"),
                                ("line", ""),
                                ("parent", None),
                                ("project", None),
                            ),
                            models.Q(
                                ("commitment", None),
                                ("figure", "earmarked"),
                                ("line__gt", ""),
                                ("parent__isnull", False),
                                ("project", None),
                            ),
                            models.Q(
                                ("commitment", None),
                                ("figure", "allocated"),
                                ("line__gt", ""),
                                ("parent__isnull", False),
                                ("project__isnull", False),
                            ),
                            models.Q(
                                ("commitment__isnull", False),
                                ("figure", "committed"),
                                ("line__gt", ""),
                                ("parent__isnull", False),
                                ("project__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="fund_account_shape",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "followed project",
                "verbose_name_plural": "followed projects",
                "constraints": [models.UniqueConstraint(fields=("user", "project"), name="follow_once")],
            },
        ),
        migrations.CreateModel(
            name="DuplicateHit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "similarity",
                    models.DecimalField(decimal_places=3, max_digits=4, verbose_name="similarity"),
                ),
                ("passages", models.JSONField(default=list, verbose_name="matching passages")),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="found at")),
                (
                    "answer",
                    models.TextField(
                        blank=True, help_text="Why this is not duplicate construction.", verbose_name="answer"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_hits",
                        to="projects.project",
                        verbose_name="earlier project",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicate_hits",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "possible duplicate",
                "verbose_name_plural": "possible duplicates",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "earlier"), name="duplicate_hit_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="projects.project"
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("approve", "Approve"), ("reject", "Reject"), ("terminate", "Terminate")],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                ("meeting", models.CharField(max_length=120, verbose_name="meeting")),
                ("meeting_on", models.DateField(verbose_name="date of the meeting")),
                (
                    "approved_investment",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="approved investment"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "decided_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="decided at"),
                ),
                (
                    "construction_entity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="construction entity",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
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
                        related_name="decisions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "visit"), name="decision_once_per_stay"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "approve"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="decision_no_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_investment__gt", 0),
                                ("construction_entity__isnull", False),
                                ("outcome", "approve"),
                            ),
                            models.Q(
                                models.Q(("outcome", "approve"), _negated=True),
                                ("approved_investment__isnull", True),
                                ("construction_entity__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="decision_yes_names_builder_and_money",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="projects.project"
            ),
        ),
        migrations.CreateModel(
            name="ArrangementItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("construction", "Construction"),
                            ("review", "Argumentation, review and supervision"),
                            ("maintenance", "Operation and maintenance"),
                        ],
                        max_length=12,
                        verbose_name="line",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="projects.fundarrangement",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="projects.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "item of a fund arrangement",
                "verbose_name_plural": "items of a fund arrangement",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="arrangement_item_positive"
                    ),
                    models.UniqueConstraint(
                        fields=("arrangement", "project", "line"), name="arrangement_item_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("visit", models.PositiveIntegerField()),
                ("document_number", models.CharField(max_length=40, verbose_name="document number")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(verbose_name="text of the request")),
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
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval_requests",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for approval",
                "verbose_name_plural": "requests for approval",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "visit"), name="approval_request_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationSubmission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="submission")),
                (
                    "visit",
                    models.PositiveIntegerField(
                        help_text="The stay in the stage “submitted” that it opened."
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "submitted_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="submitted at"),
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
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="signed by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="submission_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="projects.project",
            ),
        ),
        migrations.CreateModel(
            name="ProjectUserObjectPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="projects.project"),
                ),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1_urgent", "Urgent and important"),
                            ("2_important", "Important"),
                            ("3_ordinary", "Ordinary"),
                            ("4_can_wait", "Can wait"),
                        ],
                        max_length=20,
                        verbose_name="priority",
                    ),
                ),
                ("background", models.TextField(blank=True, verbose_name="background")),
                ("objectives", models.TextField(blank=True, verbose_name="objectives")),
                ("content", models.TextField(blank=True, verbose_name="construction content")),
                ("shares", models.TextField(blank=True, verbose_name="information resources it shares")),
                ("consumes", models.TextField(blank=True, verbose_name="information resources it needs")),
                (
                    "security_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not graded yet"),
                            ("1", "Level 1"),
                            ("2", "Level 2"),
                            ("3", "Level 3"),
                            ("4", "Level 4"),
                        ],
                        max_length=2,
                        verbose_name="security grading (MLPS)",
                    ),
                ),
                ("related_systems", models.TextField(blank=True, verbose_name="related existing systems")),
                (
                    "estimate",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal(0),
                        help_text="In yuan; the sum of the cost lines.",
                        max_digits=14,
                        verbose_name="investment estimate",
                    ),
                ),
                (
                    "typed",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        editable=False,
                        help_text="The form as it was sent, while something in it is not understood: a draft loses nothing.",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Counts the saves: the later of two writers is told.",
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="started at"
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("1_urgent", "Urgent and important"),
                            ("2_important", "Important"),
                            ("3_ordinary", "Ordinary"),
                            ("4_can_wait", "Can wait"),
                        ],
                        max_length=20,
                        verbose_name="priority as the office ranks it",
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="rank")),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("pending", "Not decided"),
                            ("included", "Included"),
                            ("deferred", "Deferred"),
                        ],
                        default="pending",
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                ("decision_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No results yet"),
                            ("support", "Support"),
                            ("reduce", "Improve, with less money"),
                            ("hold", "Hold until put right"),
                        ],
                        help_text="As it stood when the office decided.",
                        max_length=10,
                        verbose_name="recommendation from earlier results",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="projects.annualplan",
                        verbose_name="plan year",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "plan"), name="proposal_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("estimate__gte", 0)), name="proposal_estimate_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "pending"),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_decision_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("special_fund", "Special fund"),
                            ("upper_level", "Grant from a higher level"),
                            ("own", "Own funds"),
                        ],
                        max_length=30,
                        verbose_name="funding source",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="funding_lines",
                        to="projects.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "funding line",
                "verbose_name_plural": "funding lines",
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "source"), name="funding_line_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="funding_line_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cost_lines",
                        to="projects.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "cost line",
                "verbose_name_plural": "cost lines",
                "constraints": [
                    models.UniqueConstraint(fields=("proposal", "item", "year"), name="cost_line_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="cost_line_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file name")),
                ("rows", models.JSONField(help_text="What was understood, row by row.")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="uploaded at"),
                ),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmed at")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="projects.annualplan",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "import of proposals",
                "verbose_name_plural": "imports of proposals",
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="information resource")),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("unconditional", "Shared unconditionally"),
                            ("conditional", "Shared on conditions"),
                            ("none", "Not shared"),
                        ],
                        max_length=20,
                        verbose_name="sharing type",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="conditions, or legal basis for not sharing"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resources",
                        to="projects.application",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sharing", "unconditional"),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="resource_limits_explained",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchPiece",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("piece", models.CharField(max_length=2)),
                (
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_pieces",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["project"], name="search_piece_by_project")],
                "constraints": [
                    models.UniqueConstraint(fields=("piece", "project"), name="search_piece_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Shingle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shingles",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("value", "project"), name="shingle_once")],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                ("visit", models.PositiveIntegerField(default=0)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("unit", "Government unit"),
                            ("owner_unit", "Owner unit"),
                            ("user_unit", "User unit"),
                            ("construction_entity", "Construction entity"),
                            ("informatization_office", "Informatization office"),
                            ("finance_bureau", "Finance bureau"),
                            ("municipal_government", "Municipal government"),
                            ("leading_group_office", "Office of the informatization leading group"),
                            ("supervision_bureau", "Supervision bureau"),
                            ("audit_bureau", "Audit bureau"),
                            ("expert", "Expert"),
                            ("supervisor", "Supervisor"),
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "signed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="signed at"),
                ),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn at")),
                ("withdrawal_reason", models.TextField(blank=True, verbose_name="reason for withdrawal")),
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
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="projects.annualplan",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("plan__isnull", True), ("project__isnull", False)),
                            models.Q(("plan__isnull", False), ("project__isnull", True)),
                            _connector="OR",
                        ),
                        name="signature_on_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("project__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("project", "step", "visit", "role"),
                        name="signature_once_per_party",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plan__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("plan", "role"),
                        name="signature_once_per_plan_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="signature_withdrawal_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpecialFund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
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
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funds",
                        to="accounts.jurisdiction",
                    ),
                ),
            ],
            options={
                "verbose_name": "special fund",
                "verbose_name_plural": "special funds",
                "constraints": [
                    models.UniqueConstraint(fields=("jurisdiction", "year"), name="fund_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                            models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="fund_closing_paired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("entries", models.PositiveIntegerField(verbose_name="entries")),
                ("faults", models.JSONField(default=list, verbose_name="faults")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="projects.specialfund",
                    ),
                ),
            ],
            options={
                "verbose_name": "proof of the ledger",
                "verbose_name_plural": "proofs of the ledger",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("construction", "Construction"),
                            ("review", "Argumentation, review and supervision"),
                            ("maintenance", "Operation and maintenance"),
                        ],
                        max_length=12,
                        verbose_name="line",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("appropriation", "Appropriation"),
                            ("earmark", "Earmark"),
                            ("allocation", "Allocation"),
                            ("commitment", "Commitment"),
                            ("payment", "Payment"),
                            ("release", "Release"),
                            ("reallocation", "Reallocation"),
                            ("carry_over", "Carry-over"),
                            ("reversal", "Reversal"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "figure",
                    models.CharField(
                        choices=[
                            ("appropriated", "Appropriation"),
                            ("earmarked", "Earmarked"),
                            ("allocated", "Allocated"),
                            ("committed", "Committed"),
                            ("paid", "Paid"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("sign", models.SmallIntegerField(choices=[(1, "+"), (-1, "−")])),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, verbose_name="amount")),
                (
                    "is_overrun",
                    models.BooleanField(
                        default=False,
                        help_text="The office approved this commitment above the limit for changes.",
                        verbose_name="approved overrun",
                    ),
                ),
                ("voucher", models.UUIDField(default=uuid.uuid4, verbose_name="voucher")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.TextField(verbose_name="reason")),
                ("object_type", models.CharField(blank=True, max_length=80)),
                ("object_id", models.CharField(blank=True, max_length=60)),
                ("object_label", models.CharField(blank=True, max_length=300, verbose_name="about")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="projects.fundaccount",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.documentversion",
                        verbose_name="document",
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
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="projects.ledgerentry",
                        verbose_name="reverses",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_entries",
                        to="projects.project",
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="projects.specialfund",
                    ),
                ),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger entries",
                "indexes": [
                    models.Index(fields=["fund", "id"], name="entry_by_fund"),
                    models.Index(fields=["project", "id"], name="entry_by_project"),
                    models.Index(fields=["account", "id"], name="entry_by_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("voucher", "position"), name="ledger_voucher_once"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="ledger_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", django.db.models.functions.math.Round(models.F("amount"), precision=2))
                        ),
                        name="ledger_amount_in_fen",
                    ),
                    models.CheckConstraint(condition=models.Q(("sign__in", [1, -1])), name="ledger_sign"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="ledger_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                            models.Q(
                                models.Q(("kind", "reversal"), _negated=True), ("reverses__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="ledger_reversal_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("figure", "appropriated"), ("kind", "appropriation"), ("sign", 1)),
                            models.Q(("figure", "earmarked"), ("kind", "earmark"), ("sign", 1)),
                            models.Q(("figure", "allocated"), ("kind", "allocation"), ("sign", 1)),
                            models.Q(("figure", "committed"), ("kind", "commitment"), ("sign", 1)),
                            models.Q(("figure", "paid"), ("kind", "payment"), ("sign", 1)),
                            models.Q(("kind", "release"), ("sign", -1)),
                            models.Q(("figure", "allocated"), ("kind", "reallocation")),
                            models.Q(("kind", "carry_over"), models.Q(("figure", "paid"), _negated=True)),
                            ("kind", "reversal"),
                            _connector="OR",
                        ),
                        name="ledger_kind_and_figure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_overrun", False), ("figure", "committed"), _connector="OR"),
                        name="ledger_overrun_of_contract",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="fundarrangement",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="arrangements",
                to="projects.specialfund",
            ),
        ),
        migrations.AddField(
            model_name="fundaccount",
            name="fund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="projects.specialfund",
            ),
        ),
        migrations.CreateModel(
            name="Task",
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
                            ("unit", "Government unit"),
                            ("owner_unit", "Owner unit"),
                            ("user_unit", "User unit"),
                            ("construction_entity", "Construction entity"),
                            ("informatization_office", "Informatization office"),
                            ("finance_bureau", "Finance bureau"),
                            ("municipal_government", "Municipal government"),
                            ("leading_group_office", "Office of the informatization leading group"),
                            ("supervision_bureau", "Supervision bureau"),
                            ("audit_bureau", "Audit bureau"),
                            ("expert", "Expert"),
                            ("supervisor", "Supervisor"),
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                        ],
                        max_length=30,
                        verbose_name="role",
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("member", "handler or signatory"), ("signatory", "signatory")],
                        max_length=20,
                        verbose_name="capacity",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("step", "Take the step"),
                            ("sign", "Sign"),
                            ("condition", "Prepare"),
                            ("correct", "Correct the returned application"),
                            ("report", "Report"),
                            ("compile_plan", "Compile the annual plan"),
                            ("sign_plan", "Sign the annual plan"),
                            ("publish_plan", "Publish the annual plan"),
                            ("sign_fund", "Sign the arrangement of the special fund"),
                            ("fill_panel", "Draw or fill the seats of a panel"),
                            ("name_leader", "Record whom the panel chose to lead it"),
                            ("answer_invitation", "Answer the invitation to a panel"),
                            ("sign_declaration", "Sign the declaration for a panel"),
                            ("file_opinion", "File your opinion"),
                            ("sign_opinion", "Sign the panel's opinion"),
                            ("conclude_panel", "Draw up or file the panel's opinion"),
                            ("rate_experts", "Rate the experts of the panel"),
                            ("list_fees", "List the experts' fees"),
                            ("pay_fees", "Pay the experts' fees"),
                            ("consider_suspension", "Consider suspending the expert"),
                            ("score", "Score the evaluation"),
                            ("decide_change", "Decide on the change"),
                            ("rectify_issue", "Rectify the quality issue"),
                            ("check_rectification", "Check the rectification"),
                            ("settle_issue", "Settle the outstanding issue"),
                            ("check_payment", "Accept the payment application"),
                            ("pay", "Pay upon the application"),
                            ("apply_again", "Put the payment application right"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="The step, condition or record it is about.", max_length=60
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, help_text="What that record is called.", max_length=120),
                ),
                ("url", models.CharField(max_length=200)),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("due", models.DateField(verbose_name="due")),
                (
                    "overdue_told_at",
                    models.DateTimeField(
                        help_text="When its holder was told that it is overdue: once, unless the day is moved.",
                        null=True,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="accounts.organization",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="projects.annualplan",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "task",
                "verbose_name_plural": "tasks",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["organization", "due", "id"],
                        name="task_open_by_holder",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["opened_by", "-since"],
                        name="task_open_by_sender",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["project"],
                        name="task_open_by_project",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["due"],
                        name="task_open_by_due",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True), ("overdue_told_at__isnull", True)),
                        fields=["due"],
                        name="task_untold_by_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("step", models.CharField(max_length=40, verbose_name="step")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("deferred", "Deferred"),
                            ("planned", "Planned"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned for correction"),
                            ("under_argumentation", "Under argumentation"),
                            ("argued", "Argumentation passed"),
                            ("awaiting_approval", "Awaiting approval"),
                            ("rejected", "Rejected"),
                            ("approved", "Approved"),
                            ("initiated", "Initiated"),
                            ("soliciting", "Soliciting schemes"),
                            ("scheme_selected", "Scheme selected"),
                            ("scheme_confirmed", "Scheme confirmed"),
                            ("tendering", "Tendering"),
                            ("contracted", "Contract signed"),
                            ("under_construction", "Under construction"),
                            ("trial_run", "Trial run"),
                            ("preliminarily_accepted", "Preliminarily accepted"),
                            ("accepted", "Accepted"),
                            ("in_use", "In use"),
                            ("evaluated", "Evaluated"),
                            ("retired", "Retired"),
                            ("terminated", "Terminated"),
                        ],
                        max_length=30,
                        verbose_name="from",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("deferred", "Deferred"),
                            ("planned", "Planned"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned for correction"),
                            ("under_argumentation", "Under argumentation"),
                            ("argued", "Argumentation passed"),
                            ("awaiting_approval", "Awaiting approval"),
                            ("rejected", "Rejected"),
                            ("approved", "Approved"),
                            ("initiated", "Initiated"),
                            ("soliciting", "Soliciting schemes"),
                            ("scheme_selected", "Scheme selected"),
                            ("scheme_confirmed", "Scheme confirmed"),
                            ("tendering", "Tendering"),
                            ("contracted", "Contract signed"),
                            ("under_construction", "Under construction"),
                            ("trial_run", "Trial run"),
                            ("preliminarily_accepted", "Preliminarily accepted"),
                            ("accepted", "Accepted"),
                            ("in_use", "In use"),
                            ("evaluated", "Evaluated"),
                            ("retired", "Retired"),
                            ("terminated", "Terminated"),
                        ],
                        max_length=30,
                        verbose_name="to",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transitions",
                        to="projects.project",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "transition",
                "verbose_name_plural": "transitions",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "sequence"), name="transition_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["user_unit", "-updated_at", "-id"], name="project_by_user"),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["supervisor", "-updated_at", "-id"], name="project_by_supervisor"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(fields=("project",), name="application_once"),
        ),
        migrations.AlterUniqueTogether(
            name="projectuserobjectpermission",
            unique_together={("user", "permission", "content_object")},
        ),
        migrations.AddConstraint(
            model_name="fundarrangement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("posted_at", None), ("withdrawn_at", None)),
                fields=("fund",),
                name="one_open_arrangement",
            ),
        ),
        migrations.AddIndex(
            model_name="fundaccount",
            index=models.Index(fields=["fund", "figure", "line"], name="account_by_fund"),
        ),
        migrations.AddConstraint(
            model_name="fundaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("figure", "appropriated")),
                fields=("fund",),
                name="one_appropriation_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("figure", "earmarked")),
                fields=("fund", "line"),
                name="one_earmark_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("figure", "allocated")),
                fields=("project", "line", "fund"),
                name="one_allocation_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("figure", "committed")),
                fields=("commitment", "fund"),
                name="one_commitment_account",
            ),
        ),
    ]
