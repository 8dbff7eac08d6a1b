"""Which rows of a fund's tables are shown: filters that never refuse."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egov.accounts.models import Organization, User
from egov.ui.filters import FilterForm
from projects.models import EntryKind, FundAccount, FundLine, LedgerEntry, Project, SpecialFund

ALL = ("", _("All"))


class AccountFilter(FilterForm):
    """The filters above the projects of a fund."""

    line = forms.ChoiceField(label=_("Line"), required=False, choices=[ALL, *FundLine.choices])
    unit = forms.ModelChoiceField(Organization.objects.none(), label=_("Owner unit"), required=False)

    def __init__(self, data: QueryDict, *, fund: SpecialFund) -> None:
        super().__init__(data)
        unit = cast("forms.ModelChoiceField[Organization]", self.fields["unit"])
        here = Organization.objects.government().filter(jurisdiction=fund.jurisdiction_id)
        unit.queryset, unit.empty_label = here.order_by("name"), str(_("All"))

    def apply(self, accounts: QuerySet[FundAccount]) -> QuerySet[FundAccount]:
        values = self.values()
        if values.get("line"):
            accounts = accounts.filter(line=values["line"])
        if values.get("unit"):
            accounts = accounts.filter(project__owner_unit=values["unit"])
        return accounts


class EntryFilter(FilterForm):
    """The filters above the ledger of a year."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ALL, *EntryKind.choices])
    line = forms.ChoiceField(label=_("Line"), required=False, choices=[ALL, *FundLine.choices])
    project = forms.CharField(label=_("Project number or title"), required=False, max_length=100)
    person = forms.CharField(label=_("Person"), required=False, max_length=50)
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, data: QueryDict, *, fund: SpecialFund) -> None:
        super().__init__(data)
        months = [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in _months(fund)]
        cast("forms.ChoiceField", self.fields["month"]).choices = [ALL, *months]

    def apply(self, entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """Return the entries that match everything that is set."""
        values = self.values()
        for name in ("kind", "line"):
            if values.get(name):
                entries = entries.filter(**{name: values[name]})
        if values.get("project"):
            words = values["project"].strip()
            named = Project.objects.filter(Q(number__icontains=words) | Q(title__icontains=words))
            entries = entries.filter(project__in=named.values("pk"))
        if values.get("person"):
            people = User.objects.filter(name__icontains=values["person"].strip())
            entries = entries.filter(user__in=people.values("pk"))
        if values.get("month"):
            entries = entries.filter(**_within(values["month"]))
        return entries


def _months(fund: SpecialFund) -> list[date]:
    """Return the months from the first entry to the last; a year's budget may be posted before it begins."""
    times = [fund.entries.order_by(order).values_list("at", flat=True).first() for order in ("id", "-id")]
    if times[0] is None or times[1] is None:
        return []
    first, last = sorted(timezone.localtime(time).date().replace(day=1) for time in times if time)
    months = [first]
    while months[-1] < last:
        months.append(_next(months[-1]))
    return months


def _next(month: date) -> date:
    return month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)


def _within(month: str) -> dict[str, Any]:
    first = date.fromisoformat(f"{month}-01")
    zone = timezone.get_current_timezone()
    start, end = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, _next(first)))
    return {"at__gte": start, "at__lt": end}
