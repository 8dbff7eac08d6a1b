"""Dossiers are made in the background, in pieces: whoever goes on with one finds what is done."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from celery import shared_task
from django.core.files.base import File
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.dossier.certificate import certificate_piece
from egov.dossier.collecting import plan_dossier
from egov.dossier.packing import pack
from egov.dossier.progress import Progress
from egov.dossier.volume import volume_piece
from egov.jobs.actions import JobFailed, drop_pieces, keep_result, piece_of, running
from egov.jobs.models import Job
from projects.access import wholly_seen
from projects.filters import ProjectFilter
from projects.models import Project

MOST = 1000


@shared_task
def collect_dossiers(job_id: str) -> None:
    """Make the dossiers of the projects that were asked for, and pack them into one archive.

    The projects are fixed when the work begins. Each is planned first, so that the bar knows its length.
    """
    with running(job_id) as job, override("zh-hans"):
        keys = _selected(job)
        with tempfile.TemporaryFile() as file:
            _write(job, keys, file)
            keep_result(job, content=File(file), name=_name(job, keys))
        drop_pieces(job)


def _selected(job: Job) -> list[int]:
    """Return the keys of the projects, those that the person may still have."""

    def write(file: BinaryIO) -> dict[str, Any]:
        found = asked_for(job.parameters, job.actor()).order_by("number")
        keys = list(found.values_list("pk", flat=True)[:MOST])
        file.write(json.dumps(keys).encode())
        return {"projects": keys}

    if job.membership is None or job.membership not in Membership.objects.usable():
        raise JobFailed(_("You do not act for this organization any more."))
    keys = piece_of(job, "selection", write).facts["projects"]
    if not keys:
        raise JobFailed(_("There is no project of which you may have the dossier."))
    return keys


def asked_for(parameters: dict[str, Any], actor: Actor) -> QuerySet[Project]:
    """Return the projects that are named, or match the filters of the list, and may be had as a whole."""
    projects = wholly_seen(actor)
    if "projects" in parameters:
        return projects.filter(number__in=parameters["projects"])
    return ProjectFilter(QueryDict(parameters["query"]), actor=actor).apply(projects)


def _projects(keys: list[int]) -> Iterator[Project]:
    """Read one project after the other: hundreds of them would not fit."""
    related = Project.objects.select_related(
        "jurisdiction", "owner_unit", "user_unit", "construction_entity", "supervisor", "plan"
    )
    return (related.get(pk=key) for key in keys)


def _write(job: Job, keys: list[int], file: BinaryIO) -> None:
    one = len(keys) == 1
    planning = Progress(job, len(keys))
    total = 0
    for project in _projects(keys):
        total += plan_dossier(job, project).count
        planning.step()
    progress = Progress(job, total)
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        packed = []
        for project in _projects(keys):
            dossier = plan_dossier(job, project)
            offered = (f"{_stem(project)}.pdf", f"{_stem(project)}证明书.pdf") if one else ("", "")
            volume = volume_piece(job, dossier, progress, name=offered[0])
            signed = certificate_piece(job, dossier, volume, name=offered[1])
            progress.step()
            folder = "" if one else f"{_stem(project)}/"
            packed.append(pack(archive, dossier, volume, signed, folder=folder))
            progress.step()
        if not one:
            _put_index(archive, job, packed)


def _put_index(archive: zipfile.ZipFile, job: Job, packed: list[dict[str, Any]]) -> None:
    """Write the manifest of a selection: each project's folder with the digest of its own manifest."""
    index = {"made_at": timezone.localtime().isoformat(timespec="seconds"), "projects": packed}
    archive.writestr("manifest.json", json.dumps(index, ensure_ascii=False, indent=1))


def _stem(project: Project) -> str:
    return f"{project.number}-项目卷宗"


def _name(job: Job, keys: list[int]) -> str:
    if len(keys) == 1:
        return f"{_stem(next(_projects(keys)))}.zip"
    return f"项目卷宗-{len(keys)}个项目-{timezone.localdate():%Y%m%d}.zip"
