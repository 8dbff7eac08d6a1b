"""The annual construction plan, as it is published; 三(一)."""

import re
from datetime import date

from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.pdf.papers import Column, NumberToCome, OfficialPaper, Section, Table
from projects.models import AnnualPlan, Proposal
from projects.papers.wording import wan

FIRST_LEVEL = re.compile(r"^([一二三四五六七八九十]+)、")
PRIORITIES = {
    Proposal.Priority.URGENT: "急需",
    Proposal.Priority.IMPORTANT: "重要",
    Proposal.Priority.ORDINARY: "一般",
    Proposal.Priority.CAN_WAIT: "可缓",
}


def plan_paper(plan: AnnualPlan, *, issuer: Organization, number: NumberToCome, on: date) -> OfficialPaper:
    """Return the notice with which the office publishes the plan that both offices have signed."""
    figures, place = plan.figures(), plan.jurisdiction.name
    proposals = _included(plan)
    owners = dict.fromkeys(proposal.project.owner_unit.name for proposal in proposals)
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=f"{issuer.name}关于印发{place}{plan.year}年度电子政务项目建设计划的通知",
        addressees=tuple(owners),
        date=on,
        opening=f"《{place}{plan.year}年度电子政务项目建设计划》已经{_signers(plan)}会签，现予印发，请认真组织实施。",
        sections=(
            Section(heading="年度建设重点", text=_second_level(plan.priorities)),
            Section(
                heading="计划规模",
                text=f"列入计划的项目{figures.included}个，投资估算合计{wan(figures.total)}万元，"
                f"年度控制额度{wan(plan.ceiling)}万元。",
            ),
            Section(heading="项目清单", table=_list_of(proposals)),
            Section(
                heading="有关要求",
                text="列入计划的项目，由业主单位按照电子政务建设流程编制可行性研究报告和需求分析报告，及时申报立项。",
            ),
        ),
        copies_to=tuple(name for name in _copies(plan) if name not in owners),
    )


def plan_facts(plan: AnnualPlan) -> dict[str, object]:
    """Return what the plan states, by name; amounts in yuan."""
    return {
        "year": plan.year,
        "ceiling": f"{plan.ceiling:.2f}",
        "projects": [
            {
                "number": one.project.number,
                "title": one.project.title,
                "owner_unit": one.project.owner_unit.name,
                "estimate": f"{one.estimate or 0:.2f}",
            }
            for one in _included(plan)
        ],
    }


def _included(plan: AnnualPlan) -> list[Proposal]:
    included = plan.proposals.submitted().current().filter(decision=Proposal.Included.INCLUDED)
    return list(included.in_order().select_related("project__owner_unit"))


def _second_level(text: str) -> str:
    """Number points of the first level one level down: they stand below a heading of the first."""
    return "\n".join(FIRST_LEVEL.sub(r"（\1）", line.strip()) for line in text.splitlines())


def _signers(plan: AnnualPlan) -> str:
    signed = plan.standing_signatures().select_related("organization").order_by("pk")
    return "、".join(dict.fromkeys(one.organization.name for one in signed))


def _copies(plan: AnnualPlan) -> list[str]:
    kinds = (Role.MUNICIPAL_GOVERNMENT, Role.FINANCE_BUREAU, Role.AUDIT_BUREAU)
    units = plan.jurisdiction.organizations.filter(is_active=True, kind__in=[kind.value for kind in kinds])
    return list(units.order_by("pk").values_list("name", flat=True))


def _list_of(proposals: list[Proposal]) -> Table:
    columns = (
        Column(label="序号", share=10),
        Column(label="项目名称", share=32),
        Column(label="业主单位", share=24),
        Column(label="优先级", share=13),
        Column(label="估算（万元）", amount=True, share=21),
    )
    rows = tuple(
        (
            place,
            one.project.title,
            one.project.owner_unit.name,
            PRIORITIES.get(Proposal.Priority(one.priority), "") if one.priority else "",
            wan(one.estimate) if one.estimate else "",
        )
        for place, one in enumerate(proposals, start=1)
    )
    return Table(columns=columns, rows=rows)
