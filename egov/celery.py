"""The background worker and its timetable. Tasks live in each app's ``tasks`` module."""

import os
from datetime import timedelta

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")

app = Celery("egov")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "sign where the trail stands": {
        "task": "egov.audit.tasks.seal_trail",
        "schedule": timedelta(minutes=settings.TRAIL_CHECKPOINT_MINUTES),
    },
    # Before people come to work.
    "follow the deadlines": {
        "task": "projects.tasks.follow_deadlines",
        "schedule": crontab(hour=6, minute=0),
    },
}
app.autodiscover_tasks()
