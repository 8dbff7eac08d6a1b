"""The call for schemes: draft, publication, clarification."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.roles import Permission
from procurement import actions
from procurement.forms import ClarificationForm, SolicitationForm
from procurement.forms.fields import ProjectForm
from procurement.models import Notice, Solicitation
from procurement.models.readiness import why_no_new_call, why_not_publish
from procurement.pages import (
    Deed,
    deed_page,
    file_line,
    may,
    misplaced,
    offer,
    procurement_page,
    sent,
    sent_with_files,
)
from procurement.texts import suggested
from projects.access import actor_of
from projects.flow import STEPS, Stage
from projects.models import DocumentVersion, Project
from projects.pages import explain_refusal


def notice_lines(request: HttpRequest, notice: Notice) -> list[dict[str, Any]]:
    """Return the public documents of a notice as lines of a file list."""
    versions = notice.files.select_related("document__project").order_by("pk")
    return [line for version in versions if (line := file_line(request, version))]


def solicitation(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "solicitation")
    project = context["project"]
    runs = may(request, project, Permission.RUN_PROCUREMENT)
    current = project.solicitations.current()
    # A draft is the business of those who write it.
    draft = project.solicitations.draft() if runs else None
    shown = draft or current
    context |= {
        "notice": shown,
        "files": notice_lines(request, shown) if shown else [],
        "clarifications": list(shown.clarifications.order_by("-pk")) if shown else [],
        "offers": _offers(project, draft, current) if runs else [],
        "can_draft": runs and not _draft_obstacles(project),
        "earlier": project.solicitations.published().exclude(pk=shown.pk).order_by("-sequence")
        if shown
        else [],
    }
    return render(request, "procurement/solicitation.html", context)


def _offers(
    project: Project, draft: Solicitation | None, current: Solicitation | None
) -> list[dict[str, Any]]:
    if draft is not None and project.stage in {Stage.INITIATED, Stage.SOLICITING}:
        effect = STEPS["open_solicitation"].effect
        return [
            offer(
                project,
                "publish_solicitation",
                _("Publish the solicitation notice"),
                [*_draft_obstacles(project), *why_not_publish(draft)],
                consequence=effect,
            )
        ]
    if project.stage == Stage.SOLICITING and current is not None:
        if not current.is_over:
            return [offer(project, "clarify_solicitation", _("Publish a clarification"), [])]
        if not why_no_new_call(project):
            return [offer(project, "edit_solicitation", _("Call for schemes once more"), [])]
    return []


def edit_solicitation(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "solicitation")
    project: Project = context["project"]
    draft = project.solicitations.draft() or _suggested(project)
    form = SolicitationForm(
        *sent_with_files(request),
        instance=draft,
        initial={"revision": draft.revision},
    )
    deed = Deed(
        section="solicitation",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Draft the solicitation notice"),
        button=_("Save draft"),
        form=form,
        run=lambda: actions.save_solicitation(project=project, by=actor_of(request), **form.values()),
        done=_("The draft is saved. It is not public yet."),
        obstacles=_draft_obstacles(project),
        template="procurement/draft.html",
        extra={
            "attached": attached(draft),
            "kind": "solicitation",
        },
    )
    return deed_page(request, context, deed)


def attached(draft: Notice) -> list[DocumentVersion]:
    """Return the files of a draft that was saved, in the order in which they were added."""
    return list(draft.files.select_related("document__project").order_by("pk")) if draft.pk else []


def _draft_obstacles(project: Project) -> list[str]:
    if project.stage == Stage.SOLICITING:
        return why_no_new_call(project)
    return misplaced(project, Stage.INITIATED)


def _suggested(project: Project) -> Solicitation:
    calls = project.solicitations.count()
    again = f"（第{calls + 1}次）" if calls else ""
    return Solicitation(
        project=project,
        title=f"关于公开征集“{project.title}”设计方案的公告{again}",
        text=suggested("solicitation", project),
        requirements=suggested("requirements", project),
    )


@explain_refusal
def publish_solicitation(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "solicitation")
    project: Project = context["project"]
    notice = project.solicitations.draft()
    obstacles = _draft_obstacles(project) or (
        why_not_publish(notice) if notice else [_("There is no draft yet.")]
    )
    deed = Deed(
        section="solicitation",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Publish the solicitation notice"),
        button=_("Publish"),
        form=ProjectForm(sent(request), project=project),
        run=lambda: actions.publish_solicitation(project=project, by=actor_of(request)),
        done=_("The notice is public; schemes can be handed in."),
        obstacles=obstacles,
        consequence=_consequence(project),
        template="procurement/publish.html",
        extra={"notice": notice, "files": notice_lines(request, notice) if notice else []},
    )
    return deed_page(request, context, deed)


def _consequence(project: Project) -> str:
    public = _("The notice appears on the public page at once and can no longer be changed, only clarified.")
    anew = _("What answered an earlier call is not ranked any more; its authors may hand in again.")
    return f"{public} {anew}" if project.stage == Stage.SOLICITING else public


def clarify_solicitation(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "solicitation")
    project: Project = context["project"]
    return clarification_page(request, context, project.solicitations.current(), Stage.SOLICITING)


def clarification_page(
    request: HttpRequest, context: dict[str, Any], notice: Any, stage: Stage
) -> HttpResponse:
    """Show or publish a clarification of a call, whichever it is."""
    project: Project = context["project"]
    form = ClarificationForm(sent(request), project=project)
    over = notice is None or notice.is_over
    deed = Deed(
        section=context["section"],
        permission=Permission.RUN_PROCUREMENT,
        title=_("Publish a clarification"),
        button=_("Publish"),
        form=form,
        run=lambda: actions.clarify(
            project=project, notice=notice, by=actor_of(request), **form.cleaned_data
        ),
        done=_("The clarification is public, below the notice."),
        obstacles=misplaced(project, stage)
        or ([_("A notice can be clarified from its publication until its deadline.")] if over else []),
        consequence=_("It appears below the notice on the public page and stays there."),
    )
    return deed_page(request, context, deed)


@require_POST
def remove_file(request: HttpRequest, number: str, kind: str, version: int) -> HttpResponse:
    """Take a file off a draft; the page of the draft says what came of it."""
    context = procurement_page(request, number, kind)
    project: Project = context["project"]
    if not may(request, project, Permission.RUN_PROCUREMENT):
        raise PermissionDenied
    notices = project.solicitations if kind == "solicitation" else project.tenders
    notice = get_object_or_404(notices, files=version, published_at__isnull=True)
    try:
        actions.remove_file(project=project, notice=notice, version_id=version, by=actor_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The file is no longer part of the draft."))
    return redirect(f"procurement:edit_{kind}", number)
