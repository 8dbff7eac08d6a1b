"""Addresses that anybody may keep and send: they do not change."""

from django.urls import path

from egov.opendata import data, verification, views

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
    path("data/", data.data, name="data"),
    path("data/projects/<str:number>.json", data.project, name="project_data"),
    path("data/<str:code>.json", data.all_projects, name="package"),
    path("papers/<int:pk>/<str:filename>", verification.paper_file, name="paper_file"),
    path("verify/", verification.verify, name="verify"),
    path("awards/", views.awards, name="awards"),
    path("awards/<int:pk>/", views.award, name="award"),
]
