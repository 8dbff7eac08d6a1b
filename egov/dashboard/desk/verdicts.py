"""What verifications of the trail found, in plain words, with the events that it concerns."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from egov.accounts.acting import Actor
from egov.accounts.models import Jurisdiction
from egov.audit.models import Verification
from egov.audit.verification.findings import Finding, Kind
from egov.dashboard.desk.reading import readable_events
from egov.ui.formats import moment
from projects.models import Project

MOST_SHOWN = 200

AT_ITS_END = frozenset({Kind.REBUILT, Kind.HEAD})
AT_ITS_PLACE = frozenset({Kind.ALTERED, Kind.MOVED})
BEFORE_IT = frozenset({Kind.REMOVED, Kind.CUT})


@dataclass(frozen=True)
class Verdict:
    """One finding: what it is, where, and the event to look at (None where there is none to be seen)."""

    kind: str
    where: str
    sentence: str
    event_id: int | None


def verdicts(verification: Verification, *, actor: Actor) -> list[Verdict]:
    """Return the findings of a verification, the first 200."""
    found = [Finding.from_json(values) for values in verification.findings[:MOST_SHOWN]]
    places = {(finding.chain, _place(finding)) for finding in found}
    chains, numbers = {chain for chain, _n in places}, {number for _chain, number in places}
    events = readable_events(actor).filter(chain__in=chains, sequence__in=numbers)
    ids = {(chain, n): pk for pk, chain, n in events.values_list("pk", "chain", "sequence")}
    words = _chain_words(chains)
    return [
        Verdict(
            str(finding.kind.label),
            words.get(finding.chain, finding.chain),
            finding.sentence,
            ids.get((finding.chain, _place(finding))),
        )
        for finding in found
    ]


def _place(finding: Finding) -> int:
    """Return the number of the event that one looks at first."""
    if finding.kind in AT_ITS_PLACE:
        return int(finding.told.get("place", finding.first))
    if finding.kind in BEFORE_IT:
        return finding.first - 1
    return finding.last if finding.kind in AT_ITS_END else finding.first


def _chain_words(chains: set[str]) -> dict[str, str]:
    """Return what chains are called: a project by its title, a jurisdiction by its name."""
    words: dict[str, str] = {"platform": _("the platform")}
    models: dict[str, Any] = {"project": Project, "jurisdiction": Jurisdiction}
    for kind, model in models.items():
        keys = [chain for chain in chains if chain.startswith(f"{kind}:")]
        found = model.objects.in_bulk([int(key.partition(":")[2]) for key in keys])
        words |= {f"{kind}:{pk}": str(one) for pk, one in found.items()}
    return words


def report_on(verification: Verification) -> str:
    """Write what a verification found as text, one finding a line."""
    read = _("%(events)s events in %(chains)s chains were read, up to checkpoint %(checkpoint)s.") % {
        "events": verification.events,
        "chains": verification.chains,
        "checkpoint": verification.checkpoint,
    }
    lines = [moment(verification.finished_at), read]
    if verification.files:
        numbers = ", ".join(map(str, verification.files))
        lines.append(_("Compared with the exported checkpoint %(numbers)s.") % {"numbers": numbers})
    if verification.holds:
        return "\r\n".join([*lines, _("The trail holds: nothing was altered, removed or inserted.")])
    found = [Finding.from_json(values) for values in verification.findings]
    lines += [f"{one.kind.label}  {one.chain}  {one.sentence}" for one in found]
    if verification.unnamed:
        lines.append(_("… and %(n)s more.") % {"n": verification.unnamed})
    return "\r\n".join(lines)
