"""The deeds of the trail in groups, as one chooses among them: first a whole group, then each deed of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egov.audit.deeds import DEEDS
from projects.flow import STEPS

GROUPS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "steps": (gettext_lazy("Steps of the process"), ()),
    "accounts": (gettext_lazy("Accounts and log-ins"), ("accounts",)),
    "plans": (gettext_lazy("Proposals and plans"), ("proposal", "proposal_import", "plan")),
    "application": (gettext_lazy("Application and approval"), ("application", "duplicates", "project")),
    "papers": (gettext_lazy("Documents and results"), ("document", "jobs")),
    "reviews": (gettext_lazy("Experts and panels"), ("review",)),
    "procurement": (gettext_lazy("Procurement and contracts"), ("procurement",)),
    "money": (gettext_lazy("Special fund and payments"), ("fund", "payment")),
    "acceptance": (gettext_lazy("Construction, acceptance, evaluation"), ("acceptance",)),
    "audit": (gettext_lazy("Audit and refusals"), ("access", "audit", "desk")),
    "policy": (gettext_lazy("Policy parameters"), ("policy",)),
    "others": (gettext_lazy("Other deeds"), ()),
}
"""By key: what the group is called, and the first parts of its verbs; "others" takes what no group names."""

_GROUP_OF = {part: key for key, (_label, parts) in GROUPS.items() for part in parts}


def verbs_of(choice: str) -> list[str]:
    """Return the verbs for what was chosen: all of a group, or the one deed."""
    if choice == "steps":
        return [f"project.{name}" for name in STEPS]
    if choice in GROUPS:
        return [verb for verb in DEEDS if _GROUP_OF.get(verb.partition(".")[0], "others") == choice]
    return [choice]


def deed_choices() -> list[tuple[Any, Any]]:
    """Return the choices of a select: each group with all its deeds, by name."""
    return [(label, _in_group(key, label)) for key, (label, _parts) in GROUPS.items()]


def _in_group(key: str, label: Any) -> list[tuple[str, str]]:
    if key == "steps":
        deeds = [(f"project.{name}", str(step.label)) for name, step in STEPS.items()]
    else:
        deeds = sorted(((verb, str(DEEDS[verb])) for verb in verbs_of(key)), key=lambda deed: deed[1])
    return [(key, _("All: %(group)s") % {"group": label}), *deeds]
