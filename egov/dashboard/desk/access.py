from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from egov.accounts.acting import actor_of
from egov.accounts.roles import Permission

View = Callable[..., HttpResponse]


def auditors_only(view: View) -> View:
    """Let the auditors of a bureau in; for everybody else the page is not there."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_of(request).may(Permission.KEEP_FINDINGS):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
