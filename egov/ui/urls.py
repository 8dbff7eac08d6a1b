"""Addresses of the component gallery."""

from django.urls import path

from egov.ui import views

app_name = "ui"
urlpatterns = [path("", views.gallery, name="gallery")]
