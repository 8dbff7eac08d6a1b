"""One expert's page, and what the office or the expert does there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from egov.accounts.acting import actor_of
from reviews.actions import pool
from reviews.actions.pool.access import is_self, keeps
from reviews.actions.pool.identity import SEALED
from reviews.actions.pool.verifying import missing
from reviews.actions.refusal import ReviewRefused
from reviews.forms.experts import (
    ContactForm,
    CreditForm,
    ExpertForm,
    IdentityForm,
    ReasonForm,
    TieForm,
    VerifyForm,
)
from reviews.models import Expert, PanelMember, Rating, suggests_suspension
from reviews.views.pool import TONES


def find(request: HttpRequest, expert: str) -> Expert:
    """Return an expert whom the person may see; raise ``Http404`` for any other."""
    related = Expert.objects.select_related("user", "pool__jurisdiction", "verified_by")
    return get_object_or_404(related.visible_to(actor_of(request)), number=expert)


def changeable(request: HttpRequest, expert: str, *, also_self: bool = True) -> Expert:
    """Return an expert whom the person may change; raise ``PermissionDenied`` for who only reads."""
    known, actor = find(request, expert), actor_of(request)
    if not (keeps(known.pool, actor) or (also_self and is_self(known, actor))):
        raise PermissionDenied
    return known


def expert(request: HttpRequest, expert: str) -> HttpResponse:
    """Show what is known of an expert; sealed numbers stay masked."""
    known, actor = find(request, expert), actor_of(request)
    manages, own = keeps(known.pool, actor), is_self(known, actor)
    seats = PanelMember.objects.filter(user=known.user, panel__concluded_at__isnull=False)
    rated = Rating.objects.of(known)
    count, average = rated.summary()
    context = {
        "ratings": rated.select_related("member__panel__project")[:20] if manages or own else [],
        "rating_count": count,
        "rating_average": average,
        "suggests_suspension": manages and suggests_suspension(known),
        "expert": known,
        "tone": TONES[known.standing],
        "specialties": known.specialties.select_related("parent").order_by("code"),
        "ties": known.ties.all(),
        "credit": known.credit_records.select_related("by"),
        "seats": seats.select_related("panel__project").order_by("-pk")[:20],
        "manages": manages,
        "own": own,
        "may_change": manages or own,
        "missing": missing(known) if known.state == Expert.State.UNVERIFIED else [],
    }
    return render(request, "reviews/expert.html", context)


Deed = Callable[[dict[str, Any]], object]


def _deed(
    request: HttpRequest, expert: Expert, form: forms.BaseForm, deed: Deed, words: dict[str, str]
) -> HttpResponse:
    """Show a form, do what it asks for, and be back on the expert's page. ``words``: title, lead, button."""
    if form.is_bound and form.is_valid():
        try:
            deed(form.cleaned_data)
        except ReviewRefused as refusal:
            form.add_error(None, refusal.faults)
        else:
            messages.success(request, _("Saved."))
            return redirect(expert)
    return render(request, "reviews/expert_deed.html", {"expert": expert, "form": form, "lead": ""} | words)


def edit(request: HttpRequest, expert: str) -> HttpResponse:
    """Change title, specialties, employer."""
    known, actor = changeable(request, expert), actor_of(request)
    form = ExpertForm(request.POST or None, instance=known)
    lead = _("After your change the office verifies your profile again; until then you are not drawn.")
    words = {"title": _("Change the profile"), "button": _("Save"), "lead": lead}
    if keeps(known.pool, actor):
        words["lead"] = ""
    return _deed(request, known, form, lambda v: pool.describe_expert(expert=known, facts=v, by=actor), words)


def contact(request: HttpRequest, expert: str) -> HttpResponse:
    """Change phone and email."""
    known, actor = changeable(request, expert), actor_of(request)
    initial = {"phone": known.user.phone, "email": known.user.email}
    form = ContactForm(request.POST or None, initial=initial)
    words = {"title": _("Change the contact"), "button": _("Save")}
    return _deed(
        request, known, form, lambda v: pool.change_expert_contact(expert=known, by=actor, **v), words
    )


def identity(request: HttpRequest, expert: str) -> HttpResponse:
    """Record identity number and bank card."""
    known, actor = changeable(request, expert), actor_of(request)
    form = IdentityForm(request.POST or None, initial={"bank_name": known.bank_name})
    words = {
        "title": _("Identity and bank account"),
        "button": _("Save"),
        "lead": _("The numbers are kept sealed. What you leave empty stays as it is."),
    }
    return _deed(request, known, form, lambda v: pool.set_identity(expert=known, by=actor, **v), words)


def add_tie(request: HttpRequest, expert: str) -> HttpResponse:
    """Put a tie on record."""
    known, actor = changeable(request, expert), actor_of(request)
    form = TieForm(request.POST or None)
    words = {
        "title": _("Record a tie"),
        "button": _("Record"),
        "lead": _("Whoever is tied to a party of a project is left out of its draws."),
    }
    return _deed(request, known, form, lambda v: pool.declare_tie(expert=known, facts=v, by=actor), words)


@require_POST
def drop_tie(request: HttpRequest, expert: str, pk: int) -> HttpResponse:
    """Take a tie away."""
    known = changeable(request, expert)
    tie = get_object_or_404(known.ties.select_related("expert"), pk=pk)
    try:
        pool.remove_tie(tie=tie, by=actor_of(request))
    except ReviewRefused as refusal:
        messages.error(request, " ".join(refusal.faults))
    else:
        messages.success(request, _("The tie is taken away."))
    return redirect(known)


def verify(request: HttpRequest, expert: str) -> HttpResponse:
    """Declare the profile verified."""
    known, actor = changeable(request, expert, also_self=False), actor_of(request)
    form = VerifyForm(request.POST or None)
    words = {
        "title": _("Verify the profile"),
        "button": _("Verify"),
        "lead": _("From then on the expert can be drawn, until the term ends."),
    }
    return _deed(request, known, form, lambda v: pool.verify_expert(expert=known, by=actor, **v), words)


def suspend(request: HttpRequest, expert: str) -> HttpResponse:
    """Keep the expert out of draws."""
    known, actor = changeable(request, expert, also_self=False), actor_of(request)
    words = {"title": _("Suspend the expert"), "button": _("Suspend")}
    form = ReasonForm(request.POST or None)
    return _deed(request, known, form, lambda v: pool.suspend_expert(expert=known, by=actor, **v), words)


def lift(request: HttpRequest, expert: str) -> HttpResponse:
    """End a suspension."""
    known, actor = changeable(request, expert, also_self=False), actor_of(request)
    words = {"title": _("Lift the suspension"), "button": _("Lift")}
    form = ReasonForm(request.POST or None)
    return _deed(request, known, form, lambda v: pool.lift_suspension(expert=known, by=actor, **v), words)


def add_credit(request: HttpRequest, expert: str) -> HttpResponse:
    """Put a commendation or misconduct on record."""
    known, actor = changeable(request, expert, also_self=False), actor_of(request)
    words = {"title": _("Make an entry in the credit record"), "button": _("Record")}
    form = CreditForm(request.POST or None)
    return _deed(request, known, form, lambda v: pool.record_credit(expert=known, by=actor, **v), words)


@never_cache
def unmask(request: HttpRequest, expert: str, what: str) -> HttpResponse:
    """Show a sealed number, once, for a reason."""
    known, actor = changeable(request, expert), actor_of(request)
    if what not in SEALED:
        raise Http404
    if not getattr(known, SEALED[what]):
        messages.info(request, _("This number is not recorded yet."))
        return redirect(known)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].required = not is_self(known, actor)
    context = {"expert": known, "form": form, "what": what, "number": ""}
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        context["number"] = pool.unmask(expert=known, what=what, reason=reason, by=actor)
    return render(request, "reviews/expert_unmask.html", context)
