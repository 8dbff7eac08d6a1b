from django.db import migrations

from egov.audit.triggers import never_replaced


class Migration(migrations.Migration):
    """No statement empties or replaces what was answered to suppliers."""

    dependencies = [("procurement", "0004_schemes_answer_a_call")]

    operations = [never_replaced("procurement_clarification")]
