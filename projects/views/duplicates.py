"""Possible duplicates: the matching passages side by side, and the unit's answer to each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions.duplicates import answer_duplicates
from projects.forms.duplicates import AnswersForm
from projects.models.documents import BEFORE_SUBMISSION
from projects.pages import project_page


def duplicates(request: HttpRequest, number: str) -> HttpResponse:
    """Show each earlier project that resembles this one; the owner unit answers, others read.

    Of another unit's project only title, unit, year, stage and the matching passages are shown.
    """
    context: dict[str, Any] = project_page(request, number, "application")
    project, actor = context["project"], actor_of(request)
    hits = list(
        project.duplicate_hits.select_related("earlier__owner_unit", "earlier__plan", "answered_by").order_by(
            "-similarity", "pk"
        )
    )
    answers = project.allows(actor, Permission.EDIT_APPLICATION) and project.stage in BEFORE_SUBMISSION
    form = AnswersForm(request.POST or None, hits=hits)
    if request.method == "POST":
        if not answers:
            raise PermissionDenied
        if form.is_valid():
            answer_duplicates(project=project, answers=form.answers(), by=actor)
            messages.success(request, _("The answers are saved."))
            return redirect("projects:duplicates", number=number)
    lines = [{"hit": hit, "field": form[f"answer-{hit.pk}"]} for hit in hits]
    context |= {"lines": lines, "form": form if answers else None}
    return render(request, "projects/duplicates.html", context)
