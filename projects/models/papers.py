from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import GOVERNMENT_KINDS, Jurisdiction, Organization, User
from egov.audit.models import AppendOnlyModel, AppendOnlyQuerySet
from projects.models.documents import DocumentVersion
from projects.models.fund import FUND_READERS
from projects.models.plan import PLAN_READERS
from projects.models.project import Project

_BRACKETS = str.maketrans("[]【】()（）", "〔〕" * 4)


class PaperKind(models.TextChoices):
    """Papers that the platform itself issues (``process.md`` §4)."""

    INITIATION_APPROVAL = "initiation_approval", _("Initiation approval")
    ARGUMENTATION_OPINION = "argumentation_opinion", _("Argumentation opinion")
    SCHEME_REVIEW_REPORT = "scheme_review_report", _("Scheme review report")
    BID_REPORT = "evaluation_report", _("Bid evaluation report")
    AWARD_NOTICE = "award_notice", _("Award notice")
    AWARD_LETTER = "award_letter", _("Letter of award")
    CHANGE_ORDER = "change_order", _("Change order")
    ACCEPTANCE_OPINION = "acceptance_opinion", _("Acceptance opinion")
    ACCEPTANCE_CERTIFICATE = "acceptance_certificate", _("Acceptance certificate")
    PERFORMANCE_REPORT = "performance_report", _("Performance evaluation report")
    ANNUAL_PLAN = "annual_plan", _("Annual construction plan")
    FUND_REPORT = "fund_report", _("Annual fund report")
    DOSSIER = "dossier", _("Project dossier")


PANEL_PAPERS = (
    PaperKind.ARGUMENTATION_OPINION,
    PaperKind.SCHEME_REVIEW_REPORT,
    PaperKind.BID_REPORT,
    PaperKind.ACCEPTANCE_OPINION,
)
"""Those that are issued upon what a panel concluded."""

SERIES: dict[str, str] = {
    PaperKind.INITIATION_APPROVAL: "",
    PaperKind.ARGUMENTATION_OPINION: "论",
    PaperKind.SCHEME_REVIEW_REPORT: "案",
    PaperKind.BID_REPORT: "评",
    PaperKind.AWARD_NOTICE: "采告",
    PaperKind.AWARD_LETTER: "采通",
    PaperKind.CHANGE_ORDER: "变",
    PaperKind.ACCEPTANCE_OPINION: "验",
    PaperKind.ACCEPTANCE_CERTIFICATE: "验证",
    PaperKind.PERFORMANCE_REPORT: "绩",
    PaperKind.ANNUAL_PLAN: "计",
    PaperKind.FUND_REPORT: "资",
    PaperKind.DOSSIER: "档",
}
"""What follows the organ's own characters in the number, so that each kind has a series of its own."""


class PaperQuerySet(AppendOnlyQuerySet["IssuedPaper"]):
    def of_kind(self, *kinds: str) -> PaperQuerySet:
        """Return those kinds, the newest first, with what a page shows of them."""
        shown = self.filter(kind__in=kinds).select_related("superseded_by", "supersedes", "version__document")
        return shown.order_by("-pk")

    def of_year(self, kind: str, *, jurisdiction_id: int, year: int) -> PaperQuerySet:
        """Return a kind's papers on a year's plan or fund, the newest first."""
        return self.of_kind(kind).filter(jurisdiction=jurisdiction_id, about_year=year)

    def numbered(self, words: str, *, around: Jurisdiction) -> PaperQuerySet:
        """Return papers of a jurisdiction's organs by a number that somebody typed, in whatever brackets.

        Empty where the words are no document number.
        """
        number = "".join(words.translate(_BRACKETS).split()).removesuffix("号") + "号"
        if "〔" not in number:
            return self.none()
        places = Q(jurisdiction=around) | Q(jurisdiction__parent=around) | Q(jurisdiction=around.parent_id)
        found = self.filter(issuer__in=Organization.objects.filter(places), number=number)
        return found.select_related("superseded_by").order_by("-pk")

    def visible_to(self, actor: Actor | None) -> PaperQuerySet:
        """Return those of projects that the person may see; units see their jurisdiction's plans as well.

        Whoever reads the fund of a year reads its report. The certificate of a dossier names files that not
        everybody may know of: it is for the organ that issued it.
        """
        organization = actor.organization if actor else None
        if organization is None:
            return self.none()
        certified = Q(kind=PaperKind.DOSSIER)
        seen = Q(project__in=Project.objects.visible_to(actor)) & (~certified | Q(issuer=organization))
        home, below = (
            Q(project__isnull=True, jurisdiction=organization.jurisdiction_id),
            Q(project__isnull=True, jurisdiction__parent=organization.jurisdiction_id),
        )
        if organization.kind in PLAN_READERS:
            seen |= home | below
        elif organization.kind in GOVERNMENT_KINDS:
            seen |= home & Q(kind=PaperKind.ANNUAL_PLAN)
        if organization.kind in FUND_READERS:
            seen |= (home | below) & Q(kind=PaperKind.FUND_REPORT)
        return self.filter(seen)


class IssuedPaper(AppendOnlyModel):
    """An official paper as it was issued: numbered, sealed, stored once under its digest.

    A mistake in it is corrected by a new paper that takes its place; this one stays as it is.
    """

    kind = models.CharField(_("kind"), max_length=30, choices=PaperKind)
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("issued by"))
    issuer_name = models.CharField(_("name of the organ"), max_length=120)
    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"))
    number = models.CharField(_("document number"), max_length=60)
    title = models.CharField(_("title"), max_length=300)
    issued_on = models.DateField(_("issued on"))
    issued_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(Jurisdiction, models.PROTECT, related_name="papers")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="papers")
    about_year = models.PositiveSmallIntegerField(
        null=True, help_text="The year of the plan or the fund that the paper is about."
    )
    version = models.OneToOneField(DocumentVersion, models.PROTECT, null=True, related_name="issued")
    file = models.FileField(_("file"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    code = models.CharField(_("verification code"), max_length=14, unique=True)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name=_("takes the place of")
    )
    reason = models.TextField(_("reason of the correction"), blank=True)
    # Null, not empty: with a default SQLite would rebuild the table, and lose what guards it.
    attests = models.CharField(  # noqa: DJ001
        max_length=64, null=True, db_index=True, help_text="SHA-256 of the file that the paper attests."
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "serial"], name="paper_serial_once"),
            models.UniqueConstraint(fields=["issuer", "number"], name="paper_number_once"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="paper_serial_from_one"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, reason="") | Q(supersedes__isnull=False) & ~Q(reason=""),
                name="paper_correction_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["project", "kind"], name="paper_by_project")]

    def __str__(self) -> str:
        return self.number

    @property
    def successor(self) -> IssuedPaper | None:
        """Return the paper that took this one's place."""
        return getattr(self, "superseded_by", None)

    @property
    def name(self) -> str:
        """The name of the file for people."""
        return f"{self.get_kind_display()} {self.number}.pdf"

    @property
    def url(self) -> str:
        return reverse("projects:paper_file", args=[self.pk, f"{self.number}.pdf"])

    def get_absolute_url(self) -> str:
        return reverse("projects:paper", args=[self.pk])
