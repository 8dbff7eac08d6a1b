"""The change order that the office issues; 三(三)3. In simplified Chinese: no gettext."""

from datetime import date
from decimal import Decimal

from acceptance.models import Change, amount_after_changes
from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.pdf.papers import NumberToCome, OfficialPaper, Section
from projects.papers.wording import called, copies_to, facts_table


def change_order(
    change: Change, *, issuer: Organization, number: NumberToCome, on: date, remark: str
) -> OfficialPaper:
    """Return the order by which a change above the threshold is in force; to be built once it is."""
    project, contract = change.project, change.contract
    after = amount_after_changes(contract)
    facts = facts_table(
        [
            ("合同名称及编号", f"{project.title}（{contract.number}）"),
            ("承建单位", contract.supplier_name),
            ("原合同金额", _yuan(contract.amount)),
            ("本次变更金额", _signed(change.amount_delta, "元")),
            ("变更后合同金额", _yuan(after)),
            ("工期变更", _signed(Decimal(change.days_delta), "天") if change.days_delta else "不变"),
        ]
    )
    entity = project.construction_entity
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=f"{issuer.name}关于{called(project)}合同变更的批复",
        addressees=(entity.name,) if entity else (),
        date=on,
        opening="你单位报送的合同变更申请及有关材料收悉。经研究，同意变更，批复如下：",
        sections=(
            Section(heading="变更内容", text=change.content),
            Section(heading="变更理由", text=change.reason),
            Section(heading="合同金额和工期", table=facts),
            *((Section(heading="办理意见", text=remark),) if remark else ()),
        ),
        closing="此复。",
        copies_to=copies_to(project, Role.FINANCE_BUREAU, Role.AUDIT_BUREAU),
    )


def change_facts(change: Change) -> dict[str, object]:
    """Return what the order states, by name; yuan and days."""
    return {
        "contract": change.contract.number,
        "amount_delta": f"{change.amount_delta:.2f}",
        "days_delta": change.days_delta,
        "amount_after": f"{amount_after_changes(change.contract):.2f}",
    }


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}元"


def _signed(number: Decimal, unit: str) -> str:
    word = "增加" if number > 0 else "减少"
    shown = f"{abs(number):,.2f}" if unit == "元" else f"{abs(number):.0f}"
    return f"{word}{shown}{unit}" if number else "不变"
