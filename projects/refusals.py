"""Writes into the trail what was tried and refused, each in a transaction of its own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from egov.accounts.acting import Actor
from egov.audit.actions import record_event
from egov.audit.refusals import SLIP, Refusal, noting_refusals
from projects.actions import NotReady, StepRefused
from projects.actions.plan import PlanRefused
from projects.flow import STEPS, Step
from projects.models import Project
from projects.pages import sentence, still_missing

FORBIDDEN, NOT_FOUND = 403, 404


class RefusalMiddleware:
    """Notes each rule that refuses a deed, each 403, and each 404 that hides what one may not see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with noting_refusals() as refusals:
            response = self.get_response(request)
        actor: Actor | None = request.actor  # type: ignore[attr-defined]  # ActingMiddleware sets it
        if actor is None or request.resolver_match is None:
            return response
        told = dict.fromkeys((_step_of(one), _told(one), _is_slip(one)) for one in refusals)
        for step, reason, is_slip in told:
            more = {SLIP: True} if is_slip else {}
            _record(request, actor, step=step, reason=reason, status=response.status_code, **more)
        if not told and _is_telling(request, actor, response.status_code):
            _record(request, actor, step=None, reason="", status=response.status_code)
        return response


def _is_slip(refusal: Refusal) -> bool:
    return refusal.is_slip or getattr(refusal, "code", None) == "required"


def _step_of(refusal: Refusal) -> Step | None:
    return getattr(refusal, "step", None)


def _told(refusal: Refusal) -> str:
    if isinstance(refusal, PlanRefused) and refusal.unmet:
        return still_missing(refusal.unmet)
    if isinstance(refusal, NotReady):
        return still_missing(refusal.conditions)
    return sentence(refusal) if isinstance(refusal, StepRefused) else refusal.told


def _is_telling(request: HttpRequest, actor: Actor, status: int) -> bool:
    """Tell whether an answer means that somebody tried what they may not.

    A look at an address that leads nowhere is none; a look at a project that is there, but not for them, is.
    """
    if status == NOT_FOUND:
        project = _project(request)
        seen = project is not None and Project.objects.visible_to(actor).filter(pk=project.pk).exists()
        return request.method == "POST" or (project is not None and not seen)
    return status == FORBIDDEN


def _project(request: HttpRequest) -> Project | None:
    match = request.resolver_match
    number = match.kwargs.get("number") if match else None
    return Project.objects.filter(number=number).first() if number else None


def _step_tried(request: HttpRequest) -> Step | None:
    """Return the step that a posted form was to take, known by its page."""
    match = request.resolver_match
    if request.method != "POST" or match is None:
        return None
    named = STEPS.get(match.kwargs.get("step", ""))
    at_page = [step for step in STEPS.values() if step.page == match.view_name]
    return named or (at_page[0] if len(at_page) == 1 else None)


def _record(
    request: HttpRequest, actor: Actor, *, step: Step | None, reason: str, status: int, **more: bool
) -> None:
    project, step = _project(request), step or _step_tried(request)
    match = request.resolver_match
    answer = {"page": match.view_name if match else "", "method": request.method, "status": status}
    told: dict[str, Any] = {
        "by": actor,
        "on": project,
        "project_id": project.pk if project else None,
        "jurisdiction_id": project.jurisdiction_id if project else None,
        "after": answer | more,
        "reason": reason,
        "roles": project.roles_of(actor) if project else None,
        "refused": True,
    }
    if step is not None:
        record_event(verb=f"project.{step.name}", **told)
    else:
        record_event(verb="access.refuse", **told)
