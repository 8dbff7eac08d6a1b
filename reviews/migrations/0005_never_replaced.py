from django.db import migrations

from egov.audit.triggers import never_replaced

KEPT = {
    "reviews_creditrecord": (("id",),),
    "reviews_opinion": (("id",), ("member_id", "number")),
    "reviews_finding": (("id",), ("opinion_id", "dimension")),
    "reviews_mark": (("id",), ("opinion_id", "criterion_id", "subject_id?")),
    "reviews_resolution": (("id",), ("panel_id", "number")),
    "reviews_panelsignature": (("id",), ("resolution_id", "member_id")),
    "reviews_fee": (("id",), ("member_id",)),
    "reviews_rating": (("id",), ("member_id",)),
    "reviews_criterion": (("id",), ("sheet_id", "position"), ("sheet_id", "name")),
}


class Migration(migrations.Migration):
    """No statement empties or replaces what a panel left behind."""

    dependencies = [("reviews", "0004_minutes")]

    operations = [never_replaced(table, keys) for table, keys in KEPT.items()]
