import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.actions import NotReady, duplicates
from projects.actions.application import save_application, submit_application
from projects.actions.duplicates import answer_duplicates, find_duplicates, index_shingles
from projects.flow import Stage
from projects.models import Project, Shingle
from projects.similarity import PASSAGE, number_of, passages, read, similarity, sketch
from tests.factories import City, make_application, make_draft, make_plan, make_project, make_proposal

PLATFORM = (
    "建设全市统一的政务数据共享交换平台，汇聚人口、法人、电子证照等基础数据，向各部门提供目录、交换、治理和"
    "服务能力，实现数据按需共享、全程留痕，支撑一网通办和一网统管。平台部署在市政务云，依托电子政务外网运行，"
    "由目录子系统、交换子系统、质量治理子系统和安全审计子系统组成，接入三十六个部门的业务系统。"
)
PARKING = (
    "在城区主要道路和公共停车场安装车位检测设备，建立停车诱导和无感支付服务，向市民提供空余车位查询、预约和"
    "导航，向管理部门提供周转率分析和违停处置功能，缓解老城区停车难。设备采用低功耗窄带通信，电池寿命五年。"
)


@pytest.fixture
def city() -> City:
    return City()


def proposed(city: City, content: str, *, stage: str = Stage.IN_USE, **fields) -> Project:
    project = make_project(city, stage=stage, **fields)
    plan = city.jurisdiction.plans.first() or make_plan(city)
    make_proposal(project, plan, content=content, objectives="")
    index_shingles(project)
    return project


@pytest.mark.django_db
def test_an_earlier_project_with_the_same_passages_is_found(city: City) -> None:
    earlier = proposed(city, PLATFORM)
    proposed(city, PARKING)
    new = proposed(city, "本项目" + PLATFORM.replace("三十六", "四十"), stage=Stage.PLANNED, title="数据中台")
    hit = find_duplicates(project=new)[0]
    assert find_duplicates(project=new) == [hit]
    assert hit.earlier == earlier
    assert hit.similarity > 0.8
    assert hit.passages[0]["own"] in PLATFORM
    assert len(hit.passages) == 1


@pytest.mark.django_db
def test_what_is_not_alike_is_not_a_duplicate(city: City) -> None:
    proposed(city, PARKING)
    assert find_duplicates(project=proposed(city, PLATFORM, stage=Stage.PLANNED)) == []


@pytest.mark.django_db
def test_drafts_later_projects_and_other_cities_are_left_out(city: City) -> None:
    proposed(city, PLATFORM, stage=Stage.DRAFT)
    proposed(City(), PLATFORM)
    new = proposed(city, PLATFORM, stage=Stage.PLANNED)
    proposed(city, PLATFORM)
    assert find_duplicates(project=new) == []


@pytest.mark.django_db
def test_city_and_districts_look_at_each_other(city: City) -> None:
    district = City(parent=city.jurisdiction)
    first = proposed(district, PLATFORM)
    second = proposed(city, PLATFORM, stage=Stage.PLANNED)
    third = proposed(district, PLATFORM, stage=Stage.PLANNED)
    assert [hit.earlier for hit in find_duplicates(project=second)] == [first]
    assert {hit.earlier for hit in find_duplicates(project=third)} == {first, second}


@pytest.mark.django_db
def test_an_answer_stays_and_an_unanswered_hit_goes_with_the_likeness(city: City) -> None:
    proposed(city, PLATFORM)
    new = proposed(city, PLATFORM, stage=Stage.PLANNED)
    owner = city.actor("owner_unit")
    draft = make_draft(content=PLATFORM, objectives="")
    save_application(project=new, draft=draft, version=0, by=owner)
    hit = new.duplicate_hits.get()
    save_application(project=new, draft=make_draft(content=PARKING, objectives=""), version=1, by=owner)
    assert not new.duplicate_hits.exists()
    save_application(project=new, draft=draft, version=2, by=owner)
    hit = new.duplicate_hits.get()
    answer_duplicates(project=new, answers={hit.pk: "扩建，不重复"}, by=owner)
    save_application(project=new, draft=draft, version=3, by=owner)
    hit.refresh_from_db()
    assert hit.answer == "扩建，不重复"


@pytest.mark.django_db
def test_a_duplicate_that_came_up_meanwhile_stops_the_submission_and_stays_to_be_answered(city: City) -> None:
    owner = city.actor("owner_unit")
    earlier = proposed(city, PARKING)
    new = proposed(city, PLATFORM, stage=Stage.PLANNED)
    make_application(new, owner, content=PLATFORM, objectives="共享")
    earlier.proposals.update(content=PLATFORM)
    index_shingles(earlier)
    with pytest.raises(NotReady) as refused:
        submit_application(project=new, by=owner)
    assert [c.name for c in refused.value.conditions] == ["duplicates_answered"]
    hit = new.duplicate_hits.get()
    answer_duplicates(project=new, answers={hit.pk: "服务对象不同"}, by=owner)
    assert submit_application(project=new, by=owner).taken


@pytest.mark.django_db
def test_the_index_follows_the_text_and_costs_one_query_to_ask(
    city: City, django_assert_max_num_queries
) -> None:
    project = proposed(city, PLATFORM)
    assert Shingle.objects.filter(project=project).count() == 48
    project.proposals.update(content=PARKING)
    index_shingles(project)
    wanted = set(sketch(read(f"{project.title}\n\n{PARKING}")))
    assert set(project.shingles.values_list("value", flat=True)) == wanted
    for _ in range(3):
        proposed(city, PLATFORM)
    new = proposed(city, PARKING, stage=Stage.PLANNED)
    with django_assert_max_num_queries(20):
        find_duplicates(project=new)


@pytest.mark.django_db
def test_phrases_that_everybody_writes_tell_nothing(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "COMMON", 3)
    first = proposed(city, PLATFORM, title="数据中台")
    new = proposed(city, PLATFORM, stage=Stage.PLANNED, title="数据中台")
    assert [hit.earlier for hit in find_duplicates(project=new)] == [first]
    for _ in range(2):
        proposed(city, PLATFORM, title="数据中台")
    assert find_duplicates(project=new) == []


def test_numbers_of_fragments_never_change() -> None:
    assert number_of("数据共享交") == 8326184557580744034


@given(st.text(max_size=80), st.text(min_size=PASSAGE, max_size=40), st.text(max_size=80))
def test_a_common_passage_is_found_wherever_it_stands(before: str, common: str, after: str) -> None:
    letters = read(common).letters
    found = passages(read(before + "甲" + common + after), read(after + "乙" + common + before))
    if len(letters) >= PASSAGE:
        assert any(
            letters in read(match["own"]).letters or len(read(match["own"]).letters) >= PASSAGE
            for match in found
        )
    for match in found:
        assert read(match["own"]).letters == read(match["earlier"]).letters


@given(st.text(max_size=200))
def test_a_text_is_like_itself_and_its_sketch_is_stable(text: str) -> None:
    one = read(text)
    assert sketch(one) == sketch(read(text + "。 "))
    assert similarity(one, one) in {0.0, 1.0}
