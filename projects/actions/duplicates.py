from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction
from egov.accounts.roles import Permission
from egov.policy.rules import value_of
from projects.actions.recording import record, require
from projects.flow import Stage
from projects.models import Application, DuplicateHit, Project, Proposal, Shingle
from projects.models.documents import BEFORE_SUBMISSION
from projects.similarity import Text, passages, read, similarity, sketch

FEWEST_SHARED = 3
"""Fragments of two sketches in common from which a look at the whole texts is worth while."""
COMMON = 100
"""Projects that share a fragment from which it is a phrase of office, and tells nothing."""
MOST_CANDIDATES = 20
PARTS = ("objectives", "content")


def texts_of(projects: Iterable[Project]) -> dict[int, Text]:
    """Return what is compared of each project: title, objectives and content as they stand now.

    The application speaks for a project as soon as there is one, before that its newest proposal.
    """
    wanted = list(projects)
    parts: dict[int, tuple[str, ...]] = {}
    for model in (Proposal, Application):
        rows = model.objects.filter(project__in=wanted).order_by("pk")
        parts |= {pk: tuple(texts) for pk, *texts in rows.values_list("project_id", *PARTS)}
    return {p.pk: read("\n".join((p.title, *parts.get(p.pk, ())))) for p in wanted}


@transaction.atomic
def index_shingles(project: Project) -> None:
    """Bring a project's sketch up to date: by it later projects find this one.

    Call it when a project is proposed and when its application is saved.
    """
    wanted = set(sketch(texts_of([project])[project.pk]))
    present = set(project.shingles.values_list("value", flat=True))
    project.shingles.filter(value__in=present - wanted).delete()
    Shingle.objects.bulk_create(Shingle(project=project, value=value) for value in wanted - present)


def candidates(project: Project) -> list[Project]:
    """Return earlier projects of the city and its districts whose sketches share enough with this one's.

    Phrases that everybody writes are passed over: they would make each project a candidate, and the
    search as slow as there are projects.
    """
    everybodys = Shingle.objects.filter(value=OuterRef("value"))[COMMON : COMMON + 1]
    values = list(project.shingles.filter(~Exists(everybodys)).values_list("value", flat=True))
    city = project.jurisdiction.parent_id or project.jurisdiction_id
    around = Jurisdiction.objects.filter(Q(pk=city) | Q(parent=city)).values("pk")
    shared = (
        Shingle.objects.filter(value__in=values, project__jurisdiction__in=around, project__lt=project.pk)
        .exclude(project__stage=Stage.DRAFT)
        .values("project")
        .annotate(n=Count("pk"))
        .filter(n__gte=FEWEST_SHARED)
        .order_by("-n", "-project")
    )
    found = [row["project"] for row in shared[:MOST_CANDIDATES]]
    return list(Project.objects.filter(pk__in=found))


@transaction.atomic
def find_duplicates(*, project: Project) -> list[DuplicateHit]:
    """Find earlier projects that resemble this one, clause 一(二): no duplicate construction.

    An answer that was given stays while its hit stays; a hit without an answer goes when the texts are
    no longer alike. Compared within the city and its districts; drafts are left out.
    """
    index_shingles(project)
    earlier = candidates(project)
    texts = texts_of([project, *earlier])
    own = texts[project.pk]
    least = float(value_of("duplicate_min_percent", jurisdiction_id=project.jurisdiction_id)) / 100
    alike = {other: similarity(own, texts[other.pk]) for other in earlier}
    hits = [
        DuplicateHit.objects.update_or_create(
            project=project,
            earlier=other,
            defaults={
                "similarity": Decimal(degree).quantize(Decimal("0.001")),
                "passages": passages(own, texts[other.pk]),
            },
        )[0]
        for other, degree in alike.items()
        if degree >= least
    ]
    gone = project.duplicate_hits.filter(answer="").exclude(pk__in=[hit.pk for hit in hits])
    gone.delete()
    return hits


@transaction.atomic
def answer_duplicates(*, project: Project, answers: dict[int, str], by: Actor) -> None:
    """Say, for each hit by its id, why the project is no duplicate construction, clause 一(二).

    Raises ``PermissionDenied`` once the application is submitted, and for people of other units.
    """
    project = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    require(project, Permission.EDIT_APPLICATION, by=by)
    if project.stage not in BEFORE_SUBMISSION:
        raise PermissionDenied
    changed = []
    for hit in project.duplicate_hits.filter(pk__in=answers):
        answer = answers[hit.pk].strip()
        if answer != hit.answer:
            hit.answer, hit.answered_by = answer, by.user
            hit.save(update_fields=["answer", "answered_by"])
            changed.append(hit.earlier_id)
    if changed:
        record(verb="duplicates.answer", project=project, by=by, after={"earlier": changed})
