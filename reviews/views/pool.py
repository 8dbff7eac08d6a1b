"""The expert pool as a list, and the way into it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts.access import needs
from egov.accounts.acting import Actor, actor_of
from egov.accounts.models import Membership, Organization, OrganizationKind
from egov.accounts.roles import Permission
from egov.ui.paging import capped_count, paginate
from reviews.actions.pool import open_profile, register_expert
from reviews.forms.experts import ExpertFilter, ExpertForm, NewExpertForm
from reviews.models import Expert

TONES = {"active": "done", "unverified": "waiting", "suspended": "danger", "expired": "neutral"}
"""The color word of each state."""


def pool_of(actor: Actor) -> Organization:
    """Return the pool that the person keeps; 404 where the jurisdiction has none."""
    pools = Organization.objects.active().filter(
        kind=OrganizationKind.EXPERT_POOL, jurisdiction=actor.jurisdiction
    )
    return get_object_or_404(pools.order_by("pk")[:1])


def experts(request: HttpRequest) -> HttpResponse:
    """List the experts of the jurisdiction, the newest first."""
    actor = actor_of(request)
    if not (actor.may(Permission.MANAGE_EXPERTS) or (actor.membership and actor.may(Permission.READ_TRAIL))):
        raise PermissionDenied
    filters = ExpertFilter(request.GET)
    found = filters.apply(Expert.objects.visible_to(actor))
    related = found.select_related("user").prefetch_related("specialties")
    page = paginate(related, request, order=("-id",))
    manages = actor.may(Permission.MANAGE_EXPERTS)
    context = {
        "filters": filters,
        "chips": filters.chips(),
        "page": page,
        "rows": [(expert, TONES[expert.standing]) for expert in page.items],
        "count": capped_count(found),
        "manages": manages,
        "without_profile": _without_profile(actor)[:10] if manages else [],
    }
    return render(request, "reviews/experts.html", context)


def _without_profile(actor: Actor) -> QuerySet[Membership]:
    members = Membership.objects.usable().filter(
        organization__kind=OrganizationKind.EXPERT_POOL, organization__jurisdiction=actor.jurisdiction
    )
    return members.filter(user__expert_profile__isnull=True).order_by("user__name", "pk")


@needs(Permission.MANAGE_EXPERTS)
def new_expert(request: HttpRequest) -> HttpResponse:
    """Take a person into the pool; or begin the profile of a member that has none."""
    actor = actor_of(request)
    chosen = request.GET.get("member", "")
    if chosen.isdigit():
        return _begin_profile(request, get_object_or_404(_without_profile(actor), pk=chosen))
    form = NewExpertForm(request.POST or None)
    if form.is_bound and form.is_valid():
        contact = {name: form.cleaned_data[name] for name in ("name", "phone", "email")}
        expert = register_expert(pool=pool_of(actor), **contact, facts=form.cleaned_data, by=actor)
        return redirect(expert)
    return _form_page(request, form, _("Take somebody into the pool"))


def own_profile(request: HttpRequest) -> HttpResponse:
    """Lead experts to their own page, or let them begin their profile."""
    actor = actor_of(request)
    if actor.membership is None or actor.kind != OrganizationKind.EXPERT_POOL:
        raise PermissionDenied
    expert = Expert.objects.filter(user=actor.user).first()
    return redirect(expert) if expert else _begin_profile(request, actor.membership)


def _begin_profile(request: HttpRequest, member: Membership) -> HttpResponse:
    form = ExpertForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return redirect(open_profile(member=member, facts=form.cleaned_data, by=actor_of(request)))
    return _form_page(request, form, _("Profile of %(name)s") % {"name": member.user.name})


def _form_page(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    return render(request, "reviews/expert_form.html", {"form": form, "title": title})
