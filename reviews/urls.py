"""Addresses of expert reviews: those of a project, and those of one's own seats."""

from django.urls import path

from reviews.views import panels, seats

app_name = "reviews"

urlpatterns = [
    path("projects/<str:number>/reviews/", panels.project_reviews, name="project"),
    path("projects/<str:number>/reviews/form/", panels.form, name="form_panel"),
    path("projects/<str:number>/reviews/<int:pk>/conclude/", panels.conclude, name="conclude"),
    path("projects/<str:number>/reviews/<int:pk>/opinions/", panels.opinions, name="opinions"),
    path("projects/<str:number>/reviews/<int:pk>/revision/", panels.revise, name="file_revision"),
    path("projects/<str:number>/reviews/seats/<int:pk>/replace/", panels.replace, name="replace_member"),
    path("reviews/", seats.mine, name="mine"),
    path("reviews/seats/<int:pk>/", seats.seat, name="seat"),
]
