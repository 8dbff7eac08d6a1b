"""Papers that are issued with a step of the flow, in its transaction.

What they say lies with the later stages and is read through their managers, as the evidence is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from egov.accounts.acting import Actor
from egov.accounts.roles import Role
from projects.actions.papers import issue_paper, number_to_come
from projects.models import IssuedPaper, PaperKind, Project, Signature
from projects.papers.acceptance import (
    acceptance_certificate,
    acceptance_facts,
    acceptance_opinion,
    opinion_facts,
)
from projects.papers.evaluation import evaluation_facts, evaluation_report
from projects.papers.panels import argumentation_opinion, bid_report, panel_facts, scheme_report


@dataclass(frozen=True)
class StepPaper:
    """A paper of a step: how it is written, None where there is nothing to say, and what it states.

    Both are asked of what it is about: the project, or the panel that concluded.
    """

    kind: PaperKind
    build: Callable[..., Any]
    facts: Callable[[Any], dict[str, object]]


PANELS: dict[str, StepPaper] = {
    "argumentation": StepPaper(PaperKind.ARGUMENTATION_OPINION, argumentation_opinion, panel_facts),
    "scheme": StepPaper(PaperKind.SCHEME_REVIEW_REPORT, scheme_report, panel_facts),
    "bid": StepPaper(PaperKind.BID_REPORT, bid_report, panel_facts),
    "acceptance": StepPaper(PaperKind.ACCEPTANCE_OPINION, acceptance_opinion, opinion_facts),
}
"""The one paper that is issued upon the conclusion of a panel of each kind."""

PAPERS: dict[str, tuple[StepPaper, ...]] = {
    "pass_final_acceptance": (
        StepPaper(PaperKind.ACCEPTANCE_CERTIFICATE, acceptance_certificate, acceptance_facts),
    ),
    "publish_evaluation": (StepPaper(PaperKind.PERFORMANCE_REPORT, evaluation_report, evaluation_facts),),
}


def issue_papers_of(step: str, *, project: Project, by: Actor) -> None:
    """Issue what belongs to a step, in the name of the office. Raises ``NotPrintable``.

    What panels concluded goes out when the project leaves the stay in which they sat, whichever way: with
    the names of those who signed the step where it is signed, and a failure as well.
    """
    for panel in project.panels.here().filter(concluded_at__isnull=False).order_by("pk"):
        signatures = Signature.objects.on_step(project, step).select_related("organization")
        names = dict.fromkeys(one.organization.name for one in signatures.order_by("pk"))
        issue_panel_paper(panel=panel, by=by, signers=list(names))
    for one in PAPERS.get(step, ()):
        _issue(one, project, project=project, by=by)


def issue_panel_paper(*, panel: Any, by: Actor, signers: Sequence[str] = ()) -> IssuedPaper | None:
    """Issue what a panel concluded, once; a second call returns what was issued.

    To be called by the deed with which it takes effect. Raises ``NotPrintable``.
    """
    one = PANELS[panel.kind]
    issued = panel.project.papers.of_kind(one.kind).filter(data__facts__panel=panel.pk).first()
    return issued or _issue(one, panel, project=panel.project, by=by, signers=signers)


def _issue(one: StepPaper, subject: Any, *, project: Project, by: Actor, **more: Any) -> IssuedPaper | None:
    office, today = project.organization_of(Role.INFORMATIZATION_OFFICE), timezone.localdate()
    if office is None:
        return None
    number = number_to_come(kind=one.kind, issuer=office, on=today)
    paper = one.build(subject, issuer=office, number=number, on=today, **more)
    if paper is None:
        return None
    facts = one.facts(subject)
    return issue_paper(kind=one.kind, paper=paper, issuer=office, facts=facts, project=project, by=by)
