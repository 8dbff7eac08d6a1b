from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import Membership, Organization, OrganizationKind, User
from egov.accounts.roles import Permission
from egov.policy.calendar import working_days_before
from egov.policy.rules import value_of
from projects.flow import Stage
from projects.models import DocumentVersion, Project

if TYPE_CHECKING:
    from reviews.models.opinions import Opinion
    from reviews.models.resolutions import Resolution

WATCHERS = frozenset(
    {OrganizationKind.FINANCE_BUREAU, OrganizationKind.SUPERVISION_BUREAU, OrganizationKind.AUDIT_BUREAU}
)
"""Who is told the names shortly before the meeting, beside the office."""


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
        return sitting.filter(opinions__number=1).count(), sitting.count()

    def complete(self) -> PanelQuerySet:
        """Return those that live, whose seats are all taken, and whose members have all filed.

        A panel that a draw left short is not complete: there is still somebody to come who must not know
        what the others marked.
        """
        members = PanelMember.objects.filter(panel=models.OuterRef("pk"))
        missing = models.Exists(members.owing()) | models.Exists(members.vacancies())
        seated = members.sitting().order_by().values("panel").annotate(n=Count("pk")).values("n")
        full = Q(size__isnull=True) | Q(size__lte=models.Subquery(seated))
        return self.open().filter(models.Exists(members.sitting()), full).exclude(missing)

    def standing(self, kind: str) -> PanelQuerySet:
        """Return those of a kind that stand in the present stay, of which there is one at most.

        A scheme panel that could place nothing makes way for another: from there the project goes on only
        with a ranking.
        """
        void = Q(kind=Panel.Kind.SCHEME, conclusion=Panel.Conclusion.FAIL)
        return self.here().filter(kind=kind).exclude(void)

    def opened_to(self, actor: Actor) -> PanelQuerySet:
        """Return those on which the person sits, or which their office leads."""
        sits = Q(members__in=PanelMember.objects.declared().of(actor))
        leads = Q(project__in=Project.objects.visible_to(actor))
        return self.filter(sits | leads if actor.may(Permission.FORM_PANEL) else sits).distinct()

    def secret_from(self, actor: Actor) -> PanelQuerySet:
        """Return those whose members' names the person may not know now.

        The clerk in charge knows them always; office, finance and the bureaus that watch, and members who
        have declared, from the moment of the policy; everybody else once the panel has concluded.
        """
        secret = self.filter(concluded_at__isnull=True).exclude(clerk=actor.user)
        told = Q(names_from__isnull=True) | Q(names_from__lte=timezone.now())
        own = PanelMember.objects.of(actor).declared().values("panel")
        watches = actor.kind in WATCHERS or actor.may(Permission.FORM_PANEL)
        if watches and actor.jurisdiction is not None:
            secret = secret.exclude(told, project__jurisdiction=actor.jurisdiction)
        return secret.exclude(told, pk__in=own)

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

    def bid_order(self) -> list[str] | None:
        """Return the bidders as the bid panel placed them; None where none has concluded."""
        panel = self.concluded(Panel.Kind.BID).first()
        if panel is None:
            return None
        placed = panel.subjects.filter(place__isnull=False).order_by("place")
        return list(placed.values_list("label", flat=True))

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
    clerk = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("clerk in charge")
    )
    size = models.PositiveSmallIntegerField(_("seats"), null=True)
    asks = models.JSONField(_("specialties, with seats and reserves"), default=list)
    meets_at = models.DateTimeField(_("meets at"), null=True)
    place = models.CharField(_("meeting place"), max_length=120, blank=True)
    names_from = models.DateTimeField(_("names are told from"), null=True)
    moved_at = models.DateTimeField(_("meeting moved at"), null=True)
    moved_reason = models.TextField(_("why the meeting was moved"), blank=True)
    conclusion = models.CharField(_("conclusion"), max_length=20, choices=Conclusion, blank=True)
    advises_rejection = models.BooleanField(_("advises to reject for good"), default=False)
    rejection_reason = models.TextField(_("why it advises to reject for good"), blank=True)
    opinion = models.TextField(_("opinion of the panel"), blank=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("revision")
    )
    minutes = models.JSONField(
        null=True,
        encoder=DjangoJSONEncoder,
        help_text="What it said on concluding, as the issued paper prints it.",
    )

    objects = PanelQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel")
        verbose_name_plural = _("panels")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "visit"],
                condition=~Q(kind="scheme", conclusion="fail"),
                name="panel_once_per_stay",
            ),
            models.CheckConstraint(
                condition=Q(moved_at__isnull=True, moved_reason="")
                | Q(moved_at__isnull=False, meets_at__isnull=False) & ~Q(moved_reason=""),
                name="panel_moved_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True, concluded_by__isnull=True, conclusion="")
                | Q(concluded_at__isnull=False, concluded_by__isnull=False) & ~Q(conclusion=""),
                name="panel_conclusion_paired",
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(Exact(F("size") % 2, 1)), name="panel_size_odd"
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(meets_at__isnull=False, names_from__isnull=False),
                name="panel_convened_for_a_meeting",
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
    def meeting_day(self) -> date:
        return timezone.localdate(self.meets_at)

    @property
    def draw_from(self) -> date:
        """Return the first day on which its draw may be made (财库〔2016〕198号)."""
        days = value_of("draw_max_working_days_before", jurisdiction_id=self.project.jurisdiction_id)
        return working_days_before(self.meeting_day, int(days))

    def seats_left(self) -> dict[str, int]:
        """Return, by the code of a specialty, how many of its seats are empty; full ones are left out."""
        # Asked anew: members that a page has read along stand in an order, by which they would be counted.
        sitting = PanelMember.objects.sitting().filter(panel=self, is_expert=True).values_list("specialty")
        taken = dict(sitting.annotate(Count("pk")))
        left = {ask["specialty"]: ask["seats"] - taken.get(ask["specialty"], 0) for ask in self.asks}
        return {specialty: count for specialty, count in left.items() if count > 0}

    @property
    def official_seats_left(self) -> int:
        """Return how many seats of officials are empty."""
        experts = sum(ask["seats"] for ask in self.asks)
        officials = self.members.sitting().filter(is_expert=False).count()
        return (self.size or experts + officials) - experts - officials

    @property
    def has_empty_seats(self) -> bool:
        """Tell whether somebody left whose seat nobody took, or a draw fell short of what was convened."""
        short = self.size is not None and self.members.sitting().count() < self.size
        return short or self.members.vacancies().exists()

    @property
    def is_complete(self) -> bool:
        """Tell whether each seat is taken with a signed declaration, and one of the experts leads."""
        declared = self.members.declared()
        full = declared.count() >= (self.size or self.members.sitting().count())
        return full and declared.filter(is_leader=True).exists()

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
    def has_all_opinions(self) -> bool:
        """Tell whether every seat is taken and everybody has filed: from now on all marks are open to it."""
        members = self.members.sitting()
        return members.exists() and not members.owing().exists() and not self.has_empty_seats

    def basis(self) -> list[int]:
        """Return what a conclusion rests on: the opinions that count, by their ids."""
        last = self.members.sitting().annotate(last=models.Max("opinions__id"))
        return sorted(last.exclude(last=None).values_list("last", flat=True))

    @property
    def resolution(self) -> Resolution | None:
        """Return the conclusion drawn up last, while the opinions it rests on are those that count."""
        last = self.resolutions.order_by("-number").first()
        return last if last and last.basis == self.basis() else None

    @property
    def verdicts(self) -> list[tuple[str, str]]:
        """Return the verdicts that a member can give; an order follows from the marks."""
        if self.ranks:
            return [(Panel.Conclusion.RANKING.value, str(Panel.Conclusion.RANKING.label))]
        return self.conclusions

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
    # Where nothing can be placed, a panel that ranks fails.
    Kind.SCHEME: (Conclusion.RANKING, Conclusion.FAIL),
    Kind.BID: (Conclusion.RANKING, Conclusion.FAIL),
    Kind.ACCEPTANCE: (Conclusion.PASS, Conclusion.FAIL),
}

RANKING_KINDS = frozenset({Kind.SCHEME, Kind.BID})


def names_told_from(meets_at: datetime, *, project: Project) -> datetime:
    """Return from when the office and who watches are told the names for a meeting at that time."""
    hours = int(value_of("panel_names_hours_before", jurisdiction_id=project.jurisdiction_id))
    return meets_at - timedelta(hours=hours)


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

    def declared(self) -> PanelMemberQuerySet:
        """Return those sitting who have signed their declaration: they see the material and may judge it."""
        return self.sitting().filter(declared_at__isnull=False)

    def vacancies(self) -> PanelMemberQuerySet:
        """Return those whose seat is empty: they left, and nobody has taken it since."""
        return self.filter(left_at__isnull=False, successor__isnull=True)

    def owing(self) -> PanelMemberQuerySet:
        """Return those sitting who have not filed their opinion."""
        return self.sitting().filter(opinions__isnull=True)

    def finished(self) -> PanelMemberQuerySet:
        """Return those whose work is over: replaced, or their panel concluded or lapsed."""
        lapsed = ~Q(panel__visit=F("panel__project__visit"))
        return self.filter(Q(left_at__isnull=False) | Q(panel__concluded_at__isnull=False) | lapsed)

    def with_people(self) -> PanelMemberQuerySet:
        return self.select_related("user__expert_profile", "organization").order_by(
            F("left_at").asc(nulls_first=True), "-is_leader", "-is_expert", "pk"
        )

    def with_opinions(self) -> PanelMemberQuerySet:
        return self.prefetch_related("opinions__findings")

    def at_work(self) -> PanelMemberQuerySet:
        """Return those sitting on panels that live."""
        return self.sitting().filter(
            panel__concluded_at__isnull=True, panel__visit=F("panel__project__visit")
        )


class PanelMember(models.Model):
    """A seat on a panel: offered, accepted, and taken with a signed declaration.

    Whoever leaves it keeps the row, with the reason; ``succeeds`` tells whose seat somebody took.
    """

    class Departure(models.TextChoices):
        """How a seat became empty."""

        DECLINED = "declined", _("Declined")
        CONFLICT = "conflict", _("Declared a conflict of interest")
        ABSENT = "absent", _("Did not come")
        REPLACED = "replaced", _("Replaced by the office")

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, related_name="seats", verbose_name=_("person"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    is_expert = models.BooleanField(_("expert"))
    is_leader = models.BooleanField(_("panel leader"), default=False)
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    declared_at = models.DateTimeField(_("declaration signed at"), null=True)
    declaration = models.TextField(_("declaration"), blank=True)
    draw = models.ForeignKey(
        "reviews.Draw", models.PROTECT, null=True, related_name="seats", verbose_name=_("draw")
    )
    specialty = models.CharField(_("specialty"), max_length=10, blank=True)
    picked_reason = models.TextField(_("why named by hand"), blank=True)
    succeeds = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="successor", verbose_name=_("in the place of")
    )
    left_at = models.DateTimeField(_("replaced at"), null=True)
    departure = models.CharField(_("how they left"), max_length=20, choices=Departure, blank=True)
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
                condition=Q(left_at__isnull=True, left_by__isnull=True, left_reason="", departure="")
                | Q(left_at__isnull=False, left_by__isnull=False) & ~Q(left_reason="") & ~Q(departure=""),
                name="panel_member_left_paired",
            ),
            models.CheckConstraint(
                condition=Q(picked_reason="") | Q(is_expert=True, draw__isnull=True),
                name="panel_member_drawn_or_picked",
            ),
            models.CheckConstraint(
                condition=Q(declared_at__isnull=True) | Q(accepted_at__isnull=False),
                name="panel_member_declares_after_accepting",
            ),
        ]

    def __str__(self) -> str:
        return self.user.name

    @property
    def has_declared(self) -> bool:
        """Tell whether the declaration is signed: nothing of the material is shown before."""
        return self.declared_at is not None

    @property
    def has_successor(self) -> bool:
        return hasattr(self, "successor")

    @property
    def opinion(self) -> Opinion | None:
        """Return the opinion that counts: the one filed last."""
        return max(self.opinions.all(), key=lambda one: one.number, default=None)

    @property
    def has_filed(self) -> bool:
        return self.opinion is not None

    @property
    def may_decline(self) -> bool:
        """Tell whether the seat can be given back: before the declaration, or for a meeting moved since."""
        moved = self.panel.moved_at
        came_after = moved is not None and self.declared_at is not None and self.declared_at < moved
        return not self.has_declared or (came_after and not self.has_filed)

    @property
    def is_at_work(self) -> bool:
        return self.left_at is None and self.panel.lives

    @property
    def is_to_sign(self) -> bool:
        """Tell whether the panel's conclusion waits for this member's signature."""
        resolution = self.panel.resolution if self.is_at_work else None
        return resolution is not None and not resolution.signatures.filter(member=self).exists()
