from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Jurisdiction(models.Model):
    """A city, or a district or county below it, which runs its own plans, funds and documents.

    Clause 一(一): counties and districts may follow the city's process.
    """

    code = models.CharField(
        _("division code"),
        max_length=6,
        unique=True,
        validators=[RegexValidator(r"^\d{6}$", _("Six digits, GB/T 2260."))],
    )
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="districts", verbose_name=_("belongs to")
    )

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")

    def __str__(self) -> str:
        return self.name


class OrganizationKind(models.TextChoices):
    """What an organization is. What its members may do follows from it (``roles.py``)."""

    DEPARTMENT = "department", _("Department or unit")
    INFORMATIZATION_OFFICE = "informatization_office", _("Informatization office")
    FINANCE_BUREAU = "finance_bureau", _("Finance bureau")
    MUNICIPAL_GOVERNMENT = (
        "municipal_government",
        pgettext_lazy("kind of organization", "Municipal government"),
    )
    LEADING_GROUP_OFFICE = "leading_group_office", _("Office of the informatization leading group")
    SUPERVISION_BUREAU = "supervision_bureau", _("Supervision bureau")
    AUDIT_BUREAU = "audit_bureau", _("Audit bureau")
    EXPERT_POOL = "expert_pool", _("Expert pool")
    COMPANY = "company", _("Company")


GOVERNMENT_KINDS = frozenset(OrganizationKind) - {OrganizationKind.EXPERT_POOL, OrganizationKind.COMPANY}
"""Kinds that can own, use and build projects."""

SINGLE_KINDS = GOVERNMENT_KINDS - {OrganizationKind.DEPARTMENT}
"""Kinds of which a jurisdiction has exactly one that is active."""


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def active(self) -> "OrganizationQuerySet":
        return self.filter(is_active=True)

    def government(self) -> "OrganizationQuerySet":
        """Return those that can own, use and build projects."""
        return self.filter(kind__in=GOVERNMENT_KINDS)

    def with_people(self) -> "OrganizationQuerySet":
        """Count who can act for each now (``members``), and who of them can sign (``signatories``)."""
        usable = Q(
            memberships__is_active=True, memberships__user__is_active=True, memberships__user__admin_role=""
        )
        return self.annotate(
            members=models.Count("memberships", filter=usable),
            signatories=models.Count("memberships", filter=usable & Q(memberships__is_signatory=True)),
        )

    def lacking_signatory(self) -> "OrganizationQuerySet":
        """Return those that have to sign and for whom nobody can."""
        signing = Membership.objects.usable().filter(organization=models.OuterRef("pk"), is_signatory=True)
        return self.active().exclude(kind=OrganizationKind.EXPERT_POOL).exclude(models.Exists(signing))


class Organization(models.Model):
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=30)
    kind = models.CharField(_("kind"), max_length=30, choices=OrganizationKind)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="organizations", verbose_name=_("jurisdiction")
    )
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    document_prefix = models.CharField(
        _("document prefix"),
        max_length=20,
        blank=True,
        help_text=_("The characters before the year in a document number, for example 东信领办."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.UniqueConstraint(fields=["jurisdiction", "name"], name="organization_name_once"),
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="organization_uscc_once"),
            models.UniqueConstraint(
                fields=["jurisdiction", "kind"],
                condition=Q(is_active=True, kind__in=sorted(SINGLE_KINDS)),
                name="organization_one_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OrganizationKind.values), name="organization_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AdminRole(models.TextChoices):
    """The three administrators. One field holds one of them, so no two are in one hand."""

    NONE = "", _("None")
    SYSTEM = "system_admin", _("System administrator")
    SECURITY = "security_admin", _("Security administrator")
    AUDIT = "audit_admin", _("Audit administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do follows from their memberships, never from the account itself."""

    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This user name is taken.")},
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("email"), blank=True)
    admin_role = models.CharField(
        _("administrator"), max_length=20, choices=AdminRole, blank=True, default=AdminRole.NONE
    )
    is_active = models.BooleanField(_("active"), default=True)
    wants_mail = models.BooleanField(_("wants unread notices by mail"), default=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text="The last one that the person chose; mail is written in it. Empty: the platform's own.",
    )
    must_change_password = models.BooleanField(_("must change password"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # Django's superuser may do everything, which here nobody may.
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_never_superuser"),
            models.CheckConstraint(
                condition=Q(admin_role__in=AdminRole.values), name="user_admin_role_known"
            ),
        ]
        # Who is gone is looked for among everybody, of whom few are.
        indexes = [models.Index(fields=["id"], condition=Q(is_active=False), name="user_closed")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def usable(self) -> "MembershipQuerySet":
        """Return those under which a person can act now."""
        return self.filter(
            is_active=True, organization__is_active=True, user__is_active=True, user__admin_role=""
        ).select_related("organization__jurisdiction", "user")


class Membership(models.Model):
    """A person acts for an organization as handler (经办人), signatory (负责人), or both."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("organization")
    )
    is_handler = models.BooleanField(_("handler"), default=False, help_text=_("Prepares and files."))
    is_signatory = models.BooleanField(
        _("signatory"), default=False, help_text=_("Signs and decides for the organization.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["user", "organization"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(is_handler=True) | Q(is_signatory=True), name="membership_has_capacity"
            ),
        ]
        indexes = [
            models.Index(fields=["organization"], condition=Q(is_active=False), name="membership_ended")
        ]

    def __str__(self) -> str:
        return f"{self.user.name} · {self.organization.short_name}"
