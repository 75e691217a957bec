import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("countries", "0001_initial"),
        ("documents", "0001_initial"),
    ]

    operations = [
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
                            ("upheld_late_reply", "late reply upheld"),
                        ],
                        default="",
                        max_length=20,
                    ),
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
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.casegroup",
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
                            ("upheld_late_reply", "late reply upheld"),
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
                        ],
                        default="proposed",
                        max_length=20,
                    ),
                ),
                ("proposed_by", models.UUIDField()),
                ("proposed_by_name", models.CharField(max_length=150)),
                ("proposed_at", models.DateTimeField()),
                ("countersigned_by", models.UUIDField(null=True)),
                ("countersigned_by_name", models.CharField(blank=True, max_length=150)),
                ("countersigned_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "abstract": False,
            },
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
                ("mrz", models.TextField()),
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
                            ("reply", "Reply"),
                            ("travel_document_issue", "Travel document"),
                            ("transfer", "Transfer"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("running", "Running"), ("met", "Met"), ("stopped", "Stopped")],
                        default="running",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("due", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["started_at", "id"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "running")), fields=["due_at"], name="clock_running")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("case", "kind"),
                        name="one_running_clock_of_a_kind",
                    )
                ],
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
                "unique_together": {("group", "permission", "content_object")},
            },
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
                fields=("receiving_country", "number"), name="travel_document_number_once"
            ),
        ),
        migrations.AddIndex(
            model_name="verificationtask",
            index=models.Index(fields=["agency", "status", "due_on", "id"], name="verification_queue"),
        ),
    ]
