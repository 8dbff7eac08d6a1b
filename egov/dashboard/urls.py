from django.urls import path

from egov.dashboard import signing, views
from egov.dashboard.desk import desk, exports, notes, searches, trail, verification

app_name = "dashboard"

urlpatterns = [
    path("", views.home, name="home"),
    path("signatures/", signing.signing, name="signing"),
    path("start/", desk.start, name="start"),
    path("desk/", desk.desk, name="desk"),
    path("desk/flags/<slug:flag>/", desk.flag, name="flag"),
    path("desk/findings/", notes.notes, name="notes"),
    path("desk/findings/new/", notes.write, name="write_note"),
    path("desk/findings/<int:note_id>/", notes.note, name="note"),
    path("desk/exports/<slug:what>/", exports.export, name="export"),
    path("trail/", trail.trail, name="trail"),
    path("trail/<int:event_id>/", trail.event, name="event"),
    path("trail/verifications/", verification.verifications, name="verifications"),
    path("trail/verifications/<int:verification_id>/", verification.verification, name="verification"),
    path("trail/checkpoints/", verification.checkpoints, name="checkpoints"),
    path(
        "trail/checkpoints/<int:checkpoint>/",
        verification.download_checkpoint,
        name="download_checkpoint",
    ),
    path("trail/searches/", searches.save, name="save_search"),
    path("trail/searches/<int:search_id>/drop/", searches.drop, name="drop_search"),
]
