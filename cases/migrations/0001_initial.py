import django.contrib.postgres.fields
import django.db.models.constraints
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
                    "procedure",
                    models.CharField(
                        choices=[("normal", "Normal procedure"), ("accelerated", "Accelerated procedure")],
                        default="normal",
                        max_length=12,
                        verbose_name="procedure",
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
                            ("taken_back", "Taken back"),
                            ("revoked", "Consent revoked"),
                            ("expired", "Consent expired"),
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
                ("returned_at", models.DateTimeField(null=True)),
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
                    ("case_hold_interview", "hold_interview (case)"),
                    ("case_issue_travel_document", "issue_travel_document (case)"),
                    ("case_plan_transfer", "plan_transfer (case)"),
                    ("case_confirm_transfer", "confirm_transfer (case)"),
                    ("case_view_arrivals", "view_arrivals (case)"),
                    ("case_record_handover", "record_handover (case)"),
                    ("case_close_case", "close_case (case)"),
                    ("case_settle_costs", "settle_costs (case)"),
                    ("case_monitor_return", "monitor_return (case)"),
                    ("case_view_audit", "view_audit (case)"),
                    ("case_verify_log", "verify_log (case)"),
                    ("case_view_statistics", "view_statistics (case)"),
                    ("case_export_data", "export_data (case)"),
                    ("case_review_quality", "review_quality (case)"),
                    ("case_protect_data", "protect_data (case)"),
                    ("case_administer", "administer (case)"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BestInterests",
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
                ("assessed_by", models.CharField(max_length=200, verbose_name="assessed by (name and function)")),
                ("assisted_by", models.CharField(max_length=200, verbose_name="body that assists the child")),
                (
                    "representative",
                    models.CharField(blank=True, max_length=200, verbose_name="guardian or representative"),
                ),
                ("assessed_on", models.DateField(verbose_name="assessed on")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("in_favour", "The return is in the child’s best interests"),
                            ("conditions", "It is, under the conditions that are recorded"),
                            ("against", "It is not"),
                        ],
                        max_length=20,
                        verbose_name="result",
                    ),
                ),
                ("grounds", models.TextField(max_length=2000, verbose_name="grounds and conditions")),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
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
            name="Apprehension",
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
                ("apprehended_at", models.DateTimeField(verbose_name="apprehended at")),
                (
                    "place_kind",
                    models.CharField(
                        choices=[
                            ("border", "At the border or in the border area"),
                            ("seaport", "In a seaport"),
                            ("airport", "At an international airport"),
                            ("elsewhere", "Elsewhere"),
                        ],
                        max_length=10,
                        verbose_name="area of the apprehension",
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="place of the apprehension")),
                (
                    "distance_km",
                    models.PositiveSmallIntegerField(null=True, verbose_name="distance from the border in kilometres"),
                ),
                (
                    "crossing_point",
                    models.CharField(blank=True, max_length=150, verbose_name="border crossing or port"),
                ),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="arrived in the requesting country at")),
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
                            ("accelerated_submission", "Submission in the accelerated procedure"),
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
                            ("transit_use", "Use of the consent to transit"),
                            ("interview_result", "Result of the interview"),
                            ("costs", "Payment of costs"),
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
                    "age_dispute",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("open", "The age is disputed; not assessed yet"),
                            ("adult", "Assessed as an adult"),
                            ("minor", "Assessed as a minor"),
                        ],
                        max_length=10,
                        verbose_name="doubt about the age",
                    ),
                ),
                ("age_decided_by", models.UUIDField(editable=False, null=True)),
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
            name="CaseSuspension",
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
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["since", "id"],
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
            name="CostClaim",
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
                    "claimed_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("transport", "Transport to the border of the destination"),
                            ("error", "Readmission in error"),
                            ("transit", "Transit"),
                            ("agreement", "Another provision of the agreement or protocol"),
                        ],
                        max_length=20,
                        verbose_name="ground",
                    ),
                ),
                ("statement", models.TextField(blank=True, max_length=2000, verbose_name="statement")),
                ("account", models.CharField(max_length=300, verbose_name="payment details")),
                ("lines", models.JSONField(default=list)),
                ("total", models.DecimalField(decimal_places=2, max_digits=12)),
                ("currency", models.CharField(max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("accepted", "Accepted"),
                            ("disputed", "Disputed"),
                            ("paid", "Paid"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="sent",
                        max_length=12,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                ("paid_on", models.DateField(null=True, verbose_name="paid on")),
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
                "ordering": ["sent_at", "id"],
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
                            ("taken_back", "Taken back"),
                            ("revoked", "Consent revoked"),
                            ("expired", "Consent expired"),
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
            name="DocumentNumber",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("travel_document", "Travel documents of this country"),
                            ("return_document", "European travel documents for return"),
                        ],
                        max_length=20,
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("printed", "Printed"),
                            ("collected", "Collected"),
                            ("used", "Used"),
                            ("expired", "Expired"),
                            ("revoked", "Revoked"),
                            ("lost", "Lost"),
                            ("void", "Void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("document", models.UUIDField(null=True)),
                ("case_reference", models.CharField(blank=True, max_length=30)),
                ("issued_on", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("printed_count", models.PositiveSmallIntegerField(default=0)),
                ("void_code", models.CharField(blank=True, max_length=20)),
                ("changed_at", models.DateTimeField()),
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
        ),
        migrations.CreateModel(
            name="DocumentNumberEntry",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("issued", "Issued"),
                            ("printed", "Printed"),
                            ("collected", "Collected"),
                            ("used", "Used"),
                            ("expired", "Expired"),
                            ("revoked", "Revoked"),
                            ("lost", "Lost"),
                            ("void", "Void"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=20)),
                ("printed_count", models.PositiveSmallIntegerField(default=0)),
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
                (
                    "number",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.documentnumber"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DocumentSeries",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("travel_document", "Travel documents of this country"),
                            ("return_document", "European travel documents for return"),
                        ],
                        max_length=20,
                        verbose_name="documents",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=4, verbose_name="letters before the number")),
                ("first", models.PositiveIntegerField(verbose_name="first number")),
                ("last", models.PositiveIntegerField(verbose_name="last number")),
                ("digits", models.PositiveSmallIntegerField()),
                (
                    "draws",
                    models.CharField(choices=[("random", "At random"), ("next", "One after the other")], max_length=10),
                ),
                ("next_number", models.PositiveIntegerField()),
                ("warn_below", models.PositiveIntegerField(verbose_name="warn below")),
                ("is_open", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
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
                "ordering": ["made_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="documentnumber",
            name="series",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="numbers",
                to="cases.documentseries",
            ),
        ),
        migrations.CreateModel(
            name="EntryCheck",
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
                    "is_airside_only",
                    models.BooleanField(
                        default=False,
                        verbose_name="the person was only in airside transit at an airport of the receiving country",
                    ),
                ),
                (
                    "has_own_permit",
                    models.BooleanField(
                        default=False, verbose_name="our country gave the person a visa or residence permit"
                    ),
                ),
                (
                    "own_permit_kind",
                    models.CharField(
                        blank=True,
                        choices=[("visa", "Visa"), ("residence_permit", "Residence permit")],
                        max_length=20,
                        verbose_name="kind of our document",
                    ),
                ),
                (
                    "own_permit_number",
                    models.CharField(blank=True, max_length=60, verbose_name="number of our document"),
                ),
                ("own_permit_until", models.DateField(blank=True, null=True, verbose_name="our document valid until")),
                (
                    "exception_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("theirs_ends_later", "The visa or permit of the receiving country expires later"),
                            ("forged", "It was obtained with forged or falsified papers, or by false statements"),
                            ("breached", "A condition of the visa was not observed"),
                            ("other", "For another reason that the agreement gives"),
                        ],
                        max_length=20,
                        verbose_name="why the readmission is owed all the same",
                    ),
                ),
                (
                    "exception_note",
                    models.CharField(blank=True, max_length=500, verbose_name="remark on the exception"),
                ),
                ("obstacle_until", models.DateField(blank=True, null=True, verbose_name="obstacles ended on")),
                ("obstacle_note", models.CharField(blank=True, max_length=500, verbose_name="what stood in the way")),
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
            name="EntryRecord",
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
                        blank=True,
                        choices=[
                            ("document", "A visa or residence permit of the receiving country"),
                            ("direct_entry", "Unlawful entry directly from the receiving country"),
                            ("other", "Another ground of the agreement"),
                        ],
                        max_length=20,
                        verbose_name="ground of the readmission",
                    ),
                ),
                (
                    "basis_note",
                    models.CharField(blank=True, max_length=300, verbose_name="the other ground, with its article"),
                ),
                ("entered_on", models.DateField(blank=True, null=True, verbose_name="day of entry")),
                (
                    "entry_place",
                    models.CharField(blank=True, max_length=150, verbose_name="place or crossing point of entry"),
                ),
                (
                    "entry_means",
                    models.CharField(
                        blank=True,
                        choices=[("air", "By air"), ("land", "By land"), ("sea", "By sea")],
                        max_length=10,
                        verbose_name="means of entry",
                    ),
                ),
                ("entry_route", models.CharField(blank=True, max_length=500, verbose_name="route")),
                (
                    "permit_kind",
                    models.CharField(
                        blank=True,
                        choices=[("visa", "Visa"), ("residence_permit", "Residence permit")],
                        max_length=20,
                        verbose_name="kind of document",
                    ),
                ),
                ("permit_number", models.CharField(blank=True, max_length=60, verbose_name="number of the document")),
                (
                    "permit_authority",
                    models.CharField(blank=True, max_length=150, verbose_name="authority that issued the document"),
                ),
                ("permit_from", models.DateField(blank=True, null=True, verbose_name="document valid from")),
                ("permit_until", models.DateField(blank=True, null=True, verbose_name="document valid until")),
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
            name="ErrorClaim",
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
                    "claimed_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                (
                    "grounds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("statement", models.TextField(max_length=4000, verbose_name="statement")),
                ("is_window_doubted", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("accepted", "Accepted"),
                            ("disputed", "Not accepted"),
                            ("arranged", "Taking back arranged"),
                            ("taken_back", "Taken back"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="claimed",
                        max_length=10,
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("arranged_for", models.DateTimeField(null=True, verbose_name="taking back arranged for")),
                ("arrangement", models.CharField(blank=True, max_length=500, verbose_name="how")),
                (
                    "given_back",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("given_back_note", models.CharField(blank=True, max_length=500)),
                ("given_back_at", models.DateTimeField(null=True)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "received_back",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("received_back_note", models.CharField(blank=True, max_length=500)),
                ("costs_note", models.CharField(blank=True, max_length=500, verbose_name="costs")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "crossing_point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.crossingpoint",
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
                "ordering": ["claimed_at", "id"],
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
                (
                    "purpose",
                    models.CharField(
                        choices=[("nationality", "Nationality"), ("entry_or_residence", "Entry or residence")],
                        default="nationality",
                        max_length=20,
                        verbose_name="what it shows",
                    ),
                ),
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
                    "is_accompanying",
                    models.BooleanField(default=False, verbose_name="returns together with the person"),
                ),
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
            name="FamilySeparation",
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
                    "apart_from",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("decided_by", models.UUIDField()),
                ("decided_by_name", models.CharField(max_length=150)),
                ("decided_at", models.DateTimeField()),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
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
                            ("travel_document", "Travel document"),
                            ("other_document", "Other document"),
                            ("medical_paper", "Medical paper, sealed"),
                            ("medicine", "Medicine"),
                            ("luggage", "Luggage"),
                            ("money", "Money"),
                            ("belonging", "Other belonging"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="description")),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="number of pieces")),
                ("is_received", models.BooleanField(default=True, verbose_name="received")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="items", to="cases.handover"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HealthConsent",
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
                        choices=[("given", "Given"), ("withdrawn", "Withdrawn")], default="given", max_length=10
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("written", "In writing, by the person"),
                            ("oral", "Orally, recorded by an official"),
                            ("guardian", "In writing, by the guardian or legal representative"),
                        ],
                        max_length=10,
                        verbose_name="how consent was given",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="consent given on")),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
            name="Interview",
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
                            ("requested", "Asked for"),
                            ("scheduled", "Date set"),
                            ("confirmed", "Presentation confirmed"),
                            ("held", "Held, result awaited"),
                            ("concluded", "Result given"),
                            ("no_show", "The person did not appear"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Given up"),
                        ],
                        default="requested",
                        max_length=12,
                    ),
                ),
                (
                    "asked_side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("asked_office", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("asked_on_form", models.BooleanField(default=False)),
                (
                    "format",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "In person"),
                            ("video", "By video"),
                            ("phone", "By telephone"),
                            ("mission", "During a mission visit"),
                        ],
                        max_length=10,
                        verbose_name="form",
                    ),
                ),
                ("starts_at", models.DateTimeField(null=True, verbose_name="date and time")),
                ("zone", models.CharField(blank=True, max_length=50)),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("language", models.CharField(blank=True, max_length=100, verbose_name="language of the interview")),
                ("needs_interpreter", models.BooleanField(default=False, verbose_name="an interpreter is needed")),
                ("held_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Nationality confirmed"),
                            ("not_confirmed", "Nationality not confirmed"),
                            ("more_needed", "More is needed to say"),
                        ],
                        max_length=15,
                        verbose_name="result",
                    ),
                ),
                ("result_note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("result_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.authority",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="InterviewNote",
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
                            ("participants", "Who took part"),
                            ("minutes", "Minutes"),
                            ("postponement", "Why it was postponed"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("legal_status", "The legal status has changed"),
                            ("court_suspension", "A court suspended the removal"),
                            ("protection_procedure", "A protection procedure is pending"),
                            ("unfit", "The person is not fit to be presented"),
                            ("absconded", "The person absconded"),
                            ("transport", "There is no transport, room or interpreter"),
                            ("visit_cancelled", "The mission visit was cancelled"),
                            ("other", "Another reason"),
                        ],
                        max_length=25,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=8000)),
                ("written_by_name", models.CharField(max_length=150)),
                ("written_at", models.DateTimeField()),
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
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="cases.interview"
                    ),
                ),
                (
                    "mission",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.authority",
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
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
            name="MissionVisit",
            fields=[
                ("requesting_country", models.CharField(max_length=3)),
                ("requesting_authority", models.UUIDField()),
                ("receiving_country", models.CharField(max_length=3)),
                ("mission", models.UUIDField()),
                ("shared", models.BooleanField(default=False)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Being planned"),
                            ("announced", "Announced to the mission"),
                            ("ended", "Ended"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("zone", models.CharField(max_length=50)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("day_begins", models.TimeField(verbose_name="begins at")),
                ("day_ends", models.TimeField(verbose_name="ends at")),
                ("slot_minutes", models.PositiveSmallIntegerField(verbose_name="minutes for each person")),
                (
                    "rooms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), size=None, verbose_name="rooms"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        size=None,
                        verbose_name="interpreters by language",
                    ),
                ),
                ("team", models.CharField(blank=True, max_length=500, verbose_name="members of the mission's team")),
                ("created_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-starts_on", "id"],
                "indexes": [models.Index(fields=["requesting_country", "-starts_on"], name="visits_of_country")],
            },
        ),
        migrations.CreateModel(
            name="Monitoring",
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
                        choices=[
                            ("assigned", "Assigned"),
                            ("reported", "Report submitted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="assigned",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("assigned_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "body",
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
                "ordering": ["assigned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MonitoringReply",
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
                ("side", models.CharField(max_length=10)),
                ("text", models.TextField(max_length=8000, verbose_name="reply")),
                ("written_at", models.DateTimeField()),
                (
                    "body",
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
                    "monitoring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replies", to="cases.monitoring"
                    ),
                ),
            ],
            options={
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="MonitoringReport",
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
                ("text", models.TextField(max_length=20000, verbose_name="report")),
                ("recommendations", models.TextField(blank=True, max_length=8000, verbose_name="recommendations")),
                ("submitted_at", models.DateTimeField()),
                (
                    "body",
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
                    "monitoring",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report", to="cases.monitoring"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Operation",
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
                ("name", models.CharField(max_length=80, verbose_name="name of the operation")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("open", "Open to participants"),
                            ("announced", "Notice given"),
                            ("counter_proposed", "Other date proposed"),
                            ("confirmed", "Confirmed"),
                            ("departed", "Departed"),
                            ("closed", "Arrived and closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "means",
                    models.CharField(
                        choices=[("air", "By air"), ("land", "By land"), ("sea", "By sea")],
                        max_length=5,
                        verbose_name="means",
                    ),
                ),
                ("is_charter", models.BooleanField(default=False, verbose_name="charter")),
                (
                    "carrier_number",
                    models.CharField(blank=True, max_length=40, verbose_name="flight or vehicle number"),
                ),
                ("departure_place", models.CharField(blank=True, max_length=150, verbose_name="place of departure")),
                ("departs_at", models.DateTimeField(verbose_name="departure")),
                ("arrives_at", models.DateTimeField(verbose_name="arrival")),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats for passengers")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "answer_note",
                    models.CharField(blank=True, max_length=500, verbose_name="remark of the receiving side"),
                ),
                ("proposed_arrival", models.DateTimeField(null=True, verbose_name="other date proposed")),
                ("created_by_name", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("announced_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("departed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "crossing_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.crossingpoint"
                    ),
                ),
                (
                    "organiser",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "organiser_country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
                (
                    "receiving_country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
            options={
                "ordering": ["arrives_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="CostItem",
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
                            ("tickets", "Tickets or charter"),
                            ("escorts", "Escorts"),
                            ("medical", "Medical care or staff"),
                            ("document_fee", "Fee for a travel document"),
                            ("ground_transport", "Transport on the ground"),
                            ("interpreter", "Interpreter"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                        verbose_name="what for",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                ("spent_on", models.DateField(verbose_name="day")),
                (
                    "bearer",
                    models.CharField(
                        choices=[
                            ("requesting", "The requesting State"),
                            ("receiving", "The receiving State"),
                            ("carrier", "The carrier"),
                            ("person", "The person"),
                            ("programme", "A programme or fund"),
                        ],
                        default="requesting",
                        max_length=12,
                        verbose_name="borne by",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="remark")),
                ("whole", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("shared_as", models.UUIDField(null=True)),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.costclaim"
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
                (
                    "operation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.operation"
                    ),
                ),
            ],
            options={
                "ordering": ["spent_on", "id"],
            },
        ),
        migrations.CreateModel(
            name="OperationAuthority",
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
                ("organiser_country", models.CharField(default="", editable=False, max_length=3)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("seats", models.PositiveSmallIntegerField(verbose_name="seats")),
                ("taken", models.PositiveSmallIntegerField(default=0, editable=False)),
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
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="authorities", to="cases.operation"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="OperationStaff",
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
                ("organiser_country", models.CharField(default="", editable=False, max_length=3)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("escort_leader", "Escort leader"),
                            ("escort", "Escort"),
                            ("medical", "Medical staff"),
                            ("interpreter", "Interpreter"),
                            ("monitor", "Forced-return monitor"),
                        ],
                        max_length=20,
                        verbose_name="function",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("function", models.CharField(blank=True, max_length=150, verbose_name="rank or office")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=40, verbose_name="number of the document carried"),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="staff", to="cases.operation"
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
                            ("information_request", "a request for information that waits for its answer"),
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
            name="ProcedureChange",
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
                    "side",
                    models.CharField(choices=[("requesting", "requesting"), ("receiving", "receiving")], max_length=10),
                ),
                ("office", models.CharField(max_length=200)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("outside_area", "The person was not apprehended in the area that the agreement names"),
                            ("out_of_time", "The application came too long after the apprehension"),
                            ("not_shown", "Place and time of the apprehension are not shown"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="remark")),
                ("changed_at", models.DateTimeField()),
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
            name="Reception",
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
                            ("proposed", "Waits for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("refused", "Cannot be confirmed"),
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family_member", "A member of the family"),
                            ("guardian", "A nominated guardian"),
                            ("facility", "Adequate reception facilities"),
                        ],
                        max_length=20,
                        verbose_name="who receives the child",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "relation",
                    models.CharField(blank=True, max_length=150, verbose_name="relation to the child, or office held"),
                ),
                ("place", models.CharField(max_length=300, verbose_name="address")),
                ("contact", models.CharField(blank=True, max_length=150, verbose_name="telephone or e-mail")),
                ("proposed_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="remark of the receiving side")),
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
            name="Refiling",
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
                ("earlier_reference", models.CharField(max_length=30)),
                ("what_is_new", models.TextField(blank=True, max_length=2000, verbose_name="what is new")),
                (
                    "copied",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("needs_new", models.BooleanField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
                (
                    "earlier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refiled_as", to="cases.case"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SafeguardPoint",
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
                    "phase",
                    models.CharField(
                        choices=[
                            ("release", "Before the application is released"),
                            ("transfer", "Before notice of the transfer is given"),
                        ],
                        max_length=10,
                    ),
                ),
                ("item", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[("done", "Seen to"), ("not_applicable", "Does not apply")], max_length=20
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("answered_by_name", models.CharField(max_length=150)),
                ("answered_at", models.DateTimeField()),
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
            name="StatusCheck",
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
                ("checked_on", models.DateField(verbose_name="checked on")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("may_be_presented", "The person may be presented and returned"),
                            ("may_not", "The person may not be presented or returned now"),
                        ],
                        max_length=20,
                        verbose_name="result",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("checked_by_name", models.CharField(max_length=150)),
                ("checked_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["checked_on", "checked_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="SubmittedHealth",
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
                ("statement", models.TextField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="health",
                        to="cases.applicationversion",
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
                            ("changed", "Changed, to be confirmed again"),
                            ("departed", "Departed"),
                            ("handed_over", "Handed over"),
                            ("refused_at_border", "Refused at the border"),
                            ("aborted", "Broken off"),
                            ("failed", "Failed"),
                            ("replaced", "Replaced by a new plan"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("children", models.JSONField(default=list)),
                ("departs_at", models.DateTimeField(null=True, verbose_name="departure")),
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
                (
                    "refusal_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_the_person", "The person is not the one announced"),
                            ("documents", "The documents were missing or not valid"),
                            ("not_expected", "The person was not expected there or then"),
                            ("health", "The care announced or needed could not be given"),
                            ("nationality_doubted", "The nationality was doubted at the border"),
                            ("other", "Another reason, given in the remark"),
                        ],
                        max_length=30,
                        verbose_name="why refused",
                    ),
                ),
                (
                    "abort_place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("before_departure", "Before departure"),
                            ("at_departure", "At departure"),
                            ("on_the_way", "On the way"),
                        ],
                        max_length=20,
                        verbose_name="where broken off",
                    ),
                ),
                ("failure_note", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                ("departed_at", models.DateTimeField(null=True)),
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
                (
                    "operation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.operation"
                    ),
                ),
            ],
            options={
                "ordering": ["planned_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="OperationPassenger",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("notified", "Notice given"),
                            ("changed", "Changed, to be confirmed again"),
                            ("confirmed", "Confirmed"),
                            ("counter_proposed", "Other date proposed"),
                            ("departed", "Departed"),
                            ("handed_over", "Handed over"),
                            ("refused_at_border", "Refused at the border"),
                            ("aborted", "Broken off"),
                            ("failed", "Failed"),
                            ("replaced", "Not on this operation any more"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("reference", models.CharField(max_length=30)),
                ("family_name", models.CharField(max_length=150)),
                ("given_names", models.CharField(blank=True, max_length=150)),
                ("birth_date", models.CharField(blank=True, max_length=10)),
                ("sex", models.CharField(blank=True, max_length=1)),
                ("document_number", models.CharField(blank=True, max_length=20)),
                ("children", models.JSONField(default=list)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.authority"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passengers", to="cases.operation"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.transfer"
                    ),
                ),
            ],
            options={
                "ordering": ["family_name", "given_names", "id"],
            },
        ),
        migrations.CreateModel(
            name="MonitoringPlan",
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
                ("plan", models.JSONField(default=dict)),
                ("written_at", models.DateTimeField()),
                (
                    "body",
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
                    "monitoring",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plan", to="cases.monitoring"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.transfer"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MonitoringObservation",
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
                    "phase",
                    models.CharField(
                        choices=[
                            ("pre_departure", "Before departure"),
                            ("to_departure", "On the way to the place of departure"),
                            ("boarding", "Boarding"),
                            ("on_the_way", "On the way"),
                            ("handover", "Arrival and handover"),
                        ],
                        max_length=20,
                        verbose_name="phase",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="seen at")),
                (
                    "incidents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("use_of_force", "Force was used"),
                                ("restraint", "Means of restraint were used"),
                                ("medical", "A medical matter"),
                                ("no_interpreter", "No interpreter where one was needed"),
                                ("information", "The person was not informed"),
                                ("belongings", "Belongings were missing or not handed over"),
                                ("family", "A matter of family life or of a child"),
                                ("complaint", "The person made a complaint"),
                                ("access", "The monitor was kept from seeing something"),
                                ("other", "Something else"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="observation")),
                ("written_at", models.DateTimeField()),
                (
                    "body",
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
                    "monitoring",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="cases.monitoring"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.transfer",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="handover",
            name="transfer",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="handover", to="cases.transfer"
            ),
        ),
        migrations.CreateModel(
            name="TransferHealth",
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
                    "fitness",
                    models.CharField(
                        choices=[("fit", "Fit to travel"), ("with_care", "Fit to travel with care on the way")],
                        max_length=10,
                        verbose_name="fitness to travel",
                    ),
                ),
                ("examined_on", models.DateField(verbose_name="examined on")),
                ("examined_by", models.CharField(max_length=200, verbose_name="examined by (name and function)")),
                ("care", models.CharField(blank=True, max_length=1000, verbose_name="care on the way and on arrival")),
                ("medication", models.CharField(blank=True, max_length=500, verbose_name="medication carried")),
                (
                    "escort",
                    models.CharField(blank=True, max_length=200, verbose_name="medical escort (name and function)"),
                ),
                (
                    "carriers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("recorded_by_name", models.CharField(max_length=150)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="health", to="cases.transfer"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Transit",
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
                            ("scheduled", "Scheduled"),
                            ("not_entered", "Did not take place"),
                            ("entered", "In transit"),
                            ("left", "Left"),
                            ("aborted", "Broken off"),
                            ("take_back_agreed", "To be taken back"),
                            ("taken_back", "Taken back"),
                        ],
                        default="scheduled",
                        max_length=20,
                    ),
                ),
                ("enters_at", models.DateTimeField(verbose_name="arrival")),
                ("leaves_at", models.DateTimeField(verbose_name="departure")),
                ("entry_carrier", models.CharField(blank=True, max_length=40)),
                ("exit_carrier", models.CharField(blank=True, max_length=40)),
                ("escorts", models.PositiveSmallIntegerField(default=0)),
                ("escort_names", models.CharField(blank=True, max_length=500)),
                ("scheduled_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField(null=True)),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "end_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_presented", "The person did not arrive"),
                            ("carrier", "The flight or transport was cancelled or missed"),
                            ("documents", "The documents were missing or not valid"),
                            ("entry_refused", "Entry was refused at the border"),
                            ("destination_refused", "The country of destination or another transit country refused"),
                            ("medical", "Not fit to travel on the day"),
                            ("resistance", "The person resisted"),
                            ("revoked", "The consent was revoked"),
                            ("expired", "The time for using the consent has passed"),
                            ("withdrawn", "The application was withdrawn"),
                            ("postponed", "The transit was postponed"),
                        ],
                        max_length=30,
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=500)),
                ("ended_at", models.DateTimeField(null=True)),
                ("take_back_at", models.DateTimeField(null=True)),
                ("take_back_documents", models.CharField(blank=True, max_length=500)),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
                (
                    "entry_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.crossingpoint"
                    ),
                ),
                (
                    "exit_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.crossingpoint"
                    ),
                ),
                (
                    "take_back_point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.crossingpoint",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TransitConsent",
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
                ("enters_at", models.DateTimeField()),
                ("conditions", models.CharField(blank=True, max_length=500)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transit_consent", to="cases.decision"
                    ),
                ),
                (
                    "entry_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.crossingpoint"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TransitPlan",
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
                    "means",
                    models.CharField(
                        blank=True,
                        choices=[("air", "By air"), ("land", "By land"), ("sea", "By sea")],
                        max_length=5,
                        verbose_name="type of transit",
                    ),
                ),
                (
                    "other_states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                ("enters_at", models.DateTimeField(null=True, verbose_name="arrival in the transit country")),
                ("leaves_at", models.DateTimeField(null=True, verbose_name="departure from the transit country")),
                (
                    "entry_carrier",
                    models.CharField(blank=True, max_length=40, verbose_name="flight or vehicle on arrival"),
                ),
                (
                    "exit_carrier",
                    models.CharField(blank=True, max_length=40, verbose_name="flight or vehicle on departure"),
                ),
                ("escorts", models.PositiveSmallIntegerField(default=0, verbose_name="number of escorts")),
                (
                    "escort_names",
                    models.CharField(blank=True, max_length=500, verbose_name="names and functions of the escorts"),
                ),
                ("document_type", models.CharField(blank=True, max_length=100, verbose_name="type of travel document")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=40, verbose_name="number of the travel document"),
                ),
                ("special_care", models.CharField(blank=True, max_length=500, verbose_name="special care needed")),
                (
                    "support",
                    models.CharField(blank=True, max_length=500, verbose_name="support asked of the transit country"),
                ),
                ("observations", models.TextField(blank=True, max_length=2000, verbose_name="observations")),
                ("is_declared", models.BooleanField(default=False)),
                ("declared_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
                (
                    "destination",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                        verbose_name="final destination",
                    ),
                ),
                (
                    "entry_point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.crossingpoint",
                        verbose_name="entry point",
                    ),
                ),
                (
                    "exit_point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.crossingpoint",
                        verbose_name="exit point",
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
                        choices=[
                            ("requested", "Asked for"),
                            ("issued", "Issued"),
                            ("printed", "Printed"),
                            ("collected", "Collected"),
                            ("used", "Used"),
                            ("expired", "Expired"),
                            ("revoked", "Revoked"),
                            ("lost", "Lost"),
                        ],
                        default="issued",
                        max_length=10,
                    ),
                ),
                ("status_at", models.DateTimeField(null=True)),
                ("printed_count", models.PositiveSmallIntegerField(default=0)),
                ("printed_at", models.DateTimeField(null=True)),
                ("collected_on", models.DateField(null=True)),
                ("collected_by", models.CharField(blank=True, max_length=200)),
                (
                    "end_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_data", "Particulars on it are wrong"),
                            ("issued_in_error", "It was issued in error"),
                            ("other_person", "The person turned out to be somebody else"),
                            ("misused", "It was altered or misused"),
                            ("not_needed", "It is not needed: the person holds another valid document"),
                            ("app_withdrawn", "The application was withdrawn"),
                            ("lost", "It was lost"),
                            ("stolen", "It was stolen"),
                            ("destroyed", "It was destroyed or made unreadable"),
                            ("not_arrived", "It was sent and did not arrive"),
                        ],
                        max_length=20,
                    ),
                ),
                ("end_note", models.CharField(blank=True, max_length=500)),
                ("asked_again_at", models.DateTimeField(null=True)),
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
                (
                    "registered",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.documentnumber",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="cases.traveldocument",
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
                ("findings", models.JSONField(default=dict)),
                (
                    "adverse",
                    models.TextField(blank=True, max_length=2000, verbose_name="what speaks against the identity"),
                ),
                ("reminded_at", models.DateTimeField(null=True)),
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
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="cases.verificationtask",
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
            name="VisitSlot",
            fields=[
                ("requesting_country", models.CharField(max_length=3)),
                ("requesting_authority", models.UUIDField()),
                ("receiving_country", models.CharField(max_length=3)),
                ("mission", models.UUIDField()),
                ("shared", models.BooleanField(default=False)),
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("starts_at", models.DateTimeField()),
                ("room", models.CharField(max_length=60)),
                ("language", models.CharField(blank=True, max_length=60)),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="cases.interview"
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="cases.missionvisit"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "room"],
            },
        ),
        migrations.CreateModel(
            name="VoluntaryDeparture",
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
                ("left_on", models.DateField(verbose_name="day of departure")),
                ("destination", models.CharField(blank=True, max_length=100, verbose_name="destination")),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("entry_exit_system", "Entry/Exit System"),
                            ("exit_stamp", "Exit stamp"),
                            ("carrier", "Confirmation of the carrier"),
                            ("mission", "The person reported to a mission abroad"),
                            ("organisation", "Confirmation of the organisation that assisted"),
                            ("other", "Another proof"),
                        ],
                        max_length=20,
                        verbose_name="proof",
                    ),
                ),
                ("is_assisted", models.BooleanField(default=False, verbose_name="with assistance")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="remark")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)s", to="cases.case"
                    ),
                ),
            ],
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
                            ("amnesty", "An amnesty covers the person"),
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
        migrations.AddConstraint(
            model_name="applicationversion",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="application_version_once"),
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
            index=models.Index(fields=["next_due_at", "id"], name="case_by_due"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status"], name="case_status"),
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
                            "taken_back",
                            "revoked",
                            "expired",
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
        migrations.AddIndex(
            model_name="casesuspension",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["review_on"], name="case_suspension_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="casesuspension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("case",), name="one_case_suspension_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="casesuspension",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="case_suspension_is_of_one_side"
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
            model_name="costclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["sent", "accepted", "disputed"])),
                fields=("case",),
                name="one_cost_claim_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="costclaim",
            constraint=models.CheckConstraint(condition=models.Q(("total__gt", 0)), name="cost_claim_is_of_something"),
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
            model_name="documentseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="document_series_has_numbers"
            ),
        ),
        migrations.AddIndex(
            model_name="documentnumber",
            index=models.Index(fields=["authority", "changed_at", "id"], name="document_numbers_of_office"),
        ),
        migrations.AddConstraint(
            model_name="documentnumber",
            constraint=models.UniqueConstraint(fields=("country", "number"), name="document_number_once"),
        ),
        migrations.AddConstraint(
            model_name="errorclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["claimed", "accepted", "arranged"])),
                fields=("case",),
                name="one_error_claim_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("status__in", ["requested", "scheduled", "confirmed", "held", "no_show", "postponed"])
                ),
                fields=("case",),
                name="one_live_interview",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="interview_note_is_of_one_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="messageauthor",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="author_is_of_one_side"
            ),
        ),
        migrations.AddIndex(
            model_name="monitoring",
            index=models.Index(fields=["body", "status", "id"], name="monitoring_of_body"),
        ),
        migrations.AddConstraint(
            model_name="monitoring",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "assigned")), fields=("case",), name="one_monitor_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(
                condition=models.Q(("departs_at__lt", models.F("arrives_at"))),
                name="operation_departs_before_it_arrives",
            ),
        ),
        migrations.AddConstraint(
            model_name="operation",
            constraint=models.CheckConstraint(condition=models.Q(("seats__gt", 0)), name="operation_has_seats"),
        ),
        migrations.AddIndex(
            model_name="costitem",
            index=models.Index(fields=["spent_on", "id"], name="cost_by_day"),
        ),
        migrations.AddIndex(
            model_name="costitem",
            index=models.Index(fields=["operation"], name="cost_of_operation"),
        ),
        migrations.AddConstraint(
            model_name="costitem",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="cost_is_of_something"),
        ),
        migrations.AddConstraint(
            model_name="costitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="cost_is_of_one_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="costitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("shared_as", None), ("whole", None)),
                    models.Q(
                        ("operation__isnull", False), ("shared_as__isnull", False), ("whole__gte", models.F("amount"))
                    ),
                    _connector="OR",
                ),
                name="cost_share_has_a_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="operationauthority",
            constraint=models.UniqueConstraint(fields=("operation", "authority"), name="authority_takes_part_once"),
        ),
        migrations.AddConstraint(
            model_name="operationauthority",
            constraint=models.CheckConstraint(
                condition=models.Q(("taken__lte", models.F("seats"))), name="seats_are_there"
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
        migrations.AddConstraint(
            model_name="safeguardpoint",
            constraint=models.UniqueConstraint(fields=("case", "phase", "item"), name="one_answer_to_a_point"),
        ),
        migrations.AddIndex(
            model_name="searchkey",
            index=models.Index(fields=["case", "kind"], name="search_key_of_case"),
        ),
        migrations.AddConstraint(
            model_name="statuscheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", "requesting")), name="status_check_is_own_side"
            ),
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
                condition=models.Q(
                    ("status__in", ["planned", "notified", "confirmed", "counter_proposed", "changed", "departed"])
                ),
                fields=("case",),
                name="one_live_transfer",
            ),
        ),
        migrations.AddIndex(
            model_name="operationpassenger",
            index=models.Index(fields=["case"], name="passenger_case"),
        ),
        migrations.AddConstraint(
            model_name="operationpassenger",
            constraint=models.UniqueConstraint(fields=("operation", "case"), name="passenger_once"),
        ),
        migrations.AddConstraint(
            model_name="transit",
            constraint=models.CheckConstraint(
                condition=models.Q(("leaves_at__gt", models.F("enters_at"))), name="transit_leaves_after_entry"
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
        migrations.AddConstraint(
            model_name="traveldocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "requested"), _negated=True), name="travel_document_exists"
            ),
        ),
        migrations.AddIndex(
            model_name="verificationtask",
            index=models.Index(fields=["agency", "status", "due_on", "id"], name="verification_queue"),
        ),
        migrations.AddConstraint(
            model_name="visitslot",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("visit", "starts_at", "room"),
                name="one_person_in_a_room",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitslot",
            constraint=models.UniqueConstraint(fields=("visit", "interview"), name="once_in_a_visit"),
        ),
        migrations.AddConstraint(
            model_name="voluntarydeparture",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_side", ""), _negated=True), name="departure_is_of_one_side"
            ),
        ),
    ]
