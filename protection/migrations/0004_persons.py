"""Requests of persons, read by the side that answers them; nobody who is kept out of one of the cases does."""

import django.contrib.postgres.fields
from django.db import migrations, models

import core.ids
from core.rowsecurity import AUDIENCE, NEVER, keep_out, needs_event, secure


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0003_between"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonRequest",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("access", "Access to the data (Article 15)"),
                            ("rectification", "Rectification (Article 16)"),
                            ("erasure", "Erasure (Article 17)"),
                            ("restriction", "Restriction of processing (Article 18)"),
                            ("objection", "Objection (Article 21)"),
                        ],
                        max_length=15,
                        verbose_name="what is asked for",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("registered", "Registered"),
                            ("collected", "Being answered"),
                            ("proposed", "Waits for a second look"),
                            ("approved", "Ready to be handed over"),
                            ("handed_over", "Handed over"),
                            ("withdrawn", "Withdrawn by the person"),
                        ],
                        default="registered",
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name of the person")),
                ("birth_date", models.CharField(blank=True, max_length=10, verbose_name="date of birth")),
                ("asked_by", models.CharField(blank=True, max_length=200, verbose_name="who asks for the person")),
                ("contact", models.CharField(max_length=500, verbose_name="where the answer goes")),
                (
                    "request",
                    models.TextField(blank=True, max_length=2000, verbose_name="what was asked, in the person's words"),
                ),
                ("arrived_on", models.DateField(verbose_name="arrived on")),
                ("due_on", models.DateField()),
                ("extended_on", models.DateField(null=True)),
                (
                    "extension_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why more time is needed"),
                ),
                (
                    "identity_check",
                    models.CharField(
                        choices=[
                            ("document", "A document with a photograph, seen"),
                            ("copy", "A copy of a document, compared with the file"),
                            ("present", "Known in person: in our care"),
                            ("representative", "A lawyer or other representative, with a power of attorney"),
                            ("signed", "An electronic signature or identification"),
                        ],
                        max_length=15,
                        verbose_name="how the identity was checked",
                    ),
                ),
                ("identity_note", models.CharField(blank=True, max_length=300, verbose_name="remark on the check")),
                ("language", models.CharField(max_length=12, verbose_name="language of the answer")),
                (
                    "case_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("items", models.JSONField(default=list)),
                ("collected_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "As asked for"),
                            ("partly", "In part"),
                            ("refused", "Refused"),
                            ("nothing", "We hold no data on this person"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("identity", "The person could not be identified (GDPR, Articles 11(2) and 12(6))"),
                            ("excessive", "Manifestly unfounded or excessive (GDPR, Article 12(5))"),
                            ("others", "Rights and freedoms of others (GDPR, Article 15(4))"),
                            ("national", "A restriction by national law (GDPR, Article 23; name the provision)"),
                            (
                                "enforcement",
                                "Law enforcement (Directive 2016/680, Articles 15 and 16(4); name the provision)",
                            ),
                            (
                                "obligation",
                                "A legal obligation or public task asks for the data (GDPR, Article 17(3)(b))",
                            ),
                            ("claims", "Legal claims (GDPR, Articles 17(3)(e) and 21(1))"),
                        ],
                        max_length=15,
                        verbose_name="ground",
                    ),
                ),
                ("ground_note", models.CharField(blank=True, max_length=1000, verbose_name="provision and reason")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="text for the person")),
                ("registered_by_name", models.CharField(max_length=150)),
                ("registered_at", models.DateTimeField()),
                ("prepared_by", models.UUIDField(null=True)),
                ("prepared_by_name", models.CharField(blank=True, max_length=150)),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_by_name", models.CharField(blank=True, max_length=150)),
                ("approved_at", models.DateTimeField(null=True)),
                ("handed_over_on", models.DateField(null=True, verbose_name="handed over on")),
                ("handed_over_how", models.CharField(blank=True, max_length=300, verbose_name="how")),
                ("ended_at", models.DateTimeField(null=True)),
                ("keep_until", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="person_answer_seen_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "handed_over"]), _negated=True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="person_answer_approved",
                    ),
                ],
            },
        ),
        secure("protection_personrequest", read=AUDIENCE, insert=AUDIENCE, delete=NEVER),
        keep_out("protection_personrequest", named="case_ids"),
        needs_event("protection_personrequest", key="id"),
    ]
