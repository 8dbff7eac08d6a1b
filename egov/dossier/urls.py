from django.urls import path

from egov.dossier import views

app_name = "dossier"

urlpatterns = [
    path("", views.collect_selection, name="selection"),
    path("<str:number>/", views.collect, name="project"),
]
