"""The addresses of the house, in the order of the process."""

from django.urls import include, path

from egov.accounts.views.session import set_language

urlpatterns = [
    path("", include("egov.dashboard.urls")),
    path("policy/", include("egov.policy.urls")),
    path("public/", include("egov.opendata.urls")),
    path("notices/", include("egov.notices.urls")),
    path("accounts/", include("egov.accounts.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("jobs/", include("egov.jobs.urls")),
    path("dossiers/", include("egov.dossier.urls")),
    path("ui/", include("egov.ui.urls")),
    path("", include("projects.urls")),
    path("", include("reviews.urls")),
    path("projects/", include("procurement.urls")),
    path("projects/", include("acceptance.urls")),
]
