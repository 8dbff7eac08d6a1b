from django.urls import path

from egov.notices import views

app_name = "notices"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("mail/", views.choose_mail, name="choose_mail"),
    path("<int:notice_id>/", views.open_notice, name="open"),
]
