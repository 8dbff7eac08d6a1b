from django.urls import path

from egov.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("<int:notice_id>/", views.open_notice, name="open"),
]
