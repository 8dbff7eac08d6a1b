import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from egov.audit.models import AppendOnlyError, Event
from projects.flow import Stage
from projects.models import Task
from reviews.actions import PanelRefused, conclude_panel, file_opinion, replace_member
from reviews.models import Opinion, Verdict
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import City, acting, file_opinions, make_experts, make_panel, make_project

pytestmark = pytest.mark.django_db

FINDINGS = {dimension.value: ("meets", "") for dimension in DIMENSIONS_OF["argumentation"]}


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city):
    return make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))


def file(member, **fields):
    defaults = {"findings": FINDINGS, "verdict": Verdict.PASS, "by": acting(member)}
    return file_opinion(member=member, **{**defaults, **fields})


def test_an_opinion_is_filed_with_a_finding_per_dimension(panel):
    member = panel.members.first()
    findings = FINDINGS | {"economy": ("fails", "软件开发工作量偏高。")}
    opinion = file(
        member,
        findings=findings,
        verdict=Verdict.PASS_AFTER_REVISION,
        problems="单价偏高",
        suggestions="复核",
    )
    assert opinion.findings.count() == 5
    assert opinion.findings.get(dimension="economy").remark == "软件开发工作量偏高。"
    assert not Task.objects.waiting_for(acting(member)).exists()


def test_the_trail_says_that_an_opinion_was_filed_but_not_what_it_says(panel):
    file(panel.members.first(), verdict=Verdict.FAIL, problems="重复建设")
    event = Event.objects.get(verb="review.file_opinion")
    assert event.after == {}
    assert "重复建设" not in f"{event.reason}{event.before}{event.object_label}"


def test_an_opinion_is_filed_once(panel):
    member = panel.members.first()
    file(member)
    with pytest.raises(PanelRefused, match="已提交意见"):
        file(member)


def test_what_was_filed_changes_by_no_hand(panel):
    opinion = file(panel.members.first())
    opinion.verdict = Verdict.FAIL
    with pytest.raises(AppendOnlyError):
        opinion.save()
    with pytest.raises(AppendOnlyError):
        Opinion.objects.update(verdict="fail")
    for table in ("reviews_opinion", "reviews_finding"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_nobody_files_for_another(panel, city):
    first, second = panel.members.all()[:2]
    for stranger in (
        acting(second),
        city.actor("informatization_office"),
        acting(make_experts(city, 1)[0]),
    ):
        with pytest.raises(PermissionDenied):
            file(first, by=stranger)


def test_who_was_replaced_cannot_file(panel, city):
    member = panel.members.filter(is_leader=False).first()
    replace_member(
        member=member,
        successor=make_experts(city, 1)[0],
        reason="生病",
        by=city.actor("informatization_office"),
    )
    with pytest.raises(PermissionDenied):
        file(member)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"findings": {}}, "尚未评价"),
        ({"findings": FINDINGS | {"security": ("fails", " ")}}, "说明不足之处"),
        ({"verdict": Verdict.RANKING}, "您的结论"),
        ({"verdict": Verdict.FAIL}, "写明"),
        ({"verdict": Verdict.PASS_AFTER_REVISION}, "写明"),
    ],
)
def test_an_incomplete_opinion_is_not_filed(panel, fields, fault):
    with pytest.raises(PanelRefused, match=fault):
        file(panel.members.first(), **fields)
    assert not Opinion.objects.exists()


def test_a_ranking_places_each_subject_once(city):
    project = make_project(city, stage=Stage.SOLICITING)
    panel = make_panel(city, project, "scheme")
    member = panel.members.first()
    findings = {dimension.value: ("meets", "") for dimension in DIMENSIONS_OF["scheme"]}
    one, two, three = panel.subjects.order_by("pk")
    for order in ([one, two], [one, two, two], []):
        with pytest.raises(PanelRefused, match="全部评审对象"):
            file(member, findings=findings, verdict=Verdict.RANKING, ranking=order)
    opinion = file(member, findings=findings, verdict=Verdict.RANKING, ranking=[three, one, two])
    assert [rank.subject for rank in opinion.ranks.all()] == [three, one, two]


def test_others_read_an_opinion_only_after_the_conclusion(panel, city):
    opinions = file_opinions(panel)
    writer, colleague = acting(opinions[0].member), acting(opinions[1].member)
    office, owner = city.actor("informatization_office"), city.actor("owner_unit")
    assert list(Opinion.objects.readable_by(writer)) == [opinions[0]]
    for reader in (office, owner, city.actor("audit_bureau")):
        assert not Opinion.objects.readable_by(reader).exists()
    conclude_panel(panel=panel, conclusion="pass", opinion="同意通过论证。", by=office)
    assert Opinion.objects.readable_by(owner).count() == 5
    assert list(Opinion.objects.readable_by(colleague)) == [opinions[1]]
    assert not Opinion.objects.readable_by(city.actor("other_department")).exists()
