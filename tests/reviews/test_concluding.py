from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from projects.actions import NotReady, advance
from projects.flow import Stage
from projects.models import Project, ProjectUserObjectPermission, Task, TaskKind
from reviews.actions import (
    PanelRefused,
    correct_opinion,
    file_conclusion,
    file_opinion,
    record_silence,
    sign_conclusion,
)
from reviews.models import Panel, Verdict, tally_of
from reviews.models.opinions import DIMENSIONS_OF
from tests.factories import (
    City,
    acting,
    conclude_panel,
    draw_up,
    file_opinions,
    make_experts,
    make_panel,
    make_project,
    marks_for,
    sign_all,
    succeed,
    take_seats,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def panel(city):
    return make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))


def leader_of(panel):
    return acting(panel.members.sitting().get(is_leader=True))


def stage_of(panel):
    return Project.objects.get(pk=panel.project_id).stage


def waiting(kind):
    return sorted(Task.objects.open().filter(kind=kind).values_list("user__name", flat=True))


def names(members):
    return sorted(member.user.name for member in members)


def test_it_waits_for_every_opinion(panel, office, city):
    file_opinions(panel)
    member = panel.members.filter(is_leader=False).first()
    fresh = succeed(member, make_experts(city, 1)[0], office)
    with pytest.raises(PanelRefused, match=fresh.user.name):
        draw_up(panel)


def test_it_is_drawn_up_signed_by_each_and_filed_by_the_leader(panel):
    file_opinions(panel)
    leader = panel.members.get(is_leader=True)
    assert waiting(TaskKind.CONCLUDE_PANEL) == [leader.user.name]
    draw_up(panel)
    assert waiting(TaskKind.SIGN_OPINION) == names(panel.members.all())
    assert waiting(TaskKind.CONCLUDE_PANEL) == []
    with pytest.raises(PanelRefused, match="尚未全部签字"):
        file_conclusion(panel=panel, by=acting(leader))
    sign_all(panel)
    assert waiting(TaskKind.CONCLUDE_PANEL) == [leader.user.name]
    concluded = file_conclusion(panel=panel, by=acting(leader))
    assert (concluded.conclusion, concluded.concluded_by) == ("pass", leader.user)
    assert waiting(TaskKind.CONCLUDE_PANEL) == waiting(TaskKind.SIGN_OPINION) == []


def test_the_conclusion_ends_the_work_of_the_members(panel):
    members = [acting(opinion.member) for opinion in file_opinions(panel)]
    conclude_panel(panel)
    assert not ProjectUserObjectPermission.objects.exists()
    for member in members:
        assert not Project.objects.visible_to(member).exists()
        assert not Task.objects.waiting_for(member).exists()


def test_the_office_draws_up_too_but_no_other_member_does(panel, office):
    file_opinions(panel)
    with pytest.raises(PermissionDenied):
        draw_up(panel, by=acting(panel.members.filter(is_leader=False).first()))
    assert draw_up(panel, by=office).drawn_up_by == office.user


@pytest.mark.parametrize("role", ["owner_unit", "finance_bureau", "municipal_government"])
def test_nobody_else_draws_up(panel, city, role):
    file_opinions(panel)
    with pytest.raises(PermissionDenied):
        draw_up(panel, by=city.actor(role))


def test_only_the_leader_files_and_the_office_once_time_is_over(panel, office):
    file_opinions(panel)
    resolution = draw_up(panel)
    sign_all(panel)
    other = acting(panel.members.filter(is_leader=False).first())
    for early in (other, office):
        with pytest.raises(PermissionDenied):
            file_conclusion(panel=panel, by=early)
    with time_machine.travel(timezone.now() + (resolution.due - timezone.localdate()) + timedelta(days=1)):
        with pytest.raises(PermissionDenied):
            file_conclusion(panel=panel, by=other)
        assert file_conclusion(panel=panel, by=office).concluded_by == office.user


def test_nobody_signs_for_another_or_twice(panel, office):
    file_opinions(panel)
    first, second = panel.members.order_by("pk")[:2]
    with pytest.raises(PanelRefused, match="尚无"):
        sign_conclusion(member=first, by=acting(first))
    draw_up(panel)
    for stranger in (acting(second), office):
        with pytest.raises(PermissionDenied):
            sign_conclusion(member=first, by=stranger)
    sign_conclusion(member=first, by=acting(first))
    with pytest.raises(PanelRefused, match="已签字"):
        sign_conclusion(member=first, by=acting(first))


def test_silence_counts_as_agreement_once_the_time_is_over(panel, office, city):
    file_opinions(panel)
    resolution = draw_up(panel)
    silent = panel.members.filter(is_leader=False).first()
    with pytest.raises(PanelRefused, match="签字期限"):
        record_silence(member=silent, reason="电话告知，未答复。", by=office)
    with time_machine.travel(timezone.now() + (resolution.due - timezone.localdate()) + timedelta(days=1)):
        with pytest.raises(PermissionDenied):
            record_silence(member=silent, reason="电话告知，未答复。", by=leader_of(panel))
        with pytest.raises(PanelRefused, match="理由"):
            record_silence(member=silent, reason=" ", by=office)
        record_silence(member=silent, reason="电话告知，未答复。", by=office)
        sign_all(panel)
        assert file_conclusion(panel=panel, by=leader_of(panel)).conclusion == "pass"
    assert resolution.signatures.get(member=silent).stance == "silent"


def test_dissent_is_recorded_with_its_reason(panel):
    dissenter = file_opinions(panel, "fail")[0].member
    conclude_panel(panel, dissents={dissenter.pk: "与在建项目重复。"})
    signatures = panel.resolutions.get().signatures
    assert signatures.get(stance="dissents").reason == "与在建项目重复。"
    assert signatures.filter(stance="agrees").count() == 4


def test_a_correction_voids_what_was_drawn_up(panel):
    file_opinions(panel)
    draw_up(panel)
    sign_all(panel)
    member = panel.members.first()
    findings = dict.fromkeys(DIMENSIONS_OF["argumentation"], ("meets", ""))
    correct_opinion(
        member=member, findings=findings, marks=marks_for(panel, percent=70), verdict=Verdict.PASS,
        reason="误录。", by=acting(member),
    )  # fmt: skip
    assert panel.resolution is None
    with pytest.raises(PanelRefused, match="不再有效"):
        file_conclusion(panel=panel, by=leader_of(panel))
    assert waiting(TaskKind.CONCLUDE_PANEL) == [panel.members.get(is_leader=True).user.name]
    assert conclude_panel(panel).conclusion == "pass"
    assert panel.resolutions.count() == 2


def test_a_member_who_leaves_after_it_was_drawn_up_voids_it_too(panel, office, city):
    file_opinions(panel)
    draw_up(panel)
    member = panel.members.filter(is_leader=False).first()
    succeed(member, make_experts(city, 1)[0], office)
    assert panel.resolution is None
    assert waiting(TaskKind.SIGN_OPINION) == []
    take_seats(panel)
    file_opinions(panel)
    assert conclude_panel(panel).conclusion == "pass"


@pytest.mark.parametrize("against", [3, 5])
def test_the_conclusion_is_that_of_the_majority(panel, against):
    file_opinions(panel, *["fail"] * against)
    for wish in ("pass", "pass_after_revision"):
        with pytest.raises(PanelRefused, match="表决和评分"):
            draw_up(panel, wish)
    assert conclude_panel(panel, "fail").conclusion == "fail"


def test_a_minority_does_not_fail_it(panel):
    file_opinions(panel, "fail", "fail")
    with pytest.raises(PanelRefused, match="表决和评分"):
        draw_up(panel, "fail")


def mark(panel, member, percent, verdict=Verdict.PASS):
    file_opinion(
        member=member,
        findings=dict.fromkeys(DIMENSIONS_OF[panel.kind], ("meets", "")),
        marks=marks_for(panel, percent=percent),
        verdict=verdict,
        problems="投资依据不足。" if verdict == Verdict.FAIL else "",
        by=acting(member),
    )


def test_an_average_below_the_pass_mark_fails_it_whatever_the_majority(panel):
    for place, member in enumerate(panel.members.order_by("pk")):
        mark(panel, member, 20 if place < 2 else 60, Verdict.FAIL if place < 2 else Verdict.PASS)
    assert tally_of(panel).results[0].average == 44
    with pytest.raises(PanelRefused, match="表决和评分"):
        draw_up(panel)
    assert conclude_panel(panel, "fail").conclusion == "fail"


def test_whose_marks_lie_far_off_is_pointed_out_and_not_dropped(panel):
    for place, member in enumerate(panel.members.order_by("pk")):
        mark(panel, member, 100 if place == 0 else 65)
    result = tally_of(panel).results[0]
    first = panel.members.order_by("pk").first()
    assert [member.pk for member, far in zip(tally_of(panel).members, result.far, strict=True) if far] == [
        first.pk
    ]
    assert result.average == 72


def test_a_conclusion_stands(panel):
    file_opinions(panel)
    conclude_panel(panel)
    leader = panel.members.get(is_leader=True)
    for deed in (lambda: draw_up(panel), lambda: sign_conclusion(member=leader, by=acting(leader))):
        with pytest.raises(PanelRefused, match="不再工作"):
            deed()


def test_an_argumentation_does_not_end_with_a_ranking_or_without_words(panel):
    file_opinions(panel)
    with pytest.raises(PanelRefused, match="选择结论"):
        draw_up(panel, "ranking")
    with pytest.raises(PanelRefused, match="专家组意见"):
        draw_up(panel, opinion=" ")
    with pytest.raises(PanelRefused, match="地点"):
        draw_up(panel, place="")


def test_office_and_finance_sign_what_the_panel_passed(panel, office, city):
    finance = city.actor("finance_bureau")
    with pytest.raises(NotReady):
        advance(project=panel.project, step="pass_argumentation", by=office)
    file_opinions(panel)
    draw_up(panel)
    sign_all(panel)
    with pytest.raises(NotReady):
        advance(project=panel.project, step="pass_argumentation", by=office)
    file_conclusion(panel=panel, by=leader_of(panel))
    assert not advance(project=panel.project, step="pass_argumentation", by=office).taken
    assert advance(project=panel.project, step="pass_argumentation", by=finance).taken
    assert stage_of(panel) == Stage.ARGUED


@pytest.mark.parametrize(("advises", "stage"), [(False, Stage.RETURNED), (True, Stage.REJECTED)])
def test_a_failed_argumentation_returns_or_rejects(panel, office, city, advises, stage):
    file_opinions(panel, *["fail"] * 5)
    reason = "与省级平台重复建设。" if advises else ""
    conclude_panel(panel, "fail", advises_rejection=advises, rejection_reason=reason)
    for party in (office, city.actor("finance_bureau")):
        advance(project=panel.project, step="fail_argumentation", by=party, reason="专家论证未通过")
    assert stage_of(panel) == stage


def test_to_reject_for_good_needs_a_failure_and_a_reason(panel):
    file_opinions(panel, *["fail"] * 5)
    with pytest.raises(PanelRefused, match="说明建议不予立项"):
        draw_up(panel, "fail", advises_rejection=True)
    with pytest.raises(PanelRefused, match="未选择"):
        draw_up(panel, "fail", rejection_reason="重复建设")


def test_passing_cannot_advise_rejection(panel):
    file_opinions(panel)
    with pytest.raises(PanelRefused, match="方可建议"):
        draw_up(panel, advises_rejection=True, rejection_reason="重复建设")


def test_a_ranking_follows_from_the_marks(city):
    panel = make_panel(city, make_project(city, stage=Stage.SOLICITING), "scheme")
    file_opinions(panel)
    conclude_panel(panel, "ranking")
    placed = list(panel.subjects.order_by("place").values_list("label", "place", "score"))
    assert placed == [("甲公司", 1, 80), ("乙公司", 2, 70), ("丙公司", 3, 60)]
    assert Panel.objects.schemes_ranked()


def test_what_a_majority_finds_to_miss_a_gate_is_not_placed_and_nothing_placed_fails(city):
    panel = make_panel(city, make_project(city, stage=Stage.SOLICITING), "scheme")
    best = panel.subjects.order_by("pk").first()
    for place, member in enumerate(panel.members.order_by("pk")):
        marks = {
            key: (key[1] != best.pk or place > 2) if value is True else value
            for key, value in marks_for(panel).items()
        }
        findings = dict.fromkeys(DIMENSIONS_OF["scheme"], ("meets", ""))
        file_opinion(member=member, findings=findings, marks=marks, by=acting(member))
    tally = tally_of(panel)
    assert [subject.label for subject in tally.order] == ["乙公司", "丙公司"]
    assert [result.faults for result in tally.results if result.subject == best] == [["方案完整"]]
    with pytest.raises(PanelRefused, match="表决和评分"):
        draw_up(panel, "fail")
    conclude_panel(panel, "ranking")
    assert panel.subjects.get(pk=best.pk).place is None


@pytest.mark.parametrize(("verdict", "passed"), [("pass", True), ("fail", False)])
def test_acceptance_passes_or_fails(city, office, verdict, passed):
    project = make_project(city, stage=Stage.PRELIMINARILY_ACCEPTED)
    panel = make_panel(city, project, "acceptance")
    file_opinions(panel, *[verdict] * 5)
    conclude_panel(panel, verdict)
    assert project.panels.acceptance_passed() is passed
    assert project.panels.acceptance_failed() is not passed
    if not passed:
        advance(project=project, step="return_to_construction", by=office, reason="性能不达标")
        assert stage_of(panel) == Stage.UNDER_CONSTRUCTION
        assert not project.panels.acceptance_failed()
