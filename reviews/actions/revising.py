from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.actions import record, require, withdraw_signatures
from projects.actions.documents import file_document
from projects.models import DocumentKind, DocumentVersion
from reviews.actions.refusal import refuse_if
from reviews.models import Panel


@transaction.atomic
def file_revision(*, panel: Panel, upload: File[Any], by: Actor) -> DocumentVersion:
    """File what the panel asked to be revised; a later one replaces it and voids signatures; 三(二)2.

    Raises ``PermissionDenied`` for anybody but the owner unit, ``PanelRefused`` where none is asked for.
    """
    locked = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=panel.pk)
    project = locked.project
    require(project, Permission.EDIT_APPLICATION, by=by)
    refuse_if(_faults_of_revision(locked))
    earlier = locked.revision.document if locked.revision else None
    locked.revision = file_document(
        project=project,
        kind=DocumentKind.REVISION,
        title=_("Revision after argumentation"),
        upload=upload,
        by=by,
        document=earlier,
    )
    locked.save(update_fields=["revision"])
    if earlier:
        reason = _("The revision was filed anew.")
        withdraw_signatures(project=project, step="pass_argumentation", reason=reason, by=by)
    record(verb="review.file_revision", project=project, on=locked, by=by)
    return locked.revision


def _faults_of_revision(panel: Panel) -> Iterator[str]:
    if panel.conclusion != Panel.Conclusion.PASS_AFTER_REVISION or panel.visit != panel.project.visit:
        yield _("The panel does not ask for a revision now.")
