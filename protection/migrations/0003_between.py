"""What the two sides ask and tell each other about data, with its walls: the offices of both, no delegate."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids
from cases.migrations._later_parts import later_part
from core.rowsecurity import of_sides, whole

OFFICES = whole(of_sides("own_side <> 'receiving'", "own_side <> 'requesting' and shared"))
IN_OWN_NAME = whole(of_sides("shared and asked_side = 'requesting'", "shared and asked_side = 'receiving'"))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_restriction"),
        ("protection", "0002_disclosures"),
    ]

    operations = [
        migrations.CreateModel(
            name="BetweenRequest",
            fields=[
                (
                    "own_side",
                    models.CharField(
                        blank=True,
                        choices=[("requesting", "requesting"), ("receiving", "receiving")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("requesting_country", models.CharField(default="", editable=False, max_length=3)),
                ("receiving_country", models.CharField(default="", editable=False, max_length=3)),
                ("requesting_authority", models.UUIDField(editable=False, null=True)),
                ("receiving_authority", models.UUIDField(editable=False, null=True)),
                (
                    "delegates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("shared", models.BooleanField(default=False, editable=False)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("use_report", "Report on the use of the data"),
                            ("onward_sharing", "Consent to share the data with another body"),
                            ("correction", "Notice of a correction"),
                            ("erasure", "Notice of an erasure"),
                            ("blocking", "Notice of a blocking"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for an answer"),
                            ("told", "Answered"),
                            ("consented", "Consented"),
                            ("conditions", "Consented with conditions"),
                            ("refused", "Refused"),
                            ("shared", "Shared, as consented"),
                            ("applied", "Applied"),
                            ("not_applied", "Not applied"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=15,
                    ),
                ),
                (
                    "asked_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("asked_office", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "data",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("identity", "who the person is: names, birth, sex, nationality, family particulars"),
                                ("documents", "documents of the person and their numbers"),
                                ("photograph", "the photograph"),
                                ("entry", "entry, stay and route"),
                                ("family", "members of the family"),
                                ("health", "health and care, with the person's consent"),
                                ("measures", "measures of protection or security, observations"),
                                ("verification", "the check of the identity, and interviews"),
                                ("decision", "the reply to the application"),
                                ("travel_document", "the travel document"),
                                ("transfer", "the journey and the handover"),
                                ("messages", "messages, questions and notes between the two sides"),
                                ("files", "files"),
                                ("marks", "marks of the case, such as a child or a vulnerable person"),
                                ("reception", "who receives a child"),
                                ("monitoring", "the monitoring of the transfer"),
                                ("costs", "costs"),
                                ("procedure", "where the procedure stands, and its time limits"),
                                ("request", "what the two sides ask each other about the data"),
                                ("receipt", "a receipt: nothing new about the person"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=2000, verbose_name="text for the other side")),
                (
                    "recipient",
                    models.CharField(blank=True, max_length=200, verbose_name="body that is to receive the data"),
                ),
                ("purpose", models.CharField(blank=True, max_length=500, verbose_name="purpose")),
                (
                    "changed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("is_by_system", models.BooleanField(default=False)),
                ("answered_office", models.CharField(blank=True, max_length=200)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("shared_on", models.DateField(null=True, verbose_name="shared on")),
                ("ended_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(fields=["case", "-asked_at"], name="between_of_case"),
                    models.Index(
                        condition=models.Q(("ended_at", None)), fields=["due_at", "id"], name="between_waiting"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("own_side", "")), name="between_is_of_both_sides"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "told",
                                    "consented",
                                    "conditions",
                                    "refused",
                                    "shared",
                                    "applied",
                                    "not_applied",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="between_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shared_on", None),
                            models.Q(("kind", "onward_sharing"), ("state", "shared")),
                            _connector="OR",
                        ),
                        name="between_shared_with_consent",
                    ),
                ],
            },
        ),
        *later_part("protection_betweenrequest", read=OFFICES, insert=IN_OWN_NAME, update=OFFICES),
    ]
