from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.i18n import set_language as django_set_language

from egov.accounts import actions
from egov.accounts.acting import SESSION_KEY, actor_of, find_actor, usable_memberships
from egov.accounts.forms import OwnPasswordForm
from egov.accounts.models import Membership
from egov.audit.middleware import address_of, id_of


class Login(LoginView):
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        by = find_actor(self.request)
        if by is not None:
            actions.note_login(by=by)
            actions.choose_language(language=get_language(), by=by)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        username = self.request.POST.get("username", "")
        actions.note_failed_login(
            username=username, ip=address_of(self.request), request_id=id_of(self.request)
        )
        return super().form_invalid(form)


@login_not_required
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the pages; whoever is logged in gets their mails in it, too."""
    by = find_actor(request)
    if by is not None:
        actions.choose_language(language=request.POST.get("language"), by=by)
    return django_set_language(request)


class Logout(LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            actions.note_logout(by=actor_of(request))
        return super().post(request, *args, **kwargs)


class ChangePassword(PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:choose_membership")

    def form_valid(self, form: Any) -> HttpResponse:
        actions.note_own_password_change(by=actor_of(self.request))
        return super().form_valid(form)


def choose_membership(request: HttpRequest) -> HttpResponse:
    """Let a person with several memberships say under which they act from now on."""
    memberships = usable_memberships(actor_of(request).user)
    if request.method == "POST":
        mine = Membership.objects.usable().filter(user=actor_of(request).user)
        membership = get_object_or_404(mine, pk=_whole_number(request.POST.get("membership", "")))
        request.session[SESSION_KEY] = membership.pk
        actions.note_acting_choice(membership=membership, by=actor_of(request))
        return redirect(_next_page(request))
    if len(memberships) < 2:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(
        request, "accounts/choose_membership.html", {"memberships": memberships, "next": _next_page(request)}
    )


def _whole_number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _next_page(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if allowed else settings.LOGIN_REDIRECT_URL
