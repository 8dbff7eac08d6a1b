"""Experts whose judgment stands alone, or who keep meeting the same winner."""

from decimal import Decimal
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Abs
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.dashboard.desk.flags.base import Flag, Flagged, Thresholds
from egov.ui.formats import day
from reviews.models import Mark, Opinion, PanelMember, PanelSubject

LEAST_OTHERS = 3
"""Against fewer than three who agree, nobody stands alone."""


def _first(panel: str) -> QuerySet[PanelSubject, Any]:
    return PanelSubject.objects.filter(panel=OuterRef(panel), place=1).values("label")[:1]


def _repeated_winner(t: Thresholds) -> QuerySet[PanelMember]:
    seats = PanelMember.objects.sitting().filter(panel__concluded_at__gte=t.since)
    met = (
        seats.filter(
            user=OuterRef("user"), panel__subjects__label=OuterRef("winner"), panel__subjects__place=1
        )
        .order_by()
        .values("user")
        .annotate(n=Count("panel__project", distinct=True))
        .values("n")
    )
    found = seats.filter(panel__project__jurisdiction__in=t.places, panel__subjects__place=1).annotate(
        winner=Subquery(_first("panel")), met=Subquery(met, output_field=IntegerField())
    )
    found = found.filter(met__gte=t.whole("flag_repeated_wins"))
    return found.select_related("panel__project", "user")


def _tell_repeated_winner(row: Any, t: Thresholds) -> Flagged:
    figures = [
        (_("Winner"), row.winner),
        (_("Panel member"), row.user.name),
        (_("Projects in which both met"), str(row.met)),
        (_("Concluded on"), day(row.panel.concluded_at)),
    ]
    return Flagged(row.pk, row.panel.project, str(row.panel.get_kind_display()), figures)


REPEATED_WINNER = Flag(
    code="repeated-winner",
    label=gettext_lazy("Same winner, same panel member"),
    explanation=gettext_lazy(
        "A company was put first by panels of several projects on which the same person sat."
    ),
    source="政府采购法实施条例第七十四条（次数为平台约定）",
    rules=("flag_repeated_wins",),
    look=_repeated_winner,
    tell=_tell_repeated_winner,
)


def _outlier(t: Thresholds) -> QuerySet[Opinion]:
    others = (
        _standing()
        .filter(member__panel=OuterRef("member__panel"))
        .exclude(pk=OuterRef("pk"))
        .order_by()
        .values("member__panel")
    )
    kinds = others.annotate(n=Count("verdict", distinct=True)).values("n")
    found = (
        _standing()
        .filter(
            member__panel__project__jurisdiction__in=t.places,
            member__panel__concluded_at__gte=t.since,
        )
        .annotate(
            others=Subquery(others.annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
            kinds=Subquery(kinds, output_field=IntegerField()),
            shares=Exists(
                _standing()
                .filter(member__panel=OuterRef("member__panel"), verdict=OuterRef("verdict"))
                .exclude(pk=OuterRef("pk"))
            ),
            gap=Subquery(_gaps(), output_field=FloatField()),
        )
    )
    alone = Q(others__gte=LEAST_OTHERS, kinds=1, shares=False)
    far = Q(others__gte=LEAST_OTHERS, gap__gte=float(t["flag_mark_gap"]))
    return found.filter(alone | far).select_related("member__panel__project", "member__user")


def _standing() -> QuerySet[Opinion, Any]:
    """Return the opinions that count: of who sat to the end, the one filed last."""
    return Opinion.objects.standing().filter(member__left_at__isnull=True)


def _gaps() -> QuerySet[Mark, Any]:
    """Return the widest gap, in points, between what an opinion gave to one thing and the others' mean."""
    points = Mark.objects.filter(points__isnull=False, subject__isnull=False).order_by()
    others = points.filter(subject=OuterRef("subject"), opinion__in=_standing()).exclude(
        opinion=OuterRef("opinion")
    )
    share = Sum("points", output_field=FloatField()) / Count("opinion", distinct=True)
    mean = others.values("subject").annotate(a=share).values("a")
    totals = points.filter(opinion=OuterRef("pk")).values("opinion", "subject")
    totals = totals.annotate(
        own=Sum("points", output_field=FloatField()), mean=Subquery(mean, output_field=FloatField())
    ).annotate(gap=Abs(F("own") - F("mean"), output_field=FloatField()))
    return totals.order_by("-gap").values("gap")[:1]


def _tell_outlier(row: Any, t: Thresholds) -> Flagged:
    member, panel = row.member, row.member.panel
    alone = not row.shares and row.kinds == 1
    how = (
        _("%(verdict)s, against all others") % {"verdict": row.get_verdict_display()}
        if alone
        else _("%(n)s points from the mean of the others") % {"n": round(Decimal(row.gap), 1)}
    )
    figures = [
        (_("Panel member"), member.user.name),
        (_("Judgment"), how),
        (_("Others on the panel"), str(row.others)),
        (_("Conclusion of the panel"), str(panel.get_conclusion_display())),
    ]
    return Flagged(row.pk, panel.project, str(panel.get_kind_display()), figures)


OUTLIER = Flag(
    code="outlier",
    label=gettext_lazy("Expert far from the others"),
    explanation=gettext_lazy(
        "An expert came to another verdict than all others of the panel, or marked far from them."
    ),
    source="财政部令第87号第六十四条（评分畸高、畸低；分差为平台约定）",
    rules=("flag_mark_gap",),
    look=_outlier,
    tell=_tell_outlier,
)
