import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_walls"),
        ("countries", "0001_initial"),
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
                (
                    "named_cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
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
                "indexes": [
                    models.Index(fields=["subject", "created_at"], name="file_of_subject"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("named_cases", []), _negated=True),
                        fields=["named_cases"],
                        name="file_naming_cases",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "letter",
                    models.CharField(
                        choices=[
                            ("readmission_application", "Readmission application"),
                            ("reply", "Reply to a readmission application"),
                            ("transfer_notice", "Notice of transfer"),
                            ("handover_record", "Record of handover"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "block",
                    models.CharField(
                        choices=[
                            ("opening", "Opening, below the title"),
                            ("closing", "Closing, above the signatures"),
                            ("legal_remedy", "Legal remedies, above the closing"),
                            ("footer", "Small print at the end"),
                        ],
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(max_length=12)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True, max_length=1500)),
                ("approved_at", models.DateTimeField()),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "letter", "block", "language", "version"), name="letter_text_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PagePreview",
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
                ("page", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Asked"), ("done", "Done"), ("failed", "Failed")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("storage_id", models.CharField(max_length=32, null=True, unique=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="previews", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("file", "page"), name="one_preview_of_a_page")],
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
                (
                    "named_cases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("template", models.CharField(max_length=40)),
                ("template_version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=15)),
                ("series", models.CharField(blank=True, default="", max_length=40)),
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
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("named_cases", []), _negated=True),
                        fields=["named_cases"],
                        name="paper_naming_cases",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "template", "series", "version"), name="paper_version_of_subject"
                    ),
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
