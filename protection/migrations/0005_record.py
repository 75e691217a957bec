"""What the controllers add to the record of processing: read and written in their own country."""

import django.db.models.deletion
from django.db import migrations, models

import core.ids
from core.rowsecurity import COUNTRY, NEVER, SEES_CASES, secure

OWN = f"country_id = {COUNTRY}"


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0002_walls"),
        ("protection", "0004_persons"),
    ]

    operations = [
        migrations.CreateModel(
            name="ControllerRecord",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "country",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                    ),
                ),
                ("controller", models.TextField(blank=True, max_length=500, verbose_name="controller, with address")),
                (
                    "officer",
                    models.TextField(blank=True, max_length=500, verbose_name="data protection officer, with address"),
                ),
                (
                    "legal_basis",
                    models.TextField(blank=True, max_length=2000, verbose_name="legal basis in national law"),
                ),
                ("retention", models.TextField(blank=True, max_length=2000, verbose_name="how long data is kept")),
                (
                    "safeguards",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="safeguards for transfers to other states"
                    ),
                ),
                ("security", models.TextField(blank=True, max_length=2000, verbose_name="security measures")),
                ("changed_at", models.DateTimeField()),
                ("changed_by_name", models.CharField(max_length=150)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        secure(
            "protection_controllerrecord",
            read=OWN,
            insert=f"{OWN} and {SEES_CASES}",
            update=f"{OWN} and {SEES_CASES}",
            delete=NEVER,
        ),
    ]
