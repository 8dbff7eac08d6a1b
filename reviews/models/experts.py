from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Organization, OrganizationKind, User
from egov.accounts.names import plain_name
from egov.accounts.roles import Permission
from reviews.models.specialties import Specialty


class ExpertQuerySet(models.QuerySet["Expert"]):
    def visible_to(self, actor: Actor) -> ExpertQuerySet:
        """Return those of the jurisdiction for who keeps or watches the pool; oneself for an expert."""
        if actor.organization is None:
            return self.none()
        if actor.kind == OrganizationKind.EXPERT_POOL:
            return self.filter(user=actor.user, pool=actor.organization)
        if actor.may(Permission.MANAGE_EXPERTS) or actor.may(Permission.READ_TRAIL):
            return self.filter(pool__jurisdiction=actor.jurisdiction)
        return self.none()

    def search(self, words: str) -> ExpertQuerySet:
        """Return those whose name, number or employer contains every word."""
        found = self
        for word in words.split()[:5]:
            employer = Q(employer_key__contains=plain_name(word))
            found = found.filter(Q(user__name__icontains=word) | Q(number__icontains=word) | employer)
        return found

    def standing(self, state: str) -> ExpertQuerySet:
        """Return those who stand so today; whose term is over is "expired", no longer "active"."""
        over = Q(valid_until__lt=timezone.localdate())
        if state == Expert.State.EXPIRED:
            return self.filter(over, state=Expert.State.ACTIVE)
        if state == Expert.State.ACTIVE:
            return self.filter(state=state).exclude(over)
        return self.filter(state=state)


class Expert(models.Model):
    """A person of the expert pool: who they are, for whom they work, and whether they may be drawn.

    Identity and bank numbers are sealed (``egov.sealing``); beside them stands what a page may show.
    """

    class State(models.TextChoices):
        UNVERIFIED = "unverified", _("To be verified")
        ACTIVE = "active", _("In the pool")
        SUSPENDED = "suspended", _("Suspended")
        EXPIRED = "expired", _("Term is over")

    class Grade(models.TextChoices):
        FULL = "full", _("Full senior title")
        ASSOCIATE = "associate", _("Associate senior title")
        INTERMEDIATE = "intermediate", _("Intermediate title")

    user = models.OneToOneField(User, models.PROTECT, related_name="expert_profile", verbose_name=_("person"))
    pool = models.ForeignKey(
        Organization, models.PROTECT, related_name="experts", verbose_name=_("expert pool")
    )
    number = models.CharField(_("expert number"), max_length=20, unique=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNVERIFIED)
    specialties = models.ManyToManyField(Specialty, related_name="experts", verbose_name=_("specialties"))
    focus = models.CharField(_("field of work"), max_length=60, blank=True)
    title = models.CharField(_("professional title"), max_length=60)
    grade = models.CharField(_("grade of the title"), max_length=20, choices=Grade, default=Grade.ASSOCIATE)
    field_since = models.PositiveSmallIntegerField(_("in the field since (year)"), null=True)
    employer = models.CharField(_("employer"), max_length=120)
    employer_key = models.CharField(max_length=120, editable=False, db_index=True)
    employer_uscc = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, db_index=True
    )
    employer_organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    post = models.CharField(_("post"), max_length=60, blank=True)
    id_number_sealed = models.TextField(blank=True)
    id_number_mask = models.CharField(_("identity number"), max_length=18, blank=True)
    id_number_print = models.CharField(max_length=64, blank=True)
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    bank_number_sealed = models.TextField(blank=True)
    bank_number_mask = models.CharField(_("bank account"), max_length=30, blank=True)
    valid_until = models.DateField(_("term ends on"), null=True)
    verified_at = models.DateTimeField(_("verified at"), null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        indexes = [
            models.Index(fields=["pool", "-id"], name="expert_by_pool"),
            # Of most neither is known: an index over all of them would look useless to SQLite.
            models.Index(
                fields=["employer_organization"],
                condition=Q(employer_organization__isnull=False),
                name="expert_by_known_organization",
            ),
            models.Index(
                fields=["employer_uscc"], condition=~Q(employer_uscc=""), name="expert_by_known_code"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "id_number_print"], condition=~Q(id_number_print=""), name="expert_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unverified", "active", "suspended"]), name="expert_state_known"
            ),
            # Whoever may be drawn was verified by somebody, for a term.
            models.CheckConstraint(
                condition=Q(state="unverified")
                | Q(verified_at__isnull=False, verified_by__isnull=False, valid_until__isnull=False),
                name="expert_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} · {self.number}"

    def save(self, **kwargs: Any) -> None:
        """Keep beside the employer's name the one by which it is compared."""
        self.employer_key = plain_name(self.employer)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("reviews:expert", args=[self.number])

    @property
    def standing(self) -> Expert.State:
        """Return how the expert stands today."""
        over = self.valid_until is not None and self.valid_until < timezone.localdate()
        return self.State.EXPIRED if over and self.state == self.State.ACTIVE else self.State(self.state)

    @property
    def years(self) -> int | None:
        """Return the years in the field."""
        return timezone.localdate().year - self.field_since if self.field_since else None
