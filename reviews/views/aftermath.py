"""What follows a panel: the fees of its experts and the ratings of their work."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.ui.xlsx import CONTENT_TYPE, workbook
from projects.pages import explain_refusal
from reviews.actions import export_fees, list_fees, pay_fees, rate_experts
from reviews.actions.fees import dues_of
from reviews.actions.ratings import rateable
from reviews.forms.aftermath import ExportForm, FeesForm, RatingsForm
from reviews.models import FeeList, Panel, Rating
from reviews.views.conclusions import panel_page

P = Permission


def _concluded(request: HttpRequest, number: str, pk: int, *allowed: Permission) -> Any:
    """Return the page of a concluded panel for who may do one of these; raise for anybody else."""
    context, panel, actor = panel_page(request, number, pk)
    if panel.concluded_at is None:
        raise Http404
    if not any(panel.project.allows(actor, one) for one in allowed):
        raise PermissionDenied
    return context, panel, actor


@explain_refusal
def fees(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office list the fees; show the list to it and to the finance bureau."""
    context, panel, actor = _concluded(request, number, pk, P.FORM_PANEL, P.MANAGE_FUND)
    fee_list = FeeList.objects.filter(panel=panel).select_related("commitment").first()
    context |= {"fee_list": fee_list, "lists": panel.project.allows(actor, P.FORM_PANEL)}
    if fee_list is not None:
        return _show_list(request, context, fee_list, actor)
    form = FeesForm(request.POST if request.method == "POST" else None, dues=dues_of(panel))
    if form.is_bound and form.is_valid() and _listed(panel, form, actor):
        messages.success(request, _("The fees are listed; the finance bureau pays them next."))
        return redirect(request.path)
    context["form"] = form
    return render(request, "reviews/fees.html", context)


def _listed(panel: Panel, form: FeesForm, actor: Actor) -> bool:
    try:
        list_fees(panel=panel, half_days=form.half_days, by=actor)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _show_list(
    request: HttpRequest, context: dict[str, Any], fee_list: FeeList, actor: Actor
) -> HttpResponse:
    may_pay = fee_list.paid_at is None and fee_list.panel.project.allows(actor, P.MANAGE_FUND)
    people = fee_list.fees.select_related("member__user__expert_profile")
    context |= {"fees": list(people), "may_pay": may_pay, "export": ExportForm()}
    return render(request, "reviews/fee_list.html", context)


@require_POST
@explain_refusal
def pay(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Pay the list as a whole."""
    _context, panel, actor = _concluded(request, number, pk, P.MANAGE_FUND)
    fee_list = FeeList.objects.filter(panel=panel).first()
    if fee_list is None:
        raise Http404
    try:
        pay_fees(fee_list=fee_list, by=actor)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The fees are paid."))
    return redirect("reviews:fees", number=number, pk=pk)


@never_cache
@require_POST
@explain_refusal
def export(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Hand out the list with full bank numbers, for a reason."""
    _context, panel, actor = _concluded(request, number, pk, P.FORM_PANEL)
    fee_list = FeeList.objects.filter(panel=panel).first()
    form = ExportForm(request.POST)
    if fee_list is None:
        raise Http404
    if not form.is_valid():
        messages.error(request, _("Please give a reason."))
        return redirect("reviews:fees", number=number, pk=pk)
    rows = export_fees(fee_list=fee_list, by=actor, **form.cleaned_data)
    header = [_("Name"), _("Bank"), _("Bank account"), _("Half days"), _("Yuan per half day"), _("Amount")]
    title = _("Experts' fees")
    name = f"{title}-{number}.xlsx"
    response = HttpResponse(workbook(title, header, rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@explain_refusal
def ratings(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office rate the experts who sat to the end."""
    context, panel, actor = _concluded(request, number, pk, P.FORM_PANEL)
    form = RatingsForm(request.POST if request.method == "POST" else None, members=rateable(panel))
    if form.is_bound and form.is_valid():
        try:
            rate_experts(panel=panel, ratings=form.ratings, by=actor)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The ratings are on record."))
            return redirect(request.path)
    given = Rating.objects.filter(member__panel=panel).select_related("member__user", "by")
    context |= {"form": form, "given": list(given.order_by("pk"))}
    return render(request, "reviews/ratings.html", context)
