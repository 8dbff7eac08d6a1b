from django.core.exceptions import PermissionDenied
from django.db import transaction

from egov.accounts.acting import Actor
from egov.accounts.models import Membership, OrganizationKind
from egov.accounts.roles import Permission
from egov.audit.actions import record_event
from reviews.models import Expert


@transaction.atomic
def describe_expert(*, expert: Membership, specialty: str, title: str, employer: str, by: Actor) -> Expert:
    """Record what the office knows of a member of its expert pool: specialty, title, employer.

    Raises ``PermissionDenied`` unless the office of that pool's jurisdiction asks.
    """
    pool = expert.organization
    own = pool.kind == OrganizationKind.EXPERT_POOL and pool.jurisdiction == by.jurisdiction
    if not own or not by.may(Permission.FORM_PANEL):
        raise PermissionDenied
    known = {"specialty": specialty, "title": title, "employer": employer}
    profile, _created = Expert.objects.update_or_create(user=expert.user, defaults=known)
    record_event(verb="review.describe_expert", by=by, on=profile, person_id=profile.user_id, after=known)
    return profile
