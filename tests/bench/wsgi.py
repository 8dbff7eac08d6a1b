"""The house as it is, and beside it, in the same process, a bare Django view without any middleware."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

django.setup(set_prefix=False)

settings.ROOT_URLCONF = "tests.bench.urls"
with_middleware, settings.MIDDLEWARE = settings.MIDDLEWARE, []
bare = WSGIHandler()
settings.MIDDLEWARE = ["tests.bench.wsgi.count_queries", *with_middleware]


def count_queries(get_response):
    """Say how many queries a page took, when asked to."""

    def answer(request):
        if "X-Count-Queries" not in request.headers:
            return get_response(request)
        with CaptureQueriesContext(connection) as captured:
            response = get_response(request)
        response["X-Queries"] = str(len(captured))
        return response

    return answer


house = WSGIHandler()


def application(environ, start_response):
    return (bare if environ["PATH_INFO"] == "/bench/bare/" else house)(environ, start_response)
