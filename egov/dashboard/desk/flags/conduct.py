"""Steps taken in haste outside office hours, and work that is late."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    DateField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce, ExtractHour, ExtractIsoWeekDay, Now, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egov.dashboard.desk.flags.base import Flag, Flagged, Thresholds
from egov.policy.models import Holiday
from egov.ui.formats import day, moment
from projects.models import Task, Transition

SATURDAY = 6
_AT = DateTimeField()


def _haste(t: Thresholds) -> QuerySet[Transition]:
    span = timedelta(minutes=t.whole("flag_haste_minutes"))
    special = Holiday.objects.filter(day=OuterRef("on"))
    near = Transition.objects.filter(
        project=OuterRef("project"),
        at__gte=ExpressionWrapper(OuterRef("at") - Value(span, DurationField()), output_field=_AT),
        at__lte=ExpressionWrapper(OuterRef("at") + Value(span, DurationField()), output_field=_AT),
    ).exclude(pk=OuterRef("pk"))
    found = Transition.objects.filter(project__jurisdiction__in=t.places, at__gte=t.since).annotate(
        on=TruncDate("at"),
        hour=ExtractHour("at"),
        weekday=ExtractIsoWeekDay("at"),
        is_free=Exists(special.filter(is_worked=False)),
        is_worked=Exists(special.filter(is_worked=True)),
    )
    free = Q(is_free=True) | Q(weekday__gte=SATURDAY, is_worked=False)
    late = Q(hour__lt=t.whole("workday_starts_hour")) | Q(hour__gte=t.whole("workday_ends_hour"))
    found = found.filter(free | late).filter(Exists(near))
    return found.select_related("project", "user", "organization")


def _tell_haste(row: Any, t: Thresholds) -> Flagged:
    figures = [
        (_("Taken at"), moment(row.at)),
        (_("Person"), row.user.name),
        (_("Organization"), row.organization.name),
        (_("Day"), _("free day") if row.is_free or row.weekday >= SATURDAY else _("working day")),
        (
            _("Another step of the project within"),
            _("%(n)d minutes") % {"n": t.whole("flag_haste_minutes")},
        ),
    ]
    return Flagged(row.pk, row.project, row.label, figures)


HASTE = Flag(
    code="haste",
    label=gettext_lazy("Steps in haste out of hours"),
    explanation=gettext_lazy(
        "A step was taken on a free day, early or late, and another step of the same project close to it."
    ),
    source="平台约定",
    rules=("workday_starts_hour", "workday_ends_hour", "flag_haste_minutes"),
    look=_haste,
    tell=_tell_haste,
)


def _late(t: Thresholds) -> QuerySet[Task]:
    ended = Coalesce(TruncDate("closed_at"), TruncDate(Now()), output_field=DateField())
    grace = timedelta(days=t.whole("flag_late_days"))
    found = Task.objects.filter(
        project__jurisdiction__in=t.places, due__gte=t.first_day, due__lt=timezone.localdate() - grace
    ).annotate(ended=ended)
    found = found.filter(ended__gt=ExpressionWrapper(F("due") + Value(grace, DurationField()), DateField()))
    return found.select_related("project", "organization")


def _tell_late(row: Any, t: Thresholds) -> Flagged:
    days = (row.ended - row.due).days
    state = _("done, late") if row.closed_at else _("not done yet")
    figures = [
        (_("Held by"), row.organization.name),
        (_("Due on"), day(row.due)),
        (_("State"), state),
        (_("Overdue by"), ngettext("%(n)d day", "%(n)d days", days) % {"n": days}),
    ]
    return Flagged(row.pk, row.project, row.label, figures)


LATE = Flag(
    code="late",
    label=gettext_lazy("Late against a clock"),
    explanation=gettext_lazy(
        "What somebody had to do in a project was done long after its day, or is overdue still."
    ),
    source="流程各环节时限（见规则参数）",
    rules=("flag_late_days",),
    look=_late,
    tell=_tell_late,
)
