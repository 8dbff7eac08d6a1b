"""What is public: each page here begins with one of these, and so shows only what was published."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from procurement.models import Award, Solicitation, Tender
from projects.models import AnnualPlan, IssuedPaper, PaperKind, Project, Proposal

_UNITS = ("project__construction_entity", "project__jurisdiction")


PUBLIC_PAPERS = (PaperKind.ANNUAL_PLAN, PaperKind.AWARD_NOTICE)


def papers() -> QuerySet[IssuedPaper]:
    """Return the papers that are addressed to the public."""
    return IssuedPaper.objects.of_kind(*PUBLIC_PAPERS)


def plans() -> QuerySet[AnnualPlan]:
    """Return the published plans with the number and the sum (yuan) of the projects included."""
    included = Q(proposals__decision=Proposal.Included.INCLUDED)
    return (
        AnnualPlan.objects.filter(published_at__isnull=False)
        .select_related("jurisdiction")
        .annotate(
            projects_included=Count("proposals", filter=included),
            total=Sum("proposals__estimate", filter=included),
        )
    )


def solicitations() -> QuerySet[Solicitation]:
    return Solicitation.objects.published().select_related(*_UNITS).annotate(published=F("published_at"))


def tenders() -> QuerySet[Tender]:
    return Tender.objects.published().select_related(*_UNITS, "award").annotate(published=F("published_at"))


def awards() -> QuerySet[Award]:
    units = [f"tender__{name}" for name in _UNITS]
    return Award.objects.published().select_related("winner", *units).annotate(published=F("published_at"))


def projects() -> QuerySet[Project]:
    """Return the projects of which something was published: their plan, a call for schemes, or a tender."""
    here = {"project": OuterRef("pk")}
    planned = Proposal.objects.filter(
        **here, decision=Proposal.Included.INCLUDED, plan__published_at__isnull=False
    )
    called = Solicitation.objects.published().filter(**here)
    tendered = Tender.objects.published().filter(**here)
    return Project.objects.filter(Exists(planned) | Exists(called) | Exists(tendered))
