"""A person leaves: somebody else takes over what waits for them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from egov.accounts import actions
from egov.accounts.access import needs
from egov.accounts.acting import actor_of
from egov.accounts.forms import HandOverForm
from egov.accounts.models import Membership, User
from egov.accounts.roles import Permission


@needs(Permission.MANAGE_ACCOUNTS)
def hand_over(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name who acts from now on where the leaver acted, and close the leaver's account."""
    person = get_object_or_404(User, pk=person_id)
    form = HandOverForm(request.POST or None)
    if form.is_bound and form.is_valid():
        successor = form.cleaned_data["successor"]
        try:
            actions.hand_over(person=person, successor=successor, by=actor_of(request))
        except actions.CannotSucceed:
            form.add_error("successor", _("Neither an administrator nor the leaver can take over."))
        else:
            told = {"leaver": person.name, "successor": successor.name}
            messages.success(request, _("%(successor)s has taken over from %(leaver)s.") % told)
            return redirect("accounts:person", person_id=successor.pk)
    held = Membership.objects.usable().filter(user=person).order_by("organization__name")
    context = {"person": person, "form": form, "held": held, "colleagues": _colleagues(person)}
    return render(request, "accounts/hand_over.html", context)


def _colleagues(person: User) -> QuerySet[User]:
    """Return who acts for the same organizations: one of them is who usually takes over."""
    units = Membership.objects.filter(user=person, is_active=True).values("organization")
    shared = Membership.objects.usable().filter(organization__in=units).values("user")
    return User.objects.filter(pk__in=shared).exclude(pk=person.pk).order_by("username")[:50]
