"""Many signatures from one page: each with what it is for, each kept as an act of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from egov.accounts.acting import Actor, actor_of
from egov.ui.forms import BaseForm
from projects.actions import StepRefused, advance
from projects.evidence import Evidence, evidence_of, with_evidence
from projects.flow import STEPS, Step
from projects.models import Project, Task, TaskKind
from projects.pages import sentence

SHOWN = 20
"""The most that one page asks a person to read; what is left comes after."""

ROUTINE = [step.name for step in STEPS.values() if step.joint and not step.needs_reason]
"""What can be signed beside other things; whoever must give a reason does so on the page of the step."""


@dataclass(frozen=True)
class Item:
    """One signature that is asked for, and what it is for."""

    task: Task
    project: Project
    step: Step
    evidence: Evidence

    @property
    def value(self) -> str:
        """Return what the form sends back: it no longer fits once other words stand there."""
        return f"{self.task.pk}-{self.evidence.mark}"


class SigningForm(BaseForm, forms.Form):
    """Which of the items are signed, and a comment for all of them."""

    chosen = forms.MultipleChoiceField(
        label=gettext_lazy("To sign"),
        error_messages={
            "required": gettext_lazy("Mark what you want to sign."),
            "invalid_choice": gettext_lazy(
                "Something that you marked has changed, or is signed already. Please look at it again."
            ),
        },
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Kept with each of the signatures; may stay empty."),
    )

    def __init__(self, *args: Any, items: list[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = cast("forms.MultipleChoiceField", self.fields["chosen"])
        chosen.choices = [(item.value, item.project.title) for item in items]


def signing(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person's signature, with what it is for, and sign what they marked."""
    actor = actor_of(request)
    items = _items(actor)
    form = SigningForm(request.POST if request.method == "POST" else None, items=items)
    if form.is_bound and form.is_valid():
        chosen = [item for item in items if item.value in form.cleaned_data["chosen"]]
        _sign(request, chosen, form.cleaned_data["comment"], by=actor)
        return redirect("dashboard:signing" if len(chosen) < len(items) else "dashboard:home")
    context = {
        "form": form,
        "items": items,
        "chosen": request.POST.getlist("chosen"),
        "single": _to_sign(actor).exclude(kind=TaskKind.SIGN, name__in=ROUTINE)[:SHOWN],
    }
    return render(request, "dashboard/signing.html", context)


def routine_signatures(tasks: Iterable[Task]) -> int:
    """Count which of the tasks can be signed on one page."""
    return sum(task.kind == TaskKind.SIGN and task.name in ROUTINE for task in tasks)


def _to_sign(actor: Actor) -> Any:
    kinds = [TaskKind.SIGN, TaskKind.SIGN_PLAN, TaskKind.SIGN_FUND]
    waiting = Task.objects.waiting_for(actor).filter(kind__in=kinds)
    return waiting.select_related("project", "plan__jurisdiction", "opened_by").order_by("due", "pk")


def _items(actor: Actor) -> list[Item]:
    tasks = list(_to_sign(actor).filter(kind=TaskKind.SIGN, name__in=ROUTINE)[:SHOWN])
    seen = Project.objects.visible_to(actor).filter(pk__in=[task.project_id for task in tasks])
    projects = {one.pk: one for one in with_evidence(seen.select_related("owner_unit"))}
    found = []
    for task in tasks:
        project = projects.get(task.project_id)
        evidence = evidence_of(project, task.name) if project else None
        if project and evidence:
            found.append(Item(task, project, STEPS[task.name], evidence))
    return found


def _sign(request: HttpRequest, items: list[Item], comment: str, *, by: Actor) -> None:
    """Sign one after the other: what is refused, because somebody was quicker, leaves the others alone."""
    signed = 0
    for item in items:
        try:
            advance(project=item.project, step=item.step.name, by=by, reason=comment)
        except StepRefused as refusal:
            colon = pgettext("between a label and its text", ": ")
            messages.warning(request, f"{item.project.title}{colon}{sentence(refusal)}")
        except PermissionDenied:
            messages.warning(request, _("“%(title)s” is not yours to sign.") % {"title": item.project.title})
        else:
            signed += 1
    if signed:
        said = ngettext("%(n)d signature is given.", "%(n)d signatures are given.", signed)
        messages.success(request, said % {"n": signed})
