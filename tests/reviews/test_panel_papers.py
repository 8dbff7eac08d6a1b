"""Each conclusion of a panel becomes one paper: numbered, sealed, with all that the panel said."""

import pytest
from django.utils import timezone

from acceptance.actions import return_to_construction
from procurement.actions import choose_scheme, fail_tender, record_result, void_tender
from projects.actions import advance
from projects.flow import Stage
from projects.models import Document, DocumentKind, IssuedPaper, PaperKind
from reviews.models import Expert
from tests.factories import City, conclude_panel, file_opinions, make_built_project, make_panel, make_project
from tests.papers import is_sound, missing, text_of
from tests.procurement import scenes
from tests.reviews.test_again import failed
from tests.reviews.test_bid_panels import judge_all, opened, sit

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city):
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    # A name that a cell holds in one line, so that it can be found again in the text of the PDF.
    for place, expert in enumerate(Expert.objects.filter(user__seats__panel=panel), start=1):
        expert.employer = f"第{place}研究所"
        expert.save(update_fields=["employer"])
    return panel


def with_schemes(city, *authors):
    project = scenes.soliciting(city)
    for author in authors:
        scenes.hand_in(city, project, author)
    return project


def sign(city, project, step, reason=""):
    for role in ("informatization_office", "finance_bureau"):
        advance(project=project, step=step, reason=reason, by=city.actor(role))


def opinion_on(city, panel):
    sign(city, panel.project, "pass_argumentation")
    return IssuedPaper.objects.get(project=panel.project)


def test_the_argumentation_opinion_says_all_that_the_panel_said(panel, city):
    dissenter = file_opinions(panel, "fail")[0].member
    conclude_panel(panel, dissents={dissenter.pk: "与在建项目重复。"}, opinion="方案总体可行。")
    paper = opinion_on(city, panel)
    leader = panel.members.get(is_leader=True).user.name
    said = (
        f"{panel.project.title}项目专家论证意见", "市信息办会议室", f"组长{leader}", "审阅了可行性研究报告",
        "方案总体可行。", "必要性", "技术可行性", "评分表", "80.00", "同意通过",
        f"{dissenter.user.name}：与在建项目重复。", dissenter.user.expert_profile.employer, "教授", "保留意见",
        f"经{city.informatization_office.name}、{city.organization('finance_bureau').name}会签确认",
    )  # fmt: skip
    assert missing(paper, *said) == []
    assert is_sound(paper)
    signed = {one["name"]: one["signature"] for one in paper.data["facts"]["members"]}
    assert signed.pop(dissenter.user.name) == "dissents"
    assert list(signed.values()) == ["agrees"] * 4


def test_there_is_no_other_paper_of_the_panel(panel, city):
    file_opinions(panel)
    conclude_panel(panel)
    kind = DocumentKind.ARGUMENTATION_OPINION
    assert not Document.objects.filter(kind=kind).exists()
    paper = opinion_on(city, panel)
    assert Document.objects.get(kind=kind) == paper.version.document


def test_it_names_no_identity_number(panel, city):
    member = panel.members.first()
    profile = member.user.expert_profile
    profile.id_number_mask = "330101********1234"
    profile.save()
    file_opinions(panel)
    conclude_panel(panel)
    text = text_of(opinion_on(city, panel))
    assert member.user.name in text
    assert "330101" not in text
    assert profile.number not in text


@pytest.mark.parametrize(("names", "shown"), [(1, True), (0, False)])
def test_the_policy_says_whether_the_score_table_names_the_members(panel, city, names, shown):
    city.jurisdiction.parameters.create(
        code="panel_paper_names", value=names, source="本市规定", effective_from="2020-01-01",
        set_by=city.actor("informatization_office").user,
    )  # fmt: skip
    file_opinions(panel)
    conclude_panel(panel)
    assert ("成员1" not in text_of(opinion_on(city, panel))) is shown


def test_it_says_what_was_found_when_the_panel_concluded(panel, city):
    file_opinions(panel)
    conclude_panel(panel)
    profile = panel.members.get(is_leader=True).user.expert_profile
    before, profile.employer = profile.employer, "别处大学"
    profile.save()
    text = text_of(opinion_on(city, panel))
    assert before in text
    assert "别处大学" not in text


def test_the_scheme_review_report_has_order_marks_and_choice(city):
    project = with_schemes(city, "甲公司", "乙公司")
    panel = make_panel(city, project, "scheme", subjects=["甲公司", "乙公司"])
    file_opinions(panel)
    conclude_panel(panel, "ranking", opinion="两家方案均响应征集要求。")
    choose_scheme(
        scheme=project.schemes.get(author="乙公司"), reason="乙公司承诺全部源码移交。",
        by=city.actor("informatization_office"),
    )  # fmt: skip
    sign(city, project, "select_scheme")
    report = IssuedPaper.objects.get(kind=PaperKind.SCHEME_REVIEW_REPORT)
    said = (
        "方案评审报告", f"{project.construction_entity.name}：", "审阅了应征方案", "两家方案均响应征集要求。",
        "排序", "1甲公司80.00", "2乙公司70.00", "评分表（甲公司）", "评分表（乙公司）", "第一名：甲公司",
        "专家组名单和签字", "选定乙公司的方案为最优方案。", "乙公司承诺全部源码移交。", "会签确认",
    )  # fmt: skip
    assert missing(report, *said) == []
    assert is_sound(report)
    assert report.data["facts"]["order"] == ["甲公司", "乙公司"]
    assert [one["score"] for one in report.data["facts"]["results"]] == ["80.00", "70.00"]


def test_the_bid_evaluation_report_is_issued_with_the_result(city):
    project = opened(city)
    builder = city.actor("construction_entity")
    judge_all(project, builder)
    conclude_panel(sit(city, project, (90, 70, 80)), "ranking")
    bids = {bid.supplier_name: bid for bid in project.tenders.live().bids.all()}
    order = [bids[name] for name in project.panels.bid_order()]
    tender = record_result(project=project, ranking=order, by=builder)
    report = IssuedPaper.objects.get(kind=PaperKind.BID_REPORT)
    assert tender.evaluation_report == report.version
    assert missing(report, "评标报告", "投标报价", "价格分", *[bid.supplier_name for bid in order]) == []
    assert is_sound(report)


def test_what_no_result_follows_from_goes_out_with_the_end_of_the_tender(city):
    project = opened(city)
    builder = city.actor("construction_entity")
    conclude_panel(sit(city, project, (80, 80, 80)), "ranking")
    void_tender(project=project, reason="采购文件有重大缺陷", by=builder)
    fail_tender(project=project, reason="重新招标", by=builder)
    assert IssuedPaper.objects.get().kind == PaperKind.BID_REPORT


def test_a_failed_acceptance_is_issued_when_the_project_is_returned(city):
    project = make_built_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    panel = make_panel(city, project, "acceptance")
    file_opinions(panel, *["fail"] * 5)
    conclude_panel(panel, "fail", opinion="功能未达到合同要求。")
    office = city.actor("informatization_office")
    return_to_construction(project=project, reason="整改", due_on=timezone.localdate(), by=office)
    opinion = IssuedPaper.objects.get()
    assert missing(opinion, "评分表", "功能未达到合同要求。", "不通过", "未通过竣工验收") == []
    assert opinion.data["facts"]["conclusion"] == "fail"
    assert "可以投入使用" not in text_of(opinion)


def test_each_of_two_panels_of_a_stay_has_its_paper(city):
    project = with_schemes(city, "甲公司", "乙公司")
    failed(city, project)
    panel = make_panel(city, project, "scheme", subjects=["甲公司", "乙公司"])
    file_opinions(panel)
    conclude_panel(panel, "ranking")
    office = city.actor("informatization_office")
    choose_scheme(scheme=project.schemes.get(author="甲公司"), reason="", by=office)
    sign(city, project, "select_scheme")
    reports = IssuedPaper.objects.filter(kind=PaperKind.SCHEME_REVIEW_REPORT).order_by("pk")
    assert [report.data["facts"]["conclusion"] for report in reports] == ["fail", "ranking"]
    assert "选定" not in text_of(reports[0])
