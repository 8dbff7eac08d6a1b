from django.db import migrations


class Migration(migrations.Migration):
    """What the ledger has replaced."""

    dependencies = [("projects", "0012_into_the_ledger")]

    operations = [
        migrations.RemoveConstraint(
            model_name="specialfund",
            name="fund_positive",
        ),
        migrations.RemoveField(
            model_name="specialfund",
            name="amount",
        ),
        migrations.DeleteModel(
            name="Allocation",
        ),
    ]
