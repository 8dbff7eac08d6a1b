"""The numbers that a city may change: for security administrators."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.models import Jurisdiction
from egov.accounts.roles import Permission
from egov.policy import actions
from egov.policy.forms import HolidayForm, ParameterForm
from egov.policy.holidays import ANNOUNCED
from egov.policy.models import Holiday, Parameter
from egov.policy.rules import RULES

manages_policy = needs(Permission.MANAGE_POLICY)


def _chosen(request: HttpRequest) -> Jurisdiction:
    jurisdictions = Jurisdiction.objects.order_by("code")
    code = request.GET.get("jurisdiction")
    chosen = get_object_or_404(jurisdictions, code=code) if code else jurisdictions.first()
    if chosen is None:
        raise Http404
    return chosen


def _lines(jurisdiction: Jurisdiction) -> list[dict[str, Any]]:
    changed: dict[str, Parameter] = {}
    today = timezone.localdate()
    for parameter in Parameter.objects.in_force(today).filter(jurisdiction=jurisdiction):
        changed.setdefault(parameter.code, parameter)
    return [
        {
            "rule": rule,
            "value": rule.says(changed[rule.code].value if rule.code in changed else rule.default),
            "source": changed[rule.code].source if rule.code in changed else rule.source,
            "since": changed[rule.code].effective_from if rule.code in changed else None,
        }
        for rule in RULES.values()
    ]


@manages_policy
def parameters(request: HttpRequest) -> HttpResponse:
    """Show every rule with its value in force and its source; add a holiday."""
    jurisdiction = _chosen(request)
    form = HolidayForm(request.POST or None)
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("name", "is_worked", "source")}
        with transaction.atomic():
            for day in form.days():
                actions.set_holiday(day=day, **facts, by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("policy:parameters")
    return render(
        request,
        "policy/parameters.html",
        {
            "jurisdiction": jurisdiction,
            "jurisdictions": Jurisdiction.objects.order_by("code"),
            "lines": _lines(jurisdiction),
            "form": form,
            "stretches": _stretches(timezone.localdate().year),
            "announced": _not_entered(),
        },
    )


@require_POST
@manages_policy
def announced(request: HttpRequest) -> HttpResponse:
    """Enter the holidays of a year as they were announced."""
    year = request.POST.get("year", "")
    if not (year.isdecimal() and int(year) in ANNOUNCED):
        raise Http404
    count = actions.enter_announced_holidays(year=int(year), by=actor_of(request))
    messages.success(request, _("%(n)d days are entered.") % {"n": count})
    return redirect("policy:parameters")


def _not_entered() -> list[int]:
    """Return the years, from this one on, that were announced and stand nowhere in the table."""
    years = [year for year in ANNOUNCED if year >= timezone.localdate().year]
    return [year for year in years if not Holiday.objects.filter(day__year=year).exists()]


def _stretches(year: int) -> list[dict[str, Any]]:
    """Return the holidays from that year on, days that follow one another taken together."""
    found: list[dict[str, Any]] = []
    for holiday in Holiday.objects.filter(day__year__gte=year).order_by("day"):
        last = found[-1] if found else None
        alike = last and (last["name"], last["is_worked"]) == (holiday.name, holiday.is_worked)
        if last and alike and holiday.day - last["last"] == timedelta(days=1):
            last |= {"last": holiday.day, "days": last["days"] + 1}
            continue
        facts = {"name": holiday.name, "is_worked": holiday.is_worked, "source": holiday.source}
        found.append(facts | {"first": holiday.day, "last": holiday.day, "days": 1})
    return found


@manages_policy
def parameter(request: HttpRequest, code: str, jurisdiction: str) -> HttpResponse:
    """Show a rule's earlier values and set a new one from a day on."""
    if code not in RULES:
        raise Http404
    place = get_object_or_404(Jurisdiction, code=jurisdiction)
    rule = RULES[code]
    form = ParameterForm(request.POST or None, rule=rule, initial={"effective_from": timezone.localdate()})
    if form.is_bound and form.is_valid():
        actions.set_parameter(jurisdiction=place, code=code, **form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("policy:parameter", code=code, jurisdiction=jurisdiction)
    earlier = Parameter.objects.filter(jurisdiction=place, code=code).select_related("set_by")
    context = {
        "rule": rule,
        "default": rule.says(rule.default),
        "jurisdiction": place,
        "form": form,
        "earlier": [(one, rule.says(one.value)) for one in earlier.order_by("-effective_from", "-pk")],
    }
    return render(request, "policy/parameter.html", context)
