"""A refusal as the desk tells it: what was tried, and why it was refused."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.audit.models import Event
from egov.dashboard.desk.reading import label_of

AREAS: tuple[tuple[str, Any], ...] = (
    ("reviews:", gettext_lazy("Expert reviews")),
    ("procurement:", gettext_lazy("Procurement and contracts")),
    ("acceptance:", gettext_lazy("Construction, acceptance, evaluation")),
    ("policy:", gettext_lazy("Policy parameters")),
    ("accounts:", gettext_lazy("Accounts and log-ins")),
    ("payment", gettext_lazy("Payments")),
    ("fund", gettext_lazy("Special fund")),
    ("arrangement", gettext_lazy("Special fund")),
    ("budget", gettext_lazy("Special fund")),
    ("propos", gettext_lazy("Proposals")),
    ("plan", gettext_lazy("Annual plans")),
    ("application", gettext_lazy("Application")),
    ("document", gettext_lazy("Documents")),
    ("projects:", gettext_lazy("Projects")),
)
"""The first that the name of an address holds says to a reader what the page is about."""

REASONS = {
    403: gettext_lazy("Not allowed to them."),
    404: gettext_lazy("They may not see it."),
}


def tried(event: Event) -> str:
    """Return what somebody tried; where no step or deed is known, the page that they opened or sent."""
    if event.verb != "access.refuse":
        return label_of(event)
    page = str(event.after.get("page", ""))
    area = next((label for part, label in AREAS if part in page), _("a page"))
    if event.after.get("method") == "POST":
        return _("Sent a form: %(area)s") % {"area": area}
    return _("Opened a page: %(area)s") % {"area": area}


def why(event: Event) -> str:
    """Return why it was refused: in the words that they read, or what the answer meant."""
    return event.reason or str(REASONS.get(event.after.get("status"), ""))
