"""The addresses of the house, and the bare view that all others are compared with."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", headers={"X-Queries": "0"})


urlpatterns = [path("bench/bare/", bare), path("", include("egov.urls"))]
