import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualitySample",
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
                ("closed_from", models.DateField(verbose_name="closed from")),
                ("closed_to", models.DateField(verbose_name="closed up to and including")),
                ("share_percent", models.PositiveSmallIntegerField(verbose_name="share in per cent")),
                ("minimum", models.PositiveSmallIntegerField(verbose_name="at least")),
                ("maximum", models.PositiveSmallIntegerField(verbose_name="at most")),
                ("seed", models.CharField(max_length=32)),
                ("population", models.PositiveIntegerField()),
                ("population_digest", models.CharField(max_length=64)),
                ("items", models.JSONField(default=list)),
                ("drawn_by", models.UUIDField()),
                ("drawn_by_name", models.CharField(max_length=150)),
                ("drawn_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-drawn_at", "-id"],
                "indexes": [models.Index(fields=["-drawn_at", "-id"], name="quality_sample_at")],
            },
        ),
        migrations.CreateModel(
            name="QualityReview",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To review"), ("done", "Reviewed")], default="open", max_length=10
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                ("reviewed_by", models.UUIDField(null=True)),
                ("reviewed_by_name", models.CharField(blank=True, max_length=150)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="supervision.qualitysample",
                    ),
                ),
            ],
            options={
                "ordering": ["sample_id", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "case"), name="quality_case_once_a_sample"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="quality_review_names_its_reviewer",
                    ),
                ],
            },
        ),
    ]
