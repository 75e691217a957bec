import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0003_walls"),
        ("countries", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=30, null=True, unique=True, verbose_name="reference")),
                (
                    "delegates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("shared", models.BooleanField(default=False)),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("own_national", "own national"),
                            ("third_country_national", "third-country national"),
                            ("stateless", "stateless person"),
                            ("transit", "transit"),
                        ],
                        default="own_national",
                        max_length=30,
                        verbose_name="track",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("submitted", "Submitted"),
                            ("returned_incomplete", "Returned as incomplete"),
                            ("received", "Received"),
                            ("in_verification", "Identity being verified"),
                            ("decision_proposed", "Decision proposed"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("inconclusive", "Inconclusive"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("time_barred", "Out of time"),
                            ("closed", "Closed"),
                        ],
                        default="draft",
                        max_length=30,
                        verbose_name="status",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("refused", "Refused"), ("inconclusive", "Inconclusive")],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("express", "express reply"),
                            ("silence", "no reply within the time limit"),
                            (
                                "silence_transfer",
                                "no reply within the time limit, after which the transfer may go ahead",
                            ),
                            ("upheld_late_reply", "late reply upheld"),
                            ("paper", "reply on paper"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                (
                    "known_on",
                    models.DateField(blank=True, null=True, verbose_name="unlawful entry or stay known since"),
                ),
                ("is_interview_requested", models.BooleanField(default=False, verbose_name="interview requested")),
                (
                    "protective_measures",
                    models.TextField(blank=True, max_length=1000, verbose_name="protective or security measures"),
                ),
                ("observations", models.TextField(blank=True, max_length=2000, verbose_name="observations")),
                ("created_by", models.UUIDField()),
                ("created_by_name", models.CharField(max_length=150)),
                ("prepared_by", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("interviewed_at", models.DateTimeField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("next_due_at", models.DateTimeField(null=True)),
                ("next_due_kind", models.CharField(blank=True, default="", max_length=30)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.agreement"
                    ),
                ),
                (
                    "consulate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.authority",
                    ),
                ),
                (
                    "receiving_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "receiving_country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
                (
                    "requesting_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "requesting_country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("case_view_case", "view_case (case)"),
                    ("case_draft_case", "draft_case (case)"),
                    ("case_work_case", "work_case (case)"),
                    ("case_assign_case", "assign_case (case)"),
                    ("case_release_case", "release_case (case)"),
                    ("case_withdraw_case", "withdraw_case (case)"),
                    ("case_acknowledge_case", "acknowledge_case (case)"),
                    ("case_assign_verification", "assign_verification (case)"),
                    ("case_answer_verification", "answer_verification (case)"),
                    ("case_propose_decision", "propose_decision (case)"),
                    ("case_countersign_decision", "countersign_decision (case)"),
                    ("case_issue_travel_document", "issue_travel_document (case)"),
                    ("case_plan_transfer", "plan_transfer (case)"),
                    ("case_confirm_transfer", "confirm_transfer (case)"),
                    ("case_view_arrivals", "view_arrivals (case)"),
                    ("case_record_handover", "record_handover (case)"),
                    ("case_close_case", "close_case (case)"),
                    ("case_view_audit", "view_audit (case)"),
                    ("case_view_statistics", "view_statistics (case)"),
                    ("case_export_data", "export_data (case)"),
                    ("case_review_quality", "review_quality (case)"),
                    ("case_administer", "administer (case)"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="CaseClock",
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
                            ("submission", "Submission of the application"),
                            ("reply", "Reply"),
                            ("travel_document_issue", "Travel document"),
                            ("transfer", "Transfer"),
                            ("travel_document_validity", "Validity of the travel document"),
                            ("travel_document_renewal", "New travel document"),
                            ("transfer_notice", "Notice of the transfer"),
                            ("transfer_notice_reply", "Reply to the notice of transfer"),
                            ("resubmission_reply", "Reply to a short second application"),
                            ("error", "Claim of readmission in error"),
                            ("interview", "Interview"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "Running"),
                            ("paused", "Standing still"),
                            ("met", "Met"),
                            ("missed", "Missed"),
                            ("expired", "Ended"),
                            ("cancelled", "Cancelled"),
                            ("superseded", "Replaced"),
                        ],
                        default="running",
                        max_length=10,
                    ),
                ),
                (
                    "acting_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("warn_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("due", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="cases.caseclock",
                    ),
                ),
            ],
            options={
                "ordering": ["started_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CaseFlag",
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
                            ("vulnerable", "Vulnerable"),
                            ("minor", "Minor"),
                            ("unaccompanied", "Unaccompanied minor"),
                            ("family", "Family"),
                            ("detained", "Detained"),
                            ("urgent", "Urgent"),
                        ],
                        max_length=20,
                        verbose_name="flag",
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("office", models.CharField(max_length=200)),
                ("since_on", models.DateField(verbose_name="since")),
                ("until_on", models.DateField(null=True, verbose_name="until")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_how",
                    models.CharField(blank=True, choices=[("changed", "Changed"), ("ended", "Ended")], max_length=10),
                ),
                ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="reason for the end")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["set_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CaseGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="group_grants", to="cases.case"
                    ),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseGroup",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=[("family", "Family")], default="family", max_length=20)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "receiving_country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
                (
                    "requesting_country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="group",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.casegroup"
            ),
        ),
        migrations.CreateModel(
            name="CaseLink",
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
                            ("earlier_case", "Earlier case"),
                            ("same_person", "Same person"),
                            ("related", "Related case"),
                        ],
                        max_length=20,
                        verbose_name="kind of link",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                ("made_by_name", models.CharField(max_length=150)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=150)),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="links_here", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CasePrivate",
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
                ("version", models.PositiveIntegerField(default=1)),
                ("file_number", models.CharField(blank=True, max_length=60, verbose_name="own file number")),
                (
                    "return_decision_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the return decision"),
                ),
                (
                    "return_decision_number",
                    models.CharField(blank=True, max_length=60, verbose_name="number of the return decision"),
                ),
                (
                    "is_decision_final",
                    models.BooleanField(default=False, verbose_name="the return decision is final and enforceable"),
                ),
                (
                    "legal_status_checked_on",
                    models.DateField(blank=True, null=True, verbose_name="legal status checked on"),
                ),
                (
                    "vulnerabilities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("minor", "Minor"),
                                ("unaccompanied_minor", "Unaccompanied minor"),
                                ("disabled", "Person with a disability"),
                                ("elderly", "Elderly person"),
                                ("pregnant", "Pregnant woman"),
                                ("single_parent", "Single parent with minor children"),
                                ("serious_violence", "Victim of torture, rape or other serious violence"),
                            ],
                            max_length=30,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="vulnerable person",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("review", "Before an application is released"),
                            ("receipt", "When an application is received"),
                            ("decision", "Before a decision is proposed"),
                            ("transfer", "Before a transfer is planned or announced"),
                            ("quality", "When closed cases are reviewed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("items", models.JSONField(default=list)),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClockExtension",
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
                    "basis",
                    models.CharField(
                        choices=[
                            ("reasoned_request", "on a reasoned request"),
                            ("notice", "by mere notice"),
                            ("consent", "with the consent of the other side"),
                            ("unknown", "on terms that are not known"),
                        ],
                        max_length=20,
                    ),
                ),
                ("asked_value", models.PositiveIntegerField(verbose_name="how much longer")),
                ("granted_value", models.PositiveIntegerField(null=True)),
                ("reasons", models.TextField(max_length=2000, verbose_name="reasons")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("granted", "Granted"),
                            ("refused", "Not granted"),
                            ("lapsed", "Not answered in time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="cases.caseclock"
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="ClockPause",
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
                ("paused_at", models.DateTimeField()),
                ("resumed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="cases.caseclock"
                    ),
                ),
            ],
            options={
                "ordering": ["paused_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                    "outcome",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("refused", "Refused"), ("inconclusive", "Inconclusive")],
                        max_length=20,
                        verbose_name="decision",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("express", "express reply"),
                            ("silence", "no reply within the time limit"),
                            (
                                "silence_transfer",
                                "no reply within the time limit, after which the transfer may go ahead",
                            ),
                            ("upheld_late_reply", "late reply upheld"),
                            ("paper", "reply on paper"),
                        ],
                        default="express",
                        max_length=20,
                    ),
                ),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=2000, verbose_name="reasons")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("countersigned", "Countersigned"),
                            ("sent_back", "Sent back"),
                            ("lapsed", "Overtaken by the end of the time limit"),
                            ("deemed", "By the end of the time limit"),
                            ("undone", "Undone"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("proposed_by", models.UUIDField(null=True)),
                ("proposed_by_name", models.CharField(blank=True, max_length=150)),
                ("proposed_at", models.DateTimeField()),
                ("countersigned_by", models.UUIDField(null=True)),
                ("countersigned_by_name", models.CharField(blank=True, max_length=150)),
                ("countersigned_at", models.DateTimeField(null=True)),
                (
                    "status_before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("submitted", "Submitted"),
                            ("returned_incomplete", "Returned as incomplete"),
                            ("received", "Received"),
                            ("in_verification", "Identity being verified"),
                            ("decision_proposed", "Decision proposed"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("inconclusive", "Inconclusive"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                            ("time_barred", "Out of time"),
                            ("closed", "Closed"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["proposed_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Detention",
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
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place of detention")),
                ("since", models.DateField(blank=True, null=True, verbose_name="detained since")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Dispute",
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
                            ("delivery", "The application was not delivered, or later"),
                            ("reply_in_time", "A reply was given in time"),
                            ("paper", "The reply on paper was not given, or says something else"),
                        ],
                        max_length=20,
                        verbose_name="objection",
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True)),
                ("statement", models.TextField(max_length=4000, verbose_name="statement")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[("post", "Post"), ("fax", "Fax"), ("email", "E-mail"), ("hand", "By hand")],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("refused", "Refused"), ("inconclusive", "Inconclusive")],
                        max_length=20,
                    ),
                ),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=2000)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("raised", "Raised"),
                            ("upheld", "Upheld"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="raised",
                        max_length=10,
                    ),
                ),
                ("raised_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["raised_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
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
                ("kind", models.CharField(max_length=40, verbose_name="document")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="number")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="date of issue")),
                ("issued_at", models.CharField(blank=True, max_length=150, verbose_name="place of issue")),
                ("issuing_authority", models.CharField(blank=True, max_length=150, verbose_name="issuing authority")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="expiry date")),
                ("mrz", models.TextField(blank=True, max_length=200, verbose_name="machine-readable lines")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                ("worth", models.CharField(blank=True, max_length=20)),
                ("worth_citation", models.CharField(blank=True, max_length=100)),
                ("worth_certainty", models.CharField(blank=True, max_length=2)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="FamilyMember",
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
                    "relation",
                    models.CharField(
                        choices=[("spouse", "Spouse"), ("child", "Child")], max_length=10, verbose_name="relation"
                    ),
                ),
                ("family_name", models.CharField(max_length=150, verbose_name="family name")),
                ("given_names", models.CharField(max_length=150, verbose_name="given names")),
                ("maiden_name", models.CharField(blank=True, max_length=150, verbose_name="maiden name")),
                ("birth_date", models.CharField(blank=True, max_length=10, verbose_name="date of birth")),
                ("birth_place", models.CharField(blank=True, max_length=150, verbose_name="place of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("M", "Male"), ("F", "Female"), ("X", "Unspecified")],
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                ("nationality", models.CharField(blank=True, max_length=3, verbose_name="nationality")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "own_case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HealthNote",
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
                    "statement",
                    models.CharField(blank=True, max_length=1000, verbose_name="state of health, help or care needed"),
                ),
                (
                    "has_consent",
                    models.BooleanField(default=False, verbose_name="the person has consented to this being sent"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                ("number", models.PositiveIntegerField()),
                (
                    "side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("office", models.CharField(max_length=200)),
                ("text", models.TextField(max_length=4000, verbose_name="message")),
                ("sent_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="MessageAuthor",
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
                ("user_id", models.UUIDField()),
                ("name", models.CharField(max_length=150)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="author", to="cases.message"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageFile",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="cases.message"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PaperRecord",
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
                        choices=[("acknowledgement", "Acknowledgement of receipt"), ("reply", "Reply")], max_length=20
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("post", "Post"), ("fax", "Fax"), ("email", "E-mail"), ("hand", "By hand")],
                        max_length=10,
                        verbose_name="how it came",
                    ),
                ),
                ("dated_at", models.DateTimeField()),
                (
                    "entered_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("accepted", "Accepted"), ("refused", "Refused"), ("inconclusive", "Inconclusive")],
                        max_length=20,
                    ),
                ),
                (
                    "reason_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("reasons", models.TextField(blank=True, max_length=2000)),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["dated_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PauseReason",
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
                    "cause",
                    models.CharField(
                        choices=[
                            ("legal_obstacle", "a legal obstacle"),
                            ("practical_obstacle", "a practical obstacle"),
                        ],
                        max_length=20,
                        verbose_name="cause",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("court_suspension", "A court suspended the removal"),
                            ("protection_procedure", "A protection procedure is pending"),
                            ("unfit_to_travel", "The person is not fit to travel"),
                            ("absconded", "The person absconded"),
                            ("transport", "There is no transport"),
                            ("other", "Another reason"),
                        ],
                        max_length=30,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=1000, verbose_name="note")),
                ("review_on", models.DateField(verbose_name="to be reviewed on")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "pause",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reason", to="cases.clockpause"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Person",
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
                ("family_name", models.CharField(blank=True, max_length=150, verbose_name="family name")),
                ("given_names", models.CharField(blank=True, max_length=150, verbose_name="given names")),
                (
                    "family_name_native",
                    models.CharField(blank=True, max_length=150, verbose_name="family name in native script"),
                ),
                (
                    "given_names_native",
                    models.CharField(blank=True, max_length=150, verbose_name="given names in native script"),
                ),
                (
                    "native_language",
                    models.CharField(blank=True, max_length=12, verbose_name="language of the native script"),
                ),
                ("maiden_name", models.CharField(blank=True, max_length=150, verbose_name="maiden name")),
                ("other_names", models.CharField(blank=True, max_length=300, verbose_name="also known as")),
                ("birth_date", models.CharField(blank=True, max_length=10, verbose_name="date of birth")),
                ("birth_place", models.CharField(blank=True, max_length=150, verbose_name="place of birth")),
                ("birth_country", models.CharField(blank=True, max_length=3, verbose_name="country of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("M", "Male"), ("F", "Female"), ("X", "Unspecified")],
                        max_length=1,
                        verbose_name="sex",
                    ),
                ),
                (
                    "height_cm",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="height in centimetres"),
                ),
                ("eye_colour", models.CharField(blank=True, max_length=30, verbose_name="colour of eyes")),
                (
                    "distinguishing_marks",
                    models.CharField(blank=True, max_length=300, verbose_name="distinguishing marks"),
                ),
                ("nationality", models.CharField(blank=True, max_length=3, verbose_name="nationality")),
                (
                    "former_nationalities",
                    models.CharField(blank=True, max_length=150, verbose_name="earlier nationalities"),
                ),
                ("languages", models.CharField(blank=True, max_length=150, verbose_name="languages")),
                ("father_name", models.CharField(blank=True, max_length=150, verbose_name="father's name")),
                ("mother_name", models.CharField(blank=True, max_length=150, verbose_name="mother's name")),
                (
                    "civil_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("single", "Single"),
                            ("married", "Married"),
                            ("partnership", "Registered partnership"),
                            ("divorced", "Divorced"),
                            ("widowed", "Widowed"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                        verbose_name="civil status",
                    ),
                ),
                (
                    "last_address",
                    models.CharField(blank=True, max_length=300, verbose_name="last address in the requested State"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
                (
                    "photograph",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Presence",
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
                ("user_id", models.UUIDField()),
                ("user_name", models.CharField(max_length=150)),
                ("act", models.CharField(blank=True, max_length=40)),
                ("seen_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("name", models.CharField(max_length=60, verbose_name="name of the filter")),
                ("query", models.JSONField(default=dict)),
                ("is_default", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user_id", "name"), name="filter_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("user_id",),
                        name="one_default_filter_of_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchKey",
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
                            ("name", "name"),
                            ("birth", "date of birth"),
                            ("document", "document number"),
                            ("file_number", "own file number"),
                            ("reference", "reference"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=40)),
                ("word", models.CharField(max_length=100)),
                ("skeleton", models.CharField(blank=True, max_length=60)),
                ("shown", models.CharField(max_length=150)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchQuery",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("asked", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["expires_at"], name="search_query_ended")],
            },
        ),
        migrations.CreateModel(
            name="SharedNote",
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
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                (
                    "side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("office", models.CharField(max_length=200)),
                ("shared_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["-shared_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="OwnSideNote",
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
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                ("author_id", models.UUIDField()),
                ("author_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "shared_as",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="note",
                        to="cases.sharednote",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Thread",
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
                        choices=[("question", "Question"), ("information_request", "Information request")],
                        default="question",
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=150, verbose_name="subject")),
                (
                    "opened_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("opened_by_office", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Waiting for an answer"), ("answered", "Answered"), ("closed", "Closed")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="answer by")),
                ("message_count", models.PositiveIntegerField(default=0)),
                ("last_message_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["-last_message_at", "-id"],
            },
        ),
        migrations.AddField(
            model_name="message",
            name="thread",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="cases.thread"
            ),
        ),
        migrations.CreateModel(
            name="InformationRequest",
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
                    "status",
                    models.CharField(
                        choices=[("asked", "Asked"), ("answered", "Answered"), ("cancelled", "Cancelled")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("documents", "Further documents or copies"),
                                ("photograph", "A better photograph"),
                                ("fingerprints", "Fingerprints"),
                                ("family_details", "Details of parents and other relatives"),
                                ("address_details", "Earlier addresses, schools or work places"),
                                ("interview", "An interview with the person"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                (
                    "asked_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.message"
                    ),
                ),
                (
                    "thread",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="information", to="cases.thread"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("notified", "Notice given"),
                            ("confirmed", "Confirmed"),
                            ("counter_proposed", "Other date proposed"),
                            ("handed_over", "Handed over"),
                            ("failed", "Failed"),
                            ("replaced", "Replaced by a new plan"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("arrives_at", models.DateTimeField(verbose_name="arrival")),
                (
                    "means",
                    models.CharField(
                        choices=[("air", "By air"), ("land", "By land"), ("sea", "By sea")],
                        max_length=5,
                        verbose_name="means",
                    ),
                ),
                (
                    "carrier_number",
                    models.CharField(blank=True, max_length=40, verbose_name="flight or vehicle number"),
                ),
                ("departure_place", models.CharField(blank=True, max_length=150, verbose_name="place of departure")),
                ("escorts", models.PositiveSmallIntegerField(default=0, verbose_name="number of escorts")),
                (
                    "escort_names",
                    models.CharField(blank=True, max_length=500, verbose_name="names and functions of the escorts"),
                ),
                (
                    "special_help",
                    models.CharField(blank=True, max_length=500, verbose_name="special help or care on the way"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("planned_by_name", models.CharField(max_length=150)),
                ("planned_at", models.DateTimeField()),
                ("notified_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("proposed_arrival", models.DateTimeField(null=True, verbose_name="other date proposed")),
                (
                    "answer_note",
                    models.CharField(blank=True, max_length=500, verbose_name="remark of the receiving side"),
                ),
                (
                    "failure_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_presented", "The person was not presented"),
                            ("flight_cancelled", "The flight or transport was cancelled"),
                            ("carrier_refused", "The carrier refused to take the person"),
                            ("medical", "Not fit to travel on the day"),
                            ("resistance", "The person resisted"),
                            ("refused_at_border", "Refused at the border"),
                            ("documents", "The documents were missing or not valid"),
                            ("postponed", "The transfer was postponed"),
                        ],
                        max_length=30,
                        verbose_name="what happened",
                    ),
                ),
                ("failure_note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "crossing_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.crossingpoint"
                    ),
                ),
            ],
            options={
                "ordering": ["planned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Handover",
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
                ("at", models.DateTimeField(verbose_name="handed over at")),
                ("handed_over_by", models.CharField(max_length=200, verbose_name="handed over by (name and function)")),
                ("received_by", models.CharField(max_length=200, verbose_name="received by (name and function)")),
                (
                    "papers",
                    models.CharField(blank=True, max_length=500, verbose_name="documents and belongings handed over"),
                ),
                ("remarks", models.CharField(blank=True, max_length=1000, verbose_name="remarks")),
                ("recorded_by_name", models.CharField(max_length=150)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handover", to="cases.transfer"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TravelDocument",
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
                ("number", models.CharField(max_length=20, verbose_name="number")),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                ("issued_by_name", models.CharField(max_length=150)),
                ("issued_at", models.DateTimeField()),
                ("mrz", models.TextField(blank=True)),
                (
                    "fallback",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "a travel document of the requesting country"),
                            ("european", "the European travel document for return, Regulation (EU) 2016/1953"),
                            ("standard", "the common document annexed to the agreement"),
                            ("expired", "the expired travel document"),
                        ],
                        max_length=10,
                        verbose_name="document used",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("issued", "Issued"), ("used", "Used"), ("revoked", "Revoked")],
                        default="issued",
                        max_length=10,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "issuing_authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.generateddocument",
                    ),
                ),
            ],
            options={
                "ordering": ["issued_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="VerificationResult",
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
                ("task", models.UUIDField(unique=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("not_confirmed", "Not confirmed"),
                            ("inconclusive", "Inconclusive"),
                        ],
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="VerificationTask",
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
                ("case_reference", models.CharField(max_length=30)),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "Asked"), ("answered", "Answered"), ("cancelled", "Cancelled")],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=1000, verbose_name="question")),
                ("sheet", models.JSONField(default=dict)),
                ("asked_by_name", models.CharField(max_length=150)),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True, verbose_name="answer by")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Confirmed"),
                            ("not_confirmed", "Not confirmed"),
                            ("inconclusive", "Inconclusive"),
                        ],
                        max_length=20,
                        verbose_name="answer",
                    ),
                ),
                ("remarks", models.TextField(blank=True, max_length=2000, verbose_name="remarks")),
                ("answered_by_name", models.CharField(blank=True, max_length=150)),
                ("answered_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "photograph",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
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
                    "reason_code",
                    models.CharField(
                        choices=[
                            ("court_suspension", "A court suspended the removal"),
                            ("protection_procedure", "A protection procedure is pending"),
                            ("regularised", "The stay was regularised"),
                            ("left_voluntarily", "The person left voluntarily"),
                            ("absconded", "The person absconded"),
                            ("unfit_to_travel", "The person is not fit to travel"),
                            ("entered_in_error", "The case was entered in error"),
                            ("nationality_changed", "The nationality turned out to be another"),
                            ("other", "Another reason"),
                        ],
                        max_length=30,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="remark")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("membership_id", models.UUIDField()),
                ("kind", models.CharField(choices=[("assign", "Assign"), ("print", "Print")], max_length=10)),
                ("items", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "progress",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.jobprogress"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "created_at"], name="bulk_run_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("user_id", models.UUIDField()),
                ("user_name", models.CharField(max_length=150)),
                ("assigned_at", models.DateTimeField()),
                ("assigned_by_name", models.CharField(max_length=150)),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "case"], name="assignment_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "own_side"), name="one_assignee_of_a_side"),
                    models.CheckConstraint(
                        condition=models.Q(("own_side", ""), _negated=True), name="assignment_is_of_one_side"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationVersion",
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
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("contents", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("case", "number"), name="application_version_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="caseclock",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ("running", "paused")),
                    models.Q(("ended_at__isnull", True), ("state", "missed")),
                    _connector="OR",
                ),
                fields=("case", "kind"),
                name="one_live_clock_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseclock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("met", "expired", "cancelled", "superseded")), _negated=True),
                    ("ended_at__isnull", False),
                    _connector="OR",
                ),
                name="clock_that_is_over_has_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseflag",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("case", "kind", "side"), name="one_live_flag_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseflag",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("vulnerable", "detained")), ("own_side", ""), _negated=True),
                name="some_flags_are_never_shared",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseflag",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), ("own_side", models.F("side")), _connector="OR"),
                name="own_flag_on_its_own_side",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="casegrant",
            unique_together={("group", "permission", "content_object")},
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["requesting_authority", "next_due_at", "id"], name="case_out_queue"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("shared", True)),
                fields=["receiving_authority", "next_due_at", "id"],
                name="case_in_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["requesting_country", "next_due_at", "id"], name="case_out_country"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("shared", True)),
                fields=["receiving_country", "next_due_at", "id"],
                name="case_in_country",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(condition=models.Q(("group__isnull", False)), fields=["group"], name="case_group"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("requesting_country", models.F("receiving_country")), _negated=True),
                name="case_between_two_countries",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("shared", False), ("reference__isnull", False), _connector="OR"),
                name="case_shared_has_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "in_review",
                            "submitted",
                            "returned_incomplete",
                            "received",
                            "in_verification",
                            "decision_proposed",
                            "accepted",
                            "refused",
                            "inconclusive",
                            "completed",
                            "withdrawn",
                            "time_barred",
                            "closed",
                        ],
                    )
                ),
                name="case_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("case", "other", "own_side"),
                name="one_live_link_of_a_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("other")), _negated=True), name="link_between_two_cases"
            ),
        ),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="link_is_of_one_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(fields=("country", "purpose", "version"), name="checklist_version"),
        ),
        migrations.AddConstraint(
            model_name="checklist",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_active", True)), fields=("country", "purpose"), name="checklist_active_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockextension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "requested")), fields=("case",), name="one_extension_asked_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resumed_at", None)), fields=("clock",), name="one_pause_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="clockpause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resumed_at__isnull", True), ("resumed_at__gte", models.F("paused_at")), _connector="OR"
                ),
                name="pause_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("case",), name="one_proposal_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("countersigned_by__isnull", True),
                    models.Q(("countersigned_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="countersigned_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_by__isnull", False),
                    ("basis__in", ("silence", "silence_transfer")),
                    ("basis", "upheld_late_reply"),
                    ("basis", "paper"),
                    _connector="OR",
                ),
                name="decision_has_somebody_behind_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "raised")), fields=("case",), name="one_dispute_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="messageauthor",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="author_is_of_one_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="pausereason",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="pause_reason_is_of_one_side"
            ),
        ),
        migrations.AddIndex(
            model_name="presence",
            index=models.Index(fields=["user_id", "seen_at"], name="presence_of_person"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(fields=("case", "own_side", "user_id"), name="present_once"),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="presence_is_of_one_side"
            ),
        ),
        migrations.AddIndex(
            model_name="searchkey",
            index=models.Index(fields=["case", "kind"], name="search_key_of_case"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["case", "-last_message_at", "-id"], name="threads_of_case"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_on", "id"], name="thread_waiting"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("read_at", None)), fields=["case", "side"], name="message_unread"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("thread", "number"), name="message_number_once"),
        ),
        migrations.AddConstraint(
            model_name="informationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer__isnull", False), ("status", "answered")),
                    models.Q(models.Q(("status", "answered"), _negated=True), ("answer__isnull", True)),
                    _connector="OR",
                ),
                name="information_answered_by_message",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["planned", "notified", "confirmed", "counter_proposed"])),
                fields=("case",),
                name="one_live_transfer",
            ),
        ),
        migrations.AddConstraint(
            model_name="traveldocument",
            constraint=models.UniqueConstraint(
                condition=models.Q(("fallback", "")),
                fields=("receiving_country", "number"),
                name="travel_document_number_once",
            ),
        ),
        migrations.AddIndex(
            model_name="verificationtask",
            index=models.Index(fields=["agency", "status", "due_on", "id"], name="verification_queue"),
        ),
    ]
