"""What the regulation forbids, tried by people who go around the pages."""

import pytest

from projects.flow import Stage
from tests.browser.people import Person, Town
from tests.browser.seed import STANDING

pytestmark = pytest.mark.browser

TO_USE, TO_TENDER, FOREIGN = STANDING["to_use"], STANDING["to_tender"], STANDING["foreign"]


def stands(person: Person, number: str, stage: Stage) -> None:
    person.go(f"/projects/{number}/")
    person.must_stand(stage)


def test_nothing_is_put_into_use_before_acceptance(town: Town) -> None:
    user = town("user_unit")
    user.go(f"/projects/{TO_USE}/steps/put_into_use/")
    assert not user.page.locator("main button[type=submit].btn-primary").count()
    user.picture("use-before-acceptance")
    assert user.post(f"/projects/{TO_USE}/steps/put_into_use/", {"reason": ""}) == 302
    stands(user, TO_USE, Stage.PRELIMINARILY_ACCEPTED)


def test_no_tender_opens_before_joint_confirmation(town: Town) -> None:
    builder = town("construction_entity")
    builder.go(f"/projects/{TO_TENDER}/")
    assert builder.post(f"/projects/{TO_TENDER}/tender/publish/", {}) in {302, 400, 403, 409, 200}
    assert builder.post(f"/projects/{TO_TENDER}/steps/open_tender/", {"reason": ""}) in {302, 409}
    stands(builder, TO_TENDER, Stage.SCHEME_SELECTED)


@pytest.mark.parametrize("part", ["", "application/", "documents/", "money/", "steps/accept_application/"])
def test_another_units_project_is_not_there(town: Town, part: str) -> None:
    stranger = town("other_unit")
    assert stranger.go(f"/projects/{TO_USE}/{part}") == 404


@pytest.mark.parametrize("username", ["district_unit", "district_office"])
def test_another_jurisdictions_project_is_not_there(town: Town, username: str) -> None:
    stranger = town(username)
    assert stranger.go(f"/projects/{TO_USE}/") == 404
    assert stranger.post(f"/projects/{TO_USE}/steps/pass_final_acceptance/", {"reason": ""}) == 404


def test_a_city_reads_its_district_and_takes_no_step_there(town: Town) -> None:
    office = town("informatization_office")
    assert office.go(f"/projects/{FOREIGN}/") == 200
    assert office.post(f"/projects/{FOREIGN}/steps/accept_application/", {"reason": ""}) == 403
    stands(office, FOREIGN, Stage.SUBMITTED)


@pytest.mark.parametrize("username", ["finance_bureau", "audit_bureau", "user_unit", "construction_entity"])
def test_the_wrong_role_takes_no_step_by_hand(town: Town, username: str) -> None:
    person = town(username)
    person.go("/")
    assert person.post(f"/projects/{TO_USE}/steps/pass_final_acceptance/", {"reason": ""}) == 403
    stands(town("informatization_office"), TO_USE, Stage.PRELIMINARILY_ACCEPTED)


@pytest.mark.parametrize("username", ["system", "security", "auditlog"])
def test_administrators_see_no_project(town: Town, username: str) -> None:
    administrator = town(username)
    assert administrator.go(f"/projects/{TO_USE}/") == 404
    assert administrator.post(f"/projects/{TO_USE}/steps/put_into_use/", {"reason": ""}) == 404
    administrator.go("/")
    administrator.picture(f"home-{username}")
