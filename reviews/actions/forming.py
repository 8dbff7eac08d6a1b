from collections.abc import Iterator, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from egov.accounts.acting import Actor
from egov.accounts.models import Membership
from egov.accounts.roles import Permission, Role
from egov.policy.rules import value_of
from projects.actions import open_task, record, require
from projects.flow import Stage
from projects.models import Project, TaskKind
from reviews.actions.refusal import refuse_if
from reviews.models import Panel, PanelMember
from reviews.models.panels import RANKING_KINDS, STAGE_OF
from reviews.models.pool import experts_for, officials_for, recused

GRANT = "projects.review_project"


@transaction.atomic
def form_panel(
    *,
    project: Project,
    kind: str,
    members: Sequence[Membership],
    leader: Membership,
    by: Actor,
    subjects: Sequence[str] = (),
) -> Panel:
    """Form a panel of named people, show them the project and ask each for an opinion; 二(二).

    ``subjects`` are the names of what a scheme or bid panel ranks. Raises ``PermissionDenied`` unless
    the office asks, ``PanelRefused`` where stage, size, share of experts, leader or a person break a
    rule.
    """
    require(project, Permission.FORM_PANEL, by=by)
    locked = Project.objects.select_for_update(of=("self",), no_key=True).get(pk=project.pk)
    refuse_if(
        [
            *_faults_of_kind(locked, kind, subjects),
            *faults_of_people(locked, members, bidders=subjects),
            *_faults_of_size(locked, members, leader),
        ]
    )
    panel = Panel.objects.create(project=locked, kind=kind, visit=locked.visit, formed_by=by.user)
    for label in subjects:
        panel.subjects.create(label=label)
    experts = _experts_among(locked, members)
    for membership in members:
        _seat(panel, membership, is_expert=membership.pk in experts, is_leader=membership == leader, by=by)
    names = [membership.user.name for membership in members]
    after = {"kind": kind, "members": names, "leader": leader.user.name, "subjects": list(subjects)}
    record(verb="review.form_panel", project=locked, on=panel, by=by, after=after)
    return panel


@transaction.atomic
def replace_member(*, member: PanelMember, successor: Membership, reason: str, by: Actor) -> PanelMember:
    """Put another person in a member's place, for a reason; what the first one filed no longer counts.

    Raises ``PermissionDenied`` unless the office asks, ``PanelRefused`` where a rule is broken.
    """
    panel = Panel.objects.select_for_update(of=("self",), no_key=True).get(pk=member.panel_id)
    project = panel.project
    require(project, Permission.FORM_PANEL, by=by)
    experts = _experts_among(project, [successor])
    refuse_if(
        [
            *_faults_of_replacement(panel, member, successor, reason),
            *faults_of_people(project, [successor], bidders=panel.labels),
            *_faults_of_seat(panel, member, is_expert=bool(experts)),
        ]
    )
    _vacate(member, reason, by=by)
    seat = _seat(panel, successor, is_expert=bool(experts), is_leader=member.is_leader, by=by)
    record(
        verb="review.replace_member",
        project=project,
        on=panel,
        by=by,
        before={"member": member.user.name},
        after={"member": successor.user.name},
        reason=reason,
    )
    return seat


def faults_of_people(
    project: Project, members: Sequence[Membership], *, bidders: Sequence[str] = ()
) -> list[str]:
    """Say of each person who cannot sit on a panel of the project why not."""
    chosen = [membership.pk for membership in members]
    experts = set(experts_for(project).filter(pk__in=chosen).values_list("pk", flat=True))
    officials = set(officials_for(project).filter(pk__in=chosen).values_list("pk", flat=True))
    tied = recused(project, members, bidders=bidders)
    faults = []
    for membership in members:
        name = membership.user.name
        if membership.user_id in tied:
            unit = tied[membership.user_id]
            faults.append(_("%(name)s must be recused: belongs to %(unit)s.") % {"name": name, "unit": unit})
        elif membership.pk not in experts | officials:
            faults.append(_("%(name)s cannot sit on a panel of this project.") % {"name": name})
    return faults


def _experts_among(project: Project, members: Sequence[Membership]) -> set[int]:
    chosen = [membership.pk for membership in members]
    return set(experts_for(project).filter(pk__in=chosen).values_list("pk", flat=True))


def _faults_of_kind(project: Project, kind: str, subjects: Sequence[str]) -> Iterator[str]:
    stage = STAGE_OF[kind]
    if project.stage != stage:
        yield _("Such a panel sits in the stage “%(stage)s”.") % {"stage": Stage(stage).label}
    elif project.panels.here().filter(kind=kind).exists():
        yield _("A panel has already been formed for this stage.")
    if kind in RANKING_KINDS and not subjects:
        yield _("There is nothing yet for the panel to rank.")
    if len(set(subjects)) != len(subjects):
        yield _("Two of the things to rank have the same name.")


def _faults_of_size(project: Project, members: Sequence[Membership], leader: Membership) -> Iterator[str]:
    least = int(value_of("panel_min_members", jurisdiction_id=project.jurisdiction_id))
    if len(members) < least:
        yield _("A panel has at least %(least)d members.") % {"least": least}
    if len(members) % 2 == 0:
        yield _("The number of members must be odd.")
    if len({membership.user_id for membership in members}) != len(members):
        yield _("The same person has been chosen twice.")
    experts = _experts_among(project, members)
    yield from _faults_of_mix(project, len(experts), len(members))
    if leader not in members:
        yield _("The panel leader must be one of the members.")
    elif leader.pk not in experts:
        yield _("The panel leader must be an expert.")


def _faults_of_mix(project: Project, experts: int, people: int) -> Iterator[str]:
    percent = value_of("panel_min_expert_percent", jurisdiction_id=project.jurisdiction_id)
    if experts * 100 < percent * people:
        yield _("At least two thirds of the members must be experts: %(experts)d of %(people)d are.") % {
            "experts": experts,
            "people": people,
        }


def _faults_of_replacement(
    panel: Panel, member: PanelMember, successor: Membership, reason: str
) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    if member.left_at is not None:
        yield _("This member has already been replaced.")
    if panel.has_had(successor):
        yield _("This person has already had a seat on the panel.")
    if not reason.strip():
        yield _("Please give a reason.")


def _faults_of_seat(panel: Panel, member: PanelMember, *, is_expert: bool) -> Iterator[str]:
    others = panel.members.exclude(pk=member.pk).sitting()
    experts = others.filter(is_expert=True).count() + is_expert
    yield from _faults_of_mix(panel.project, experts, others.count() + 1)
    if member.is_leader and not is_expert:
        yield _("The panel leader must be an expert.")


def _seat(
    panel: Panel, membership: Membership, *, is_expert: bool, is_leader: bool, by: Actor
) -> PanelMember:
    seat = panel.members.create(
        user=membership.user,
        organization=membership.organization,
        is_expert=is_expert,
        is_leader=is_leader,
    )
    assign_perm(GRANT, membership.user, panel.project)
    open_task(
        project=panel.project,
        organization=membership.organization,
        user=membership.user,
        role=Role.EXPERT,
        kind=TaskKind.FILE_OPINION,
        url=reverse("reviews:seat", args=[seat.pk]),
        by=by,
    )
    return seat


def _vacate(member: PanelMember, reason: str, *, by: Actor) -> None:
    member.left_at, member.left_by, member.left_reason = timezone.now(), by.user, reason.strip()
    member.save(update_fields=["left_at", "left_by", "left_reason"])
    withdraw_seat(member)


def withdraw_seat(member: PanelMember) -> None:
    """Take away what came with the seat: the sight of the project and the line on the to-do list."""
    project = member.panel.project
    remove_perm(GRANT, member.user, project)
    close_seat_task(member)


def close_seat_task(member: PanelMember) -> None:
    """Take the member's line off the to-do list."""
    tasks = member.panel.project.tasks.open().filter(kind=TaskKind.FILE_OPINION, user=member.user)
    tasks.update(closed_at=timezone.now())
