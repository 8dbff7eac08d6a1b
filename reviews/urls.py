"""Addresses of expert reviews: those of a project, those of one's own seats, and the pool."""

from django.urls import path

from reviews.views import experts, panels, pool, seats

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
    path("experts/", pool.experts, name="experts"),
    path("experts/new/", pool.new_expert, name="new_expert"),
    path("experts/me/", pool.own_profile, name="own_profile"),
    path("experts/<str:expert>/", experts.expert, name="expert"),
    path("experts/<str:expert>/edit/", experts.edit, name="edit_expert"),
    path("experts/<str:expert>/contact/", experts.contact, name="expert_contact"),
    path("experts/<str:expert>/identity/", experts.identity, name="expert_identity"),
    path("experts/<str:expert>/ties/", experts.add_tie, name="add_tie"),
    path("experts/<str:expert>/ties/<int:pk>/drop/", experts.drop_tie, name="drop_tie"),
    path("experts/<str:expert>/verify/", experts.verify, name="verify_expert"),
    path("experts/<str:expert>/suspend/", experts.suspend, name="suspend_expert"),
    path("experts/<str:expert>/lift/", experts.lift, name="lift_suspension"),
    path("experts/<str:expert>/credit/", experts.add_credit, name="add_credit"),
    path("experts/<str:expert>/unmask/<str:what>/", experts.unmask, name="unmask"),
]
