"""The tender: its page, its notice, and the ways in which it ends."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission, Role
from procurement import actions
from procurement.forms import ReasonForm, TenderForm
from procurement.forms.fields import ProjectForm
from procurement.models import Bid, Tender
from procurement.models.readiness import (
    why_no_award,
    why_no_bid,
    why_no_result,
    why_not_judge,
    why_not_open,
    why_not_publish,
    why_not_void,
)
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
from procurement.views.notices import attached, clarification_page, notice_lines
from projects.access import actor_of
from projects.actions import unmet_conditions
from projects.flow import STEPS, Stage
from projects.models import IssuedPaper, PaperKind, Project
from projects.pages import explain_refusal


def tender(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    tenders = list(
        project.tenders.select_related(
            "project",
            "award__winner",
            "opening_record__document__project",
            "evaluation_report__document__project",
        ).order_by("-sequence")
    )
    runs = may(request, project, Permission.RUN_PROCUREMENT)
    past = [one for one in tenders if one.failed_at]
    live = next((one for one in tenders if not one.failed_at), None)
    # A draft is the business of those who write it.
    shown = live if live and (live.is_published or runs) else None
    context |= {
        "tender": shown,
        "award": getattr(shown, "award", None),
        "files": notice_lines(request, shown) if shown else [],
        "records": _records(request, shown) if shown else [],
        "clarifications": list(shown.clarifications.order_by("-pk")) if shown else [],
        "bids": _bid_lines(request, project, shown) if shown and shown.is_published else None,
        "past": past,
        "papers": IssuedPaper.objects.of_kind(PaperKind.AWARD_NOTICE, PaperKind.AWARD_LETTER).filter(
            project=project
        ),
        "offers": _offers(project, live) if runs else [],
        "can_draft": runs and project.stage == Stage.SCHEME_CONFIRMED,
        "runs": runs,
    }
    return render(request, "procurement/tender.html", context)


def _records(request: HttpRequest, shown: Tender) -> list[dict[str, Any]]:
    papers = [
        (shown.opening_record, _("Opening record")),
        (shown.evaluation_report, _("Bid evaluation report")),
    ]
    return [line for paper, label in papers if paper and (line := file_line(request, paper, label))]


def may_see_bidders(project: Project, actor: Actor, shown: Tender) -> bool:
    """Tell whether somebody may see who bids: before the opening only those who receive the bids."""
    return shown.is_opened or Role.CONSTRUCTION_ENTITY in project.roles_of(actor)


def _bid_lines(request: HttpRequest, project: Project, shown: Tender) -> list[dict[str, Any]] | None:
    """Return the bids for the page; None where the viewer may not know of them yet."""
    if not may_see_bidders(project, actor_of(request), shown):
        return None
    runs = may(request, project, Permission.RUN_PROCUREMENT) and project.stage == Stage.TENDERING
    judging = runs and not why_not_judge(shown)
    withdrawing = runs and not shown.is_over and not shown.is_opened
    bids = list(shown.bids.select_related("file__document").order_by("rank", "received_at", "pk"))
    for bid in bids:
        # One instance for all: it remembers which bids are opened.
        bid.file.document.project = project
    return [
        {
            "bid": bid,
            "tone": _TONES[Bid.State(bid.state)],
            "file": file_line(request, bid.file),
            "can_judge": judging and bid.state not in {Bid.State.REFUSED, Bid.State.WITHDRAWN},
            "can_withdraw": withdrawing and bid.state == Bid.State.RECEIVED,
        }
        for bid in bids
    ]


_TONES = {
    Bid.State.RECEIVED: "active",
    Bid.State.VALID: "done",
    Bid.State.REJECTED: "danger",
    Bid.State.REFUSED: "danger",
    Bid.State.WITHDRAWN: "neutral",
}


def _offers(project: Project, live: Tender | None) -> list[dict[str, Any]]:
    """Return what those who run the tender can do with it now, in order; the past deeds are gone."""
    if live is None:
        return []
    if project.stage == Stage.SCHEME_CONFIRMED:
        effect = STEPS["open_tender"].effect
        label = _("Publish the tender notice")
        return [offer(project, "publish_tender", label, why_not_publish(live), consequence=effect)]
    if project.stage != Stage.TENDERING:
        return []
    return [*_onward(project, live), *_ways_out(project, live)]


def _onward(project: Project, live: Tender) -> list[dict[str, Any]]:
    if live.is_void or hasattr(live, "award"):
        return []
    if live.is_decided:
        return [offer(project, "publish_award", _("Publish the award"), why_no_award(live))]
    if live.is_opened:
        return [offer(project, "record_result", _("Record the result"), why_no_result(live))]
    offers = [
        offer(project, "record_bid", _("Record a bid"), why_no_bid(live)),
        offer(project, "record_opening", _("Record the opening"), why_not_open(live)),
    ]
    if not live.is_over:
        offers.append(offer(project, "clarify_tender", _("Publish a clarification"), []))
    return offers


def _ways_out(project: Project, live: Tender) -> list[dict[str, Any]]:
    failing = [str(condition.label) for condition in unmet_conditions(project, STEPS["fail_tender"])]
    offers = []
    if not failing:
        label, effect = STEPS["fail_tender"].label, STEPS["fail_tender"].effect
        offers.append(offer(project, "fail_tender", label, [], consequence=effect, danger=True))
    if not live.is_void:
        offers.append(
            offer(project, "void_tender", _("Declare the tender void"), why_not_void(live), danger=True)
        )
    return offers


def edit_tender(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    draft = project.tenders.live() or _suggested(project)
    form = TenderForm(
        *sent_with_files(request),
        instance=draft,
        initial={"revision": draft.revision},
    )
    obstacles = misplaced(project, Stage.SCHEME_CONFIRMED)
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Draft the tender notice"),
        button=_("Save draft"),
        form=form,
        run=lambda: actions.save_tender(project=project, by=actor_of(request), **form.values()),
        done=_("The draft is saved. It is not public yet."),
        obstacles=obstacles,
        template="procurement/draft.html",
        extra={
            "attached": attached(draft),
            "kind": "tender",
        },
    )
    return deed_page(request, context, deed)


def _suggested(project: Project) -> Tender:
    design, last = project.designs.current(), project.tenders.order_by("-sequence").first()
    estimate = design.estimate if design else None
    times = f"（第{last.sequence + 1}次）" if last else ""
    return Tender(
        project=project,
        title=f"“{project.title}”采购公告{times}",
        text=suggested("tender", project),
        budget=estimate,
        max_price=estimate,
        contact=last.contact if last else "",
        opening_place=last.opening_place if last else "",
    )


@explain_refusal
def publish_tender(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    notice = project.tenders.live()
    obstacles = misplaced(project, Stage.SCHEME_CONFIRMED) or (
        why_not_publish(notice) if notice else [_("There is no draft yet.")]
    )
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Publish the tender notice"),
        button=_("Publish"),
        form=ProjectForm(sent(request), project=project),
        run=lambda: actions.publish_tender(project=project, by=actor_of(request)),
        done=_("The notice is public; bids can be received."),
        obstacles=obstacles,
        consequence=_(
            "The notice appears on the public page at once and can no longer be changed, only clarified."
        ),
        template="procurement/publish.html",
        extra={"notice": notice, "files": notice_lines(request, notice) if notice else []},
    )
    return deed_page(request, context, deed)


def clarify_tender(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    return clarification_page(request, context, context["project"].tenders.live(), Stage.TENDERING)


def void_tender(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    live, form = project.tenders.live(), ReasonForm(sent(request), project=project)
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Declare the tender void"),
        button=_("Declare void"),
        form=form,
        run=lambda: actions.void_tender(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The tender is void. It can now be declared failed."),
        obstacles=misplaced(project, Stage.TENDERING) or (why_not_void(live) if live else []),
        consequence=_("No award can come of it any more; the public page shows that it is void."),
        danger=True,
    )
    return deed_page(request, context, deed)


@explain_refusal
def fail_tender(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    step, form = STEPS["fail_tender"], ReasonForm(sent(request), project=project)
    unmet = [str(condition.label) for condition in unmet_conditions(project, step)]
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=step.label,
        button=step.label,
        form=form,
        run=lambda: actions.fail_tender(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The tender has ended without award. A new one can be drafted."),
        obstacles=misplaced(project, Stage.TENDERING) or unmet,
        consequence=step.effect,
        danger=True,
    )
    return deed_page(request, context, deed)
