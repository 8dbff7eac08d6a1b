"""The page of a project: where it stands, what happens next, what happened."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor, actor_of
from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.ui.formats import listed
from projects.access import visible_project
from projects.actions import advance, missing_parties, parties_for, unmet_conditions
from projects.actions.following import follow, unfollow
from projects.evidence import evidence_of
from projects.flow import STEPS, Party, Step, Usage, steps_from
from projects.forms.steps import StepForm
from projects.models import Project
from projects.money import money_line
from projects.pages import condition_line, explain_refusal, project_page, todo_line

HERE = "projects:step"
"""The page of steps that need nothing but the decision itself."""


def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show where the project stands, what is next and who must do it."""
    context = project_page(request, number, "overview")
    project, actor = context["project"], actor_of(request)
    steps = steps_from(project.stage)
    holders = project.organizations_of({party.role for step in steps for party in step.who})
    lines = [_step_line(project, step, actor, holders) for step in steps]
    context |= {
        "next_steps": [line for line in lines if _is_next(line)],
        "other_steps": [line for line in lines if line["usage"] == Usage.EXCEPTIONAL and line["mine"]],
        "waiting": _waiting(project),
        "line": money_line(project),
        "is_followed": project.followers.filter(user=actor.user).exists(),
        "proposal": project.proposals.current().first(),
        "recent": list(reversed(context["transitions"]))[:5],
    }
    return render(request, "projects/overview.html", context)


def _waiting(project: Project) -> list[dict[str, Any]]:
    """Return who must do what: organizations by name, the members of a panel by their number.

    Who sits on a panel is not told before it concludes; the page of reviews says so to those who may know.
    """
    tasks = list(project.tasks.open().select_related("organization").order_by("due", "pk"))
    lines = [
        {"label": task.label, "who": task.organization.name, "since": task.since, "due": task.due, "url": ""}
        for task in tasks
        if task.user_id is None
    ]
    asked = [task for task in tasks if task.user_id is not None]
    if asked:
        filed, sitting = project.panels.filing()
        who = _("panel members, %(filed)d of %(all)d have filed") % {"filed": filed, "all": sitting}
        lines.append(
            {
                "label": asked[0].label,
                "who": who,
                "since": min(task.since for task in asked),
                "due": asked[0].due,
                "url": reverse("reviews:project", args=[project.number]),
            }
        )
    return lines


def _is_next(line: dict[str, Any]) -> bool:
    if line["usage"] == Usage.USUAL:
        return True
    return line["usage"] == Usage.ALTERNATIVE and not line["unmet"]


def _step_line(
    project: Project, step: Step, actor: Actor, holders: Mapping[Role, Organization]
) -> dict[str, Any]:
    """Return a step as the overview shows it, with its conditions and, where it is joint, who signed."""
    unmet = unmet_conditions(project, step)
    waiting = missing_parties(project, step) if step.joint else list(step.who)
    mine = [party for party in parties_for(project, step, actor) if party in waiting]
    arguments = [project.number, step.name] if step.page == HERE else [project.number]
    return {
        "step": step,
        "usage": step.usage,
        "conditions": [condition_line(project, c, met=c not in unmet) for c in step.conditions],
        "unmet": [todo_line(project, c) for c in unmet],
        "parties": [
            _party_line(party, holders.get(party.role), signed=party not in waiting) for party in step.who
        ],
        "mine": bool(mine),
        "url": reverse(step.page, args=arguments),
    }


def _party_line(party: Party, holder: Organization | None, *, signed: bool) -> dict[str, Any]:
    return {
        "role": party.role.label,
        "capacity": party.capacity.label,
        "organization": holder.name if holder else _("not named yet"),
        "signed": signed,
    }


@explain_refusal
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Confirm a step that needs nothing but the decision itself; say what it will cause."""
    if step not in STEPS:
        raise Http404
    spec = STEPS[step]
    context = project_page(request, number, "overview")
    project, actor = context["project"], actor_of(request)
    if spec.page != HERE:
        return _at_its_own_page(request, project, spec, actor)
    posted = request.POST if request.method == "POST" else None
    form = StepForm(posted, needs_reason=spec.needs_reason)
    if form.is_bound and form.is_valid():
        outcome = advance(project=project, step=step, by=actor, reason=form.cleaned_data["reason"])
        messages.success(request, _outcome_sentence(outcome.taken, outcome.project, spec, outcome.missing))
        return redirect("projects:overview", number=number)
    line = _step_line(project, spec, actor, project.organizations_of({party.role for party in spec.who}))
    allowed = project.stage in spec.sources and line["mine"] and not line["unmet"]
    evidence = evidence_of(project, step)
    context |= {"form": form, "line": line, "step": spec, "allowed": allowed, "evidence": evidence}
    return render(request, "projects/step.html", context)


def _at_its_own_page(request: HttpRequest, project: Project, spec: Step, actor: Actor) -> HttpResponse:
    """Lead to the page where a step is taken with its evidence; refuse whoever posts it here unasked."""
    if request.method == "POST" and not parties_for(project, spec, actor):
        raise PermissionDenied
    return redirect(spec.page, number=project.number)


def _outcome_sentence(taken: bool, project: Project, spec: Step, missing: list[Party]) -> str:  # noqa: FBT001 - read from the result
    if taken:
        return _("Done: “%(step)s”. The project is now in the stage “%(stage)s”.") % {
            "step": spec.label,
            "stage": project.get_stage_display(),
        }
    names = listed(party.role.label for party in missing)
    return _("Signed. Still to sign: %(names)s.") % {"names": names}


@require_POST
def toggle_follow(request: HttpRequest, number: str) -> HttpResponse:
    """Follow a project, or stop following it."""
    project = visible_project(request, number)
    (follow if request.POST.get("follow") == "1" else unfollow)(project=project, by=actor_of(request))
    return redirect("projects:overview", number=number)
