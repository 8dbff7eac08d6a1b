"""The applications for payment of all projects in one state, on the page and in Excel; 二(一)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.roles import Permission
from projects.models import PaymentApplication
from projects.models.payments import PaymentApplicationQuerySet


def state_in(query: Any) -> str:
    """Return the state that a query string asks for; without a sound one, what waits for payment."""
    asked = query.get("state", "")
    known = PaymentApplication.Status
    return asked if asked in known.values else known.ACCEPTED.value


def listed_payments(actor: Actor, state: str) -> tuple[PaymentApplicationQuerySet, tuple[str, ...]]:
    """Return the applications in a state, and the order: what waits longest first, what is settled last.

    The finance bureau sees those that it pays itself: those of its districts are on their own pages.
    """
    found = PaymentApplication.objects.visible_to(actor).filter(status=state).with_names()
    if actor.may(Permission.MANAGE_FUND):
        found = found.filter(commitment__project__jurisdiction=actor.jurisdiction)
    order = ("id",) if state in PaymentApplication.OPEN else ("-id",)
    return found.select_related("commitment__project__owner_unit"), order


def payments_header() -> list[str]:
    return [
        _("Number"), _("Project title"), _("Owner unit"), _("Contract"), _("Payee"), _("Term of payment"),
        _("Amount (yuan)"), _("State"), _("Filed on"), _("Filed by"), _("Settled on"),
    ]  # fmt: skip


def payment_rows(applications: Iterable[PaymentApplication]) -> Iterator[list[Any]]:
    for one in applications:
        commitment, project = one.commitment, one.commitment.project
        yield [
            project.number,
            project.title,
            project.owner_unit.name,
            commitment.number,
            commitment.payee,
            one.term.title,
            one.amount,
            one.get_status_display(),
            one.filed_at,
            one.filed_by.name,
            one.settled_at,
        ]
