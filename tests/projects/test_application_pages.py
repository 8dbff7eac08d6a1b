import pytest
from django.test import Client
from django.urls import reverse

from projects.actions.application import return_application, submit_application
from projects.actions.duties import address_of
from projects.application_content import FIELDS, label_of
from projects.flow import STEPS, Stage
from projects.forms.application import ApplicationForm
from projects.models import DuplicateHit
from tests.factories import (
    City,
    make_actor,
    make_application,
    make_plan,
    make_project,
    make_proposal,
)
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


@pytest.fixture
def project(city: City):
    project = make_project(city, stage=Stage.PLANNED)
    make_proposal(project, make_plan(city))
    return project


@pytest.fixture
def owner(client: Client, city: City) -> Client:
    client.force_login(city.actor("owner_unit").user)
    return client


def address(project, name: str = "application", *more: object) -> str:
    return reverse(f"projects:{name}", args=[project.number, *more])


def typed(client: Client, project) -> dict[str, str]:
    """Return what the page's form holds, as a browser would send it."""
    form = client.get(address(project)).context["form"]
    return {name: form[name].value() or "" for name in form.fields if not name.endswith("_report")}


def test_opening_the_form_shows_the_proposal_and_changes_nothing(owner: Client, project) -> None:
    values = typed(owner, project)
    assert not owner.get(address(project)).context["form"].errors
    assert values["content"] == project.proposals.get().content
    assert values["cost_lines-software_development-2027"] == "1,200,000.00"
    assert values["resources-0-name"] == "人口基础信息"
    assert not project.applications.exists()


def test_a_missing_report_leads_to_the_place_where_it_is_attached(owner: Client, project) -> None:
    named = {c.page for step in STEPS.values() for c in step.conditions if "#" in c.page}
    assert named == {"projects:application#section-reports"}
    for page in named:
        whole, _, place = address_of(page, project.number).partition("#")
        assert whole == address(project)
        assert f'id="{place}"' in owner.get(whole).text


def test_nothing_that_was_typed_is_lost(owner: Client, project) -> None:
    wrong = {
        "cost_lines-hardware-2028": "三百万左右",
        "annual_maintenance": "待定",
        "starts_on": "明年春天",
        "resources-0-name": "",
        "resources-1-name": "法人信息",
        "resources-1-sharing": "conditional",
        "indicators-0-target": "90%",
    }
    right = {"necessity": "必要", "leader_name": "王建国", "cost_lines-data-2027": "12.5万"}
    answer = owner.post(address(project), typed(owner, project) | wrong | right)
    assert answer.status_code == 302
    application = project.applications.get()
    assert application.necessity == "必要"
    assert application.cost_lines.get(item="data").amount == 125_000
    assert application.annual_maintenance is None
    again = typed(owner, project)
    for name in ("cost_lines-hardware-2028", "annual_maintenance", "starts_on", "indicators-0-target"):
        assert again[name] == wrong[name]
    assert again["resources-0-name"] == "法人信息"
    assert again["leader_name"] == "王建国"
    page = owner.get(address(project)).text
    assert "“三百万左右”" in page
    owner.post(address(project), again | {"annual_maintenance": "9.6万", "starts_on": "2027-03-01"})
    application.refresh_from_db()
    assert application.annual_maintenance == 96_000
    assert "starts_on" not in application.unsaved
    assert application.unsaved["cost_lines-hardware-2028"] == "三百万左右"


def test_saving_twice_changes_nothing(owner: Client, city: City, project) -> None:
    make_application(project, city.actor("owner_unit"))
    before = typed(owner, project)
    owner.post(address(project), before)
    after = typed(owner, project)
    assert int(after.pop("version")) == int(before.pop("version")) + 1
    assert after == before


def test_the_later_of_two_people_sees_both_texts(owner: Client, city: City, project) -> None:
    opened = typed(owner, project)
    owner.post(address(project), opened | {"necessity": "先保存的文字"})
    answer = owner.post(address(project), opened | {"necessity": "后保存的文字"})
    assert answer.status_code == 409
    assert "先保存的文字" in answer.text
    assert answer.context["form"]["necessity"].value() == "后保存的文字"
    assert project.applications.get().necessity == "先保存的文字"
    form = answer.context["form"]
    again = {name: form[name].value() or "" for name in form.fields if not name.endswith("_report")}
    owner.post(address(project), again)
    assert project.applications.get().necessity == "后保存的文字"


def test_it_saves_itself_while_one_writes(owner: Client, project) -> None:
    values = typed(owner, project) | {"necessity": "自动保存"}
    answer = owner.post(address(project), values, headers={"HX-Request": "true"})
    assert 'name="version" value="1"' in answer.text
    assert project.applications.get().necessity == "自动保存"
    stale = owner.post(address(project), values, headers={"HX-Request": "true"})
    assert 'role="alert"' in stale.text


def test_reports_are_attached_with_the_form(owner: Client, project) -> None:
    values = typed(owner, project) | {"feasibility_report": upload("可研.pdf")}
    owner.post(address(project), values | {"requirements_report": upload("需求.docx", b"no")})
    assert project.documents.holds("feasibility_report")
    assert not project.documents.holds("requirements_report")
    owner.post(address(project), typed(owner, project) | {"feasibility_report": upload("可研二稿.pdf")})
    assert project.documents.get(kind="feasibility_report").versions.count() == 2


def test_a_report_that_is_refused_says_so_at_its_field(owner: Client, project) -> None:
    values = typed(owner, project) | {"location": "市政务云"}
    page = owner.post(address(project), values | {"requirements_report": upload("需求.pdf", b"")})
    form = page.context["form"]
    assert form.errors["requirements_report"] == ["“需求.pdf”是空文件。"]
    assert 'id="id_requirements_report_error"' in page.text
    assert 'value="市政务云"' in page.text
    again = owner.post(address(project), typed(owner, project) | {"version": form["version"].value()})
    assert again.status_code == 302
    assert project.applications.get().location == "市政务云"


def test_a_signatory_reads_and_signs(client: Client, city: City, project) -> None:
    make_application(project, make_actor(city.owner_unit, is_signatory=False), necessity="数据不通")
    signatory = make_actor(city.owner_unit, is_handler=False)
    client.force_login(signatory.user)
    page = client.get(address(project))
    assert "form" not in page.context
    assert client.post(address(project), {}).status_code == 403
    confirm = client.get(address(project, "submit_application"))
    assert "数据不通" in confirm.text
    assert confirm.context["may_sign"]
    assert client.post(address(project, "submit_application")).status_code == 302
    project.refresh_from_db()
    assert project.stage == Stage.SUBMITTED
    assert project.submissions.get().submitted_by == signatory.user


def test_a_handler_is_told_who_signs(client: Client, city: City, project) -> None:
    make_application(project, make_actor(city.owner_unit, is_signatory=False))
    signatory = make_actor(city.owner_unit)
    client.force_login(make_actor(city.owner_unit, is_signatory=False).user)
    assert signatory.user.name in client.get(address(project, "submit_application")).text
    assert client.post(address(project, "submit_application")).status_code == 403


def test_what_is_missing_is_listed_before_signing(owner: Client, project) -> None:
    page = owner.get(address(project, "submit_application"))
    assert len(page.context["unmet"]) == 3
    assert owner.post(address(project, "submit_application")).status_code == 409


def test_the_office_marks_and_the_owner_sees_the_marks_at_the_fields(
    client: Client, city: City, project
) -> None:
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    make_application(project, owner, necessity="数据不通。")
    client.force_login(office.user)
    assert "数据不通。" not in client.get(address(project)).text
    submit_application(project=project, by=owner)
    page = client.get(address(project))
    assert "数据不通。" in page.text
    assert page.context["may_decide"]
    back = address(project, "return_application")
    assert client.get(back).status_code == 200
    wrong = client.post(back, {"reason": "", "mark-necessity": "on"})
    assert wrong.status_code == 200
    assert set(wrong.context["form"].errors) == {"reason", "why-necessity"}
    client.post(back, {"reason": "材料不全", "mark-necessity": "on", "why-necessity": "请补充数据"})
    client.force_login(owner.user)
    page = client.get(address(project))
    assert page.text.count("请补充数据") == 2
    assert "材料不全" in page.text
    make_application(project, owner, necessity="数据不通，涉及36个系统。")
    assert "涉及36个系统" in client.get(address(project, "submit_application")).text
    submit_application(project=project, by=owner)
    client.force_login(office.user)
    page = client.get(address(project))
    assert "<ins>" in page.text
    assert page.context["compared"].number == 1
    assert [(one["reason"], one["changed"]) for one in page.context["asked"]] == [("请补充数据", True)]
    report = project.documents.get(kind="feasibility_report").versions.get()
    assert f'href="{report.url}"' in page.text
    first = client.get(address(project, "submission", 1))
    assert "涉及36个系统" not in first.text
    assert client.get(address(project, "submission", 3)).status_code == 404


def test_what_was_written_before_a_return_answers_nothing_of_it(client: Client, city: City, project) -> None:
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    texts = ["数据不通。", "数据不通，涉及 36 个系统。", "数据不通，涉及 36 个系统、12 个部门。"]
    asked = [("请补充数据", "材料不全"), ("请补充部门", "仍不完整")]
    client.force_login(office.user)
    for text, (mark, reason) in zip(texts, asked, strict=False):
        make_application(project, owner, necessity=text)
        submit_application(project=project, by=owner)
        return_application(project=project, marks={"necessity": mark}, reason=reason, by=office)
        page = client.get(address(project))
        assert page.context["asked"] == []
        assert all(words in page.text for words in (mark, reason, "以下为最近一次提交的内容"))
    make_application(project, owner, necessity=texts[-1])
    assert "12 个部门" not in client.get(address(project)).text
    submit_application(project=project, by=owner)
    page = client.get(address(project))
    assert [(one["reason"], one["changed"]) for one in page.context["asked"]] == [("请补充部门", True)]
    assert "以下为最近一次提交的内容" not in page.text


def test_a_mark_that_is_answered_says_so_on_the_form(client: Client, city: City, project) -> None:
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    make_application(project, owner, necessity="数据不通。")
    submit_application(project=project, by=owner)
    marks = {"necessity": "请补充数据", "platforms": "请填写"}
    return_application(project=project, marks=marks, reason="补正", by=office)
    make_application(project, owner, necessity="数据不通，涉及 36 个系统。")
    client.force_login(owner.user)
    sections = client.get(address(project)).context["sections"]
    answered = {part.name: part.is_answered for section in sections for part in section.parts if part.mark}
    assert answered == {"necessity": True, "platforms": False}
    assert sum(section.marked for section in sections) == 1


@pytest.mark.parametrize("role", ["owner_unit", "finance_bureau"])
def test_only_the_office_returns(client: Client, city: City, role: str) -> None:
    project = make_project(city, stage=Stage.SUBMITTED)
    client.force_login(city.actor(role).user)
    back = address(project, "return_application")
    assert client.get(back).status_code == 403
    assert client.post(back, {"reason": "x"}).status_code == 403


def test_outsiders_find_nothing(client: Client, city: City, project) -> None:
    make_application(project, city.actor("owner_unit"))
    submit_application(project=project, by=city.actor("owner_unit"))
    client.force_login(city.actor("other_department").user)
    for page in (address(project), address(project, "submit_application"), address(project, "duplicates")):
        assert client.get(page).status_code == 404
    assert client.get(address(project, "submission", 1)).status_code == 404


def test_every_field_has_a_place_on_the_form(project) -> None:
    form = ApplicationForm({}, project=project)
    tables = {name.partition("-")[0] for name in form.fields}
    assert set(FIELDS) <= tables


def test_the_owner_answers_duplicates_and_the_office_reads(client: Client, city: City, project) -> None:
    earlier = make_project(city, stage=Stage.IN_USE, title="老平台", owner_unit=city.other_department)
    hit = DuplicateHit.objects.create(
        project=project,
        earlier=earlier,
        similarity="0.620",
        passages=[{"own": "统一的共享交换平台", "earlier": "统一的共享交换平台"}],
    )
    client.force_login(city.actor("owner_unit").user)
    page = client.get(address(project, "duplicates"))
    assert "老平台" in page.text
    assert earlier.number not in page.text
    client.post(address(project, "duplicates"), {f"answer-{hit.pk}": "范围不同"})
    hit.refresh_from_db()
    assert (hit.answer, hit.answered_by) == ("范围不同", city.actor("owner_unit").user)
    client.force_login(city.actor("informatization_office").user)
    page = client.get(address(project, "duplicates"))
    assert "范围不同" in page.text
    assert page.context["form"] is None
    assert client.post(address(project, "duplicates"), {f"answer-{hit.pk}": "x"}).status_code == 403


def test_the_signing_page_names_what_the_form_still_lacks(owner, project, city):
    make_application(project, city.actor("owner_unit"), necessity="", deployment="")

    page = owner.get(address(project, "submit_application")).text

    form = address(project)
    assert f'<a href="{form}#part-necessity">{label_of("necessity")}</a>' in page
    assert f"{form}#part-deployment" in page
    assert f"{form}#part-feasibility" not in page
