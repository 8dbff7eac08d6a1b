"""Funds and contracts for the tests of the ledger."""

from decimal import Decimal

from projects.actions.ledger.allocating import allocate
from projects.actions.ledger.committing import commit
from projects.flow import Stage
from projects.models import Commitment, FundLine, LedgerEntry, Project, SpecialFund
from tests.factories import City, make_project


def funded_project(city: City, investment: str = "1000000.00", **fields) -> Project:
    return make_project(
        city,
        stage=fields.pop("stage", Stage.UNDER_CONSTRUCTION),
        construction_entity=city.construction_entity,
        approved_investment=Decimal(investment),
        **fields,
    )


def give(city: City, project: Project, fund: SpecialFund, amount: str, **fields) -> LedgerEntry:
    by = fields.pop("by", None) or city.actor("finance_bureau")
    return allocate(
        project=project, fund=fund, amount=Decimal(amount), by=by, **{"reason": "首年资金", **fields}
    )


def bind(city: City, project: Project, amount: str, line: FundLine = FundLine.CONSTRUCTION) -> Commitment:
    return commit(
        project=project,
        line=line,
        number="DHXX-2027-018",
        payee="东海软件有限公司",
        amount=Decimal(amount),
        reason="合同签订",
        by=city.actor("construction_entity"),
    )
