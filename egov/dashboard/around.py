"""What each role finds around its to-do list: what it came for, and what it does most."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.accounts.acting import Actor
from egov.accounts.models import AdminRole, Jurisdiction
from egov.accounts.models import OrganizationKind as Kind
from egov.ui.formats import days_until, wan
from projects.evidence import concluded_panel, with_evidence
from projects.flow import PHASE_OF_STAGE, Phase, Stage
from projects.fund.figures import FundSums
from projects.fund.warnings import rules_for, warned_accounts
from projects.models import (
    AnnualPlan,
    Application,
    Decision,
    FundAccount,
    PaymentApplication,
    Project,
    SpecialFund,
    Task,
)
from projects.tables import with_figures

MOST_COUNTED = 99
MOST_SHOWN = 999
FEN = Decimal("0.01")
BRIEFED = 10
"""How many decisions are shown with their brief; whoever has more to decide opens them one by one."""


def around_home(actor: Actor) -> dict[str, Any]:
    """Return what the home page of this role shows besides the to-do list."""
    nothing: dict[str, Any] = {"fund": None, "pipeline": [], "decided": None, "proposing": None}
    found = _AROUND.get(actor.kind)
    return nothing | found(actor) if found else nothing


def _fund_of_the_year(actor: Actor) -> dict[str, Any]:
    """Return how far the money of the year is allocated and paid, and what is about to go wrong."""
    funds = SpecialFund.objects.filter(jurisdiction=actor.jurisdiction, year__lte=timezone.localdate().year)
    fund = funds.select_related("jurisdiction").order_by("-year").first()
    if fund is None:
        return {}
    row = FundSums(FundAccount.objects.filter(fund=fund)).row(fund.pk)
    warned = 0 if fund.is_closed else warned_accounts(fund, rules_for(fund))[: MOST_COUNTED + 1].count()
    to_pay = PaymentApplication.objects.filter(
        status=PaymentApplication.Status.ACCEPTED, commitment__project__jurisdiction=actor.jurisdiction
    )
    return {"fund": row | {"fund": fund, "warned": warned, "to_pay": to_pay[: MOST_COUNTED + 1].count()}}


class CountUpTo(Subquery):
    """Counts the rows of a sliced query inside another query: it stops where the slice ends."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _pipeline(actor: Actor) -> dict[str, Any]:
    """Return how many projects of the jurisdiction stand in each phase, each counted as far as is shown.

    Beside them how many of these are late, and by how many days the latest.
    """
    place = actor.jurisdiction
    if place is None:
        return {}
    here = Project.objects.filter(jurisdiction=place).order_by()
    # Drafts are their units' own; without them the answer is in the index.
    stages = {p: [s for s in Stage if PHASE_OF_STAGE[s] == p and s != Stage.DRAFT] for p in Phase}
    each = [CountUpTo(here.filter(stage__in=of).values("pk")[: MOST_SHOWN + 1]) for of in stages.values()]
    counts = dict(zip(Phase, Jurisdiction.objects.values_list(*each).get(pk=place.pk), strict=True))
    late = _late_by_phase(place)
    url = reverse("projects:list")
    return {
        "pipeline": [
            {
                "label": phase.label,
                "count": count,
                "shown": f"{MOST_SHOWN}+" if count > MOST_SHOWN else count,
                "url": f"{url}?{urlencode({'place': place.code, 'stage': f'phase-{phase.value}'})}",
                "late": late.get(phase),
            }
            for phase, count in counts.items()
        ]
    }


def _late_by_phase(place: Jurisdiction) -> dict[Phase | None, dict[str, Any]]:
    """Return by phase how many projects have something overdue, and for how many days the latest has.

    Only what is overdue longest is looked at, as many things as ``MOST_SHOWN``; where there are more, the
    counts say so.
    """
    overdue = Task.objects.overdue().filter(project__jurisdiction=place).order_by("due")
    # Counted here: the database would look through all tasks to group the thousand.
    rows = list(overdue.values_list("project__stage", "project", "due")[: MOST_SHOWN + 1])
    projects: dict[Phase | None, set[int]] = defaultdict(set)
    since: dict[Phase | None, date] = {}
    for stage, project, due in rows:
        phase = PHASE_OF_STAGE[Stage(stage)]
        projects[phase].add(project)
        since.setdefault(phase, due)
    plus = "+" if len(rows) > MOST_SHOWN else ""
    return {
        phase: {"shown": f"{len(late)}{plus}", "days": -days_until(since[phase])}
        for phase, late in projects.items()
    }


def _decisions_of_the_year(actor: Actor) -> dict[str, Any]:
    """Return what the municipal government decided this year, and how much waits for it."""
    year = timezone.localdate().year
    decided = Decision.objects.filter(project__jurisdiction=actor.jurisdiction, meeting_on__year=year)
    figures = decided.aggregate(
        approved=Count("pk", filter=Q(outcome=Decision.Outcome.APPROVE)),
        rejected=Count("pk", filter=Q(outcome=Decision.Outcome.REJECT)),
        investment=Sum("approved_investment"),
    )
    waiting = Project.objects.filter(jurisdiction=actor.jurisdiction, stage=Stage.AWAITING_APPROVAL)
    investment = (figures["investment"] or Decimal(0)).quantize(FEN)  # SQLite sums in floating point
    return {"decided": figures | {"year": year, "investment": investment, "waiting": waiting.count()}}


def _plan_to_propose_for(actor: Actor) -> dict[str, Any]:
    """Return the next year for which the unit can propose."""
    plans = AnnualPlan.objects.open().filter(jurisdiction=actor.jurisdiction)
    return {"proposing": plans.select_related("jurisdiction").order_by("year").first()}


_AROUND: dict[str, Callable[[Actor], dict[str, Any]]] = {
    Kind.MUNICIPAL_GOVERNMENT: _decisions_of_the_year,
    Kind.LEADING_GROUP_OFFICE: _decisions_of_the_year,
    Kind.FINANCE_BUREAU: _fund_of_the_year,
    Kind.INFORMATIZATION_OFFICE: _pipeline,
    Kind.DEPARTMENT: _plan_to_propose_for,
}


def briefs_for(actor: Actor, tasks: list[Task]) -> dict[int, list[tuple[str, str]]]:
    """Return, for those who decide, what each project is about, by its key: pairs of label and text."""
    if actor.kind not in {Kind.MUNICIPAL_GOVERNMENT, Kind.LEADING_GROUP_OFFICE}:
        return {}
    keys = [task.project_id for task in tasks if task.project_id][:BRIEFED]
    form = Application.objects.filter(project=OuterRef("pk")).order_by("pk").values("objectives")[:1]
    projects = with_evidence(with_figures(Project.objects.filter(pk__in=keys)))
    return {one.pk: _brief(one) for one in projects.annotate(objectives=Subquery(form))}


def _brief(project: Any) -> list[tuple[str, str]]:
    """Say in four lines what one decides on."""
    panel = concluded_panel(project, "argumentation")
    lines = [
        (_("Investment estimate"), wan(project.estimate) if project.estimate else ""),
        (_("Approved investment"), wan(project.approved_investment) if project.approved_investment else ""),
        (_("Expert argumentation"), panel.get_conclusion_display() if panel else ""),
        (_("Objectives"), project.objectives or ""),
    ]
    return [(str(label), str(text)) for label, text in lines if text]


_Link = tuple[Any, str]
_PROJECTS: _Link = (gettext_lazy("Look through the projects"), "projects:list")
_PLANS: _Link = (gettext_lazy("Annual plans"), "projects:plans")
_TRAIL: _Link = (gettext_lazy("Audit trail"), "dashboard:trail")

_MOST_DONE: dict[str, tuple[_Link, ...]] = {
    Kind.DEPARTMENT: ((gettext_lazy("Propose a project"), "projects:plans"), _PROJECTS),
    Kind.INFORMATIZATION_OFFICE: (_PROJECTS, _PLANS),
    Kind.FINANCE_BUREAU: (
        (gettext_lazy("Special fund"), "projects:fund"),
        (gettext_lazy("Payments"), "projects:payments"),
    ),
    Kind.MUNICIPAL_GOVERNMENT: (_PROJECTS, _PLANS),
    Kind.LEADING_GROUP_OFFICE: (_PROJECTS, _PLANS),
    Kind.SUPERVISION_BUREAU: (_TRAIL, _PROJECTS),
    Kind.AUDIT_BUREAU: (_TRAIL, _PROJECTS),
    Kind.COMPANY: (_PROJECTS,),
    Kind.EXPERT_POOL: (
        (gettext_lazy("My reviews"), "reviews:mine"),
        (gettext_lazy("My profile"), "reviews:own_profile"),
    ),
}

_DESK_OF_ADMINISTRATOR: dict[str, str] = {
    AdminRole.SYSTEM: "accounts:people",
    AdminRole.SECURITY: "policy:parameters",
    AdminRole.AUDIT: "dashboard:trail",
}


def suggestions_for(actor: Actor) -> list[dict[str, Any]]:
    """Return the two things that this role does most, for a day with nothing to do."""
    return [{"label": label, "url": reverse(name)} for label, name in _MOST_DONE.get(actor.kind, ())]


def desk_of_administrator(actor: Actor) -> str:
    """Return the page where an administrator works; locked accounts, for one, stand on top of the people."""
    return reverse(_DESK_OF_ADMINISTRATOR[actor.user.admin_role])
