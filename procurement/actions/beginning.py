"""How each deed of procurement begins: the project locked, the person and the moment checked."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from procurement.models import Tender
from projects.actions import require
from projects.flow import Stage
from projects.models import Project


def begin(project: Project, permission: Permission, stages: Sequence[Stage], *, by: Actor) -> Project:
    """Lock the project and return it as it is now.

    Raises ``PermissionDenied``, or ``ValidationError`` where the project stands elsewhere.
    """
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(locked, permission, by=by)
    if locked.stage not in stages:
        raise ValidationError(
            _("This is not possible now: the project is in the stage “%(stage)s”.")
            % {"stage": locked.get_stage_display()}
        )
    return locked


def refuse_if(reasons: list[str]) -> None:
    """Raise ``ValidationError`` with the reasons, if there are any."""
    if reasons:
        raise ValidationError(reasons)


def live_tender(project: Project) -> Tender:
    """Return the tender under way; raise ``ValidationError`` if there is none."""
    tender = project.tenders.live()
    if tender is None:
        raise ValidationError(_("No tender is under way."))
    # The project's row is locked, and with it everything that hangs on it.
    tender.project = project
    return tender
