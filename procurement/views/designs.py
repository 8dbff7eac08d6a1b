"""The optimised design, its budget estimate, and the approval of an overrun."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from procurement import actions
from procurement.forms import DesignForm, OverrunForm
from procurement.models import Design
from procurement.pages import (
    Deed,
    deed_page,
    file_line,
    may,
    misplaced,
    offer,
    procurement_page,
    sent_with_files,
)
from projects.access import actor_of
from projects.flow import Stage
from projects.models import Project


def design(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "design")
    project: Project = context["project"]
    related = ("project", "filed_by", "design_file__document__project", "estimate_file__document__project")
    versions = list(
        project.designs.select_related(*related, "overrun_record__document__project")
        .prefetch_related("cost_lines")
        .order_by("-number")
    )
    context |= {
        "designs": [{"design": one, "files": _files(request, one)} for one in versions],
        "current": versions[0] if versions else None,
        "author": project.schemes.chosen(),
        "offers": _offers(request, project, versions[0] if versions else None),
        "step_url": reverse("projects:step", args=[number, "confirm_scheme"]),
    }
    return render(request, "procurement/design.html", context)


def _files(request: HttpRequest, one: Design) -> list[dict[str, Any]]:
    papers = [
        (one.design_file, _("Optimized design")),
        (one.estimate_file, _("Budget estimate file")),
        (one.overrun_record, _("Meeting record")),
    ]
    return [line for paper, label in papers if paper and (line := file_line(request, paper, label))]


def _offers(request: HttpRequest, project: Project, current: Design | None) -> list[dict[str, Any]]:
    if project.stage != Stage.SCHEME_SELECTED:
        return []
    offers = []
    if may(request, project, Permission.RUN_PROCUREMENT):
        label = _("File a new version") if current else _("File the optimized design")
        again = _("Signatures on the version before are withdrawn.") if current else ""
        offers.append(offer(project, "file_design", label, [], consequence=again))
    if may(request, project, Permission.DECIDE_APPROVAL) and current and current.overrun:
        reasons = _overrun_obstacles(project, current)
        offers.append(offer(project, "approve_overrun", _("Approve the overrun"), reasons))
    return offers


def file_design(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "design")
    project: Project = context["project"]
    form = DesignForm(*sent_with_files(request), project=project)
    deed = Deed(
        section="design",
        permission=Permission.RUN_PROCUREMENT,
        title=_("File the optimized design"),
        button=_("File"),
        form=form,
        run=lambda: actions.file_design(project=project, by=actor_of(request), **form.values()),
        done=_("The design is filed. The informatization office and the user unit now confirm it."),
        obstacles=misplaced(project, Stage.SCHEME_SELECTED),
        consequence=_("The version filed last alone counts; signatures on an earlier one are withdrawn."),
        template="procurement/file_design.html",
    )
    return deed_page(request, context, deed)


def _overrun_obstacles(project: Project, current: Design | None) -> list[str]:
    if current is None or not current.overrun or current.is_overrun_approved:
        return [_("There is no overrun to approve.")]
    return misplaced(project, Stage.SCHEME_SELECTED)


def approve_overrun(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "design")
    project: Project = context["project"]
    current = project.designs.current()
    form = OverrunForm(
        *sent_with_files(request),
        project=project,
        initial={"version": current.number if current else 0},
    )
    deed = Deed(
        section="design",
        permission=Permission.DECIDE_APPROVAL,
        title=_("Approve the overrun"),
        button=_("Approve the overrun"),
        form=form,
        run=lambda: actions.approve_overrun(project=project, by=actor_of(request), **form.values()),
        done=_("The overrun is approved; the design can be confirmed."),
        obstacles=_overrun_obstacles(project, current),
        consequence=_("The approval holds for this version of the budget estimate alone."),
        template="procurement/approve_overrun.html",
        extra={"current": current},
    )
    return deed_page(request, context, deed)
