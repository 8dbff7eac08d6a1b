"""A meeting that cannot be held as planned: moved, with a reason, and its members told."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from egov.notices.actions import Message, notify_organizations
from egov.ui.formats import listed
from egov.ui.formats import moment as moment_text
from projects.actions import record, require
from reviews.actions.refusal import refuse_if
from reviews.models import Panel
from reviews.models.panels import names_told_from


@transaction.atomic
def move_meeting(*, panel: Panel, meets_at: datetime, place: str, reason: str, by: Actor) -> Panel:
    """Let a panel meet at another time or place; when its names are told moves with it.

    Whoever cannot come then gives the seat back, and the next reserve is invited. Raises
    ``PermissionDenied`` unless the office asks, ``PanelRefused`` once the panel has concluded, without a
    reason, for a time that has passed, or for another day, on which a member's term as an expert is over.
    """
    rows = Panel.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("project__jurisdiction").get(pk=panel.pk)
    require(locked.project, Permission.FORM_PANEL, by=by)
    refuse_if([*_faults(locked, meets_at, place, reason), *_faults_of_terms(locked, meets_at, by=by)])
    before = {"meets_at": locked.meets_at, "place": locked.place}
    locked.meets_at, locked.place = meets_at, place.strip()
    locked.names_from = names_told_from(meets_at, project=locked.project)
    locked.moved_at, locked.moved_reason = timezone.now(), reason.strip()
    locked.save(update_fields=["meets_at", "place", "names_from", "moved_at", "moved_reason"])
    _tell_members(locked)
    record(
        verb="review.move_meeting",
        project=locked.project,
        on=locked,
        by=by,
        before=before,
        after={"meets_at": meets_at, "place": locked.place},
        reason=locked.moved_reason,
    )
    return locked


def _tell_members(panel: Panel) -> None:
    text = format_lazy(
        gettext_lazy("The meeting of the panel on {title} is moved to {at}, {place}. Reason: {reason}"),
        title=panel.project.title,
        at=lazy(moment_text, str)(panel.meets_at),
        place=panel.place,
        reason=panel.moved_reason,
    )
    notify_organizations(
        [
            Message(
                organization=member.organization,
                user=member.user,
                text=text,
                url=reverse("reviews:seat", args=[member.pk]),
            )
            for member in panel.members.sitting().select_related("user", "organization")
        ]
    )


def _faults(panel: Panel, meets_at: datetime, place: str, reason: str) -> Iterator[str]:
    if not panel.lives:
        yield _("The panel no longer sits.")
    if panel.meets_at is None:
        yield _("This panel was formed without a meeting.")
    if meets_at <= timezone.now():
        yield _("The meeting must lie ahead.")
    if not place.strip():
        yield _("Please say where the panel meets.")
    if (meets_at, place.strip()) == (panel.meets_at, panel.place):
        yield _("Neither time nor place is another.")
    if not reason.strip():
        yield _("Please give a reason.")


def _faults_of_terms(panel: Panel, meets_at: datetime, *, by: Actor) -> Iterator[str]:
    day = timezone.localdate(meets_at)
    if panel.meets_at is not None and day == timezone.localdate(panel.meets_at):
        return
    over = panel.members.sitting().filter(is_expert=True, user__expert_profile__valid_until__lt=day)
    names = list(over.order_by("pk").values_list("user__name", flat=True))
    if not names:
        return
    if Panel.objects.secret_from(by).filter(pk=panel.pk).exists():
        yield ngettext(
            "On that day the term of %(count)d member in the pool of experts is over. Please choose an "
            "earlier day, or let the clerk in charge replace who cannot sit.",
            "On that day the terms of %(count)d members in the pool of experts are over. Please choose an "
            "earlier day, or let the clerk in charge replace who cannot sit.",
            len(names),
        ) % {"count": len(names)}
    else:
        yield _(
            "On that day the term in the pool of experts is over for: %(names)s. Please choose an earlier "
            "day, or replace them first: the next reserve is invited."
        ) % {"names": listed(names)}
