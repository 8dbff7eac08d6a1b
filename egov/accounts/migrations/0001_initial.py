import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "This user name is taken."},
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="user name",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                (
                    "admin_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("system_admin", "System administrator"),
                            ("security_admin", "Security administrator"),
                            ("audit_admin", "Audit administrator"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="administrator",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "wants_mail",
                    models.BooleanField(default=True, verbose_name="wants unread notices by mail"),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="The last one that the person chose; mail is written in it. Empty: the platform's own.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "must_change_password",
                    models.BooleanField(default=False, verbose_name="must change password"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created at"
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [
                    models.Index(condition=models.Q(("is_active", False)), fields=["id"], name="user_closed")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("is_superuser", False)), name="user_never_superuser"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("admin_role__in", ["", "system_admin", "security_admin", "audit_admin"])
                        ),
                        name="user_admin_role_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Jurisdiction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=6,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{6}$", "Six digits, GB/T 2260.")
                        ],
                        verbose_name="division code",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="accounts.jurisdiction",
                        verbose_name="belongs to",
                    ),
                ),
            ],
            options={
                "verbose_name": "jurisdiction",
                "verbose_name_plural": "jurisdictions",
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("short_name", models.CharField(max_length=30, verbose_name="short name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("department", "Department or unit"),
                            ("informatization_office", "Informatization office"),
                            ("finance_bureau", "Finance bureau"),
                            ("municipal_government", "Municipal government"),
                            ("leading_group_office", "Office of the informatization leading group"),
                            ("supervision_bureau", "Supervision bureau"),
                            ("audit_bureau", "Audit bureau"),
                            ("expert_pool", "Expert pool"),
                            ("company", "Company"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "document_prefix",
                    models.CharField(
                        blank=True,
                        help_text="The characters before the year in a document number, for example 东信领办.",
                        max_length=20,
                        verbose_name="document prefix",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organizations",
                        to="accounts.jurisdiction",
                        verbose_name="jurisdiction",
                    ),
                ),
            ],
            options={
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
                "constraints": [
                    models.UniqueConstraint(fields=("jurisdiction", "name"), name="organization_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("uscc", ""), _negated=True),
                        fields=("uscc",),
                        name="organization_uscc_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("is_active", True),
                            (
                                "kind__in",
                                [
                                    "audit_bureau",
                                    "finance_bureau",
                                    "informatization_office",
                                    "leading_group_office",
                                    "municipal_government",
                                    "supervision_bureau",
                                ],
                            ),
                        ),
                        fields=("jurisdiction", "kind"),
                        name="organization_one_of_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "department",
                                    "informatization_office",
                                    "finance_bureau",
                                    "municipal_government",
                                    "leading_group_office",
                                    "supervision_bureau",
                                    "audit_bureau",
                                    "expert_pool",
                                    "company",
                                ],
                            )
                        ),
                        name="organization_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_handler",
                    models.BooleanField(
                        default=False, help_text="Prepares and files.", verbose_name="handler"
                    ),
                ),
                (
                    "is_signatory",
                    models.BooleanField(
                        default=False,
                        help_text="Signs and decides for the organization.",
                        verbose_name="signatory",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", False)),
                        fields=["organization"],
                        name="membership_ended",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "organization"), name="membership_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_handler", True), ("is_signatory", True), _connector="OR"),
                        name="membership_has_capacity",
                    ),
                ],
            },
        ),
    ]
