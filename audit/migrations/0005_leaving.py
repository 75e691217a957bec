"""Checkpoints leave: partners, what they hold, their signatures, time-stamps (ADR 23)."""

import django.db.models.deletion
from django.db import migrations, models

import core.ids
from core.rowsecurity import ANYBODY, COUNTRY, NEVER, append_only, for_login, secure

OWN = f"country = {COUNTRY}"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_seal"),
        ("countries", "0002_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("token", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=3)),
                ("key", models.TextField(blank=True)),
                ("url", models.URLField(blank=True)),
                ("is_active", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
                (
                    "authority",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=3)),
                ("size", models.BigIntegerField()),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("authority", "size"), name="cosigned_once_an_office")],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=3)),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("fetched", "Fetched"),
                            ("confirmed", "Shown to RCMS"),
                            ("cosigned", "Co-signed"),
                            ("disputed", "Does not fit"),
                        ],
                        max_length=10,
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("root", models.CharField(max_length=44)),
                ("at", models.DateTimeField()),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("authority", "how"), name="holding_once_a_way")],
            },
        ),
        # What says nothing of anybody is read by the web server: pages and the API tell it.
        *[for_login("app", table, "select") for table in ("audit_seal", "audit_tile", "audit_checkpoint", "audit_key")],
        secure("audit_witness", read=ANYBODY, insert=NEVER, update=NEVER),
        secure("audit_holding", read=ANYBODY, insert=OWN, update=f"{OWN} and how <> 'disputed'", delete=NEVER),
        secure("audit_cosignature", read=ANYBODY, insert=OWN, update=NEVER),
        append_only("audit_cosignature"),
        secure("audit_stamp", read=ANYBODY, insert=NEVER, update=NEVER),
        append_only("audit_stamp"),
        for_login("seal", "audit_witness", "select"),
        for_login("seal", "audit_holding", "select, insert, update"),
        for_login("seal", "audit_cosignature", "select, insert"),
        for_login("seal", "audit_stamp", "select, insert"),
    ]
