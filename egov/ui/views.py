"""The gallery: every component with the data of an imagined project."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from egov.ui import samples


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each component; a page for those who build pages, so not in production."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "ui/gallery.html", _context())


def _context() -> dict[str, Any]:
    return {
        "form": samples.form(),
        "faulty_form": samples.faulty_form(),
        "phases": samples.phases(),
        "money": samples.money(),
        "unmet": samples.unmet(),
        "tasks": samples.tasks(),
        "files": samples.files(),
        "history": samples.history(),
        "filters": samples.filters(),
        "chips": [{"label": "阶段：论证中", "remove_url": "?"}, {"label": "只看逾期", "remove_url": "?"}],
        "projects": samples.projects(),
        "sections": samples.sections(),
        "facts": samples.facts(),
        "sheet_faults": samples.sheet_faults(),
        "now": timezone.now(),
        **samples.page(),
    }
