from django.db import migrations

from egov.audit.triggers import append_only


class Migration(migrations.Migration):
    """An answer that every supplier has read stays as it was given."""

    # What these brought is in this and in 0001_initial.
    replaces = [
        ("procurement", "0002_append_only"),
        ("procurement", "0003_commitment"),
        ("procurement", "0004_payment_terms"),
    ]
    dependencies = [("procurement", "0001_initial")]

    operations = [append_only("procurement_clarification")]
