from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from egov.accounts.roles import Permission
from egov.dashboard.navigation import navigation
from egov.notices.models import Notice


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every page what the shell shows: who acts, where they can go, what is unread."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: navigation(request, actor)),
        "keeps_findings": actor is not None and actor.may(Permission.KEEP_FINDINGS),
        "unread_notices": SimpleLazyObject(lambda: _unread(actor)),
    }


def _unread(actor: Any) -> int:
    # Stops counting at 100: the shell shows 99+.
    return Notice.objects.unread().filter(user=actor.user)[:100].count() if actor else 0
