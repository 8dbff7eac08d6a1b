"""Words that the papers share, in simplified Chinese whatever the screen's language: no gettext."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from egov.accounts.roles import Role
from egov.pdf.papers import Column, Table
from egov.ui.formats import grouped
from projects.models import Project

TEN_THOUSAND = Decimal(10_000)


def wan(amount: Decimal) -> str:
    """Write yuan as 万元."""
    return grouped(amount / TEN_THOUSAND)


def called(project: Project) -> str:
    """Name a project in a sentence: 某某平台项目, but never 某某建设项目项目."""
    return f"{project.title.removesuffix('项目')}项目"


def facts_table(rows: Iterable[tuple[str, object]]) -> Table:
    """Return a table of two columns from what is known: lines without a value are left out."""
    columns = (Column(label="事项", share=30), Column(label="内容", share=70))
    return Table(columns=columns, rows=tuple((name, str(value)) for name, value in rows if value))


def identity_of(project: Project) -> list[tuple[str, object]]:
    """Return what identifies a project on a paper."""
    contract: Any = project.contracts.current()
    return [
        ("项目编号", project.number),
        ("项目名称", project.title),
        ("业主单位", project.owner_unit.name),
        ("建设主体", project.construction_entity or ""),
        ("使用方", project.user_unit.name),
        ("承建单位", contract.supplier_name if contract else ""),
        ("合同编号", contract.number if contract else ""),
        ("合同金额", f"{wan(contract.amount)}万元" if contract else ""),
        ("监理单位", project.supervisor or ""),
    ]


def copies_to(project: Project, *roles: Role) -> tuple[str, ...]:
    holders = project.organizations_of(set(roles))
    return tuple(dict.fromkeys(holders[role].name for role in roles if role in holders))
