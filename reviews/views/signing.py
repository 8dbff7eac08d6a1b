"""What a member does after filing: correct for a reason, sign what the panel is to conclude."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.access import actor_of
from reviews.actions import PanelRefused, correct_opinion, sign_conclusion
from reviews.forms.conclusions import SignatureForm
from reviews.forms.opinions import CorrectionForm, entries_of
from reviews.models import MarkSheet
from reviews.views.own import own_seat
from reviews.views.tables import table_of


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a member file once more before the conclusion; the earlier opinion stays on record."""
    member = own_seat(request, pk)
    sheet, opinion = MarkSheet.objects.of(member.panel), member.opinion
    if sheet is None or opinion is None or not member.is_at_work:
        return redirect("reviews:seat", pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = CorrectionForm(sent, initial=entries_of(opinion), panel=member.panel, sheet=sheet)
    if form.is_bound and form.is_valid():
        try:
            correct_opinion(member=member, by=actor_of(request), **form.values())
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(
                request, _("The correction is filed. What was drawn up before must be signed anew.")
            )
            return redirect("reviews:seat", pk=pk)
    context: dict[str, Any] = {"member": member, "panel": member.panel, "project": member.panel.project}
    context |= {"form": form, "sheet": sheet, "total": form.total(), "corrects": True}
    return render(request, "reviews/marking.html", context)


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the panel is to conclude, and let the member agree or dissent."""
    member = own_seat(request, pk)
    panel, actor = member.panel, actor_of(request)
    resolution = panel.resolution if member.is_at_work else None
    if resolution is None or resolution.signatures.filter(member=member).exists():
        return redirect("reviews:seat", pk=pk)
    form = SignatureForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            sign_conclusion(member=member, dissent=form.dissent, by=actor)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("You have signed. Thank you."))
            return redirect("reviews:seat", pk=pk)
    opinion = member.opinion
    context = {
        "member": member,
        "panel": panel,
        "project": panel.project,
        "form": form,
        "resolution": resolution,
        "table": table_of(panel),
        "found_otherwise": opinion is not None and opinion.verdict not in {resolution.conclusion, "ranking"},
    }
    return render(request, "reviews/sign.html", context)
