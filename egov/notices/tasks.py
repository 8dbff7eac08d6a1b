"""What the timetable asks of the notices."""

from celery import shared_task

from egov.notices.mailing import mail_unread


@shared_task
def mail_notices() -> None:
    """Tell people by mail what they have not read."""
    mail_unread()
