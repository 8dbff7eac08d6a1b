"""What a project is about, in the words of its latest paper: for briefs, requests and approvals."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from projects.models import Application, FundingSource, Project, Proposal

Funding = tuple[tuple[FundingSource, Decimal], ...]


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What, why and how much (yuan). ``funding`` pairs a source with its amount."""

    why: str = ""
    objectives: str = ""
    content: str = ""
    estimate: Decimal | None = None
    funding: Funding = ()
    begins: date | None = None
    ends: date | None = None


def brief_of(project: Project) -> Brief:
    """Return the substance of a project: from its application, before there is one from its proposal."""
    application = project.applications.first()
    if application is not None and application.total:
        return _from_application(application)
    proposal = project.proposals.current().first()
    return Brief() if proposal is None else _from_proposal(proposal)


def _from_application(application: Application) -> Brief:
    return Brief(
        why=application.necessity,
        objectives=application.objectives,
        content=application.content,
        estimate=application.total,
        funding=_funding(application),
        begins=application.starts_on,
        ends=application.ends_on,
    )


def _from_proposal(proposal: Proposal) -> Brief:
    return Brief(
        why=proposal.background,
        objectives=proposal.objectives,
        content=proposal.content,
        estimate=proposal.estimate or None,
        funding=_funding(proposal),
    )


def _funding(paper: Application | Proposal) -> Funding:
    lines = paper.funding_lines.order_by("pk")
    return tuple((FundingSource(line.source), line.amount) for line in lines)
