import django.core.serializers.json
from django.db import migrations, models

from egov.audit.triggers import KeepingTriggers


class Migration(migrations.Migration):
    """A panel keeps its minutes as data; they are printed in the paper that is issued upon them.

    Plain papers of earlier panels stay with their projects' documents.
    """

    dependencies = [("reviews", "0003_specialties")]

    operations = [
        KeepingTriggers(migrations.RemoveField(model_name="panel", name="paper")),
        migrations.AddField(
            model_name="panel",
            name="minutes",
            field=models.JSONField(
                encoder=django.core.serializers.json.DjangoJSONEncoder,
                help_text="What it said on concluding, as the issued paper prints it.",
                null=True,
            ),
        ),
    ]
