"""Evidence of the scheme, the tender and the contract, clause 三(三)1–2 and 4."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from procurement import actions
from procurement.models import Contract, Design, Scheme, Solicitation
from projects.models import DocumentKind, Project
from reviews.models import Panel
from tests.approvals import make_fund
from tests.evidence.application import allocated
from tests.evidence.base import Evidence, absent, await_opinions, hold_panel
from tests.factories import City, make_paper, make_tender
from tests.procurement import scenes
from tests.uploads import upload


def solicitation_drafted(city: City, project: Project) -> None:
    by = city.actor("construction_entity")
    actions.save_solicitation(project=project, fields=scenes.notice_fields(), by=by)


def solicitation_published(city: City, project: Project) -> None:
    # Not by the deed: it takes the step with the publication.
    by = city.actor("construction_entity").user
    Solicitation.objects.create(
        project=project, published_at=timezone.now(), published_by=by, **scenes.notice_fields()
    )


def ranked(city: City, project: Project) -> None:
    hold_panel(city, project, Panel.Kind.SCHEME, Panel.Conclusion.RANKING)


def panel_still_sits(city: City, project: Project) -> None:
    await_opinions(city, project, Panel.Kind.SCHEME)


def received(city: City, project: Project) -> Scheme:
    by, known = city.actor("construction_entity"), project.schemes.first()
    return known or scenes.put_scheme(project, "甲公司", make_paper(project, by, DocumentKind.SCHEME), by)


def chosen(city: City, project: Project) -> None:
    # Not by the deed, which refuses to choose before there is a ranking.
    scheme = received(city, project)
    scheme.chosen_at, scheme.chosen_by = timezone.now(), city.actor("informatization_office").user
    scheme.save()


def design_filed(city: City, project: Project) -> None:
    scenes.file(city, project, estimate="1200000.00")


def filed_again_above(city: City, project: Project) -> None:
    scenes.file(city, project, estimate="1200000.01", note="增加密码应用。")


def tender_drafted(city: City, project: Project) -> None:
    by = city.actor("construction_entity")
    actions.save_tender(project=project, fields=scenes.tender_fields(), by=by)


def tender_published(city: City, project: Project) -> None:
    # Not by the deed: it takes the step with the publication.
    make_tender(project, city.actor("construction_entity"))


def two_bids(city: City, project: Project) -> None:
    _bids(city, project, 2)


def three_bids(city: City, project: Project) -> None:
    _bids(city, project, 3)


def _bids(city: City, project: Project, count: int) -> None:
    tender = make_tender(project, city.actor("construction_entity"))
    in_time = tender.deadline - timedelta(days=1)
    for n in range(count):
        scenes.bid(city, project, f"投标人{'甲乙丙'[n]}有限公司", received_at=in_time)


def decided(city: City, project: Project) -> None:
    by = city.actor("construction_entity")
    three_bids(city, project)
    actions.record_opening(project=project, opened_at=timezone.now(), upload=upload("开标记录.pdf"), by=by)
    ranking = list(project.tenders.live().bids.order_by("pk"))
    for bid in ranking:
        actions.judge_bid(bid=bid, valid=True, by=by)
    actions.record_result(project=project, ranking=ranking, upload=upload("评标报告.pdf"), by=by)


def awarded(city: City, project: Project) -> None:
    decided(city, project)
    actions.publish_award(
        project=project,
        winner=project.tenders.live().bids.get(rank=1),
        amount=Decimal("980000.00"),
        title="中标公告",
        text="中标人如下。",
        by=city.actor("construction_entity"),
    )


def contract_recorded(city: City, project: Project) -> None:
    _estimate(city, project)
    allocated(city, project)
    actions.record_contract(project=project, by=city.actor("construction_entity"), **scenes.contract_fields())


def _estimate(city: City, project: Project) -> None:
    by = city.actor("construction_entity")
    papers = {
        "design_file": make_paper(project, by, DocumentKind.OPTIMISED_DESIGN),
        "estimate_file": make_paper(project, by, DocumentKind.BUDGET_ESTIMATE),
    }
    Design.objects.create(project=project, estimate=Decimal("1200000.00"), filed_by=by.user, **papers)


def contract_above_award(city: City, project: Project) -> None:
    # No deed leads there: a contract beyond a limit is not recorded.
    contract_recorded(city, project)
    Contract.objects.filter(project=project).update(amount=Decimal("980000.01"))


def supervisor_assigned(city: City, project: Project) -> None:
    # The supervisor is paid from the fund's line for reviews.
    make_fund(city)
    actions.assign_supervisor(
        project=project,
        supervisor=city.supervisor,
        number="DHJL-2027-018",
        amount=Decimal("30000.00"),
        upload=upload("监理合同.pdf"),
        by=city.actor("informatization_office"),
    )


EVIDENCE = {
    "solicitation_published": Evidence(solicitation_published, lacks=(absent, solicitation_drafted)),
    "schemes_received": Evidence(
        received,
        lacks=(),
        never_alone="What a panel has ranked had come in; see tests/procurement/test_calls.py.",
    ),
    "schemes_ranked": Evidence(ranked, lacks=(absent, panel_still_sits)),
    "scheme_chosen": Evidence(chosen, lacks=(absent, received)),
    "design_filed": Evidence(
        design_filed,
        takes_along={"estimate_within_investment": "The estimate is part of the design."},
    ),
    "estimate_within_investment": Evidence(absent, lacks=(filed_again_above,)),
    "tender_published": Evidence(tender_published, lacks=(absent, tender_drafted)),
    "tender_failed": Evidence(two_bids, lacks=(absent, three_bids)),
    "award_published": Evidence(
        awarded,
        lacks=(absent, decided),
        takes_along={"contract_within_limits": "The award's amount is one of the limits."},
    ),
    "contract_within_limits": Evidence(contract_recorded, lacks=(absent, contract_above_award)),
    "supervisor_assigned": Evidence(supervisor_assigned),
}
