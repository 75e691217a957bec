import django.contrib.postgres.fields
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0003_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="WatchedDays",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=3, unique=True)),
                ("last_day", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="UnusualAccess",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("many_cases", "Many cases"),
                            ("off_hours", "Outside working hours"),
                            ("own_name", "Own family name"),
                            ("never_assigned", "Cases of others"),
                            ("denied", "Denied looks"),
                        ],
                        max_length=20,
                    ),
                ),
                ("country", models.CharField(max_length=3)),
                ("authority_id", models.UUIDField()),
                ("office", models.CharField(max_length=200)),
                ("user_id", models.UUIDField()),
                ("user_name", models.CharField(max_length=150)),
                ("role", models.CharField(blank=True, max_length=30)),
                ("day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("usual", models.PositiveIntegerField(null=True)),
                (
                    "evidence",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                (
                    "named_cases",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To review"), ("signed", "Signed off")], default="open", max_length=10
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("justified", "Justified: the work explains it"),
                            ("followed_up", "Followed up with the person"),
                            ("forwarded", "Forwarded to whoever decides about it"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_by_name", models.CharField(blank=True, max_length=150)),
                ("signed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-found_at", "-id"],
                "indexes": [models.Index(fields=["country", "state", "-found_at", "-id"], name="unusual_access_found")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "user_id", "authority_id", "day"), name="unusual_access_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("signed_at", None), ("signed_by", None), ("state", "open")),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("state", "signed"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="unusual_access_names_who_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("signed_by", None),
                            models.Q(("signed_by", models.F("user_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="unusual_access_is_signed_by_another",
                    ),
                ],
            },
        ),
    ]
