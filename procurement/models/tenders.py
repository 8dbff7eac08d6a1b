from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egov.accounts.models import User
from egov.policy.rules import value_of
from procurement.models.notices import Notice
from procurement.models.suppliers import Supplier
from projects.models import DocumentVersion, Project


class ProcurementMethod(models.TextChoices):
    """Ways to procure: 政府采购法 art. 26, and those that the ministry of finance added."""

    OPEN = "open", pgettext_lazy("procurement method", "Open tender")
    INVITED = "invited", _("Invited tender")
    NEGOTIATION = "negotiation", _("Competitive negotiation")
    CONSULTATION = "consultation", _("Competitive consultation")
    QUOTATION = "quotation", _("Request for quotation")
    SINGLE_SOURCE = "single_source", _("Single-source procurement")
    FRAMEWORK = "framework", _("Framework agreement")


class TenderQuerySet(models.QuerySet["Tender"]):
    def published(self) -> TenderQuerySet:
        return self.filter(published_at__isnull=False)

    def live(self) -> Tender | None:
        """Return the tender under way, or its draft; a failed one is past."""
        return self.filter(failed_at__isnull=True).select_related("project").first()

    def is_published(self) -> bool:
        return self.published().filter(failed_at__isnull=True).exists()

    def opens_on(self) -> date | None:
        """Return the day of the opening of the bids, nothing of which is known before."""
        tender = self.live()
        moment = tender and (tender.opening_at or tender.deadline)
        return timezone.localdate(moment) if moment else None

    def offers(self) -> dict[str, Decimal]:
        """Return the price of each bid that stands, by bidder, once the bids are opened."""
        tender = self.live()
        if tender is None or not tender.is_opened:
            return {}
        return dict(tender.bids.standing().values_list("supplier_name", "price"))

    def are_opened(self) -> bool:
        """Tell whether the bids of the tender under way have been opened."""
        tender = self.live()
        return tender is not None and tender.is_opened

    def has_failed(self) -> bool:
        """Tell whether the tender under way cannot be awarded: void, or too few valid bids."""
        tender = self.live()
        return tender is not None and tender.is_published and (tender.is_void or tender.has_too_few_bids)

    def bidders(self) -> list[tuple[str, str]]:
        """Return name and code of everybody whose bid came in, in any tender of the project."""
        filed = Bid.objects.filter(tender__in=self.values("pk"))
        return list(filed.values_list("supplier_name", "uscc"))

    def budget_under_way(self) -> Decimal | None:
        """Return the yuan that the tender under way has to spend."""
        tender = self.live()
        return tender.budget if tender else None

    def to_rank(self) -> list[str]:
        """Return the names that the bid panel ranks: the bidders, once the bids are opened."""
        tender = self.live()
        if tender is None or not tender.is_opened:
            return []
        return list(tender.bids.standing().order_by("pk").values_list("supplier_name", flat=True))

    def opened_bid_documents(self) -> models.QuerySet[Tender, int]:
        """Return the ids of the documents of bids that were in time and have been opened."""
        opened = self.filter(opened_at__isnull=False, bids__state__in=Bid.OPENED)
        return opened.values_list("bids__file__document_id", flat=True)

    def is_awarded(self) -> bool:
        return self.filter(failed_at__isnull=True, voided_at__isnull=True, award__isnull=False).exists()


class Tender(Notice):
    """One tender, clause 三(三)2. A failed one stays, and another may follow it."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="tenders")
    sequence = models.PositiveSmallIntegerField(_("tender of this project"), default=1, editable=False)
    method = models.CharField(
        _("procurement method"), max_length=20, choices=ProcurementMethod, default=ProcurementMethod.OPEN
    )
    method_reason = models.TextField(
        _("reason for the method"),
        blank=True,
        help_text=_("Needed for every method but the open tender."),
    )
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    max_price = models.DecimalField(
        _("maximum price"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    deadline = models.DateTimeField(_("deadline for bids"), null=True, blank=True)
    opening_at = models.DateTimeField(_("time of the opening"), null=True, blank=True)
    opening_place = models.CharField(_("place of the opening"), max_length=200, blank=True)
    opened_at = models.DateTimeField(_("bids opened at"), null=True, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    opening_record = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", editable=False
    )
    opening_note = models.TextField(_("what was noted at the opening"), blank=True, editable=False)
    result_at = models.DateTimeField(_("result recorded at"), null=True, editable=False)
    result_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    evaluation_report = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, related_name="+", editable=False
    )
    voided_at = models.DateTimeField(_("declared void at"), null=True, editable=False)
    voided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    void_reason = models.TextField(_("why it is void"), blank=True, editable=False)
    failed_at = models.DateTimeField(_("failed at"), null=True, editable=False)
    failed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    failure_reason = models.TextField(_("why it failed"), blank=True, editable=False)

    objects = TenderQuerySet.as_manager()

    REQUIRED = (
        *("title", "text", "budget", "max_price", "deadline"),
        *("opening_at", "opening_place", "contact"),
    )

    class Meta(Notice.Meta):
        verbose_name = _("tender")
        verbose_name_plural = _("tenders")
        indexes = [models.Index(fields=["-published_at", "-id"], name="tender_recent")]
        constraints = [
            *Notice.Meta.constraints,
            models.UniqueConstraint(fields=["project", "sequence"], name="tender_sequence_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(failed_at__isnull=True), name="tender_one_under_way"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(deadline__gt=F("published_at")),
                name="tender_deadline_after_publication",
            ),
            # No bid is read before its deadline: not even a mistaken program can record it.
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(opened_at__gte=F("deadline")),
                name="tender_opened_after_deadline",
            ),
            models.CheckConstraint(
                condition=Q(result_at__isnull=True) | Q(opened_at__isnull=False),
                name="tender_result_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason=""),
                name="tender_void_paired",
            ),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True, failed_by__isnull=True)
                | Q(failed_at__isnull=False, failed_by__isnull=False),
                name="tender_failure_paired",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{deed}_at__isnull": True, f"{deed}_by__isnull": True})
                    | Q(**{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False}),
                    name=f"tender_{deed}_paired",
                )
                for deed in ("opened", "result")
            ),
        ]

    @property
    def is_single_source(self) -> bool:
        return self.method == ProcurementMethod.SINGLE_SOURCE

    def was_over_at(self, moment: datetime) -> bool:
        """Tell whether the deadline for bids had passed by then."""
        return self.deadline is not None and moment > self.deadline

    @property
    def is_over(self) -> bool:
        return self.was_over_at(timezone.now())

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None

    @property
    def is_opened(self) -> bool:
        return self.opened_at is not None

    @property
    def is_decided(self) -> bool:
        return self.result_at is not None

    @property
    def needed_bids(self) -> int:
        """Return how many valid bids the tender needs (招标投标法 art. 28; single-source: one)."""
        if self.is_single_source:
            return 1
        return int(value_of("tender_min_valid_bids", jurisdiction_id=self.project.jurisdiction_id))

    @property
    def has_too_few_bids(self) -> bool:
        """Tell whether the deadline has passed and fewer bids stand than the tender needs."""
        return self.is_over and self.bids.standing().count() < self.needed_bids


class BidQuerySet(models.QuerySet["Bid"]):
    def standing(self) -> BidQuerySet:
        """Return those in time, not withdrawn and not rejected."""
        return self.filter(state__in=[Bid.State.RECEIVED, Bid.State.VALID])

    def candidates(self) -> BidQuerySet:
        """Return the award candidates, the best first."""
        return self.filter(rank__isnull=False).order_by("rank")


class Bid(models.Model):
    """A bid that came in; what happened to it is recorded, and nothing is deleted."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        REFUSED = "refused", _("Refused: too late")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        VALID = "valid", _("Valid")
        REJECTED = "rejected", _("Rejected")

    class Fault(models.TextChoices):
        """Reasons to reject a bid (招标投标法实施条例 art. 51)."""

        UNSIGNED = "unsigned", _("Not sealed or signed as required")
        NO_JOINT_AGREEMENT = "no_joint_agreement", _("Consortium without a joint agreement")
        UNQUALIFIED = "unqualified", _("Bidder not qualified")
        SEVERAL_OFFERS = "several_offers", _("Several bids or prices from one bidder")
        PRICE = "price", _("Price below cost or above the maximum")
        NOT_RESPONSIVE = "not_responsive", _("Does not respond to essential requirements")
        DISHONEST = "dishonest", _("Collusion, fraud or bribery")

    OPENED = (State.RECEIVED, State.VALID, State.REJECTED)
    """A bid that came too late or was taken back is never opened."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="bids")
    supplier_name = models.CharField(_("bidder"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18)
    price = models.DecimalField(_("bid price"), max_digits=14, decimal_places=2)
    received_at = models.DateTimeField(_("received at"))
    file = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="bids", verbose_name=_("bid"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    fault = models.CharField(_("reason for rejection"), max_length=30, choices=Fault, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        constraints = [
            models.UniqueConstraint(
                fields=["tender", "uscc"],
                condition=Q(state__in=["received", "valid", "rejected"]),
                name="bid_once_per_bidder",
            ),
            models.UniqueConstraint(
                fields=["tender", "rank"], condition=Q(rank__isnull=False), name="bid_rank_once"
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="bid_price_positive"),
            models.CheckConstraint(
                condition=Q(state="rejected") & ~Q(fault="") | ~Q(state="rejected") & Q(fault=""),
                name="bid_rejection_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(state="valid"), name="bid_only_valid_is_ranked"
            ),
        ]

    def __str__(self) -> str:
        return self.supplier_name

    @property
    def supplier(self) -> Supplier:
        return Supplier(self.supplier_name, self.uscc)

    @property
    def is_standing(self) -> bool:
        return self.state in {self.State.RECEIVED, self.State.VALID}


class AwardQuerySet(models.QuerySet["Award"]):
    def published(self) -> AwardQuerySet:
        return self.filter(published_at__isnull=False)


class Award(Notice):
    """The award notice: who won, for how many yuan. Published in the moment it is made."""

    tender = models.OneToOneField(Tender, models.PROTECT, related_name="award")
    winner = models.ForeignKey(Bid, models.PROTECT, related_name="+", verbose_name=_("winner"))
    amount = models.DecimalField(_("award amount"), max_digits=14, decimal_places=2)
    reason = models.TextField(
        _("reason"), blank=True, help_text=_("Why candidates ranked before do not get the award.")
    )

    objects = AwardQuerySet.as_manager()

    class Meta(Notice.Meta):
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        indexes = [models.Index(fields=["-published_at", "-id"], name="award_recent")]
        constraints = [
            *Notice.Meta.constraints,
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_amount_positive"),
        ]
