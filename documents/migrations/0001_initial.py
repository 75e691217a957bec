import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
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
                ("subject", models.CharField(max_length=100)),
                ("case_reference", models.CharField(blank=True, max_length=30)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photograph", "Photograph"),
                            ("evidence", "Evidence"),
                            ("attachment", "Attachment"),
                            ("generated", "Generated paper"),
                        ],
                        max_length=20,
                    ),
                ),
                ("storage_id", models.CharField(max_length=32, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("viewing_storage_id", models.CharField(max_length=32, null=True, unique=True)),
                ("viewing_sha256", models.CharField(blank=True, max_length=64)),
                ("viewing_media_type", models.CharField(blank=True, max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("media_type", models.CharField(max_length=40)),
                ("original_name", models.CharField(max_length=130)),
                ("pages", models.PositiveIntegerField(default=1)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("uploaded_by_name", models.CharField(blank=True, max_length=150)),
                ("uploaded_by_id", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("is_withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["subject", "created_at"], name="file_of_subject")],
            },
        ),
        migrations.CreateModel(
            name="GeneratedDocument",
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
                ("subject", models.CharField(max_length=100)),
                ("case_reference", models.CharField(blank=True, max_length=30)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("template", models.CharField(max_length=40)),
                ("template_version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=15)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("requested", "Being drawn"), ("done", "Issued"), ("failed", "Not drawn yet")],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("context", models.JSONField()),
                ("context_sha256", models.CharField(max_length=64)),
                ("requested_at", models.DateTimeField()),
                ("requested_by_name", models.CharField(max_length=150)),
                ("requested_by_id", models.UUIDField()),
                ("issued_at", models.DateTimeField(null=True)),
                (
                    "progress",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.jobprogress"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "template", "version"), name="paper_version_of_subject"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("issued_at__isnull", False), ("state", "done")),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("file__isnull", True),
                                ("issued_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_done_has_file",
                    ),
                ],
            },
        ),
    ]
