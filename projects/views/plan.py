"""The annual plan: opened and edited, decided and ordered, signed and published."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from egov.accounts.acting import Actor
from egov.accounts.models import GOVERNMENT_KINDS
from egov.accounts.roles import Permission, Role
from egov.ui.formats import listed
from egov.ui.xlsx import xlsx_response
from projects.access import actor_of, visible_project
from projects.actions import AlreadySigned, SignedForAnother
from projects.actions.exports import note_plan_export
from projects.actions.papers import NotPrintable
from projects.actions.plan import (
    NotCountersigned,
    PlanChanged,
    PlanExists,
    PlanPublished,
    PlanRefused,
    close_plan,
    decide_proposals,
    edit_plan,
    may_act_on,
    open_plan,
    order_proposals,
    publish_plan,
    rank_proposals,
    reopen_plan,
    sign_plan,
)
from projects.actions.proposal import may_start
from projects.forms.plan import DecideForm, OpenPlanForm, OrderForm, PlanForm, TierForm
from projects.models import AnnualPlan, IssuedPaper, PaperKind
from projects.models.plan import PLAN_PARTIES, PLAN_READERS, SIGNING_CONDITIONS
from projects.pages import signed_before, still_missing
from projects.tables import plan_excel_header, plan_excel_rows, plan_rows

View = Callable[..., HttpResponse]


def visible_plan(request: HttpRequest, code: str, year: int) -> AnnualPlan:
    """Return a plan that the person may see; raise ``Http404`` for any other."""
    plans = AnnualPlan.objects.visible_to(actor_of(request)).select_related("jurisdiction")
    return get_object_or_404(plans, jurisdiction__code=code, year=year)


def explain_plan_refusal(view: View) -> View:
    """Turn a refusal into a message on the plan page."""

    @wraps(view)
    def explained(request: HttpRequest, code: str, year: int, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, code=code, year=year, **kwargs)
        except (PlanRefused, AlreadySigned) as refusal:
            messages.warning(request, refusal_sentence(refusal))
            return redirect("projects:plan", code=code, year=year)

    return explained


def refusal_sentence(refusal: PlanRefused | AlreadySigned) -> str:
    """Say in the reader's language why the plan did not allow something."""
    sentences: dict[type[Exception], str] = {
        AlreadySigned: _("Your organization has signed already."),
        PlanChanged: _("The plan was changed meanwhile. Please look at it again."),
        PlanPublished: _("The plan is published and no longer changes."),
        NotCountersigned: _("The informatization office and the finance bureau have not both signed yet."),
    }
    if isinstance(refusal, SignedForAnother):
        return signed_before(refusal)
    if isinstance(refusal, PlanRefused) and refusal.unmet:
        return still_missing(refusal.unmet)
    return sentences.get(type(refusal), _("This is not possible now."))


def plans(request: HttpRequest) -> HttpResponse:
    """List the plan years, the own ones first, then those of the districts below."""
    actor = actor_of(request)
    if actor.organization is None or actor.kind not in GOVERNMENT_KINDS:
        raise PermissionDenied
    visible = AnnualPlan.objects.visible_to(actor).select_related("jurisdiction")
    counted = visible.annotate(proposal_count=Count("proposals")).order_by("-year", "jurisdiction__code")
    found = list(counted)
    here = actor.organization.jurisdiction_id
    context = {
        "own": [plan for plan in found if plan.jurisdiction_id == here],
        "districts": [plan for plan in found if plan.jurisdiction_id != here],
        "may_open": actor.may(Permission.MANAGE_PLAN),
    }
    return render(request, "projects/plans.html", context)


def start_plan(request: HttpRequest) -> HttpResponse:
    """Open a plan year."""
    actor = actor_of(request)
    if not actor.may(Permission.MANAGE_PLAN):
        raise PermissionDenied
    form = OpenPlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("year", "priorities", "ceiling")}
        try:
            plan = open_plan(**fields, by=actor)
        except PlanExists:
            form.add_error("year", _("This year has its plan already."))
        else:
            messages.success(
                request, _("The plan year %(year)s is open for proposals.") % {"year": plan.year}
            )
            return redirect(plan)
    return render(request, "projects/plan_form.html", {"form": form, "plan": None})


@explain_plan_refusal
def change_plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Change priorities or ceiling."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    if not may_act_on(plan, actor, Permission.MANAGE_PLAN):
        raise PermissionDenied
    initial = {"priorities": plan.priorities, "ceiling": plan.ceiling, "version": plan.version}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edit_plan(
            plan=plan,
            version=form.cleaned_data["version"] or 0,
            priorities=form.cleaned_data["priorities"],
            ceiling=form.cleaned_data["ceiling"],
            by=actor,
        )
        messages.success(request, _("The plan is saved."))
        return redirect(plan)
    signed = plan.standing_signatures().exists()
    return render(request, "projects/plan_form.html", {"form": form, "plan": plan, "signed": signed})


def plan(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show a plan: what is proposed in which order, what is decided, how it stands against the ceiling."""
    context = plan_context(visible_plan(request, code, year), actor_of(request))
    context |= {"decide_form": DecideForm(proposals=[]), "tier_form": TierForm(auto_id="tier-%s")}
    return render(request, "projects/plan.html", context)


def plan_context(plan: AnnualPlan, actor: Actor) -> dict[str, Any]:
    """Return what the page of a plan shows to a person."""
    figures = plan.standing
    can_manage = may_act_on(plan, actor, Permission.MANAGE_PLAN) and not plan.is_published
    unmet = [condition for condition in SIGNING_CONDITIONS if not condition.holds(plan, figures)]
    signatures = list(plan.signatures.select_related("user", "organization").order_by("signed_at", "pk"))
    standing = {s.role: s for s in signatures if s.withdrawn_at is None}
    rows = plan_rows(plan, actor)
    return {
        "plan": plan,
        "figures": figures,
        "shows_figures": actor.kind in PLAN_READERS or plan.is_published,
        "drafts": [row for row in rows if not row.proposal.is_submitted],
        "rows": [row for row in rows if row.proposal.is_submitted],
        "can_manage": can_manage,
        "may_start": plan.is_open and actor.organization and may_start(plan, actor.organization, actor),
        "conditions": [
            {"label": condition.label, "met": condition not in unmet} for condition in SIGNING_CONDITIONS
        ],
        "parties": [{"label": Role(role).label, "signature": standing.get(role)} for role in PLAN_PARTIES],
        "fallen": [s for s in signatures if s.withdrawn_at is not None],
        "waits_for_me": _waits_for(plan, actor, standing),
        "may_sign": not unmet and actor.is_signatory and _waits_for(plan, actor, standing),
        "countersigned": len(standing) == len(PLAN_PARTIES) and not unmet,
        "is_foreign": actor.jurisdiction != plan.jurisdiction,
        "papers": IssuedPaper.objects.of_year(
            PaperKind.ANNUAL_PLAN, jurisdiction_id=plan.jurisdiction_id, year=plan.year
        ),
    }


def _waits_for(plan: AnnualPlan, actor: Actor, standing: dict[str, Any]) -> bool:
    mine = [role for role in PLAN_PARTIES if role in actor.roles and role not in standing]
    return bool(mine) and not plan.is_published and may_act_on(plan, actor, Permission.SIGN_PLAN)


def export(request: HttpRequest, code: str, year: int) -> FileResponse:
    """Give the plan as the person sees it, as an Excel workbook."""
    plan = visible_plan(request, code, year)
    rows = [row for row in plan_rows(plan, actor_of(request)) if row.proposal.is_submitted]
    note_plan_export(plan=plan, rows=len(rows), by=actor_of(request))
    name = _("Construction plan %(year)s of %(place)s") % {"year": plan.year, "place": plan.jurisdiction.name}
    return xlsx_response(f"{name}.xlsx", str(plan.year), plan_excel_header(), plan_excel_rows(rows))


def plan_of_project(request: HttpRequest, number: str) -> HttpResponse:
    """Lead from a project to the plan for which it stands."""
    project = visible_project(request, number)
    if project.plan is None:
        raise Http404
    return redirect("projects:plan", code=project.jurisdiction.code, year=project.plan.year)


@require_POST
@explain_plan_refusal
def set_open(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Close a plan for proposals, or open it again."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    if request.POST.get("open") == "1":
        reopen_plan(plan=plan, by=actor)
        messages.success(request, _("Departments can propose again."))
    else:
        close_plan(plan=plan, by=actor)
        messages.success(request, _("The plan is closed for proposals. It can be decided on and signed."))
    return redirect(plan)


def _submitted_ids(plan: AnnualPlan) -> list[int]:
    return list(plan.proposals.submitted().values_list("pk", flat=True))


@require_POST
@explain_plan_refusal
def decide(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Include or defer the proposals that are marked, with a reason."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    form = DecideForm(request.POST, proposals=_submitted_ids(plan))
    if not form.is_valid():
        if not may_act_on(plan, actor, Permission.MANAGE_PLAN):
            raise PermissionDenied
        return _again(request, plan, decide_form=form, tier_form=TierForm(auto_id="tier-%s"))
    count = decide_proposals(
        plan=plan,
        proposals=form.cleaned_data["chosen"],
        decision=form.cleaned_data["decision"],
        reason=form.cleaned_data["reason"] if form.cleaned_data["decision"] != form.PENDING else "",
        by=actor,
    )
    said = ngettext("Decided on %(n)d proposal.", "Decided on %(n)d proposals.", count) % {"n": count}
    messages.success(request, said)
    return redirect(plan)


def _again(request: HttpRequest, plan: AnnualPlan, **forms: Any) -> HttpResponse:
    context = plan_context(plan, actor_of(request)) | forms
    chosen = {int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal()}
    for row in context["rows"]:
        row.is_chosen = row.proposal.pk in chosen
    return render(request, "projects/plan.html", context)


@require_POST
@explain_plan_refusal
def order(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Move one proposal up or down, or put all where the typed ranks say."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    rows = [row for row in plan_rows(plan, actor) if row.proposal.is_submitted]
    form = OrderForm(request.POST, at={row.proposal.pk: row.position for row in rows})
    form.is_valid()
    if order_proposals(plan=plan, positions=form.positions(), by=actor):
        messages.success(request, _("The order is saved."))
    return redirect(f"{plan.get_absolute_url()}#proposals")


@require_POST
@explain_plan_refusal
def tier(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Give the marked proposals another priority."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    form = TierForm(request.POST)
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal()]
    if not form.is_valid() or not chosen:
        messages.warning(request, _("Mark the proposals, and choose their priority."))
        return redirect(plan)
    rank_proposals(plan=plan, tier=form.cleaned_data["tier"], proposals=chosen, by=actor)
    messages.success(request, _("The priority is saved."))
    return redirect(f"{plan.get_absolute_url()}#proposals")


@explain_plan_refusal
def sign(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show the whole plan once more, then sign it."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    if request.method == "POST":
        version = request.POST.get("version", "")
        waiting = sign_plan(plan=plan, version=int(version) if version.isdecimal() else -1, by=actor)
        names = listed(role.label for role in waiting)
        still = _("Signed. Still to sign: %(names)s.") % {"names": names}
        messages.success(
            request, still if waiting else _("Signed. Both have signed: the plan can be published.")
        )
        return redirect(plan)
    return _confirm(request, plan, "sign")


@explain_plan_refusal
def publish(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Show what publication will cause, then publish."""
    plan, actor = visible_plan(request, code, year), actor_of(request)
    if request.method == "POST":
        try:
            publish_plan(plan=plan, by=actor)
        except NotPrintable as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request, _("The plan is published. The units of the included projects can apply now.")
            )
        return redirect(plan)
    return _confirm(request, plan, "publish")


def _confirm(request: HttpRequest, plan: AnnualPlan, deed: str) -> HttpResponse:
    context = plan_context(plan, actor_of(request))
    allowed = context["may_sign"] if deed == "sign" else context["can_manage"] and context["countersigned"]
    if not allowed:
        raise PermissionDenied
    return render(request, "projects/plan_confirm.html", context | {"deed": deed})
