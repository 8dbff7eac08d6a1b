from django.urls import path

from egov.policy import views

app_name = "policy"

urlpatterns = [
    path("", views.parameters, name="parameters"),
    path("holidays/", views.announced, name="announced"),
    path("<str:jurisdiction>/<slug:code>/", views.parameter, name="parameter"),
]
