"""Bids as they come in, their opening, their evaluation, the award."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from egov.accounts.roles import Permission
from egov.ui.formats import listed
from procurement import actions
from procurement.forms import AwardForm, BidForm, JudgmentForm, OpeningForm, ReasonForm, ResultForm
from procurement.models import Bid, Tender
from procurement.models.readiness import why_no_award, why_no_bid, why_no_result, why_not_judge, why_not_open
from procurement.pages import Deed, deed_page, misplaced, procurement_page, sent, sent_with_files
from procurement.texts import suggested
from projects.access import actor_of
from projects.flow import Stage
from projects.models import Project


def _live(project: Project) -> Tender:
    """Return the tender under way; raise ``Http404`` where none was published."""
    live = project.tenders.live()
    if live is None or not live.is_published:
        raise Http404
    return live


def record_bid(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    live = _live(project)
    form = BidForm(
        *sent_with_files(request),
        project=project,
        initial={"received_at": timezone.now()},
    )
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Record a bid"),
        button=_("Record"),
        form=form,
        run=lambda: actions.record_bid(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The bid is recorded. Nobody can read it before the opening."),
        obstacles=misplaced(project, Stage.TENDERING) or why_no_bid(live),
        consequence=_("A bid received after the deadline is recorded as refused."),
    )
    return deed_page(request, context, deed)


def _bid(project: Project, pk: int) -> Bid:
    return get_object_or_404(_live(project).bids.select_related("tender__project"), pk=pk)


def withdraw_bid(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    bid, form = _bid(project, pk), ReasonForm(sent(request), project=project)
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Withdraw the bid of %(bidder)s") % {"bidder": bid.supplier_name},
        button=_("Withdraw"),
        form=form,
        run=lambda: actions.withdraw_bid(bid=bid, by=actor_of(request), **form.cleaned_data),
        done=_("The bid is withdrawn; the entry stays."),
        obstacles=misplaced(project, Stage.TENDERING) or why_no_bid(bid.tender),
        consequence=_("It does not take part in the opening. The bidder can hand in another in time."),
        danger=True,
    )
    return deed_page(request, context, deed)


def judge_bid(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    bid = _bid(project, pk)
    form = JudgmentForm(sent(request), project=project)
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        # Before the opening the title says no name either.
        title=_("Validity of the bid of %(bidder)s") % {"bidder": bid.supplier_name}
        if bid.tender.is_opened
        else _("Validity of a bid"),
        button=_("Record"),
        form=form,
        run=lambda: actions.judge_bid(bid=bid, by=actor_of(request), **form.cleaned_data),
        done=_("The validity is recorded."),
        obstacles=misplaced(project, Stage.TENDERING) or why_not_judge(bid.tender),
        consequence=_("With fewer valid bids than needed the tender can only be declared failed."),
    )
    return deed_page(request, context, deed)


def record_opening(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    live = _live(project)
    form = OpeningForm(*sent_with_files(request), project=project, initial={"opened_at": timezone.now()})
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Record the opening"),
        button=_("Record"),
        form=form,
        run=lambda: actions.record_opening(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The bids are opened. Record now the validity of each."),
        obstacles=misplaced(project, Stage.TENDERING) or why_not_open(live),
        consequence=_("From now on no further bid is accepted, and bidders and prices can be read."),
    )
    return deed_page(request, context, deed)


def record_result(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    live = _live(project)
    valid = list(live.bids.filter(state=Bid.State.VALID).order_by("price", "pk"))
    order = project.panels.bid_order()
    form = ResultForm(*sent_with_files(request), project=project, bids=valid, order=order)
    places = "" if form.fixed is None else _order_told(form.fixed)
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Record the result"),
        button=_("Record"),
        form=form,
        run=lambda: actions.record_result(project=project, by=actor_of(request), **form.values()),
        done=_("The result is recorded; the award can be published."),
        obstacles=misplaced(project, Stage.TENDERING) or why_no_result(live),
        consequence=places
        or _("The places are those of the evaluation report and can no longer be changed."),
    )
    return deed_page(request, context, deed)


def _order_told(ranking: list[Bid]) -> str:
    names = listed(f"{place}. {bid.supplier_name}" for place, bid in enumerate(ranking, start=1))
    return _("The order follows from the marks of the bid panel: %(names)s.") % {"names": names}


def publish_award(request: HttpRequest, number: str) -> HttpResponse:
    context = procurement_page(request, number, "tender")
    project: Project = context["project"]
    live = _live(project)
    candidates = live.bids.candidates()
    first = candidates.first()
    form = AwardForm(
        sent(request),
        project=project,
        bids=candidates,
        initial={
            "winner": first,
            "amount": first.price if first else None,
            "title": f"“{project.title}”中标公告",
            "text": suggested("award", project, tender=live, candidates=list(candidates)),
            "contact": live.contact,
        },
    )
    deed = Deed(
        section="tender",
        permission=Permission.RUN_PROCUREMENT,
        title=_("Publish the award"),
        button=_("Publish"),
        form=form,
        run=lambda: actions.publish_award(project=project, by=actor_of(request), **form.cleaned_data),
        done=_("The award is public. The contract can be recorded."),
        obstacles=misplaced(project, Stage.TENDERING) or why_no_award(live),
        consequence=_("The award notice appears on the public page at once and can no longer be changed."),
    )
    return deed_page(request, context, deed)
