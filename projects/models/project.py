from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction, Organization, OrganizationKind, User
from egov.accounts.roles import Permission, Role, permissions_of
from projects.flow import PHASE_OF_STAGE, Phase, ProjectFlow, Stage

STAGE_FIELDS = frozenset({"stage", "stage_since", "visit"})

DECIDED_STAGES = frozenset(Stage) - {
    Stage.DRAFT,
    Stage.PROPOSED,
    Stage.DEFERRED,
    Stage.PLANNED,
    Stage.SUBMITTED,
    Stage.RETURNED,
    Stage.UNDER_ARGUMENTATION,
    Stage.ARGUED,
}
"""Stages that the municipal government sees: what awaits its decision, and all decided."""


class StageIsProtected(TypeError):
    """Somebody tried to set a stage around ``advance``."""


class Category(models.TextChoices):
    """The four kinds of project, clause 一(二)."""

    NETWORK = "network", _("Information network system")
    RESOURCES = "resources", _("Development and use of information resources")
    APPLICATION = "application", _("Software application system")
    SUPPORT = "support", _("Supporting hardware and software")


class ConstructionType(models.TextChoices):
    NEW = "new", _("New build")
    CONTINUED = "continued", _("Continued build")
    REBUILT = "rebuilt", _("Rebuild")
    EXPANDED = "expanded", _("Expansion")


class ProjectQuerySet(models.QuerySet["Project"]):
    def update(self, **fields: Any) -> int:
        if STAGE_FIELDS & fields.keys():
            raise StageIsProtected("The stage changes through projects.actions.advance alone.")
        return super().update(**fields)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        if STAGE_FIELDS & set(fields):
            raise StageIsProtected("The stage changes through projects.actions.advance alone.")
        return super().bulk_update(objs, fields, batch_size)

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StageIsProtected("Projects are made one by one, by projects.actions.")

    def delete(self) -> NoReturn:
        raise StageIsProtected("Projects are never deleted.")

    def visible_to(self, actor: Actor | None) -> ProjectQuerySet:
        """Return the projects that this person, acting as they do, may see (``process.md`` §3)."""
        if actor is None or actor.membership is None:
            return self.none()
        kept = self.filter(_visibility(actor), discarded_at__isnull=True)
        return kept.exclude(~Q(owner_unit=actor.organization), stage=Stage.DRAFT)


def _visibility(actor: Actor) -> Q:
    organization = actor.membership.organization  # type: ignore[union-attr]  # checked by visible_to
    jurisdiction = organization.jurisdiction_id
    own = Q(owner_unit=organization) | Q(user_unit=organization) | Q(construction_entity=organization)
    readers = Q(jurisdiction=jurisdiction) | Q(jurisdiction__parent=jurisdiction)
    here = Q(jurisdiction=jurisdiction)
    by_kind: dict[str, Q] = {
        OrganizationKind.INFORMATIZATION_OFFICE: own | readers,
        OrganizationKind.FINANCE_BUREAU: own | readers,
        OrganizationKind.SUPERVISION_BUREAU: own | readers,
        OrganizationKind.AUDIT_BUREAU: own | readers,
        OrganizationKind.MUNICIPAL_GOVERNMENT: own | here & Q(stage__in=DECIDED_STAGES),
        OrganizationKind.LEADING_GROUP_OFFICE: own
        | here & Q(stage__in=DECIDED_STAGES - {Stage.AWAITING_APPROVAL}),
        OrganizationKind.COMPANY: Q(supervisor=organization),
    }
    # The ids are read first: a join would walk the whole list for someone with three grants.
    if organization.kind == OrganizationKind.EXPERT_POOL:
        return Q(pk__in=granted_project_ids(actor.user))
    if organization.kind == OrganizationKind.DEPARTMENT:
        # Officials sit on panels too, beside the experts.
        return own | Q(pk__in=granted_project_ids(actor.user))
    return by_kind.get(organization.kind, own)


def granted_project_ids(user: User) -> list[int]:
    """Return the projects on which the person holds a grant now, at most 2,000."""
    grants = ProjectUserObjectPermission.objects.filter(user=user, permission__codename="review_project")
    return list(grants.values_list("content_object_id", flat=True)[:2000])


class Project(ProjectFlow):
    """One record from the department's first proposal to retirement."""

    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="projects", editable=False)
    number = models.CharField(_("project number"), max_length=30, unique=True, editable=False)
    title = models.CharField(_("project title"), max_length=120)
    category = models.CharField(_("category"), max_length=20, choices=Category)
    construction_type = models.CharField(_("construction type"), max_length=20, choices=ConstructionType)
    owner_unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="owned_projects", verbose_name=_("owner unit")
    )
    user_unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="used_projects", verbose_name=_("user unit")
    )
    construction_entity = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="built_projects",
        null=True,
        verbose_name=_("construction entity"),
    )
    supervisor = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="supervised_projects",
        null=True,
        verbose_name=_("supervisor"),
    )
    plan = models.ForeignKey("projects.AnnualPlan", models.PROTECT, related_name="projects", null=True)
    approved_investment = models.DecimalField(
        _("approved investment"),
        max_digits=14,
        decimal_places=2,
        null=True,
        help_text=_("In yuan, as the municipal government decided."),
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, related_name="predecessors", null=True, verbose_name=_("successor")
    )
    retirement_reason = models.TextField(_("reason for retirement"), blank=True)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now, editable=False)
    visit = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="How many steps were taken; evidence and signatures belong to one such stay in a stage.",
    )
    discarded_at = models.DateTimeField(
        _("discarded at"),
        null=True,
        editable=False,
        help_text="When its unit threw the draft away; only what was never proposed can be.",
    )
    discarded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        permissions = [("review_project", "May review this project while the panel lives")]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="project_recent"),
            models.Index(fields=["jurisdiction", "-updated_at", "-id"], name="project_by_jurisdiction"),
            models.Index(fields=["jurisdiction", "stage", "-updated_at", "-id"], name="project_by_stage"),
            models.Index(fields=["owner_unit", "-updated_at", "-id"], name="project_by_owner"),
            models.Index(fields=["user_unit", "-updated_at", "-id"], name="project_by_user"),
            models.Index(fields=["construction_entity", "-updated_at", "-id"], name="project_by_builder"),
            models.Index(fields=["supervisor", "-updated_at", "-id"], name="project_by_supervisor"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="project_stage_known"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="project_category_known"),
            models.CheckConstraint(
                condition=Q(approved_investment__isnull=True) | Q(approved_investment__gt=0),
                name="project_investment_positive",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True, discarded_by__isnull=True)
                | Q(discarded_at__isnull=False, discarded_by__isnull=False, stage=Stage.DRAFT),
                name="project_discarded_as_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_stage_display(self) -> str:  # type: ignore[no-redef]  # Django lets a model say it itself
        """Return the stage's name; Django's own would look through all stages anew for each row of a list."""
        return str(Stage(self.stage).label)

    @property
    def phase(self) -> Phase | None:
        return PHASE_OF_STAGE[Stage(self.stage)]

    @cached_property
    def opened_bids(self) -> frozenset[int]:
        """The ids of the documents that are bids of a tender whose opening is on record."""
        return frozenset(self.tenders.opened_bid_documents())

    def roles_of(self, actor: Actor) -> frozenset[Role]:
        """Return the roles that this person holds in this project, acting as they do.

        A city's offices hold none in a district's project: they read it only (clause 一(一)).
        """
        organization = actor.organization
        if organization is None:
            return frozenset()
        roles = {role for role, holder in self._units().items() if holder == organization.pk}
        if organization.jurisdiction_id == self.jurisdiction_id:
            roles |= actor.roles - {Role.UNIT}
        if organization.kind == OrganizationKind.EXPERT_POOL and self.pk in granted_project_ids(actor.user):
            roles.add(Role.EXPERT)
        return frozenset(roles)

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """Tell whether the person may do this in this project."""
        return permission in permissions_of(self.roles_of(actor))

    def organization_of(self, role: Role) -> Organization | None:
        """Return the organization that holds a role in this project, if it has one."""
        return self.organizations_of([role]).get(role)

    def organizations_of(self, roles: Collection[Role]) -> dict[Role, Organization]:
        """Return who holds which of these roles, in one query; a role that nobody holds is left out."""
        units = self._units()
        offices = [role.value for role in roles if role not in units]
        named = [pk for role, pk in units.items() if role in roles]
        here = Q(jurisdiction=self.jurisdiction_id, is_active=True, kind__in=offices)
        found = list(Organization.objects.filter(here | Q(pk__in=named)).order_by("pk"))
        return {role: one for role in roles for one in found if self._is_held_by(one, role)}

    def _is_held_by(self, organization: Organization, role: Role) -> bool:
        units = self._units()
        if role in units:
            return units[role] == organization.pk
        is_here = organization.is_active and organization.jurisdiction_id == self.jurisdiction_id
        return is_here and organization.kind == role.value

    def _units(self) -> dict[Role, int | None]:
        return {
            Role.OWNER_UNIT: self.owner_unit_id,
            Role.USER_UNIT: self.user_unit_id,
            Role.CONSTRUCTION_ENTITY: self.construction_entity_id,
            Role.SUPERVISOR: self.supervisor_id,
        }

    def save(self, **kwargs: Any) -> None:
        """Save everything but the stage, which only ``advance`` writes."""
        if self._state.adding:
            if self.stage != Stage.DRAFT:
                raise StageIsProtected("A project begins as a draft.")
            super().save(**{**kwargs, "force_insert": True})
            return
        named = kwargs.pop("update_fields", None)
        fields = (
            set(named)
            if named is not None
            else {f.name for f in self._meta.concrete_fields if not f.primary_key}
        )
        if named is not None and STAGE_FIELDS & fields:
            raise StageIsProtected("The stage changes through projects.actions.advance alone.")
        super().save(update_fields=fields - STAGE_FIELDS, **kwargs)

    def save_step(self) -> None:
        """Write the stage. For ``advance`` alone; the database demands the matching transition row."""
        super().save(update_fields=[*STAGE_FIELDS, "updated_at"])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise StageIsProtected("Projects are never deleted.")

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        # The protected field refuses a second value; django-fsm's own way around that switches a
        # flag for all threads.
        self.__dict__.pop("stage", None)
        super().refresh_from_db(*args, **kwargs)


class ProjectUserObjectPermission(UserObjectPermissionBase):
    """A person's grant on one project; panels give and withdraw it."""

    content_object = models.ForeignKey(Project, models.CASCADE)
