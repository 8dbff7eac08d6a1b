import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("is_worked", models.BooleanField(default=False, verbose_name="worked")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
            },
        ),
        migrations.CreateModel(
            name="Parameter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, verbose_name="rule")),
                ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="value")),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("set_at", models.DateTimeField(auto_now_add=True, verbose_name="set at")),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parameters",
                        to="accounts.jurisdiction",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy parameter",
                "verbose_name_plural": "policy parameters",
                "indexes": [
                    models.Index(fields=["jurisdiction", "code", "-effective_from"], name="parameter_lookup")
                ],
            },
        ),
    ]
