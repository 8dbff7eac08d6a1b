"""The language of a request, and the answers to what a form sends."""

from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware:
    """Activate the language of the cookie, else ``LANGUAGE_CODE``.

    A government page opens in Chinese whatever the browser's settings are, so ``Accept-Language``
    is not consulted; the switch on the page sets the cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


class UploadMiddleware:
    """Tell ``static/js/upload.js`` where to go on.

    A script cannot see a redirect: it would fetch the next page unseen, and the messages on it would be
    spent. So it is told the address, and the browser goes there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "X-Upload" in request.headers and isinstance(response, HttpResponseRedirect):
            told = HttpResponse(status=204, headers={"X-Location": response.url})
            told.cookies = response.cookies
            return told
        return response


class AddressMiddleware:
    """Answer plainly to addresses that nothing can come of.

    A NUL in one is no text that PostgreSQL could look for. An address that takes posts alone shows an empty
    page by itself; one gets there by reloading a form that was sent back, or by changing its language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in unquote(request.get_full_path()):
            raise BadRequest("NUL in the address")
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html")
        return response
