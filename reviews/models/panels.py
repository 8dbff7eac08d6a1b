from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Membership, Organization, User
from projects.flow import Stage
from projects.models import DocumentVersion, Project


class PanelQuerySet(models.QuerySet["Panel"]):
    def here(self) -> PanelQuerySet:
        """Return those formed in their project's present stay in its stage."""
        return self.filter(visit=F("project__visit"))

    def open(self) -> PanelQuerySet:
        """Return those that live: formed in the present stay and not concluded."""
        return self.here().filter(concluded_at__isnull=True)

    def filing(self) -> tuple[int, int]:
        """Return how many members of the panel at work have filed their opinion, and how many sit on it."""
        sitting = PanelMember.objects.sitting().filter(panel__in=self.open())
        return sitting.filter(opinion__isnull=False).count(), sitting.count()

    def concluded(self, kind: str) -> PanelQuerySet:
        return self.here().filter(kind=kind, concluded_at__isnull=False)

    def argumentation_passed(self) -> bool:
        passed = [Panel.Conclusion.PASS, Panel.Conclusion.PASS_AFTER_REVISION]
        return self.concluded(Panel.Kind.ARGUMENTATION).filter(conclusion__in=passed).exists()

    def revision_filed(self) -> bool:
        """Tell whether no revision is owed."""
        owed = self.concluded(Panel.Kind.ARGUMENTATION).filter(
            conclusion=Panel.Conclusion.PASS_AFTER_REVISION, revision__isnull=True
        )
        return not owed.exists()

    def argumentation_failed(self) -> bool:
        return self.concluded(Panel.Kind.ARGUMENTATION).filter(conclusion=Panel.Conclusion.FAIL).exists()

    def argumentation_rejects(self) -> bool:
        """Tell whether the panel advised to reject for good, not only to return."""
        return self.concluded(Panel.Kind.ARGUMENTATION).filter(advises_rejection=True).exists()

    def argumentation_conclusion(self) -> Panel | None:
        """Return the last argumentation that was concluded, whatever has happened since."""
        concluded = self.filter(kind=Panel.Kind.ARGUMENTATION, concluded_at__isnull=False)
        return concluded.order_by("-concluded_at").first()

    def schemes_ranked(self) -> bool:
        return self.concluded(Panel.Kind.SCHEME).filter(conclusion=Panel.Conclusion.RANKING).exists()

    def acceptance_passed(self) -> bool:
        return self.concluded(Panel.Kind.ACCEPTANCE).filter(conclusion=Panel.Conclusion.PASS).exists()

    def acceptance_failed(self) -> bool:
        return self.concluded(Panel.Kind.ACCEPTANCE).filter(conclusion=Panel.Conclusion.FAIL).exists()


class Panel(models.Model):
    """A panel of named experts that advises on one project at one stage, clause 二(二)."""

    class Kind(models.TextChoices):
        ARGUMENTATION = "argumentation", _("Argumentation")
        SCHEME = "scheme", _("Scheme review")
        BID = "bid", _("Bid evaluation")
        ACCEPTANCE = "acceptance", _("Acceptance")

    class Conclusion(models.TextChoices):
        PASS = "pass", _("Pass")
        PASS_AFTER_REVISION = "pass_after_revision", _("Pass after revision")
        FAIL = "fail", _("Fail")
        RANKING = "ranking", _("Ranking")

    project = models.ForeignKey(Project, models.PROTECT, related_name="panels")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    visit = models.PositiveIntegerField()
    formed_at = models.DateTimeField(_("formed at"), default=timezone.now)
    formed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Conclusion, blank=True)
    advises_rejection = models.BooleanField(_("advises to reject for good"), default=False)
    rejection_reason = models.TextField(_("why it advises to reject for good"), blank=True)
    opinion = models.TextField(_("opinion of the panel"), blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("revision")
    )

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        constraints = [
            models.UniqueConstraint(fields=["project", "kind", "visit"], name="panel_once_per_stay"),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True, concluded_by__isnull=True, conclusion="")
                | Q(concluded_at__isnull=False, concluded_by__isnull=False) & ~Q(conclusion=""),
                name="panel_conclusion_paired",
            ),
            models.CheckConstraint(
                condition=Q(conclusion="") | ~Q(opinion=""), name="panel_conclusion_has_opinion"
            ),
            models.CheckConstraint(
                condition=Q(advises_rejection=False, rejection_reason="")
                | Q(advises_rejection=True, conclusion="fail", kind="argumentation")
                & ~Q(rejection_reason=""),
                name="panel_rejection_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(revision__isnull=True) | Q(conclusion="pass_after_revision"),
                name="panel_revision_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.project}"

    @property
    def lives(self) -> bool:
        """Tell whether its members are at work: not concluded, and the project still in that stay."""
        return self.concluded_at is None and self.visit == self.project.visit

    @property
    def labels(self) -> list[str]:
        """Return the names of what it ranks."""
        return [subject.label for subject in self.subjects.all()]

    def has_had(self, membership: Membership) -> bool:
        """Tell whether the person has or had a seat on it."""
        return self.members.filter(user=membership.user_id).exists()

    @property
    def ranks(self) -> bool:
        """Tell whether this kind of panel puts what it reviews in an order."""
        return self.kind in RANKING_KINDS

    @property
    def conclusions(self) -> list[tuple[str, str]]:
        """Return the conclusions that this kind of panel can come to, with their labels."""
        return [(one.value, str(one.label)) for one in CONCLUSIONS_OF[Panel.Kind(self.kind)]]


Kind, Conclusion = Panel.Kind, Panel.Conclusion

STAGE_OF: dict[str, Stage] = {
    Kind.ARGUMENTATION: Stage.UNDER_ARGUMENTATION,
    Kind.SCHEME: Stage.SOLICITING,
    Kind.BID: Stage.TENDERING,
    Kind.ACCEPTANCE: Stage.PRELIMINARILY_ACCEPTED,
}
"""The stage in which a panel of each kind sits."""

CONCLUSIONS_OF: dict[str, tuple[Panel.Conclusion, ...]] = {
    Kind.ARGUMENTATION: (Conclusion.PASS, Conclusion.PASS_AFTER_REVISION, Conclusion.FAIL),
    Kind.SCHEME: (Conclusion.RANKING,),
    Kind.BID: (Conclusion.RANKING,),
    Kind.ACCEPTANCE: (Conclusion.PASS, Conclusion.FAIL),
}

RANKING_KINDS = frozenset({Kind.SCHEME, Kind.BID})


def subjects_for(project: Project, kind: str) -> list[str]:
    """Return the names of what a panel would rank; procurement says what has been received."""
    if kind == Kind.SCHEME:
        return project.schemes.to_rank()
    if kind == Kind.BID:
        return project.tenders.to_rank()
    return []


class PanelMemberQuerySet(models.QuerySet["PanelMember"]):
    def sitting(self) -> PanelMemberQuerySet:
        """Return those who have not been replaced."""
        return self.filter(left_at__isnull=True)

    def of(self, actor: Actor) -> PanelMemberQuerySet:
        """Return the seats of this person, acting as they do."""
        return self.filter(user=actor.user, organization=actor.organization)

    def owing(self) -> PanelMemberQuerySet:
        """Return those sitting who have not filed their opinion."""
        return self.sitting().filter(opinion__isnull=True)

    def finished(self) -> PanelMemberQuerySet:
        """Return those whose work is over: replaced, or their panel concluded or lapsed."""
        lapsed = ~Q(panel__visit=F("panel__project__visit"))
        return self.filter(Q(left_at__isnull=False) | Q(panel__concluded_at__isnull=False) | lapsed)

    def with_people(self) -> PanelMemberQuerySet:
        return self.select_related("user__expert_profile", "organization").order_by(
            F("left_at").asc(nulls_first=True), "-is_leader", "-is_expert", "pk"
        )

    def at_work(self) -> PanelMemberQuerySet:
        """Return those sitting on panels that live."""
        return self.sitting().filter(
            panel__concluded_at__isnull=True, panel__visit=F("panel__project__visit")
        )


class PanelMember(models.Model):
    """A seat on a panel; who was replaced keeps the row, with the reason."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    is_expert = models.BooleanField(_("expert"))
    is_leader = models.BooleanField(_("panel leader"), default=False)
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    left_at = models.DateTimeField(_("replaced at"), null=True)
    left_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    left_reason = models.TextField(_("reason"), blank=True)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        indexes = [models.Index(fields=["user", "-id"], name="panel_member_by_user")]
        constraints = [
            models.UniqueConstraint(fields=["panel", "user"], name="panel_member_once"),
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(is_leader=True, left_at__isnull=True),
                name="panel_one_leader",
            ),
            models.CheckConstraint(
                condition=Q(is_leader=False) | Q(is_expert=True), name="panel_leader_is_expert"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_by__isnull=True, left_reason="")
                | Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_reason=""),
                name="panel_member_left_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def has_filed(self) -> bool:
        return hasattr(self, "opinion")

    def contradicts(self, conclusion: str) -> bool:
        """Tell whether the member found other than the panel concludes; an order is matter of degree."""
        return self.opinion.verdict != conclusion


class PanelSubject(models.Model):
    """What a panel ranks: a scheme, a bid. ``place`` is set by the conclusion, 1 for the best."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="subjects")
    label = models.CharField(_("name"), max_length=200)
    place = models.PositiveSmallIntegerField(_("place"), null=True)

    class Meta:
        verbose_name = _("subject of a panel")
        verbose_name_plural = _("subjects of panels")
        constraints = [
            models.UniqueConstraint(fields=["panel", "label"], name="panel_subject_once"),
            models.UniqueConstraint(fields=["panel", "place"], name="panel_place_once"),
            models.CheckConstraint(
                condition=Q(place__isnull=True) | Q(place__gt=0), name="panel_place_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Dissent(models.Model):
    """A member who does not agree with the panel's conclusion, and why (政府采购法实施条例 art. 41)."""

    member = models.OneToOneField(PanelMember, models.PROTECT, related_name="dissent")
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("dissent")
        verbose_name_plural = _("dissents")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="dissent_has_reason")]

    def __str__(self) -> str:
        return self.reason
