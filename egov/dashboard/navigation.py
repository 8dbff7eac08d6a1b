"""The side navigation: only what the person may open, in the order of the process."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from egov.accounts.acting import Actor
from egov.accounts.models import OrganizationKind
from egov.accounts.roles import Permission


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    group: Any
    label: Any
    url: str
    icon: str
    active: bool = False
    count: int = 0


_WORK, _SYSTEM = _("Work"), _("System")
_ALL_KINDS = frozenset(OrganizationKind.values)
_GOVERNMENT = _ALL_KINDS - {OrganizationKind.EXPERT_POOL, OrganizationKind.COMPANY}
_FUND_READERS = _GOVERNMENT - {OrganizationKind.DEPARTMENT}
_POOL_READERS = frozenset(
    {
        OrganizationKind.INFORMATIZATION_OFFICE,
        OrganizationKind.SUPERVISION_BUREAU,
        OrganizationKind.AUDIT_BUREAU,
    }
)

_BY_KIND = (
    (_("To-do"), "dashboard:home", "list-check", _ALL_KINDS),
    (_("Projects"), "projects:list", "folders", _ALL_KINDS),
    (_("Annual plans"), "projects:plans", "calendar-event", _GOVERNMENT),
    (_("Special fund"), "projects:fund", "coin", _FUND_READERS),
    (_("Payments"), "projects:payments", "wallet", _FUND_READERS),
    (_("My reviews"), "reviews:mine", "users-group", frozenset({OrganizationKind.EXPERT_POOL})),
    (_("My profile"), "reviews:own_profile", "id", frozenset({OrganizationKind.EXPERT_POOL})),
    (_("Expert pool"), "reviews:experts", "users-group", _POOL_READERS),
    (_("Dossiers and exports"), "jobs:list", "file-zip", _ALL_KINDS),
)
_BY_PERMISSION = (
    (_("People and organizations"), "accounts:people", "users", Permission.MANAGE_ACCOUNTS),
    (_("Policy parameters"), "policy:parameters", "adjustments-horizontal", Permission.MANAGE_POLICY),
    (_("Auditors' desk"), "dashboard:desk", "flag", Permission.KEEP_FINDINGS),
    (_("Audit trail"), "dashboard:trail", "shield-check", Permission.READ_TRAIL),
)


def navigation(request: HttpRequest, actor: Actor | None) -> list[Entry]:
    """Return the entries for this person, acting as they do."""
    if actor is None:
        return []
    entries = [(_WORK, *entry[:3]) for entry in _BY_KIND if actor.kind in entry[3]]
    entries += [(_SYSTEM, *entry[:3]) for entry in _BY_PERMISSION if actor.may(entry[3])]
    found = [entry for line in entries if (entry := _entry(*line))]
    return [replace(entry, active=entry.url == _place(request.path, found)) for entry in found]


def _entry(group: Any, label: Any, name: str, icon: str) -> Entry | None:
    try:
        return Entry(group, label, reverse(name), icon)
    except NoReverseMatch:
        return None


def _place(path: str, entries: list[Entry]) -> str:
    """Return the address among the entries that is nearest above ``path``; home is above itself alone."""
    above = [one.url for one in entries if path.startswith(one.url) and (one.url != "/" or path == "/")]
    return max(above, key=len, default="")
