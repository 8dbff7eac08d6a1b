"""Marking: saved as a draft at any time, read once more as a whole, then filed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.access import actor_of
from reviews.actions import PanelRefused, file_opinion, save_draft
from reviews.forms.opinions import OpinionForm
from reviews.models import MarkSheet, OpinionDraft, PanelMember
from reviews.views.own import own_seat


def draft_of(member: PanelMember) -> dict[str, Any]:
    """Return what the member has typed so far."""
    draft = OpinionDraft.objects.filter(member=member).first()
    return draft.entries if draft else {}


def marking(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the form as it was left; save what is sent, and lead on once it is complete."""
    member: PanelMember = context["member"]
    panel, sheet = context["panel"], context["sheet"]
    form = OpinionForm(initial=draft_of(member), panel=panel, sheet=sheet)
    if request.method == "POST":
        form = OpinionForm(request.POST, panel=panel, sheet=sheet)
        if next_page := _saved(request, member, form):
            return redirect(next_page, pk=member.pk)
    context |= {"form": form, "total": form.total()}
    return render(request, "reviews/marking.html", context)


def _saved(request: HttpRequest, member: PanelMember, form: OpinionForm) -> str:
    """Keep what was sent, whatever it is; return the page that follows, none to complete this one."""
    entries = {name: request.POST[name] for name in form.fields if name in request.POST}
    try:
        save_draft(member=member, entries=entries, by=actor_of(request))
    except PanelRefused as refusal:
        messages.error(request, " ".join(refusal.faults))
        return "reviews:seat"
    if "check" in request.POST:
        return "reviews:confirm" if form.is_valid() else ""
    messages.success(request, _("The draft is saved. Only you can see it."))
    return "reviews:seat"


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything once more, to be read; then file it."""
    member = own_seat(request, pk)
    sheet = MarkSheet.objects.of(member.panel)
    if sheet is None or member.has_filed or not member.is_at_work:
        return redirect("reviews:seat", pk=pk)
    form = OpinionForm(draft_of(member), panel=member.panel, sheet=sheet)
    if not form.is_valid():
        messages.warning(request, _("Something is still missing; please complete it first."))
        return redirect("reviews:seat", pk=pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            file_opinion(member=member, by=actor_of(request), **form.values())
        except PanelRefused as refusal:
            refused = refusal.faults
        else:
            messages.success(request, _("Your opinion is filed. Thank you."))
            return redirect("reviews:seat", pk=pk)
    context: dict[str, Any] = {"member": member, "panel": member.panel, "project": member.panel.project}
    context |= {"form": form, "sheet": sheet, "refused": refused}
    return render(request, "reviews/confirm.html", context)
