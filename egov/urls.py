"""The addresses of the house, in the order of the process."""

from django.urls import include, path

urlpatterns = [
    path("", include("egov.dashboard.urls")),
    path("policy/", include("egov.policy.urls")),
    path("public/", include("egov.opendata.urls")),
    path("notices/", include("egov.notices.urls")),
    path("accounts/", include("egov.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("jobs/", include("egov.jobs.urls")),
    path("ui/", include("egov.ui.urls")),
    path("", include("projects.urls")),
    path("", include("reviews.urls")),
    path("projects/", include("procurement.urls")),
    path("projects/", include("acceptance.urls")),
]
