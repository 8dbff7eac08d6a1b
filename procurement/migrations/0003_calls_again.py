import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def link_to_the_call(apps, schema_editor):
    """Until now a project had one call; what came in answers it."""
    Scheme = apps.get_model("procurement", "Scheme")
    Solicitation = apps.get_model("procurement", "Solicitation")
    call = Solicitation.objects.filter(project=OuterRef("project")).values("pk")[:1]
    Scheme.objects.update(solicitation=Subquery(call))


class Migration(migrations.Migration):
    """Schemes can be called for once more; each scheme answers one call."""

    dependencies = [("procurement", "0002_guards")]

    operations = [
        migrations.RemoveConstraint(model_name="scheme", name="scheme_once_per_author"),
        migrations.RemoveConstraint(model_name="solicitation", name="solicitation_once"),
        migrations.AddField(
            model_name="solicitation",
            name="sequence",
            field=models.PositiveSmallIntegerField(
                default=1, editable=False, verbose_name="number of the call"
            ),
        ),
        migrations.AddField(
            model_name="scheme",
            name="solicitation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="schemes",
                to="procurement.solicitation",
                verbose_name="solicitation notice",
            ),
        ),
        migrations.RunPython(link_to_the_call, migrations.RunPython.noop, elidable=True),
    ]
