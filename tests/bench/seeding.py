"""Pads the demo city with projects. Fast and in bulk, but past no guard of the database."""

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, models, transaction
from django.urls import reverse
from django.utils import timezone

from egov.accounts.models import Jurisdiction, Membership, Organization, OrganizationKind
from projects.flow import Stage, Step, Usage, steps_from
from projects.models import (
    AnnualPlan,
    Category,
    ConstructionType,
    Project,
    Proposal,
    Task,
    TaskKind,
    Transition,
)

BATCH = 5000
chance = random.Random(2026)  # The same city each time.


def seed(size: int) -> None:
    """Bring the database to ``size`` projects: the demo city's own, the rest bulk."""
    call_command("migrate", verbosity=0)
    call_command("demo", if_empty=True, verbosity=0)
    missing = size - Project.objects.count()
    with transaction.atomic():
        Padding(missing).build()
    with connection.cursor() as cursor:
        # What PostgreSQL does by itself soon after so many changes.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


class Padding:
    """Projects of one city, spread evenly over the departments, the years and the usual way."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.city = Jurisdiction.objects.filter(parent=None).annotate(n=models.Count("projects")).latest("n")
        organizations = Organization.objects.filter(jurisdiction=self.city)
        self.departments = list(organizations.filter(kind=OrganizationKind.DEPARTMENT))
        self.holders = {one.kind: one for one in organizations}
        self.company = Organization.objects.filter(kind=OrganizationKind.COMPANY).first()
        self.office = office_member()
        self.plan = AnnualPlan.objects.filter(jurisdiction=self.city).latest("year")
        self.way = list(usual_way())
        self.first = Project.objects.count()
        self.now = timezone.now()

    def build(self) -> None:
        first = Project.objects.aggregate(last=models.Max("pk"))["last"] or 0
        # The manager refuses to make projects in bulk; this is the one place that means to.
        in_bulk(models.QuerySet(Project), (self.project(self.first + n) for n in range(self.count)))
        ids = Project.objects.filter(pk__gt=first).order_by("pk").values_list("pk", flat=True)
        depths = {pk: index % (len(self.way) + 1) for index, pk in enumerate(ids)}
        in_bulk(Proposal.objects, (self.proposal(pk) for pk in depths))
        in_bulk(Transition.objects, (row for pk, depth in depths.items() for row in self.taken(pk, depth)))
        for sequence in range(1, len(self.way) + 1):
            advance_all(sequence)
        numbers = dict(Project.objects.filter(pk__gt=first).values_list("pk", "number"))
        in_bulk(
            Task.objects,
            (task for pk, depth in depths.items() for task in self.tasks(pk, depth, numbers[pk])),
        )

    def project(self, n: int) -> Project:
        department = self.departments[n % len(self.departments)]
        subject = chance.choice(
            ["一体化政务服务", "公共数据共享", "智慧社区治理", "应急指挥调度", "电子档案管理"]
        )
        return Project(
            jurisdiction=self.city,
            number=f"{self.city.code}-{2019 + n % 8}-B{n:06d}",
            title=f"{department.short_name}{subject}平台建设项目（第{n}号）",
            category=chance.choice(Category.values),
            construction_type=chance.choice(ConstructionType.values),
            owner_unit=department,
            user_unit=chance.choice(self.departments),
            supervisor=self.company,
            plan=self.plan,
            created_at=self.now,
            updated_at=self.now - timedelta(minutes=n),
        )

    def proposal(self, project: int) -> Proposal:
        text = "依托统一的云资源与共享交换体系，打通部门间的数据壁垒，实现业务协同与一网通办。" * 6
        return Proposal(
            project_id=project,
            plan=self.plan,
            priority=chance.choice(Proposal.Priority.values),
            background=text,
            objectives=text,
            content=text,
            shares="人口基础信息",
            consumes="法人基础信息",
            security_grade=Proposal.SecurityGrade.THREE,
            estimate=Decimal(chance.randint(50, 5000)) * 10_000,
        )

    def taken(self, project: int, depth: int) -> Iterator[Transition]:
        for sequence, step in enumerate(self.way[:depth], start=1):
            yield Transition(
                project_id=project,
                sequence=sequence,
                step=step.name,
                source=self.way[sequence - 2].targets[0] if sequence > 1 else Stage.DRAFT,
                target=step.targets[0],
                at=self.now - timedelta(days=20 * (depth - sequence + 1)),
                user=self.office.user,
                organization=self.office.organization,
            )

    def tasks(self, project: int, depth: int, number: str) -> Iterator[Task]:
        if depth == len(self.way):
            return
        step = self.way[depth]
        department = self.departments[project % len(self.departments)]
        for party in step.who:
            yield Task(
                project_id=project,
                organization=self.holders.get(party.role.value, department),
                role=party.role,
                capacity=party.capacity,
                kind=TaskKind.SIGN if step.joint else TaskKind.STEP,
                name=step.name,
                url=reverse("projects:step", args=[number, step.name]),
                since=self.now - timedelta(hours=chance.randint(1, 900)),
                due=(self.now + timedelta(days=chance.randint(-30, 30))).date(),
                opened_by=self.office.organization,
            )


def usual_way() -> Iterator[Step]:
    """Walk from the draft to the end by usual steps."""
    stage: Stage = Stage.DRAFT
    while steps := [step for step in steps_from(stage) if step.usage == Usage.USUAL]:
        yield steps[0]
        stage = steps[0].targets[0]


def in_bulk(manager, rows: Iterator[models.Model]) -> None:
    while batch := list(islice(rows, BATCH)):
        manager.bulk_create(batch)


def advance_all(sequence: int) -> None:
    """Move each project that has such a transition one stage on, as the database's guard demands."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE projects_project SET stage = t.target, visit = t.sequence, stage_since = t.at "
            "FROM projects_transition t WHERE t.project_id = projects_project.id "
            "AND t.sequence = %s AND projects_project.visit = %s",
            [sequence, sequence - 1],
        )


def office_member() -> Membership:
    members = Membership.objects.usable().filter(organization__kind=OrganizationKind.INFORMATIZATION_OFFICE)
    return members.filter(organization__jurisdiction__parent=None).latest("is_signatory", "is_handler")


def pages() -> dict[str, tuple[str, str]]:
    """Name the pages to measure, each with its path and the cookie of the person who opens it."""
    office = cookie_of(office_member())
    richest = Project.objects.annotate(n=models.Count("transitions")).order_by("-n", "pk").first()
    assert richest is not None
    return {
        "bare view": ("/bench/bare/", ""),
        "to-do": ("/", office),
        "list": (reverse("projects:list"), office),
        "project": (reverse("projects:overview", args=[richest.number]), office),
    }


def cookie_of(member: Membership) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session["membership"] = member.pk
    session.save()
    return f"sessionid={session.session_key}"
