from django.urls import path

from egov.dashboard import trail, views

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    path("trail/", trail.trail, name="trail"),
]
