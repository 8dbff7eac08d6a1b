"""Organizations and jurisdictions: for system administrators."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts import actions
from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.forms import JurisdictionForm, OrganizationEditForm, OrganizationForm
from egov.accounts.models import Jurisdiction, Organization
from egov.accounts.roles import Permission
from egov.ui.paging import capped_count, paginate

manages_accounts = needs(Permission.MANAGE_ACCOUNTS)


@manages_accounts
def organizations(request: HttpRequest) -> HttpResponse:
    """List the organizations, with how many people act for each, and whether somebody can sign."""
    words = request.GET.get("q", "")
    found = Organization.objects.filter(Q(name__icontains=words) | Q(short_name__icontains=words))
    listed = found.select_related("jurisdiction").with_people()
    return render(
        request,
        "accounts/organizations.html",
        {
            "page": paginate(listed, request, order=("name", "id")),
            "count": capped_count(found),
            "q": words,
            "jurisdictions": Jurisdiction.objects.select_related("parent").order_by("code"),
        },
    )


@manages_accounts
def create_organization(request: HttpRequest) -> HttpResponse:
    """Make an organization."""
    form = OrganizationForm(request.POST or None)
    if form.is_bound and form.is_valid():
        organization = actions.create_organization(fields=form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("accounts:organization", organization_id=organization.pk)
    return render(request, "accounts/organization_form.html", {"form": form, "organization": None})


@manages_accounts
def organization(request: HttpRequest, organization_id: int) -> HttpResponse:
    """Show and change an organization and see who acts for it."""
    organization = get_object_or_404(Organization.objects.select_related("jurisdiction"), pk=organization_id)
    form = OrganizationEditForm(request.POST or None, instance=organization)
    if form.is_bound and form.is_valid():
        stored = Organization.objects.get(pk=organization_id)
        actions.edit_organization(organization=stored, fields=form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("accounts:organization", organization_id=organization_id)
    members = organization.memberships.filter(is_active=True).select_related("user").order_by("user__name")
    context = {
        "form": form,
        "organization": organization,
        "members": members,
        "lacks_signatory": Organization.objects.lacking_signatory().filter(pk=organization_id).exists(),
    }
    return render(request, "accounts/organization_form.html", context)


@manages_accounts
def create_jurisdiction(request: HttpRequest) -> HttpResponse:
    """Make a city, or a district below one."""
    form = JurisdictionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.create_jurisdiction(fields=form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Saved."))
        return redirect("accounts:organizations")
    return render(request, "accounts/jurisdiction_form.html", {"form": form})
