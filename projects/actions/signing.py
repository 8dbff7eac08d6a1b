from django.utils import timezone

from egov.accounts.acting import Actor
from projects.actions.recording import record
from projects.models import Project, Signature


def withdraw_signatures(*, project: Project, step: str, reason: str, by: Actor) -> int:
    """Withdraw the signatures on a joint step because what was signed has changed; return how many.

    Called by the action that changes the evidence, inside its transaction.
    """
    standing = Signature.objects.on_step(project, step)
    count = standing.update(withdrawn_at=timezone.now(), withdrawn_by=by.user, withdrawal_reason=reason)
    if count:
        record(
            verb="project.withdraw_signatures", project=project, by=by, after={"step": step}, reason=reason
        )
    return count
