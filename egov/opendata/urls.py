"""Addresses that anybody may keep and send: they do not change."""

from django.urls import path

from egov.opendata import views

app_name = "opendata"

urlpatterns = [
    path("", views.home, name="home"),
    path("plans/", views.plans, name="plans"),
    path("plans/<str:code>/<int:year>/", views.plan, name="plan"),
    path("solicitations/", views.solicitations, name="solicitations"),
    path("solicitations/<int:pk>/", views.solicitation, name="solicitation"),
    path(
        "solicitations/<int:pk>/files/<int:version>/<str:filename>",
        views.download,
        {"kind": "solicitation"},
        name="solicitation_file",
    ),
    path("tenders/", views.tenders, name="tenders"),
    path("tenders/<int:pk>/", views.tender, name="tender"),
    path(
        "tenders/<int:pk>/files/<int:version>/<str:filename>",
        views.download,
        {"kind": "tender"},
        name="tender_file",
    ),
    path("awards/", views.awards, name="awards"),
    path("awards/<int:pk>/", views.award, name="award"),
]
