"""Gives every request an id and its caller's address, which the trail repeats and the error pages show."""

import uuid
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(uuid.uuid4())  # type: ignore[attr-defined]  # requests carry our id
        response = self.get_response(request)
        response["X-Request-Id"] = id_of(request)
        return response


def id_of(request: HttpRequest) -> str:
    """Return the id that the trail, the log and the error page share; empty outside the middleware."""
    return getattr(request, "id", "")


def address_of(request: HttpRequest) -> str | None:
    """Return the caller's address: behind our own proxies the one that the outermost of them saw.

    What a caller writes into the header before that is not believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT:
        passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = passed_on[-settings.PROXY_COUNT] if len(passed_on) >= settings.PROXY_COUNT else ""
    try:
        return str(ip_address(address.strip()))
    except ValueError:
        return None
