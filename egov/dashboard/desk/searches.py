"""Searches over the trail that a person keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.roles import Permission
from egov.dashboard.actions import drop_search, save_search
from egov.dashboard.forms import SearchForm
from egov.dashboard.models import SavedSearch


@require_POST
@needs(Permission.READ_TRAIL)
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name, and go back to it."""
    form = SearchForm(request.POST)
    if form.is_valid():
        kept = save_search(**form.cleaned_data, by=actor_of(request))
        messages.success(request, _("The search is saved."))
        return redirect(kept.url)
    messages.error(request, _("Give the search a name of at most 60 characters."))
    return redirect("dashboard:trail")


@require_POST
@needs(Permission.READ_TRAIL)
def drop(request: HttpRequest, search_id: int) -> HttpResponse:
    """Forget a search of one's own."""
    search = get_object_or_404(SavedSearch, pk=search_id, user=actor_of(request).user)
    drop_search(search=search, by=actor_of(request))
    return redirect("dashboard:trail")
