import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("countries", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeRequest",
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
                            ("enrol_office", "Enrol an office"),
                            ("enrol_country", "Enrol a country"),
                            ("move_office", "Put an office below another one"),
                            ("deactivate_office", "Deactivate an office"),
                            ("reactivate_office", "Take an office into use again"),
                            ("change_desk", "Change the national desk"),
                            ("give_role", "Give a role"),
                            ("client_secret", "Give a national system a new secret"),
                            ("enrol_client", "Enrol a national system"),
                            ("repair_grants", "Restore the rights of a role"),
                            ("move_person", "Move a person to another office"),
                            ("reset_password", "Make a new first password"),
                            ("reset_factors", "Take away somebody's second step"),
                            ("set_provider", "Set up the sign-in of an authority"),
                            ("link_account", "Link an account to the sign-in of the authority"),
                            ("letter_text", "Change the words of a paper"),
                            ("edit_agreement", "Change the values of an agreement"),
                            ("add_agreement", "Add an agreement"),
                            ("edit_calendar", "Change the working days of a country"),
                            ("recompute", "Compute running time limits anew"),
                        ],
                        max_length=20,
                    ),
                ),
                ("payload", models.JSONField()),
                ("reason", models.CharField(max_length=1000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a second person"),
                            ("approved", "Approved and done"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                            ("failed", "Approved, but no longer possible"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                ("requested_by", models.UUIDField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decision_note", models.CharField(blank=True, max_length=1000)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.authority",
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
                (
                    "decided_office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.authority",
                    ),
                ),
                (
                    "requested_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recomputation",
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
                ("clock_id", models.UUIDField()),
                ("clock_kind", models.CharField(max_length=30)),
                ("case_reference", models.CharField(max_length=40)),
                ("time_zone", models.CharField(max_length=64)),
                ("due_before", models.DateTimeField()),
                ("due_after", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Computed anew"),
                            ("left", "Left as it is: it ended or changed meanwhile"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="administration.changerequest"
                    ),
                ),
            ],
            options={
                "ordering": ["due_before", "id"],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("enrolled", "Enrolled"),
                            ("deactivated", "Deactivated"),
                            ("reactivated", "Taken into use again"),
                            ("desk", "Became the national desk"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_first_of_country", models.BooleanField(default=False)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register_entries",
                        to="countries.authority",
                    ),
                ),
                (
                    "confirmed_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
                (
                    "requested_office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AccessReview",
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
                ("quarter", models.CharField(max_length=7)),
                ("due_on", models.DateField()),
                ("lines", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_by_name", models.CharField(blank=True, max_length=150)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
            options={
                "ordering": ["-quarter", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("authority", "quarter"), name="access_reviewed_once_a_quarter"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="access_review_names_its_signer",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="changerequest",
            index=models.Index(fields=["country", "state", "requested_at"], name="change_waiting"),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "rejected", "failed"]), _negated=True),
                    models.Q(("decided_by", models.F("requested_by")), _negated=True),
                    _connector="OR",
                ),
                name="change_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", models.F("requested_by")), ("state", "withdrawn")),
                    models.Q(("state", "withdrawn"), _negated=True),
                    _connector="OR",
                ),
                name="change_withdrawn_by_requester",
            ),
        ),
        migrations.AddConstraint(
            model_name="changerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "waiting")),
                    models.Q(
                        models.Q(("state", "waiting"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="change_decided_or_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="recomputation",
            constraint=models.UniqueConstraint(fields=("change", "clock_id"), name="each_clock_once_for_a_change"),
        ),
        migrations.AddIndex(
            model_name="registerentry",
            index=models.Index(fields=["-at"], name="register_at"),
        ),
    ]
