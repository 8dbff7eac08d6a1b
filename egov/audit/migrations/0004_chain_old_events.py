"""Gives the events of before their place in a chain, in the order in which they were written.

From here on an alteration shows. Whether somebody altered them earlier cannot be told.
"""

import secrets
from collections import defaultdict

from django.conf import settings
from django.db import migrations

from egov.audit.canonical import COLUMNS, PARTICULARS, event_hash, particulars_digest
from egov.audit.triggers import append_only_lifted

FORM = 1
RIGHTS = {"admin_role", "is_active", "is_handler", "is_signatory", "organization"}
PEOPLE = {"accounts.user", "accounts.membership", "reviews.expert"}


def chain_old_events(apps, editor):
    Event, Chain = apps.get_model("audit", "Event"), apps.get_model("audit", "Chain")
    Particulars = apps.get_model("audit", "Particulars")
    heads = defaultdict(lambda: (None, 0, ""))
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        event.chain = key_of(event)
        _jurisdiction, length, head = heads[event.chain]
        event.sequence, event.previous = length + 1, head
        event.form, event.algorithm = FORM, settings.TRAIL_HASH
        parts = particulars_of(apps, event)
        for one in parts:
            values = {name: getattr(one, name) for name in PARTICULARS}
            setattr(event, f"{one.part}_digest", particulars_digest(event.algorithm, values))
        event.hash = event_hash({name: getattr(event, name) for name in COLUMNS[FORM]})
        event.save()
        Particulars.objects.bulk_create(parts)
        heads[event.chain] = (event.jurisdiction_id, event.sequence, event.hash)
    Chain.objects.bulk_create(
        [
            Chain(key=key, jurisdiction_id=jurisdiction, length=length, head=head)
            for key, (jurisdiction, length, head) in heads.items()
        ],
        batch_size=500,
    )


def key_of(event):
    if event.project_id is not None:
        return f"project:{event.project_id}"
    return f"jurisdiction:{event.jurisdiction_id}" if event.jurisdiction_id is not None else "platform"


def particulars_of(apps, event):
    Particulars = apps.get_model("audit", "Particulars")
    name, ip = event.actor_name, event.ip
    if event.actor_id is None:
        # A failed login said among other things under which name and from where.
        name, ip = event.after.pop("username", ""), event.after.pop("ip", None)
    actor = Particulars(
        event_id=event.pk,
        part="actor",
        person_id=event.actor_id,
        name=name,
        ip=ip or "",
        salt=secrets.token_hex(16),
    )
    if event.object_type not in PEOPLE:
        return [actor]
    person = Particulars(
        event_id=event.pk,
        part="object",
        person_id=int(event.object_id) if event.object_type == "accounts.user" else None,
        name=event.object_label,
        before={name: value for name, value in event.before.items() if name not in RIGHTS},
        after={name: value for name, value in event.after.items() if name not in RIGHTS},
        salt=secrets.token_hex(16),
    )
    event.object_label = ""
    event.before = {name: value for name, value in event.before.items() if name in RIGHTS}
    event.after = {name: value for name, value in event.after.items() if name in RIGHTS}
    return [actor, person]


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chains")]

    operations = [
        append_only_lifted("audit_event"),
        migrations.RunPython(chain_old_events, migrations.RunPython.noop),
    ]
