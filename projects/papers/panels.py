"""What a panel concluded, as the office issues it: opinion, scheme review report, bid evaluation report.

Clauses 三(二)2, 三(三)1–2. The panel is kept by a later stage and read through its manager, with the minutes
that it kept of itself: the paper is the panel's own, and there is no other.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from egov.accounts.models import Organization
from egov.accounts.roles import Role
from egov.pdf.papers import NumberToCome, OfficialPaper, Section
from projects.papers.stating import section_of
from projects.papers.wording import called, copies_to, facts_table, identity_of


def argumentation_opinion(panel: Any, *, issuer: Organization, **parts: Any) -> OfficialPaper:
    """Return the opinion of the argumentation that the offices have signed."""
    project = panel.project
    return _paper(
        panel,
        title=f"{called(project)}专家论证意见",
        opening=f"{issuer.name}组织专家组对{called(project)}进行了论证。现将论证意见印发如下：",
        addressee=project.owner_unit,
        issuer=issuer,
        **parts,
    )


def scheme_report(panel: Any, *, issuer: Organization, **parts: Any) -> OfficialPaper:
    """Return the report on the review of schemes, with the choice that the offices have signed."""
    project = panel.project
    return _paper(
        panel,
        title=f"{called(project)}方案评审报告",
        opening=f"{issuer.name}组织专家组对{called(project)}应征方案进行了评审。现将评审情况报告如下：",
        addressee=project.construction_entity,
        issuer=issuer,
        more=_choice(panel),
        **parts,
    )


def bid_report(panel: Any, *, issuer: Organization, **parts: Any) -> OfficialPaper:
    """Return the report on the evaluation of bids."""
    project = panel.project
    return _paper(
        panel,
        title=f"{called(project)}评标报告",
        opening=f"{issuer.name}组织专家组对{called(project)}投标文件进行了评审。现将评审情况报告如下：",
        addressee=project.construction_entity,
        issuer=issuer,
        **parts,
    )


def panel_facts(panel: Any) -> dict[str, object]:
    """Return what the paper on a panel states, by name; ``panel`` tells which one it is."""
    known = panel.minutes["facts"] if panel.minutes else {"conclusion": panel.conclusion}
    order = {subject.place: subject.label for subject in panel.subjects.all() if subject.place}
    return {
        **known,
        "panel": panel.pk,
        "concluded_at": panel.concluded_at,
        "order": [order[place] for place in sorted(order)],
    }


def minutes_of(panel: Any) -> tuple[Section, ...]:
    """Return what the panel said on concluding: findings, marks, order, dissent, signatures."""
    if panel.minutes is None:
        # It concluded before panels kept minutes.
        return (Section(heading="专家组意见", text=panel.opinion),)
    return tuple(section_of(one) for one in panel.minutes["sections"])


def _paper(
    panel: Any,
    *,
    title: str,
    opening: str,
    addressee: Organization | None,
    issuer: Organization,
    number: NumberToCome,
    on: date,
    signers: Sequence[str],
    more: tuple[Section, ...] = (),
) -> OfficialPaper:
    return OfficialPaper(
        issuer=issuer.name,
        number=number,
        title=title,
        addressees=(addressee.name,) if addressee else (),
        date=on,
        opening=opening,
        sections=(
            Section(heading="项目概况", table=facts_table(identity_of(panel.project))),
            *minutes_of(panel),
            *more,
            *_signed(signers),
        ),
        copies_to=copies_to(panel.project, Role.FINANCE_BUREAU),
    )


def _choice(panel: Any) -> tuple[Section, ...]:
    scheme = panel.project.schemes.filter(chosen_at__isnull=False).first()
    if scheme is None or panel.conclusion == "fail":
        return ()
    text = f"选定{scheme.author}的方案为最优方案。"
    return (Section(heading="选定方案", text="\n".join(filter(None, [text, scheme.choice_reason]))),)


def _signed(signers: Sequence[str]) -> tuple[Section, ...]:
    if not signers:
        return ()
    return (Section(heading="会签", text=f"以上意见经{'、'.join(signers)}会签确认。"),)
