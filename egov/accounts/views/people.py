"""People and their memberships: for system administrators."""

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from egov.accounts import actions
from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.forms import MembershipForm, PersonEditForm, PersonForm
from egov.accounts.models import Membership, User
from egov.accounts.roles import Permission
from egov.ui.paging import capped_count, paginate

manages_accounts = needs(Permission.MANAGE_ACCOUNTS)


def _locked_usernames() -> list[str]:
    attempts = AccessAttempt.objects.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    return list(attempts.values_list("username", flat=True)[:200])


def _search(people: QuerySet[User], words: str) -> QuerySet[User]:
    for word in words.split()[:5]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(username__icontains=word)
            | Q(memberships__organization__name__icontains=word)
        ).distinct()
    return people


@manages_accounts
def people(request: HttpRequest) -> HttpResponse:
    """List the people; locked accounts first in sight."""
    locked = _locked_usernames()
    found = _search(User.objects.all(), request.GET.get("q", ""))
    page = paginate(found.prefetch_related("memberships__organization"), request, order=("username", "id"))
    return render(
        request,
        "accounts/people.html",
        {
            "page": page,
            "count": capped_count(found),
            "q": request.GET.get("q", ""),
            "locked": User.objects.filter(username__in=locked).order_by("username"),
        },
    )


@manages_accounts
def create_person(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown once."""
    form = PersonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        person, password = actions.create_person(fields=form.cleaned_data, by=actor_of(request))
        return render(request, "accounts/first_password.html", {"person": person, "password": password})
    return render(request, "accounts/person_form.html", {"form": form})


@manages_accounts
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show and change a person, their memberships, their password."""
    person = get_object_or_404(User, pk=person_id)
    form = PersonEditForm(request.POST or None, instance=get_object_or_404(User, pk=person_id))
    if form.is_bound and form.is_valid():
        try:
            actions.edit_person(person=person, fields=form.cleaned_data, by=actor_of(request))
        except actions.AdministratorActsNot:
            form.add_error(
                "admin_role", _("End this person's memberships first: no administrator acts in a project.")
            )
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:person", person_id=person.pk)
    return render(
        request,
        "accounts/person.html",
        {
            "person": person,
            "form": form,
            "membership_form": MembershipForm(),
            "memberships": _memberships(person),
            "is_locked": person.username in _locked_usernames(),
            "is_self": person.pk == request.user.pk,
        },
    )


def _memberships(person: User) -> QuerySet[Membership]:
    memberships = Membership.objects.filter(user=person).select_related("organization__jurisdiction")
    return memberships.order_by("-is_active", "organization__name")


@require_POST
@manages_accounts
def set_membership(request: HttpRequest, person_id: int) -> HttpResponse:
    """Begin, change or end a membership."""
    person = get_object_or_404(User, pk=person_id)
    form = MembershipForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose an organization."))
        return redirect("accounts:person", person_id=person.pk)
    try:
        actions.set_membership(person=person, **form.cleaned_data, by=actor_of(request))
    except actions.AdministratorActsNot:
        messages.error(request, _("An administrator cannot act for an organization."))
    else:
        messages.success(request, _("Saved."))
    return redirect("accounts:person", person_id=person.pk)


@require_POST
@manages_accounts
def reset_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Set a new first password and show it once."""
    person = get_object_or_404(User, pk=person_id)
    password = actions.reset_password(person=person, by=actor_of(request))
    return render(request, "accounts/first_password.html", {"person": person, "password": password})


@require_POST
@manages_accounts
def unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a person try to log in again at once."""
    person = get_object_or_404(User, pk=person_id)
    actions.unlock(person=person, by=actor_of(request))
    messages.success(request, _("The account is unlocked."))
    return redirect("accounts:person", person_id=person.pk)
