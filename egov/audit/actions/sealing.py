"""Makes checkpoints, and writes them to files that are kept elsewhere."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from egov.audit.merkle import root
from egov.audit.models import Chain, Checkpoint, CheckpointHead
from egov.audit.signing import fingerprint, public_pem, sign, signing_key, trusted_keys


@transaction.atomic
def make_checkpoint() -> Checkpoint | None:
    """Sign the heads of all chains; None where nothing has happened since the last checkpoint.

    Takes the heads as one query saw them: a deed under way is covered by the next checkpoint.
    Raises ``ImproperlyConfigured`` without a usable key.
    """
    kept = CheckpointHead.objects.filter(chain=OuterRef("key")).order_by("-checkpoint").values("head")
    last = Checkpoint.objects.select_for_update(no_key=True).order_by("-number").first()
    rows = Chain.objects.annotate(kept=Subquery(kept[:1])).values_list("key", "length", "head", "kept")
    heads, moved = [], []
    for chain, length, head, kept_head in rows.iterator():
        heads.append((chain, length, head))
        if head != kept_head:
            moved.append((chain, length, head))
    if not moved:
        return None
    key = signing_key()
    checkpoint = Checkpoint(
        number=last.number + 1 if last else 1,
        made_at=timezone.now(),
        algorithm=settings.TRAIL_HASH,
        chains=len(heads),
        events=sum(length for _chain, length, _head in heads),
        root=root(settings.TRAIL_HASH, heads),
        moved=root(settings.TRAIL_HASH, moved),
        previous=last.digest() if last else "",
        signer=fingerprint(key.public_key()),
    )
    checkpoint.signature = sign(checkpoint.statement(), key)
    checkpoint.save()
    CheckpointHead.objects.bulk_create(
        [CheckpointHead(checkpoint=checkpoint, chain=c, length=n, head=h) for c, n, h in moved],
        batch_size=1000,
    )
    return checkpoint


def exported(checkpoint: Checkpoint) -> dict[str, Any]:
    """Return a checkpoint as the JSON that is kept elsewhere: complete, and verifiable without us."""
    key = trusted_keys().get(checkpoint.signer)
    return {
        "statement": checkpoint.told(),
        "signature": checkpoint.signature,
        "signer": checkpoint.signer,
        "public_key": public_pem(key) if key else "",
        "heads": [list(head) for head in checkpoint.heads()],
    }
