import pytest
from django.core.exceptions import PermissionDenied

from projects.actions import NotReady, advance
from projects.flow import Stage
from projects.models import DocumentKind, Signature, Task
from reviews.actions import PanelRefused, file_revision
from tests.factories import City, conclude_panel, file_opinions, make_panel, make_project
from tests.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


@pytest.fixture
def panel(city):
    """A panel that passed the project on condition of a revision."""
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    file_opinions(panel, *["pass_after_revision"] * 5)
    return conclude_panel(
        panel=panel,
        conclusion="pass_after_revision",
        opinion="修改完善后通过。",
        by=city.actor("informatization_office"),
    )


def test_the_owner_is_asked_for_the_revision_and_its_filing_opens_the_way(panel, city):
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    assert Task.objects.waiting_for(owner).get().name == "revision_filed"
    with pytest.raises(NotReady):
        advance(project=panel.project, step="pass_argumentation", by=office)
    version = file_revision(panel=panel, upload=upload("修改说明.pdf"), by=owner)
    assert version.document.kind == DocumentKind.REVISION
    assert not advance(project=panel.project, step="pass_argumentation", by=office).taken


def test_a_second_revision_is_a_new_version_and_voids_what_was_signed(panel, city):
    owner, office = city.actor("owner_unit"), city.actor("informatization_office")
    first = file_revision(panel=panel, upload=upload("修改说明.pdf"), by=owner)
    advance(project=panel.project, step="pass_argumentation", by=office)
    second = file_revision(panel=panel, upload=upload("修改说明（二）.pdf"), by=owner)
    assert (second.document, second.number) == (first.document, 2)
    assert not Signature.objects.standing().exists()


def test_only_the_owner_files_it(panel, city):
    for role in ("informatization_office", "finance_bureau", "other_department"):
        with pytest.raises(PermissionDenied):
            file_revision(panel=panel, upload=upload("修改说明.pdf"), by=city.actor(role))


def test_a_revision_nobody_asked_for_is_not_taken(city):
    panel = make_panel(city, make_project(city, stage=Stage.UNDER_ARGUMENTATION))
    with pytest.raises(PanelRefused, match="未要求提交"):
        file_revision(panel=panel, upload=upload("修改说明.pdf"), by=city.actor("owner_unit"))
