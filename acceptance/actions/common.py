from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.ui import formats
from projects.actions import require
from projects.flow import Stage
from projects.models import Project

BUILDING = (Stage.UNDER_CONSTRUCTION, Stage.TRIAL_RUN)
WATCHED = (*BUILDING, Stage.PRELIMINARILY_ACCEPTED)
"""While the office, the user unit and the supervisor watch over construction, clause 三(三)3."""


def begin(project: Project, permission: Permission, stages: Collection[Stage], *, by: Actor) -> Project:
    """Begin a deed: lock the project's row and return it as it stands now.

    Raises ``PermissionDenied``, and ``ValidationError`` where the project has left the stages in
    which this is done.
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(locked, permission, by=by)
    if locked.stage not in stages:
        raise ValidationError(
            _("This cannot be done now: the project is in the stage “%(stage)s”.")
            % {"stage": locked.get_stage_display()}
        )
    return locked


def not_after_today(day: date, *, field: str) -> None:
    """Raise ``ValidationError`` for a day that has not come yet."""
    if day > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet: %(day)s.") % {"day": formats.day(day)}})


def needed(text: str, *, field: str) -> str:
    """Return the text without blanks around it; raise ``ValidationError`` if nothing is left."""
    text = text.strip()
    if not text:
        raise ValidationError({field: _("This field is required.")})
    return text
