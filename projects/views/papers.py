"""Issued papers: what is known of one, and its file as it was issued."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egov.accounts.acting import actor_of
from projects.actions.papers import NotPrintable, correct_paper, may_correct, note_paper_download
from projects.forms.papers import CorrectionForm
from projects.models import IssuedPaper
from projects.papers.store import PaperAltered, content_of


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of an issued paper, and what took its place."""
    papers = IssuedPaper.objects.visible_to(actor_of(request))
    related = papers.select_related("issued_by", "issuer", "project", "supersedes", "superseded_by")
    shown = get_object_or_404(related, pk=pk)
    may_be_corrected = may_correct(shown, actor_of(request)) and shown.successor is None
    return render(request, "projects/paper.html", {"paper": shown, "may_be_corrected": may_be_corrected})


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a signatory of the organ write the points anew, and issue the paper that takes this one's place."""
    actor = actor_of(request)
    papers = IssuedPaper.objects.visible_to(actor).select_related("issuer", "project", "jurisdiction")
    issued = get_object_or_404(papers, pk=pk)
    if not may_correct(issued, actor):
        raise PermissionDenied
    form = CorrectionForm(request.POST or None, paper=issued)
    if form.is_bound and form.is_valid():
        try:
            new = correct_paper(
                paper=issued, sections=form.sections, reason=form.cleaned_data["reason"], by=actor
            )
        except NotPrintable as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Issued as %(number)s.") % {"number": new.number})
            return redirect(new)
    return render(request, "projects/paper_correct.html", {"paper": issued, "form": form})


@require_safe
def paper_file(request: HttpRequest, pk: int, filename: str) -> HttpResponse:
    """Hand out the bytes that were issued; the trail notes it.

    ``filename`` only makes the address readable.
    """
    actor = actor_of(request)
    issued = get_object_or_404(IssuedPaper.objects.visible_to(actor), pk=pk)
    note_paper_download(paper=issued, by=actor)
    return handed_out(request, issued)


def handed_out(request: HttpRequest, issued: IssuedPaper) -> HttpResponse:
    """Return the file, or say that what lies in the store is not what was issued."""
    try:
        content = content_of(issued)
    except PaperAltered:
        return render(request, "projects/paper_altered.html", {"paper": issued}, status=500)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=issued.name
    )
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response
