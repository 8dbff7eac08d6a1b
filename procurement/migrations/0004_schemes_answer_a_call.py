import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """In a transaction of its own: PostgreSQL alters no table that has checks pending."""

    dependencies = [("procurement", "0003_calls_again")]

    operations = [
        migrations.AlterField(
            model_name="scheme",
            name="solicitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schemes",
                to="procurement.solicitation",
                verbose_name="solicitation notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="scheme",
            constraint=models.UniqueConstraint(
                fields=["solicitation", "author"],
                condition=Q(withdrawn_at__isnull=True),
                name="scheme_once_per_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="solicitation",
            constraint=models.UniqueConstraint(
                fields=["project", "sequence"], name="solicitation_sequence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="solicitation",
            constraint=models.UniqueConstraint(
                fields=["project"],
                condition=Q(published_at__isnull=True),
                name="solicitation_one_draft",
            ),
        ),
    ]
