"""Five parties score; the grade is computed; a correction makes all signatures fall."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acceptance import actions
from acceptance.actions.evaluation import grade_of, weighted_total
from acceptance.models import PARTIES, Evaluation, Grade
from projects.actions import NotReady, advance
from projects.flow import Stage
from projects.models import IssuedPaper, PaperKind, Project, Task
from tests.factories import City, make_built_project
from tests.papers import is_sound, missing

ORDER = [Grade.POOR, Grade.FAIR, Grade.GOOD, Grade.EXCELLENT]
points = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)
totals = st.fixed_dictionaries(dict.fromkeys(PARTIES, points))
weights = st.fixed_dictionaries(dict.fromkeys(PARTIES, st.integers(1, 100).map(Decimal)))
# A slow machine is no fault of the grade.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(totals, weights)
def test_the_total_lies_between_the_parties(given_totals, given_weights) -> None:
    total = weighted_total(given_totals, given_weights)
    assert min(given_totals.values()) <= total <= max(given_totals.values())


@patient
@given(totals, weights, st.sampled_from(PARTIES), points)
def test_more_points_never_lower_the_total(given_totals, given_weights, party, other) -> None:
    more = {**given_totals, party: max(given_totals[party], other)}
    assert weighted_total(more, given_weights) >= weighted_total(given_totals, given_weights)


def test_equal_weights_make_the_plain_mean() -> None:
    scores = dict(zip(PARTIES, map(Decimal, ("90", "80.5", "70", "60", "99.99")), strict=True))
    assert weighted_total(scores, dict.fromkeys(PARTIES, Decimal(20))) == Decimal("80.10")
    with pytest.raises(ValidationError):
        weighted_total(scores, dict.fromkeys(PARTIES, Decimal(0)))


pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City) -> Project:
    return make_built_project(city, stage=Stage.IN_USE)


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        ("100", Grade.EXCELLENT),
        ("90", Grade.EXCELLENT),
        ("89.99", Grade.GOOD),
        ("80", Grade.GOOD),
        ("79.99", Grade.FAIR),
        ("60", Grade.FAIR),
        ("59.99", Grade.POOR),
        ("0", Grade.POOR),
    ],
)
def test_a_threshold_belongs_to_the_better_grade(city: City, total: str, grade: Grade) -> None:
    assert grade_of(Decimal(total), jurisdiction_id=city.jurisdiction.pk) == grade


def test_grades_never_fall_with_points(city: City) -> None:
    place = city.jurisdiction.pk
    ranks = [ORDER.index(grade_of(Decimal(n), jurisdiction_id=place)) for n in range(101)]
    assert ranks == sorted(ranks)


def open_evaluation(project: Project, city: City, role: str = "informatization_office") -> Evaluation:
    return actions.open_evaluation(project=project, indicators=actions.PRESET, by=city.actor(role))


def full(evaluation: Evaluation, share: str = "1") -> list[actions.Points]:
    return [
        actions.Points(i, (i.weight * Decimal(share)).quantize(Decimal("0.01")))
        for i in evaluation.indicators.all()
    ]


def file_all(evaluation: Evaluation, city: City, share: str = "0.92") -> None:
    for sheet in evaluation.sheets.all():
        actions.file_scores(sheet=sheet, scores=full(evaluation, share), by=city.actor(sheet.role))


def sheet_of(evaluation: Evaluation, role: str):
    return evaluation.sheets.get(role=role)


def test_the_preset_sums_to_100() -> None:
    assert sum(line.weight for line in actions.PRESET) == 100


def test_opening_asks_five_parties(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    tasks = Task.objects.open().filter(kind="score")
    assert {task.role for task in tasks} == {role.value for role in PARTIES}
    assert evaluation.indicators.count() == len(actions.PRESET)
    with pytest.raises(ValidationError):
        open_evaluation(project, city)


def test_only_the_office_opens_and_only_in_use(project: Project, city: City) -> None:
    for role in ("finance_bureau", "user_unit", "supervision_bureau", "audit_bureau", "supervisor"):
        with pytest.raises(PermissionDenied):
            open_evaluation(project, city, role)
    with pytest.raises(ValidationError):
        open_evaluation(make_built_project(city, stage=Stage.ACCEPTED), city)


def test_weights_must_sum_to_100(project: Project, city: City) -> None:
    with pytest.raises(ValidationError):
        actions.open_evaluation(
            project=project, indicators=actions.PRESET[:-1], by=city.actor("informatization_office")
        )
    assert not Evaluation.objects.exists()


def test_indicators_are_fixed_once_scoring_began(project: Project, city: City) -> None:
    evaluation, office = open_evaluation(project, city), city.actor("informatization_office")
    one = [actions.IndicatorDraft("产出", "数量", "实际完成率", Decimal(100))]
    actions.change_indicators(evaluation=evaluation, indicators=one, by=office)
    assert evaluation.indicators.get().weight == 100
    sheet = sheet_of(evaluation, "user_unit")
    draft = [actions.Points(evaluation.indicators.get(), None, "待核")]
    actions.save_scores(sheet=sheet, scores=draft, by=city.actor("user_unit"))
    with pytest.raises(ValidationError):
        actions.change_indicators(evaluation=evaluation, indicators=actions.PRESET, by=office)


@pytest.mark.parametrize("value", ["-0.01", "3.01"])
def test_points_stay_within_the_weight(project: Project, city: City, value: str) -> None:
    evaluation = open_evaluation(project, city)
    first = evaluation.indicators.first()
    with pytest.raises(ValidationError):
        actions.save_scores(
            sheet=sheet_of(evaluation, "audit_bureau"),
            scores=[actions.Points(first, Decimal(value))],
            by=city.actor("audit_bureau"),
        )


def test_a_party_files_only_complete_scores_of_its_own(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    sheet = sheet_of(evaluation, "finance_bureau")
    with pytest.raises(PermissionDenied):
        actions.file_scores(sheet=sheet, scores=full(evaluation), by=city.actor("audit_bureau"))
    with pytest.raises(ValidationError):
        actions.file_scores(sheet=sheet, scores=full(evaluation)[:-1], by=city.actor("finance_bureau"))
    actions.file_scores(sheet=sheet, scores=full(evaluation), by=city.actor("finance_bureau"))
    assert not Task.objects.open().filter(kind="score", role="finance_bureau").exists()
    with pytest.raises(ValidationError):
        actions.save_scores(sheet=sheet, scores=full(evaluation), by=city.actor("finance_bureau"))


def test_a_colleagues_save_is_not_overwritten(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    sheet, by = sheet_of(evaluation, "user_unit"), city.actor("user_unit")
    actions.save_scores(sheet=sheet, scores=full(evaluation, "0.5"), seen="", by=by)
    with pytest.raises(ValidationError):
        actions.save_scores(sheet=sheet, scores=full(evaluation), seen="", by=by)
    sheet.refresh_from_db()
    actions.save_scores(sheet=sheet, scores=full(evaluation), seen=sheet.stamp, by=by)


def test_the_last_filing_computes_the_grade_and_five_sign(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    with pytest.raises(NotReady):
        advance(project=project, step="publish_evaluation", by=city.actor("audit_bureau"))
    file_all(evaluation, city, "0.85")
    evaluation.refresh_from_db()
    assert (evaluation.total, evaluation.grade) == (Decimal("85.00"), Grade.GOOD)
    for role in reversed(PARTIES):
        result = advance(project=project, step="publish_evaluation", by=city.actor(role))
    assert result.project.stage == Stage.EVALUATED


def test_weights_of_the_parties_are_the_citys(project: Project, city: City) -> None:
    for role in PARTIES[1:]:
        city.jurisdiction.parameters.create(
            code=f"evaluation_weight_{role}",
            value=0,
            effective_from=timezone.localdate(),
            set_by=city.actor("audit_bureau").user,
        )
    evaluation = open_evaluation(project, city)
    for sheet in evaluation.sheets.all():
        share = "1" if sheet.role == PARTIES[0] else "0"
        actions.file_scores(sheet=sheet, scores=full(evaluation, share), by=city.actor(sheet.role))
    evaluation.refresh_from_db()
    assert evaluation.total == 100


def test_a_withdrawal_takes_grade_and_signatures_with_it(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    file_all(evaluation, city)
    advance(project=project, step="publish_evaluation", by=city.actor("finance_bureau"))
    sheet, by = sheet_of(evaluation, "audit_bureau"), city.actor("audit_bureau")
    with pytest.raises(ValidationError):
        actions.withdraw_scores(sheet=sheet, reason="", by=by)
    with pytest.raises(PermissionDenied):
        actions.withdraw_scores(sheet=sheet, reason="误填", by=city.actor("finance_bureau"))
    actions.withdraw_scores(sheet=sheet, reason="误填", by=by)
    evaluation.refresh_from_db()
    assert (evaluation.grade, evaluation.total, evaluation.scored_at) == ("", None, None)
    assert not project.signatures.standing().exists()
    assert Task.objects.open().filter(kind="score", role="audit_bureau").exists()
    with pytest.raises(NotReady):
        advance(project=project, step="publish_evaluation", by=city.actor("finance_bureau"))
    actions.file_scores(sheet=sheet, scores=full(evaluation, "0.2"), by=by)
    evaluation.refresh_from_db()
    assert evaluation.total == Decimal("77.60")


def test_a_published_evaluation_is_fixed(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    file_all(evaluation, city)
    for role in PARTIES:
        advance(project=project, step="publish_evaluation", by=city.actor(role))
    with pytest.raises(ValidationError):
        actions.withdraw_scores(
            sheet=sheet_of(evaluation, "user_unit"), reason="误填", by=city.actor("user_unit")
        )


def test_with_the_last_signature_goes_the_report(project: Project, city: City) -> None:
    evaluation = open_evaluation(project, city)
    file_all(evaluation, city, "0.85")
    for role in PARTIES:
        assert not IssuedPaper.objects.exists()
        advance(project=project, step="publish_evaluation", by=city.actor(role))
    report = IssuedPaper.objects.get(kind=PaperKind.PERFORMANCE_REPORT)
    names = [city.organization(role).name for role in PARTIES]
    assert missing(report, *names, "总分85.00分", "“良”", "预算执行率", "立项依据充分性") == []
    assert is_sound(report)
    assert (report.data["facts"]["grade"], report.data["facts"]["total"]) == ("good", "85.00")
