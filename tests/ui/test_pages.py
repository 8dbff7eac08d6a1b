import pytest
from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from egov.ui.middleware import LanguageMiddleware
from egov.ui.views import gallery


def answer(cookie: str | None = None, accept: str = "") -> HttpResponse:
    request = RequestFactory().get("/", headers={"accept-language": accept})
    if cookie is not None:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    return LanguageMiddleware(
        lambda request: HttpResponse(f"{translation.get_language()} {request.LANGUAGE_CODE}")
    )(request)


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "zh-hans"), ("en", "en"), ("zh-hant", "zh-hant"), ("fr", "zh-hans"), ("", "zh-hans")],
)
def test_the_cookie_chooses_the_language_and_the_browser_does_not(cookie, language):
    response = answer(cookie, accept="en-US,en;q=0.9")
    assert response.content.decode() == f"{language} {language}"
    assert response.headers["Content-Language"] == language
    assert "Cookie" in response.headers["Vary"]


def test_a_language_does_not_leak_into_the_next_request():
    answer("en")
    assert answer().content.decode() == "zh-hans zh-hans"


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_error_pages_stand_by_themselves(code, language):
    with translation.override(language):
        page = render_to_string(f"{code}.html")
    assert f'<html lang="{language}">' in page
    assert "<h1>" in page


def test_a_refusal_repeats_its_reason():
    assert "只有财政局可以会签" in render_to_string("403.html", {"exception": "只有财政局可以会签"})


def test_there_is_no_gallery_in_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(Http404):
        gallery(RequestFactory().get("/"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/public/tenders/?q=a%00b", "/public/data/projects/a%00b.json"])
def test_no_address_holds_what_the_database_cannot_look_for(client, address):
    assert client.get(address).status_code == 400
