"""The stage cannot be set around ``advance``: not by the ORM, not by raw SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from projects.flow import Stage
from projects.models import Project
from projects.models.project import StageIsProtected
from tests.factories import City, make_project

pytestmark = pytest.mark.django_db


def test_queryset_update_refuses() -> None:
    project = make_project(City())
    with pytest.raises(StageIsProtected):
        Project.objects.filter(pk=project.pk).update(stage=Stage.IN_USE)


def test_raw_sql_refuses() -> None:
    project = make_project(City(), stage=Stage.PRELIMINARILY_ACCEPTED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE projects_project SET stage = 'in_use' WHERE id = %s", [project.pk])
    project.refresh_from_db()
    assert project.stage == Stage.PRELIMINARILY_ACCEPTED


def test_assignment_refuses() -> None:
    project = make_project(City())
    with pytest.raises(AttributeError):
        project.stage = Stage.IN_USE


def test_saving_a_forged_instance_refuses() -> None:
    project = make_project(City())
    forged = Project.objects.get(pk=project.pk)
    forged.__dict__["stage"] = Stage.IN_USE
    forged.save()
    assert Project.objects.get(pk=project.pk).stage == Stage.DRAFT
    with pytest.raises(StageIsProtected):
        Project(stage=Stage.IN_USE).save()


def test_transitions_are_append_only_for_raw_sql() -> None:
    project = make_project(City(), stage=Stage.PLANNED)
    for statement in ("UPDATE projects_transition SET reason = 'x'", "DELETE FROM projects_transition"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert project.transitions.get().reason == ""
