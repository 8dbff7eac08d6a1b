"""The background worker and its timetable. Tasks live in each app's ``tasks`` module."""

import os
from datetime import timedelta

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_init, worker_process_init
from django.conf import settings

from egov.jobs.errors import JobTaken
from egov.pdf.render import load, warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")

app = Celery("egov")
app.config_from_object("django.conf:settings", namespace="CELERY")
# A message that came twice is no fault: whoever holds the job goes on with it.
app.conf.task_annotations = {"*": {"throws": (JobTaken,)}}
app.conf.beat_schedule = {
    "sign where the trail stands": {
        "task": "egov.audit.tasks.seal_trail",
        "schedule": timedelta(minutes=settings.TRAIL_CHECKPOINT_MINUTES),
    },
    "mail what was not read": {
        "task": "egov.notices.tasks.mail_notices",
        "schedule": timedelta(minutes=settings.MAIL_MINUTES),
    },
    # What nobody took up in time, the next round takes up: rounds do not pile up behind a long job.
    "revive lost jobs": {
        "task": "egov.jobs.tasks.revive_orphans",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "delete expired results": {
        "task": "egov.jobs.tasks.empty_expired",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    "verify the trail": {
        "task": "egov.dashboard.tasks.verify_each_night",
        "schedule": crontab(hour=2, minute=30),
    },
    "verify issued papers": {
        "task": "egov.dashboard.tasks.verify_papers_each_night",
        "schedule": crontab(hour=3, minute=30),
    },
    # Before people come to work.
    "follow the deadlines": {
        "task": "projects.tasks.follow_deadlines",
        "schedule": crontab(hour=6, minute=0),
    },
}
app.autodiscover_tasks()


@worker_init.connect
def load_press(**kwargs: object) -> None:
    """Load the printing press once, before the pool forks: its processes share it."""
    load()


@worker_process_init.connect
def set_up_press(**kwargs: object) -> None:
    """Set up the faces in each process before its first task."""
    warm_up()
