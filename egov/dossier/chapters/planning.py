from egov.accounts.acting import Actor
from egov.dossier.outline import Chapter, Content, Gathering, Sheet
from egov.dossier.sheets import facts_of, table_of
from egov.pdf.papers import Section
from projects.models import Project, Proposal

FACTS = (
    "plan",
    "priority",
    "background",
    "objectives",
    "content",
    "shares",
    "consumes",
    "security_grade",
    "related_systems",
    "estimate",
    "tier",
    "decision",
    "decision_reason",
)


def planning(project: Project, actor: Actor) -> Chapter:
    """Proposals for each plan year, with the decision; 三(一)."""
    found = Gathering()
    proposals = (
        Proposal.objects.visible_to(actor).filter(project=project).select_related("plan__jurisdiction")
    )
    for proposal in proposals.order_by("plan__year"):
        found.add(_sheet(proposal))
    return found.chapter("01-plan", "年度计划")


def _sheet(proposal: Proposal) -> Sheet:
    def write() -> Content:
        costs = table_of(proposal.cost_lines.order_by("year", "pk"), "item", "year", "amount")
        funding = table_of(proposal.funding_lines.order_by("pk"), "source", "amount")
        tables = (("费用构成（元）", costs), ("资金来源（元）", funding))
        sections = tuple(Section(heading=heading, table=table) for heading, table in tables if table)
        return Content(facts_of(proposal, *FACTS), sections)

    return Sheet(f"proposal-{proposal.pk}", f"{proposal.plan.year}年度建设项目建议", write)
