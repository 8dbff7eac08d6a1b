"""How a panel concludes: drawn up, signed, filed. For its leader and the office."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.models import Project
from projects.pages import explain_refusal, project_page
from reviews.actions import PanelRefused, draw_up_conclusion, file_conclusion, record_silence
from reviews.actions.concluding import may_conclude, may_file
from reviews.forms.conclusions import ConclusionForm, SilenceForm
from reviews.models import Panel, PanelMember, tally_of
from reviews.suggestions import suggested_opinion
from reviews.views.tables import shown


def panel_page(request: HttpRequest, number: str, pk: int) -> tuple[dict[str, Any], Panel, Actor]:
    """Return the context, the panel and the actor of a page about one panel of a project."""
    context = project_page(request, number, "reviews")
    panel = get_object_or_404(context["project"].panels.select_related("project"), pk=pk)
    if context["project"].panels.filter(pk=pk).secret_from(actor_of(request)).exists():
        raise Http404
    context["panel"] = panel
    return context, panel, actor_of(request)


@explain_refusal
def conclude(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the leader or the office draw up the conclusion, and follow who has signed it."""
    context, panel, actor = panel_page(request, number, pk)
    if not may_conclude(panel, actor):
        raise PermissionDenied
    tally, resolution = tally_of(panel), panel.resolution
    owing = [member.user.name for member in panel.members.owing().with_people()]
    context |= {"owing": owing, "vacant": panel.members.vacancies().exists(), "resolution": resolution}
    if tally is None or not panel.lives:
        return render(request, "reviews/conclude.html", context)
    context["table"] = shown(tally)
    if resolution is not None and "again" not in request.GET:
        context |= _signing(panel, actor)
        return render(request, "reviews/signatures.html", context)
    initial = {"met_on": timezone.localdate(), "opinion": suggested_opinion(tally)}
    form = ConclusionForm(request.POST if request.method == "POST" else None, initial=initial, tally=tally)
    if form.is_bound and form.is_valid():
        try:
            draw_up_conclusion(panel=panel, by=actor, **form.cleaned_data)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("The conclusion is drawn up; each member is asked to sign it."))
            return redirect("reviews:conclude", number=number, pk=pk)
    context |= {"form": form, "reasons": tally.reasons()}
    return render(request, "reviews/conclude.html", context)


def _signing(panel: Panel, actor: Actor) -> dict[str, Any]:
    resolution = panel.resolution
    if resolution is None:
        return {}
    unsigned = resolution.unsigned()
    is_office = panel.project.allows(actor, Permission.FORM_PANEL)
    return {
        "signatures": list(resolution.signatures.select_related("member__user")),
        "unsigned": unsigned,
        "missing": len(unsigned),
        "may_note_silence": is_office and resolution.is_overdue,
        "may_file": not unsigned and may_file(panel, actor),
    }


@require_POST
@explain_refusal
def file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """File what all have signed."""
    context, panel, actor = panel_page(request, number, pk)
    project: Project = context["project"]
    try:
        file_conclusion(panel=panel, by=actor)
    except PanelRefused as refusal:
        messages.error(request, " ".join(refusal.faults))
        return redirect("reviews:conclude", number=number, pk=pk)
    messages.success(request, _("The conclusion is on record."))
    # Whoever led the panel no longer sees the project.
    seen = Project.objects.visible_to(actor).filter(pk=project.pk).exists()
    return redirect("reviews:project", number=number) if seen else redirect("reviews:mine")


@explain_refusal
def silence(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Let the office record that a member did not sign in time."""
    context = project_page(request, number, "reviews")
    project, actor = context["project"], actor_of(request)
    if not project.allows(actor, Permission.FORM_PANEL):
        raise PermissionDenied
    seats = PanelMember.objects.select_related("user", "panel__project")
    member = get_object_or_404(seats, pk=pk, panel__project=project)
    form = SilenceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            record_silence(member=member, by=actor, **form.cleaned_data)
        except PanelRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("Recorded. It counts as agreement."))
            return redirect("reviews:conclude", number=number, pk=member.panel_id)
    title = _("%(name)s did not sign") % {"name": member.user.name}
    lead = _("Whoever refuses to sign and gives no reasons in writing counts as agreeing (GPR art. 41).")
    context |= {"form": form, "title": title, "lead": lead, "button": _("Record")}
    return render(request, "reviews/deed.html", context)
