"""The application: written by the unit's handler, read by everybody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.access import actor_of
from projects.actions import parties_for
from projects.actions.application import EDITABLE, StaleApplication, save_application
from projects.actions.discarding import may_discard_application
from projects.actions.documents import file_document
from projects.application_content import content_of, freeze, prefill_of, reports_of
from projects.application_pages import asked_for, form_sections, marks_of, reading, sums_of
from projects.comparison import changed_since_return, changes
from projects.flow import STEPS, Stage
from projects.forms.application import ApplicationForm, inputs_of
from projects.models import Application, Project, Transition
from projects.pages import project_page


def application(request: HttpRequest, number: str) -> HttpResponse:
    """Show the form to who prepares it, and the words that count to everybody else."""
    context = project_page(request, number, "application")
    project, actor = context["project"], actor_of(request)
    context |= {"is_owner": project.allows(actor, Permission.EDIT_APPLICATION)}
    if not (context["is_owner"] and actor.is_handler and project.stage in EDITABLE):
        if request.method == "POST":
            raise PermissionDenied
        return render(request, "projects/application_read.html", context | _to_read(context, actor))
    if request.method == "POST":
        return _save(request, context)
    standing = _standing(project)
    inputs = (
        inputs_of(content_of(standing), standing.unsaved) if standing else inputs_of(prefill_of(project), {})
    )
    inputs |= {"version": str(standing.version if standing else 0)}
    form = ApplicationForm(inputs, project=project, checked=standing is not None)
    return render(request, "projects/application.html", context | _to_write(context, form, actor))


def _standing(project: Project) -> Application | None:
    return project.applications.select_related("updated_by").first()


def _to_write(context: dict[str, Any], form: ApplicationForm, actor: Actor) -> dict[str, Any]:
    project: Project = context["project"]
    standing = _standing(project)
    content = content_of(standing) if standing else prefill_of(project)
    marks = marks_of(project)
    sections = form_sections(
        form,
        missing=standing.missing() if standing else [name for name in content if not content[name]],
        marks=marks,
        changed=(changed_since_return(project) or set()) if marks else set(),
        reports=reports_of(project),
    )
    return {
        "application": standing,
        "form": form,
        "sections": sections,
        "sums": sums_of(content),
        "complete": not any(section.missing for section in sections),
        "open_hits": project.duplicate_hits.filter(answer="").count(),
        "may_sign": bool(parties_for(project, STEPS["submit_application"], actor)),
        "returned": returned_by(context["transitions"], project),
        "submissions": _submissions(project),
        "conflict": [],
        "may_discard": standing is not None and may_discard_application(project),
    }


def returned_by(transitions: list[Transition], project: Project) -> Transition | None:
    """Return the step that sent the application back, with its reason, while it stands returned."""
    return transitions[-1] if transitions and project.stage == Stage.RETURNED else None


def _submissions(project: Project) -> list[Any]:
    related = project.submissions.select_related("submitted_by", "organization")
    return list(related.order_by("-number").defer("content"))


def _save(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Save what was typed, and file the reports; what was not understood is shown on the page again."""
    project, actor = context["project"], actor_of(request)
    form = ApplicationForm(request.POST, request.FILES, project=project)
    form.is_valid()
    try:
        saved = save_application(
            project=project, draft=form.draft(), version=form.cleaned_data.get("version", 0), by=actor
        )
    except StaleApplication as stale:
        return _show_conflict(request, context, stale.application)
    if request.headers.get("HX-Request"):
        return render(request, "projects/application_saved.html", {"application": saved})
    _file_reports(project, form, by=actor)
    if any(kind in form.errors for kind in request.FILES):
        return _show_refused_reports(request, context, form, saved)
    if saved.unsaved:
        messages.warning(request, _("Saved as a draft. What was not understood is kept and marked below."))
    else:
        messages.success(request, _("Saved as a draft."))
    return redirect("projects:application", number=project.number)


def _file_reports(project: Project, form: ApplicationForm, *, by: Actor) -> None:
    standing = reports_of(project)
    for kind, upload in form.reports().items():
        version = standing.get(kind)
        file_document(
            project=project,
            kind=kind,
            title=str(form.fields[kind].label),
            upload=upload,
            document=version.document if version else None,
            by=by,
        )


def _show_refused_reports(
    request: HttpRequest, context: dict[str, Any], form: ApplicationForm, saved: Application
) -> HttpResponse:
    """Say at its field why a report was not taken: a new page would know nothing of it. The rest is saved."""
    data = request.POST.copy()
    data["version"] = str(saved.version)
    form.data = data
    messages.warning(request, _("Saved as a draft, but for what is marked below."))
    return render(request, "projects/application.html", context | _to_write(context, form, actor_of(request)))


def _show_conflict(request: HttpRequest, context: dict[str, Any], standing: Application) -> HttpResponse:
    """Show what somebody else saved meanwhile beside what was typed here; nothing is lost of either."""
    project = context["project"]
    data = request.POST.copy()
    data["version"] = str(standing.version)
    form = ApplicationForm(data, project=project)
    form.is_valid()
    if request.headers.get("HX-Request"):
        return render(request, "projects/application_saved.html", {"application": None})
    context |= _to_write(context, form, actor_of(request))
    typed = form.draft_content()
    context["conflict"] = changes(content_of(standing), typed)
    return render(request, "projects/application.html", context, status=409)


def _to_read(context: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Return what a reader sees: the unit its draft, everybody else what was submitted last."""
    project: Project = context["project"]
    last = project.submissions.order_by("-number").first()
    standing = _standing(project)
    shows_draft = context["is_owner"] and project.stage in EDITABLE and standing is not None
    content = freeze(standing) if shows_draft and standing else last.content if last else None
    previous = (
        project.submissions.filter(number=last.number - 1).first() if last and not shows_draft else last
    )
    found = changes(previous.content, content) if previous and content else []
    fields, returned = {change.field for change in found}, returned_by(context["transitions"], project)
    return {
        "sections": reading(project, content, marks_of(project)) if content else [],
        "sums": sums_of(content) if content else {},
        "shows_draft": shows_draft,
        "compared": previous,
        "changes": found,
        "asked": asked_for(project, fields, since=previous, until=None if shows_draft else last)
        if previous and (shows_draft or not returned)
        else [],
        "may_sign": bool(parties_for(project, STEPS["submit_application"], actor))
        and project.stage in EDITABLE,
        "may_decide": project.stage == Stage.SUBMITTED
        and bool(parties_for(project, STEPS["return_application"], actor)),
        "returned": returned,
        "submissions": _submissions(project),
        "hits": project.duplicate_hits.count(),
    }
