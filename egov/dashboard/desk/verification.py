"""The verification of the trail, and its checkpoints, which are worth something only if kept elsewhere."""

import json
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.roles import Permission
from egov.audit.actions import exported
from egov.audit.models import Checkpoint, Verification
from egov.dashboard.actions import note_checkpoint_export
from egov.dashboard.desk.verdicts import MOST_SHOWN, verdicts
from egov.dashboard.forms import CheckpointForm
from egov.dashboard.tasks import verify_trail
from egov.jobs.actions import start_job
from egov.ui.paging import paginate

reads_trail = needs(Permission.READ_TRAIL)


@reads_trail
def verifications(request: HttpRequest) -> HttpResponse:
    """Show the verifications so far, the newest first; start one on demand, against a checkpoint if given."""
    form = CheckpointForm(request.POST, request.FILES) if request.method == "POST" else CheckpointForm()
    if form.is_bound and form.is_valid():
        job = start_job(
            title=_("Verification of the trail"),
            task=verify_trail,
            parameters={"file": _kept(form.content)} if form.content else {},
            by=actor_of(request),
        )
        return redirect("jobs:job", job_id=job.pk)
    page = paginate(Verification.objects.defer("findings"), request, order=("-id",))
    context = {
        "form": form,
        "newest": Verification.objects.newest(),
        "page": page,
        "tab": "verification",
    }
    return render(request, "dashboard/desk/verifications.html", context)


def _kept(content: bytes) -> str:
    return default_storage.save(f"desk/checkpoints/{uuid4().hex}", ContentFile(content))


@reads_trail
def verification(request: HttpRequest, verification_id: int) -> HttpResponse:
    """Show what one verification found."""
    one = get_object_or_404(Verification, pk=verification_id)
    context = {
        "verification": one,
        "verdicts": verdicts(one, actor=actor_of(request)),
        "hidden": max(len(one.findings) - MOST_SHOWN, 0) + one.unnamed,
        "tab": "verification",
    }
    return render(request, "dashboard/desk/verification.html", context)


@reads_trail
def checkpoints(request: HttpRequest) -> HttpResponse:
    """Show the checkpoints, the newest first."""
    page = paginate(Checkpoint.objects.all(), request, order=("-number",))
    return render(request, "dashboard/desk/checkpoints.html", {"page": page, "tab": "checkpoints"})


@require_POST
@reads_trail
def download_checkpoint(request: HttpRequest, checkpoint: int) -> HttpResponse:
    """Hand out a checkpoint, complete and verifiable without us; the trail keeps who took it."""
    one = get_object_or_404(Checkpoint, number=checkpoint)
    note_checkpoint_export(checkpoint=one, by=actor_of(request))
    response = HttpResponse(json.dumps(exported(one), ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="checkpoint-{checkpoint}.json"'
    return response
