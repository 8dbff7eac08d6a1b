"""The page on which anybody has a paper verified."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from egov.opendata import published
from egov.opendata.forms import CodeForm, PaperForm
from egov.opendata.throttle import SECONDS, is_too_much
from egov.opendata.verifying import Answer, by_code, by_file
from projects.papers.store import PaperAltered, content_of

TOO_MANY = 429


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Verify a number and its code (the square code on a paper leads here with both), or a file."""
    is_upload = request.method == "POST"
    asked = is_upload or bool(request.GET)
    codes = CodeForm(request.GET if request.GET and not is_upload else None)
    papers = PaperForm(request.POST, request.FILES) if is_upload else PaperForm()
    if asked and is_too_much(request, "upload" if is_upload else "code"):
        page = {"codes": CodeForm(), "papers": PaperForm(), "minutes": SECONDS // 60}
        return render(request, "opendata/verify.html", page, status=TOO_MANY)
    page = {"codes": codes, "papers": papers, "answer": _answer(codes, papers), "minutes": None}
    return render(request, "opendata/verify.html", page)


@login_not_required
@require_safe
def paper_file(request: HttpRequest, pk: int, filename: str) -> HttpResponse:
    """Hand out a paper that is addressed to the public. ``filename`` only makes the address readable."""
    paper = get_object_or_404(published.papers(), pk=pk)
    try:
        content = content_of(paper)
    except PaperAltered as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=paper.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(codes: CodeForm, papers: PaperForm) -> Answer | None:
    if papers.is_bound and papers.is_valid():
        return by_file(papers.cleaned_data["paper"])
    if codes.is_bound and codes.is_valid():
        return by_code(**codes.cleaned_data)
    return None
