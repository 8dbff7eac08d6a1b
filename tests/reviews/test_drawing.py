import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from egov.audit.models import AppendOnlyError, Chain, Event
from projects.flow import Stage
from reviews.actions import Ask, PanelRefused, abandon_draw, close_candidates, make_draw, open_draw
from reviews.lottery import commitment, faults_of
from reviews.models import CandidateList, Draw, DrawResult
from reviews.proof import faults_of_draw
from tests.factories import City, convene, make_expert, make_experts, make_project, make_specialty, run_draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def office(city):
    return city.actor("informatization_office")


@pytest.fixture
def panel(city):
    make_experts(city, 7)
    return convene(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))


@pytest.fixture
def draw(panel):
    return panel.draws.get()


def test_the_list_has_everybody_in_the_order_of_their_numbers(city, office, panel, draw):
    make_expert(city, specialties=["0202"])
    closed = close_candidates(draw=draw, by=office)
    listed = closed.listed().numbers("0101")
    assert listed == sorted(listed)
    assert (closed.candidates, closed.eligible) == (7, 7)
    assert closed.listed().document["commitment"] == draw.commitment


def test_into_the_list_goes_the_head_of_the_trail(office, panel, draw):
    head = Chain.objects.get(key=f"project:{panel.project_id}").head
    assert close_candidates(draw=draw, by=office).listed().document["trail_head"] == head


def test_who_has_the_whole_field_is_asked_for_by_it(city, office):
    make_specialty("0102")
    inside = make_expert(city, specialties=["0102"], employer="东海一所")
    outside = make_expert(city, specialties=["0201"], employer="东海二所")
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    panel = convene(city, project, asks=[Ask("01", 5, 0)])
    closed = close_candidates(draw=panel.draws.get(), by=office)
    assert closed.listed().numbers("01") == [inside.number]
    assert outside.number not in closed.content


def test_the_result_follows_from_seed_and_list(office, panel, draw):
    made = run_draw(panel, office, word="418")
    assert commitment(made.result.seed) == draw.commitment
    assert faults_of_draw(made) == []
    assert len(made.drawn_for("seats", "0101")) == 5
    assert len(made.drawn_for("reserves", "0101")) == 2


def test_the_steps_come_in_their_order_and_once(office, draw):
    with pytest.raises(PanelRefused, match="先关闭"):
        make_draw(draw=draw, by=office)
    close_candidates(draw=draw, by=office)
    with pytest.raises(PanelRefused, match="已经关闭"):
        close_candidates(draw=draw, by=office)
    make_draw(draw=draw, by=office)
    with pytest.raises(PanelRefused, match="已经完成"):
        make_draw(draw=draw, by=office)
    with pytest.raises(PanelRefused, match="已经完成"):
        abandon_draw(draw=draw, reason="重抽", by=office)


@pytest.mark.parametrize("deed", [close_candidates, make_draw])
def test_only_the_office_draws(city, draw, deed):
    for role in ("finance_bureau", "audit_bureau", "owner_unit"):
        with pytest.raises(PermissionDenied):
            deed(draw=draw, by=city.actor(role))


def test_names_are_not_drawn_long_before_the_meeting(city, office):
    make_experts(city, 5)
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    panel = convene(city, project, meets_at=timezone.now() + timedelta(days=21))
    with pytest.raises(PanelRefused, match="方可抽取"):
        close_candidates(draw=panel.draws.get(), by=office)


def test_a_draw_given_up_stays_and_the_next_has_a_seed_of_its_own(office, panel, draw):
    with pytest.raises(PanelRefused, match="理由"):
        abandon_draw(draw=draw, reason=" ", by=office)
    with pytest.raises(PanelRefused, match="正在进行"):
        open_draw(panel=panel, reserves=2, reason="再抽", by=office)
    abandon_draw(draw=draw, reason="名单关闭前停电", by=office)
    with pytest.raises(PanelRefused, match="已放弃"):
        close_candidates(draw=draw, by=office)
    second = open_draw(panel=panel, reserves=2, reason="前次抽取已放弃", by=office)
    assert (second.sequence, second.commitment != draw.commitment) == (2, True)
    assert list(panel.draws.all()) == [draw, second]
    assert Event.objects.get(verb="review.abandon_draw").reason == "名单关闭前停电"


def test_nobody_reads_the_seed_in_passing_nor_names_in_the_trail(office, panel, draw):
    run_draw(panel, office)
    events = Event.objects.filter(project_id=panel.project_id)
    told = json.dumps([event.after for event in events], ensure_ascii=False)
    for member in panel.members.select_related("user__expert_profile"):
        assert member.user.name not in told
        assert member.user.expert_profile.number not in told
    assert len(draw.seed_sealed) > 64


def test_what_was_drawn_changes_by_no_hand(office, panel):
    made = run_draw(panel, office)
    with pytest.raises(AppendOnlyError):
        made.result.save()
    with pytest.raises(AppendOnlyError):
        Draw.objects.update(commitment="0" * 64)
    for table in ("reviews_draw", "reviews_candidatelist", "reviews_drawresult"):
        for deed in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(deed)


@pytest.fixture
def record(office, panel):
    return run_draw(panel, office).record()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r | {"seed": "00" * 32}, "seed is not the one"),
        (lambda r: r | {"word": "7"}, "does not follow"),
        (lambda r: r | {"list": r["list"].replace('"out":{}', '"out":{"x":[["holding","x"]]}')}, "not the one that was"),
        (lambda r: r | {"result": r["result"].replace("seats", "seats ")}, "does not follow"),
        (lambda r: r | {"number": "330000-C2026-9999"}, "another draw"),
    ],
)  # fmt: skip
def test_a_record_that_was_tampered_with_is_named(record, change, said):
    assert list(faults_of(record)) == []
    assert any(said in fault for fault in faults_of(change(record)))


def test_a_list_and_result_made_up_together_contradict_the_trail(office, panel):
    made = run_draw(panel, office)
    other = CandidateList(content=made.list_.content, digest="f" * 64)
    other.result = DrawResult(seed=made.result.seed, content=made.result.content, digest=made.result.digest)
    made.closing = other
    assert [fault for fault in faults_of_draw(made) if "trail" in fault] == [
        "The trail says otherwise in review.close_candidates."
    ]


def command(*words):
    out = StringIO()
    call_command("draw", *words, stdout=out)
    return out.getvalue()


def test_the_command_makes_a_draw_again_from_the_database_or_a_file(office, panel, tmp_path):
    made = run_draw(panel, office)
    assert command("verify", made.number) == command("verify", "all") == f"{made.number}: holds\n"
    file = tmp_path / "draw.json"
    file.write_text(command("export", made.number), encoding="utf-8")
    assert command("verify", str(file)) == f"{made.number}: holds\n"
    broken = json.loads(file.read_text(encoding="utf-8")) | {"word": "1"}
    file.write_text(json.dumps(broken), encoding="utf-8")
    with pytest.raises(CommandError, match="Not every draw holds"):
        command("verify", str(file))
    with pytest.raises(CommandError, match="has been made"):
        command("verify", "330000-C2026-9999")


def test_a_file_is_verified_without_a_database(office, panel, tmp_path, django_db_blocker):
    made = run_draw(panel, office)
    file = tmp_path / "draw.json"
    file.write_text(command("export", made.number), encoding="utf-8")
    with django_db_blocker.block():
        assert command("verify", str(file)) == f"{made.number}: holds\n"


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_costs_the_same_for_any_pool(city, office, count, django_assert_max_num_queries):
    make_experts(city, count)
    panel = convene(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    with django_assert_max_num_queries(62):
        assert close_candidates(draw=panel.draws.get(), by=office).candidates == count
