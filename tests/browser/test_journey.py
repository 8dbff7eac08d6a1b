"""One project through its whole life, by the people whose steps they are, through the pages alone.

On the way: one return for correction, one failed tender, one failed acceptance with rectification.
"""

from pathlib import Path

import pytest

from tests.browser import life_application, life_approval, life_building, life_planning, life_procurement
from tests.browser.life_reviews import review
from tests.browser.people import Town

pytestmark = pytest.mark.browser


def test_one_project_goes_from_proposal_to_evaluation(town: Town, tmp_path: Path) -> None:
    life_planning.open_year(town)
    number = life_planning.propose(town)
    life_planning.publish_year(town, number)

    life_application.apply(town, number, tmp_path)
    life_application.return_and_correct(town, number)

    review(town, number, "pass_after_revision")
    life_approval.file_revision_and_sign(town, number, tmp_path)
    life_approval.ask_and_decide(town, number, tmp_path)
    life_approval.allocate_and_issue(town, number)

    life_procurement.solicit(town, number, tmp_path)
    review(town, number, "ranking")
    life_procurement.choose_and_confirm(town, number, tmp_path)
    life_procurement.fail_first_tender(town, number, tmp_path)
    life_procurement.tender_and_sign(town, number, tmp_path)

    life_building.start_building(town, number, tmp_path)
    life_building.report(town, number, tmp_path)
    life_building.try_out(town, number, tmp_path)
    life_building.accept_preliminarily(town, number, tmp_path)
    life_building.record_parts(town, number, tmp_path)
    review(town, number, "fail")
    life_building.return_for_rectification(town, number)

    life_building.try_out(town, number, tmp_path)
    life_building.accept_preliminarily(town, number, tmp_path)
    life_building.record_parts(town, number, tmp_path)
    review(town, number, "pass")
    life_building.put_into_use(town, number, tmp_path)
    life_building.evaluate(town, number)
