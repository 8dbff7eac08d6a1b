"""What the panels concluded goes out when the offices have signed it."""

import pytest

from projects.actions import advance
from projects.flow import Stage
from projects.models import IssuedPaper, PaperKind
from tests.factories import City, conclude_panel, file_opinions, make_panel, make_project, put_in_stage
from tests.papers import is_sound, missing

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def argued(city, verdict="pass"):
    project = make_project(city, stage=Stage.UNDER_ARGUMENTATION)
    panel = make_panel(city, project)
    file_opinions(panel)
    conclude_panel(panel, verdict, opinion="项目必要，方案可行，预算合理。")
    return project, panel


def test_the_argumentation_opinion_goes_out_with_the_second_signature(city):
    project, _panel = argued(city)
    advance(project=project, step="pass_argumentation", by=city.actor("informatization_office"))
    assert not IssuedPaper.objects.exists()
    advance(project=project, step="pass_argumentation", by=city.actor("finance_bureau"))
    opinion = IssuedPaper.objects.get(kind=PaperKind.ARGUMENTATION_OPINION)
    said = ("专家组由5人组成，其中专家5人", "项目必要，方案可行", "专家组结论：同意通过。")
    assert missing(opinion, *said, f"{project.owner_unit.name}：", project.number) == []
    assert is_sound(opinion)
    assert opinion.issuer == city.informatization_office
    assert opinion.data["facts"]["conclusion"] == "pass"


def test_the_history_names_the_organ_that_issues_a_paper_and_whose_signature_released_it(city, client):
    project, _panel = argued(city)
    for role in ("informatization_office", "finance_bureau"):
        advance(project=project, step="pass_argumentation", by=city.actor(role))
    finance = city.actor("finance_bureau")
    client.force_login(finance.user)
    entries = client.get(f"/projects/{project.number}/history/").context["entries"]
    (issued,) = [one for one in entries if one["deed"].startswith("印发正式文件")]
    assert (issued["organization"], issued["who"]) == (city.informatization_office.name, "")
    assert issued["signed"] == f"（经{finance.organization.name} {finance.user.name}会签）"


def test_a_step_without_papers_issues_none(city):
    project, _panel = argued(city)
    put_in_stage(project, Stage.SUBMITTED, city)
    advance(project=project, step="accept_application", by=city.actor("informatization_office"))
    assert not IssuedPaper.objects.exists()
