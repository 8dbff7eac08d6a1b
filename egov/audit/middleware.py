"""Gives every request an id, which the trail repeats and the error pages show."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(uuid.uuid4())  # type: ignore[attr-defined]  # requests carry our id
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]  # set above
        return response
