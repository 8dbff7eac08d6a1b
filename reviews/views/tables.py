"""The marks of a panel as a page shows them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from reviews.models import Panel, Tally, tally_of
from reviews.models.results import Result

TIES = {
    "price": _("even on points; the lower price goes first"),
    "technical": _("even on points and price; the higher technical points go first"),
    "arrival": _("even in everything; what came in first goes first"),
}


def table_of(panel: Panel) -> dict[str, Any] | None:
    """Return all marks of a panel for a page; None before all its members have filed."""
    tally = tally_of(panel)
    return shown(tally) if tally else None


def shown(tally: Tally) -> dict[str, Any]:
    results = tally.placed + [one for one in tally.results if not one.place]
    return {
        "tally": tally,
        "members": tally.members,
        "results": [{"result": one, "totals": list(_totals(one)), "tie": _tie(one)} for one in results],
        "has_outliers": any(any(one.far) for one in tally.results),
        "ranks": tally.panel.ranks,
    }


def _totals(result: Result) -> Iterator[dict[str, Any]]:
    for total, far in zip(result.totals, result.far, strict=True):
        yield {"total": total, "is_far": far}


def _tie(result: Result) -> str:
    return str(TIES[result.decided_by]) if result.decided_by else ""
