from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone

from egov.accounts.acting import find_actor
from egov.accounts.actions import note_idle_end

GetResponse = Callable[[HttpRequest], HttpResponse]

LAST_SEEN = "last_seen"
TOUCH_SECONDS = 60
"""The session is written at most this often, so that reading does not write at each click."""

WITHOUT_MEMBERSHIP = {
    "accounts:choose_membership",
    "accounts:logout",
    "accounts:change_password",
    "set_language",
}


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """Lead to the login; but whoever was sending something keeps the page on which it stands.

    To lead them away would lose what they typed, and the address they sent it to shows nothing by itself.
    """
    if "HX-Request" in request.headers:
        # A script replaces a part of the page by the answer: it is to be that part, not the login page.
        return HttpResponse(
            render_to_string("accounts/logged_out_part.html", {"part": request.headers.get("HX-Target", "")})
        )
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    body = "" if "X-Upload" in request.headers else render_to_string("accounts/logged_out.html")
    return HttpResponse(body, status=401)


class LoginMiddleware(LoginRequiredMiddleware):
    """Keeps every page for those who are logged in, unless it is marked as public."""

    def handle_no_permission(  # type: ignore[override]  # Not every answer of ours leads elsewhere.
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        return ask_to_log_in(request)


class IdleTimeoutMiddleware:
    """Ends a session that was idle for ``settings.IDLE_MINUTES`` (GB/T 22239, identity b)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            seen = request.session.get(LAST_SEEN)
            if seen is not None and now - seen > settings.IDLE_MINUTES * 60:
                by = find_actor(request)
                if by is not None:
                    note_idle_end(by=by)
                logout(request)
                return ask_to_log_in(request)
            if seen is None or now - seen > TOUCH_SECONDS:
                request.session[LAST_SEEN] = now
        return self.get_response(request)


class ActingMiddleware:
    """Sets ``request.actor``; whoever has several memberships first chooses one.

    A first or reset password is changed before anything else.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = find_actor(request)  # type: ignore[attr-defined]  # requests carry our actor
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        actor = request.actor  # type: ignore[attr-defined]  # set above
        name = request.resolver_match.view_name if request.resolver_match else ""
        if actor is None or name in WITHOUT_MEMBERSHIP or not getattr(view, "login_required", True):
            return None
        if actor.user.must_change_password:
            return redirect("accounts:change_password")
        if actor.membership is None and actor.can_switch:
            return redirect("accounts:choose_membership")
        return None
