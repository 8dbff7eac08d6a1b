"""The papers of a project: what was filed by whom, each version, and the door through which they leave."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from egov.accounts.acting import Actor, actor_of
from egov.accounts.roles import Permission
from projects.access import may_read, visible_project
from projects.actions.documents import DocumentStays, file_document, note_download, remove_document
from projects.forms.documents import DocumentForm, RemovalForm
from projects.models import Document, DocumentKind, DocumentVersion, IssuedPaper, Project
from projects.pages import project_page
from projects.views.papers import handed_out


def documents(request: HttpRequest, number: str) -> HttpResponse:
    """List the papers with all their versions; file a new one, or a new version of one."""
    context = project_page(request, number, "documents")
    project, actor = context["project"], actor_of(request)
    may_attach = project.allows(actor, Permission.ATTACH_DOCUMENT)
    papers = _papers(project, actor)
    replaced = _replaced(request, papers) if may_attach else None
    form = DocumentForm(
        request.POST or None, request.FILES or None, project=project, actor=actor, document=replaced
    )
    if request.method == "POST":
        if not may_attach:
            raise PermissionDenied
        if form.is_valid() and _file(request, project, form, replaced):
            return redirect("projects:documents", number=number)
    context |= {
        "groups": _by_kind(papers),
        "form": form if may_attach else None,
        "replaced": replaced,
    }
    return render(request, "projects/documents.html", context)


def _papers(project: Project, actor: Actor) -> list[dict[str, Any]]:
    versions = (
        DocumentVersion.objects.filter(document__project=project, document__removed_at__isnull=True)
        .select_related("document", "uploaded_by", "organization", "issued__superseded_by")
        .order_by("document_id", "-number")
    )
    papers = []
    for document, group in groupby(versions, key=lambda version: version.document):
        document.project = project
        if not may_read(actor, document):
            continue
        filed = list(group)
        for version in filed:
            version.document = document
        fresh = all(v.visit == project.visit and v.organization == actor.organization for v in filed)
        issued = getattr(filed[0], "issued", None)
        papers.append(
            {
                "document": document,
                "latest": filed[0],
                "versions": filed,
                "issued": issued,
                "removable": fresh and issued is None,
            }
        )
    return papers


def _by_kind(papers: list[dict[str, Any]]) -> list[tuple[DocumentKind, list[dict[str, Any]]]]:
    """Group papers by kind, in the order in which the process meets the kinds."""
    return [
        (kind, of_kind)
        for kind in DocumentKind
        if (of_kind := [paper for paper in papers if paper["document"].kind == kind])
    ]


def _replaced(request: HttpRequest, papers: list[dict[str, Any]]) -> Document | None:
    """Return the document of which a new version is to be filed, if the address names one."""
    wanted = request.GET.get("document", "")
    if not wanted:
        return None
    for paper in papers:
        if str(paper["document"].pk) == wanted:
            return paper["document"]
    raise Http404


def _file(request: HttpRequest, project: Project, form: DocumentForm, replaced: Document | None) -> bool:
    try:
        version = file_document(
            project=project,
            kind=replaced.kind if replaced else form.cleaned_data["kind"],
            title=replaced.title if replaced else form.cleaned_data["title"],
            upload=form.cleaned_data["file"],
            document=replaced,
            by=actor_of(request),
        )
    except DocumentStays as refusal:
        form.add_error("file", refusal)
        return False
    messages.success(request, _("“%(name)s” is filed.") % {"name": version.name})
    return True


def remove(request: HttpRequest, number: str, document_id: int) -> HttpResponse:
    """Confirm that a paper filed by mistake is taken back."""
    context = project_page(request, number, "documents")
    project, actor = context["project"], actor_of(request)
    document = get_object_or_404(project.documents.standing(), pk=document_id)
    if not may_read(actor, document):
        raise Http404
    if not project.allows(actor, Permission.ATTACH_DOCUMENT):
        raise PermissionDenied
    form = RemovalForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            remove_document(document=document, by=actor, reason=form.cleaned_data["reason"])
            messages.success(request, _("“%(name)s” is removed.") % {"name": document.title})
        except DocumentStays as refusal:
            messages.warning(request, refusal.messages[0])
        return redirect("projects:documents", number=number)
    return render(request, "projects/documents_remove.html", context | {"document": document, "form": form})


@require_safe
def download(
    request: HttpRequest, number: str, version_id: int, filename: str
) -> FileResponse | HttpResponse:
    """Hand out one version to somebody who may read it; the trail notes it.

    ``filename`` only makes the address readable; the name sent is the one on record.
    """
    project, actor = visible_project(request, number), actor_of(request)
    standing = DocumentVersion.objects.filter(
        document__project=project, document__removed_at__isnull=True
    ).select_related("document__project")
    version = get_object_or_404(standing, pk=version_id)
    if not may_read(actor, version.document):
        raise Http404
    note_download(version=version, by=actor)
    issued = IssuedPaper.objects.filter(version=version).first()
    if issued is not None:
        return handed_out(request, issued)
    response = FileResponse(
        version.file.open(), as_attachment=True, filename=version.name, content_type=version.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response
