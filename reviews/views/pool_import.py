"""Experts from an Excel sheet: template, upload with row-by-row faults; nothing is half-imported."""

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.roles import Permission
from egov.ui.xlsx import CONTENT_TYPE, UnreadableSheet
from projects.forms.proposal_import import ImportForm
from reviews.actions.pool import import_experts
from reviews.importing import MOST_ROWS, read_experts, template
from reviews.views.pool import pool_of


@needs(Permission.MANAGE_EXPERTS)
def blank(request: HttpRequest) -> FileResponse:
    """Give the sheet to fill in."""
    name = _("Template for experts")
    content = io.BytesIO(template())
    return FileResponse(content, as_attachment=True, filename=f"{name}.xlsx", content_type=CONTENT_TYPE)


@needs(Permission.MANAGE_EXPERTS)
def upload(request: HttpRequest) -> HttpResponse:
    """Read a sheet; show what is wrong in it, or take its people into the pool."""
    actor = actor_of(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context: dict[str, Any] = {"form": form, "limit": MOST_ROWS, "faults": []}
    if form.is_valid():
        pool, file = pool_of(actor), form.cleaned_data["file"]
        try:
            people = read_experts(file, pool=pool)
        except UnreadableSheet as error:
            form.add_error("file", str(error))
        else:
            if not people.faults:
                count = len(import_experts(pool=pool, rows=people.rows, by=actor))
                said = ngettext("%(n)d expert was taken in.", "%(n)d experts were taken in.", count)
                messages.success(request, said % {"n": count})
                return redirect("reviews:experts")
            context |= {"faults": people.faults, "name": file.name}
    return render(request, "reviews/import_experts.html", context)
