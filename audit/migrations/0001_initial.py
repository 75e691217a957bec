import django.contrib.postgres.fields
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Access",
            fields=[
                (
                    "audience_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "audience_authorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "audience_groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=150)),
                ("on_behalf_of", models.CharField(blank=True, max_length=150)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("authority_id", models.UUIDField(null=True)),
                ("authority_name", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(blank=True, max_length=100)),
                ("case_key", models.UUIDField(null=True)),
                ("case_reference", models.CharField(blank=True, max_length=30)),
                ("request_id", models.CharField(blank=True, max_length=40)),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "result",
                    models.CharField(choices=[("seen", "Seen"), ("denied", "Denied")], default="seen", max_length=10),
                ),
                ("parameters", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_key", "at"], name="access_of_case"),
                    models.Index(fields=["-at"], name="access_at"),
                    models.Index(fields=["actor_id", "-at"], name="access_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "audience_countries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "audience_authorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "audience_groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(null=True)),
                ("actor_name", models.CharField(max_length=150)),
                ("on_behalf_of", models.CharField(blank=True, max_length=150)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("authority_id", models.UUIDField(null=True)),
                ("authority_name", models.CharField(blank=True, max_length=200)),
                ("country", models.CharField(blank=True, max_length=3)),
                ("action", models.CharField(max_length=60)),
                ("subject", models.CharField(blank=True, max_length=100)),
                ("case_key", models.UUIDField(null=True)),
                ("case_reference", models.CharField(blank=True, max_length=30)),
                ("request_id", models.CharField(blank=True, max_length=40)),
                ("address", models.GenericIPAddressField(null=True)),
                (
                    "result",
                    models.CharField(choices=[("done", "Done"), ("refused", "Refused")], default="done", max_length=10),
                ),
                ("parameters", models.JSONField(default=dict)),
                ("changed", models.JSONField(default=list)),
                ("values", models.TextField(blank=True)),
                ("reason", models.CharField(blank=True, max_length=2000)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case_key", "at"], name="event_of_case"),
                    models.Index(fields=["-at"], name="event_at"),
                ],
            },
        ),
    ]
