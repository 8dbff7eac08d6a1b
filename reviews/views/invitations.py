"""What a person who was invited to a panel answers, before anything of the project is shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from projects.access import actor_of
from reviews.actions import accept_invitation, declare_conflict, decline_invitation, sign_declaration
from reviews.actions.refusal import PanelRefused
from reviews.forms.invitations import ACCEPT, CONFLICT, DECLARE, DECLINE, AnswerForm
from reviews.models import PanelMember
from reviews.wording import declaration_for


def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an invitation and then the declaration, and take the answer."""
    actor = actor_of(request)
    seats = PanelMember.objects.of(actor).select_related("panel__project__owner_unit")
    member = get_object_or_404(seats, pk=pk)
    if not member.may_decline or member.left_at is not None or not member.panel.lives:
        return redirect("reviews:seat", pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _answer(request, member, form.cleaned_data, actor)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
    context = {"member": member, "panel": member.panel, "project": member.panel.project, "form": form}
    asks = member.accepted_at is not None and not member.has_declared
    context["declaration"] = declaration_for(member.panel) if asks else []
    return render(request, "reviews/invitation.html", context)


def _answer(request: HttpRequest, member: PanelMember, given: dict[str, Any], actor: Actor) -> HttpResponse:
    """Do what the answer says, and lead to what follows from it."""
    answer, reason = given["answer"], given["reason"]
    if answer == ACCEPT:
        accept_invitation(member=member, by=actor)
        messages.success(request, _("You have accepted. Please sign the declaration before you read on."))
        return redirect("reviews:invitation", pk=member.pk)
    if answer == DECLARE:
        sign_declaration(member=member, by=actor)
        messages.success(request, _("Your declaration is signed; the material is open to you now."))
        return redirect("reviews:seat", pk=member.pk)
    leave = {DECLINE: decline_invitation, CONFLICT: declare_conflict}[answer]
    leave(member=member, reason=reason, by=actor)
    messages.success(request, _("The office is told; somebody else takes the seat. Thank you."))
    return redirect("reviews:mine")
