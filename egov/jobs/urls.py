from django.urls import path

from egov.jobs import views

app_name = "jobs"

urlpatterns = [
    path("", views.jobs, name="list"),
    path("<uuid:job_id>/", views.job, name="job"),
    path("<uuid:job_id>/download/", views.download, name="download"),
    path("<uuid:job_id>/download/<int:piece_id>/", views.download_piece, name="download_piece"),
    path("<uuid:job_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:job_id>/retry/", views.retry, name="retry"),
]
