from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from egov.audit.models import AppendOnlyError, Event
from projects.flow import Stage
from projects.models import Task
from reviews.actions import PanelRefused, correct_opinion, file_opinion, replace_member, save_draft
from reviews.models import Opinion, OpinionDraft, Verdict, tally_of
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import (
    City,
    acting,
    conclude_panel,
    file_opinions,
    fix_preset,
    make_experts,
    make_panel,
    make_project,
    marks_for,
    succeed,
    take_seats,
)

pytestmark = pytest.mark.django_db

FINDINGS = {dimension.value: ("meets", "") for dimension in DIMENSIONS_OF["argumentation"]}


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city):
    return make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))


def file(member, **fields):
    marks = fields.pop("marks", None) or marks_for(member.panel, fields.get("verdict", Verdict.PASS))
    defaults = {"findings": FINDINGS, "marks": marks, "verdict": Verdict.PASS, "by": acting(member)}
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
    replace_member(member=member, reason="生病", by=city.actor("informatization_office"))
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


def faults(member, **fields):
    with pytest.raises(PanelRefused) as refusal:
        file(member, **fields)
    assert not Opinion.objects.exists()
    return " ".join(refusal.value.faults)


def of(panel, kind):
    return next(one for one in fix_preset(panel).marked if one.kind == kind)


def test_nobody_marks_before_the_sheet_is_fixed(panel):
    assert "评分表尚未发布" in faults(panel.members.first(), marks={(1, None): Decimal(1)})


def test_every_criterion_is_marked_within_its_range(panel):
    member, marks = panel.members.first(), marks_for(panel)
    points, gate = of(panel, "points"), of(panel, "gate")
    for wrong in (points.most + Decimal("0.5"), Decimal(-1), Decimal("1.005")):
        assert "最多两位小数" in faults(member, marks=marks | {(points.pk, None): wrong})
    assert "尚未评分" in faults(member, marks=marks | {(points.pk, None): None})
    assert "是或否" in faults(member, marks=marks | {(gate.pk, None): Decimal(1)})
    assert "评分表所列" in faults(member, marks=marks | {(0, None): Decimal(1)})


def test_who_marks_below_the_pass_mark_or_denies_a_gate_finds_fail(panel):
    member, gate = panel.members.first(), of(panel, "gate")
    assert "合格分" in faults(member, marks=marks_for(panel, percent=59))
    assert "不通过" in faults(member, marks=marks_for(panel) | {(gate.pk, None): False})
    assert file(member, marks=marks_for(panel, percent=60)).marks.count() == 6


def test_a_member_marks_each_thing_that_is_ranked(city):
    panel = make_panel(city, make_project(city, stage=Stage.SOLICITING), "scheme")
    member, marks = panel.members.first(), marks_for(panel)
    findings = dict.fromkeys(DIMENSIONS_OF["scheme"], ("meets", ""))
    fields = {"findings": findings, "verdict": Verdict.RANKING}
    left_out = {key: value for key, value in marks.items() if key[1] != panel.subjects.last().pk}
    assert "尚未评分" in faults(member, marks=left_out, **fields)
    opinion = file(member, marks=marks, **fields)
    assert opinion.marks.filter(subject=panel.subjects.first()).count() == 6
    assert opinion.marks.count() == 18


def test_a_draft_is_kept_right_or_wrong_and_ends_with_the_filing(panel):
    member = panel.members.first()
    save_draft(member=member, entries={"mark_1_0": "八十"}, by=acting(member))
    save_draft(member=member, entries={"mark_1_0": "八"}, by=acting(member))
    assert OpinionDraft.objects.get().entries == {"mark_1_0": "八"}
    with pytest.raises(PermissionDenied):
        save_draft(member=member, entries={}, by=acting(panel.members.last()))
    file(member)
    assert not OpinionDraft.objects.exists()
    with pytest.raises(PanelRefused, match="已提交意见"):
        save_draft(member=member, entries={}, by=acting(member))


def correct(member, **fields):
    values = {"findings": FINDINGS, "marks": marks_for(member.panel, percent=70), "verdict": Verdict.PASS}
    return correct_opinion(
        member=member, by=acting(member), **{**values, "reason": "误将满分录入。", **fields}
    )


def test_a_correction_is_another_opinion_and_the_first_one_stays(panel):
    member = file_opinions(panel)[0].member
    first, second = member.opinion, correct(member)
    member = panel.members.get(pk=member.pk)
    assert member.opinion == second
    assert [one.number for one in member.opinions.order_by("number")] == [1, 2]
    assert sum(mark.points or 0 for mark in first.marks.all()) == 80
    assert sum(mark.points or 0 for mark in second.marks.all()) == 70
    assert Event.objects.filter(verb="review.correct_opinion", reason="").get().after == {}


def test_a_correction_needs_a_reason_and_something_to_correct(panel):
    member = panel.members.first()
    with pytest.raises(PanelRefused, match="尚未提交"):
        correct(member)
    file(member)
    with pytest.raises(PanelRefused, match="理由"):
        correct(member, reason=" ")


def test_after_the_conclusion_nothing_is_corrected(panel):
    member = file_opinions(panel)[0].member
    conclude_panel(panel)
    with pytest.raises(PanelRefused, match="不再工作"):
        correct(member)


@pytest.mark.parametrize("table", ["mark", "opinion", "finding", "resolution", "panelsignature"])
@pytest.mark.parametrize("deed", ["UPDATE reviews_{} SET id = id", "DELETE FROM reviews_{}"])
def test_the_database_refuses_to_change_what_members_filed(panel, table, deed):
    file_opinions(panel)
    conclude_panel(panel)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table))


def test_the_panel_and_the_office_read_the_opinions_once_all_have_filed_others_later(panel, city):
    office, owner = city.actor("informatization_office"), city.actor("owner_unit")
    opinions = file_opinions(panel)
    colleague = acting(opinions[1].member)
    readers = Opinion.objects
    assert readers.readable_by(colleague).count() == 5
    assert readers.readable_by(office).count() == 5
    for reader in (owner, city.actor("audit_bureau"), city.actor("finance_bureau")):
        assert not readers.readable_by(reader).exists()
    conclude_panel(panel)
    assert readers.readable_by(owner).count() == 5
    assert list(readers.readable_by(colleague)) == [opinions[1]]
    assert not readers.readable_by(city.actor("other_department")).exists()


def test_before_all_have_filed_everybody_reads_their_own_alone(panel, city):
    first, second = panel.members.order_by("pk")[:2]
    opinion = file(first)
    assert list(Opinion.objects.readable_by(acting(first))) == [opinion]
    for reader in (acting(second), city.actor("informatization_office"), city.actor("audit_bureau")):
        assert not Opinion.objects.readable_by(reader).exists()


def test_who_takes_over_a_seat_closes_the_marks_again_and_marks_anew(panel, city):
    file_opinions(panel)
    member, office = panel.members.filter(is_leader=False).first(), city.actor("informatization_office")
    succeed(member, make_experts(city, 1)[0], office)
    assert tally_of(panel) is None
    assert not Opinion.objects.readable_by(office).exists()
    take_seats(panel)
    file_opinions(panel)
    tally = tally_of(panel)
    assert member.opinion not in tally.opinions
    assert len(tally.opinions) == 5
