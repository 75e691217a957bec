import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Country",
            fields=[
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("alpha2", models.CharField(max_length=2)),
                ("icao_code", models.CharField(max_length=3)),
                ("name", models.CharField(max_length=80)),
                ("footnote", models.CharField(blank=True, max_length=300)),
                ("time_zone", models.CharField(max_length=50)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("is_historical", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="CrossingPoint",
            fields=[
                ("code", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("air", "Airport"), ("land", "Land border"), ("sea", "Sea port")], max_length=4
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("iata_code", models.CharField(blank=True, max_length=3)),
                ("un_locode", models.CharField(blank=True, max_length=5)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["country_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("nationality", "Nationality"), ("entry_or_residence", "Entry or residence")],
                        max_length=20,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("passport", "Passport"),
                            ("emergency_passport", "Emergency or substitute passport"),
                            ("identity_card", "Identity card"),
                            ("temporary_identity_card", "Temporary identity card"),
                            ("military_identity_card", "Military identity card"),
                            ("service_card", "Service card"),
                            ("seaman_book", "Seaman's book"),
                            ("citizenship_certificate", "Citizenship certificate"),
                            ("driving_licence", "Driving licence"),
                            ("birth_certificate", "Birth certificate"),
                            ("photocopy", "Photocopy of a listed document"),
                            ("expired_passport", "Expired passport or identity card"),
                            ("statement_of_person", "Statement of the person"),
                            ("statement_of_witness", "Statement of a witness"),
                            ("language", "Language spoken"),
                            ("fingerprints", "Fingerprints or other biometric data"),
                            ("border_stamp", "Entry or departure stamp"),
                            ("visa", "Visa of the receiving country"),
                            ("residence_permit", "Residence permit of the receiving country"),
                            ("ticket", "Ticket or passenger list"),
                            ("bill", "Bill or receipt"),
                            ("courier_data", "Data of a courier or travel agency"),
                            ("expired_visa", "Expired visa of the receiving country"),
                            ("expired_residence_permit", "Expired residence permit of the receiving country"),
                            ("consular_card", "Consular identity document"),
                            ("weapons_permit", "Weapons permit"),
                            ("dna_test", "Result of a DNA test"),
                            ("official_statement", "Official statement of border staff"),
                            ("place_of_interception", "Place and circumstances of interception"),
                            ("international_organisation", "Information from an international organisation"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                    ),
                ),
                ("issued_from", models.DateField(blank=True, null=True)),
                ("issued_before", models.DateField(blank=True, null=True)),
                ("expired_at_most_months", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "worth",
                    models.CharField(
                        choices=[
                            ("proof", "Proof"),
                            ("prima_facie", "Prima facie evidence"),
                            ("starts_process", "Starts the verification, does not bind"),
                        ],
                        max_length=15,
                    ),
                ),
                ("citation", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["agreement_id", "purpose", "worth", "kind"],
            },
        ),
        migrations.CreateModel(
            name="NationalityCode",
            fields=[
                ("code", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("is_stateless", models.BooleanField(default=False)),
                ("is_choosable", models.BooleanField(default=True)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="PublicHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("date", models.DateField()),
                ("name", models.CharField(max_length=160)),
                ("is_estimated", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["calendar_id", "date"],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt of the application"),
                            ("submission", "Submission of the application"),
                            ("submission_extension", "Later submission after obstacles"),
                            ("reply", "Reply to the application"),
                            ("reply_extension", "Extension of the time limit for the reply"),
                            ("accelerated_submission", "Submission in the accelerated procedure"),
                            ("accelerated_reply", "Reply in the accelerated procedure"),
                            ("accelerated_reply_extension", "Extension of the accelerated reply"),
                            ("accelerated_transfer", "Transfer in the accelerated procedure"),
                            ("register_check", "Check in the civil register"),
                            ("objection", "Objection to the nationality"),
                            ("interview", "Interview"),
                            ("interview_result", "Result of the interview"),
                            ("travel_document_issue", "Issue of the travel document"),
                            ("travel_document_validity", "Validity of the travel document"),
                            ("travel_document_renewal", "New travel document after expiry"),
                            ("entry_visa_issue", "Entry visa for a third-country national"),
                            ("entry_visa_validity", "Validity of the entry visa"),
                            ("resubmission_reply", "Reply to a short second application"),
                            ("transfer", "Transfer"),
                            ("transfer_notice", "Notice of the transfer"),
                            ("transfer_notice_reply", "Reply to the notice of transfer"),
                            ("transfer_change", "Change of an announced transfer"),
                            ("error", "Readmission in error"),
                            ("transit_submission", "Submission of the transit application"),
                            ("transit_reply", "Reply to the transit application"),
                            ("transit_execution", "Carrying out of the transit"),
                            ("transit_change", "Change of an announced transit"),
                            ("transit_stay", "Longest stay in transit"),
                            ("costs", "Payment of costs"),
                            ("monthly_cap", "Persons per month"),
                            ("flight_cap", "Persons per flight"),
                            ("period_cap", "Persons in a first period"),
                            ("border_area", "Border area of the accelerated procedure"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "track",
                    models.CharField(
                        choices=[
                            ("own_national", "Own national"),
                            ("third_country_national", "Third-country national"),
                            ("stateless", "Stateless person"),
                            ("transit", "Transit"),
                            ("any", "Any person"),
                        ],
                        default="any",
                        max_length=25,
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("value", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("hour", "hour"),
                            ("calendar_day", "calendar day"),
                            ("working_day", "working day"),
                            ("month", "month"),
                            ("year", "year"),
                            ("person", "person"),
                            ("kilometre", "kilometre"),
                            ("none", "no number"),
                        ],
                        default="none",
                        max_length=15,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("after", "at the latest after"), ("before", "at least before")],
                        default="after",
                        max_length=6,
                    ),
                ),
                ("of_total", models.BooleanField(default=False)),
                (
                    "start_event",
                    models.CharField(
                        choices=[
                            ("delivery", "delivery"),
                            ("confirmed_receipt", "confirmed receipt"),
                            ("registration", "registration as incoming by the receiving authority"),
                            ("complete_file", "receipt of the complete file"),
                            ("knowledge", "knowledge of the unlawful stay"),
                            ("unlawful_entry", "the unlawful entry"),
                            ("unlawful_stay", "the beginning of the unlawful stay"),
                            ("obstacle_end", "the end of the obstacles"),
                            ("reply", "the reply"),
                            ("acceptance", "acceptance"),
                            ("acceptance_received", "receipt of the acceptance"),
                            ("travel_document_request", "receipt of the request for the travel document"),
                            ("travel_document_issue", "issue of the travel document"),
                            ("document_expiry", "expiry of the travel document"),
                            ("entry_visa_issue", "issue of the entry visa"),
                            ("reply_period_end", "the end of the time limit for the reply"),
                            ("resubmission", "the short second application"),
                            ("interview_request", "the request for an interview"),
                            ("interview", "the interview"),
                            ("planned_transfer", "the planned transfer"),
                            ("transfer_notice", "receipt of the notice of transfer"),
                            ("transfer", "the transfer"),
                            ("apprehension", "apprehension"),
                            ("arrival", "arrival in the requesting country"),
                            ("transit_request", "receipt of the transit application"),
                            ("transit_consent", "consent to the transit"),
                            ("planned_transit", "the planned transit"),
                            ("invoice", "receipt of the invoice"),
                            ("calendar_month", "the calendar month"),
                            ("flight", "the flight"),
                            ("entry_into_force", "the beginning of the arrangement"),
                        ],
                        max_length=25,
                    ),
                ),
                (
                    "acting_side",
                    models.CharField(
                        choices=[("requesting", "requesting country"), ("receiving", "receiving country")],
                        default="receiving",
                        max_length=10,
                    ),
                ),
                (
                    "working_days_of",
                    models.CharField(
                        choices=[
                            ("requesting", "of the requesting country"),
                            ("receiving", "of the receiving country"),
                            ("both", "of both countries"),
                        ],
                        default="receiving",
                        max_length=10,
                    ),
                ),
                (
                    "counting_convention",
                    models.CharField(
                        choices=[
                            ("plain", "the last day counts whatever day it is"),
                            ("roll_to_working_day", "a last day that is not a working day moves to the next one"),
                            ("regulation_1182_71", "as in Regulation (EEC, Euratom) No 1182/71"),
                            ("next_working_day_after_end", "ends one working day after the last day"),
                            ("unverified", "not known: both ways of counting are shown"),
                        ],
                        default="unverified",
                        max_length=30,
                    ),
                ),
                ("first_day_counts", models.BooleanField(blank=True, null=True)),
                ("counting_citation", models.CharField(blank=True, max_length=200)),
                (
                    "counting_certainty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "effect_of_silence",
                    models.CharField(
                        choices=[
                            ("accepted", "counts as acceptance"),
                            ("recognised", "counts as recognition of the nationality"),
                            ("consent", "counts as consent to what was announced"),
                            ("none", "has no effect"),
                            ("transfer_may_proceed", "lets the transfer proceed"),
                            ("not_applicable", "not applicable"),
                            ("unknown", "not known"),
                        ],
                        default="not_applicable",
                        max_length=25,
                    ),
                ),
                ("silence_citation", models.CharField(blank=True, max_length=120)),
                (
                    "silence_certainty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                ("inconclusive_answers", models.BooleanField(blank=True, null=True)),
                ("normal_value", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "condition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proof", "where the nationality is proved by a listed document"),
                            ("prima_facie", "where there is prima facie evidence only"),
                            ("no_evidence", "where there is no listed evidence"),
                            ("police_escort", "with a police escort"),
                            ("by_air", "by air"),
                            ("by_land", "by land"),
                            ("by_charter", "by charter flight"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "extension_basis",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reasoned_request", "on a reasoned request"),
                            ("notice", "by mere notice"),
                            ("consent", "with the consent of the other side"),
                            ("unknown", "on terms that are not known"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "suspension_causes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("legal_obstacle", "a legal obstacle"),
                                ("practical_obstacle", "a practical obstacle"),
                                ("information_request", "a request for information that waits for its answer"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "fallback_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("own", "a travel document of the requesting country"),
                            ("european", "the European travel document for return, Regulation (EU) 2016/1953"),
                            ("standard", "the common document annexed to the agreement"),
                            ("expired", "the expired travel document"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "receipt_proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("delivery_report", "the delivery report of the e-mail or fax"),
                            ("transmission_report", "the transmission report"),
                            ("system_report", "the sending report of the electronic system"),
                            ("procedure_started", "an e-mail that the procedure has started"),
                        ],
                        max_length=20,
                    ),
                ),
                ("citation", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "unit_certainty",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                ("wording", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["agreement_id", "kind", "track"],
            },
        ),
        migrations.CreateModel(
            name="RuleVersion",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("values", models.JSONField()),
                ("replaced_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["rule_id", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("code", models.SlugField(max_length=60, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=300)),
                ("short_title", models.CharField(max_length=80)),
                ("citation", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("eu_agreement", "Agreement of the European Union"),
                            ("implementing_protocol", "Implementing protocol"),
                            ("bilateral", "Bilateral agreement"),
                            ("arrangement", "Arrangement"),
                        ],
                        max_length=25,
                    ),
                ),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("in_force_to", models.DateField(blank=True, null=True)),
                ("legal_note", models.TextField(blank=True)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        default="M",
                        max_length=2,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="protocols",
                        to="countries.agreement",
                    ),
                ),
            ],
            options={
                "ordering": ["short_title"],
            },
        ),
        migrations.CreateModel(
            name="AgreedValue",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("head", "Head of the agreement"),
                            ("form", "Printed form"),
                            ("evidence", "Means of evidence"),
                            ("attachment", "Attachment"),
                            ("suspension", "Not applied for a time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=80)),
                ("version", models.PositiveIntegerField()),
                ("values", models.JSONField()),
                ("agreed_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreed_values",
                        to="countries.agreement",
                    ),
                ),
            ],
            options={
                "ordering": ["agreement_id", "first_id", "second_id", "part", "key", "version"],
            },
        ),
        migrations.CreateModel(
            name="AgreementForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application", "Readmission application"),
                            ("transit", "Transit application"),
                            ("reply", "Reply"),
                            ("transfer_notice", "Notice of the transfer"),
                            ("travel_document", "Travel document"),
                        ],
                        max_length=20,
                    ),
                ),
                ("annex", models.CharField(blank=True, max_length=40)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("one_per_person", models.BooleanField(blank=True, null=True)),
                ("citation", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forms", to="countries.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["agreement_id", "kind"],
            },
        ),
        migrations.CreateModel(
            name="AgreementMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("A", "First party"), ("B", "Second party")], max_length=1)),
                ("from_date", models.DateField(blank=True, null=True)),
                ("to_date", models.DateField(blank=True, null=True)),
                ("third_country_nationals_from", models.DateField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="countries.agreement"
                    ),
                ),
            ],
            options={
                "ordering": ["agreement_id", "side", "country_id"],
            },
        ),
        migrations.CreateModel(
            name="AgreementParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("side", models.CharField(choices=[("A", "First party"), ("B", "Second party")], max_length=1)),
                ("name", models.CharField(max_length=160)),
                ("readmits_own_nationals", models.BooleanField(default=True)),
                ("readmits_third_country_nationals", models.BooleanField(default=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="countries.agreement"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "agreement parties",
                "ordering": ["agreement_id", "side"],
            },
        ),
        migrations.CreateModel(
            name="AgreementSuspension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_date", models.DateField()),
                ("to_date", models.DateField(blank=True, null=True)),
                ("citation", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suspensions",
                        to="countries.agreement",
                    ),
                ),
            ],
            options={
                "ordering": ["agreement_id", "from_date"],
            },
        ),
        migrations.CreateModel(
            name="AttachmentRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("application_form", "Application form"),
                            ("photograph", "Photograph"),
                            ("fingerprints", "Fingerprints"),
                            ("evidence_copies", "Copies of the evidence"),
                            ("translation", "Translation of the evidence"),
                            ("whole_passport", "All pages of a passport"),
                            ("birth_certificate", "Birth certificate"),
                            ("last_address", "Last official address in full"),
                            ("biography", "Family members, schools, work places and earlier addresses"),
                            ("original_document", "Original document, handed over"),
                            ("flight_details", "Flight details"),
                            ("new_information", "New information, when an application is filed again"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("T", "read in the text"),
                            ("S", "read in a secondary source"),
                            ("M", "not verified"),
                            ("M?", "not verified, doubtful"),
                        ],
                        max_length=2,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="countries.agreement",
                    ),
                ),
            ],
            options={
                "ordering": ["receiving_country_id", "agreement_id", "kind"],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("code", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("central_authority", "Central authority"),
                            ("police", "Police"),
                            ("civil_registry", "Civil registry"),
                            ("identity_registry", "Identity registry"),
                            ("passports_directorate", "Passports directorate"),
                            ("consulate", "Embassy or consulate"),
                            ("border_post", "Border post"),
                            ("migration_service", "Migration service"),
                            ("immigration_authority", "Immigration authority"),
                            ("foreign_ministry", "Ministry of foreign affairs"),
                            ("archive", "Archive or information centre"),
                            ("regional_office", "Regional office"),
                            ("monitoring_body", "Forced-return monitoring body"),
                        ],
                        max_length=30,
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                ("name_native", models.CharField(blank=True, max_length=160)),
                ("native_language", models.CharField(blank=True, max_length=12)),
                ("is_national_desk", models.BooleanField(default=False)),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("is_active", models.BooleanField(default=True)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="countries.authority",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "authorities",
                "ordering": ["country_id", "name"],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("general", "General"), ("duty_officer", "Duty officer, day and night")], max_length=20
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("hours", models.CharField(blank=True, max_length=120)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="countries.authority",
                    ),
                ),
            ],
            options={
                "ordering": ["authority_id", "kind"],
            },
        ),
        migrations.CreateModel(
            name="WorkingCalendar",
            fields=[
                (
                    "country",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="working_calendar",
                        serialize=False,
                        to="countries.country",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "weekend_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("covers_from", models.DateField()),
                ("covers_to", models.DateField()),
                ("source", models.CharField(blank=True, max_length=200)),
                ("is_edited", models.BooleanField(default=False)),
                ("edition", models.UUIDField(default=core.ids.uuid7)),
            ],
            options={
                "ordering": ["country_id"],
            },
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_historical", False)),
                fields=("alpha2",),
                name="countries_alpha2_of_present_country",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.UniqueConstraint(fields=("icao_code",), name="countries_icao_code"),
        ),
        migrations.AddField(
            model_name="authority",
            name="country",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="authorities", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="authority",
            name="host_country",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="hosted_authorities",
                to="countries.country",
            ),
        ),
        migrations.AddField(
            model_name="attachmentrequirement",
            name="receiving_country",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="agreementsuspension",
            name="country",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="countries.country",
            ),
        ),
        migrations.AddField(
            model_name="agreementmember",
            name="country",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agreement_members", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="agreedvalue",
            name="confirmed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="agreedvalue",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="agreedvalue",
            name="requested_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="agreedvalue",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="crossingpoint",
            name="authority",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="crossing_points",
                to="countries.authority",
            ),
        ),
        migrations.AddField(
            model_name="crossingpoint",
            name="country",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="crossing_points", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="evidenceitem",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evidence_items",
                to="countries.agreement",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="countries.agreement"
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="receiving_country",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="countries.country",
            ),
        ),
        migrations.AddField(
            model_name="rule",
            name="requesting_country",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="countries.country",
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="confirmed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="requested_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
            ),
        ),
        migrations.AddField(
            model_name="ruleversion",
            name="rule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="countries.rule"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "implementing_protocol"), ("parent__isnull", False)),
                    models.Q(models.Q(("kind", "implementing_protocol"), _negated=True), ("parent__isnull", True)),
                    _connector="OR",
                ),
                name="countries_protocol_has_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("in_force_to__isnull", True),
                    ("in_force_from__isnull", True),
                    ("in_force_to__gte", models.F("in_force_from")),
                    _connector="OR",
                ),
                name="countries_agreement_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementform",
            constraint=models.UniqueConstraint(fields=("agreement", "kind"), name="countries_one_form_of_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="agreementparty",
            constraint=models.UniqueConstraint(fields=("agreement", "side"), name="countries_one_party_per_side"),
        ),
        migrations.AddConstraint(
            model_name="contactpoint",
            constraint=models.UniqueConstraint(fields=("authority", "kind"), name="countries_one_contact_per_kind"),
        ),
        migrations.AddConstraint(
            model_name="workingcalendar",
            constraint=models.CheckConstraint(
                condition=models.Q(("covers_to__gte", models.F("covers_from"))), name="countries_calendar_dates"
            ),
        ),
        migrations.AddField(
            model_name="publicholiday",
            name="calendar",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="holidays", to="countries.workingcalendar"
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True),
                    ("valid_from__isnull", True),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="countries_authority_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="authority",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True), models.Q(("parent", models.F("id")), _negated=True), _connector="OR"
                ),
                name="countries_authority_not_own_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachmentrequirement",
            constraint=models.UniqueConstraint(
                fields=("receiving_country", "agreement", "kind"),
                name="countries_one_attachment_of_a_kind",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementsuspension",
            constraint=models.UniqueConstraint(
                fields=("agreement", "country", "from_date"), name="countries_one_suspension", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementmember",
            constraint=models.UniqueConstraint(
                fields=("agreement", "country", "side"), name="countries_one_membership_per_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedvalue",
            constraint=models.UniqueConstraint(
                fields=("agreement", "first", "second", "part", "key", "version"),
                name="countries_one_agreed_value_per_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="countries_agreed_pair_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="crossingpoint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("iata_code", ""), _negated=True), fields=("iata_code",), name="countries_iata_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceitem",
            constraint=models.UniqueConstraint(
                fields=("agreement", "purpose", "kind", "issued_from"),
                name="countries_one_worth_per_evidence",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="rule",
            index=models.Index(fields=["agreement", "kind"], name="countries_rule_lookup"),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(
                fields=(
                    "agreement",
                    "kind",
                    "track",
                    "requesting_country",
                    "receiving_country",
                    "condition",
                    "valid_from",
                ),
                name="countries_one_rule_per_cell",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("unit", "none"), ("value__isnull", True)), ("value__isnull", False), _connector="OR"
                ),
                name="countries_unit_needs_value",
            ),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("counting_convention", "unverified"), ("first_day_counts__isnull", True)),
                    models.Q(("counting_certainty", ""), _negated=True),
                    _connector="OR",
                ),
                name="countries_counting_is_cited",
            ),
        ),
        migrations.AddConstraint(
            model_name="ruleversion",
            constraint=models.UniqueConstraint(fields=("rule", "version"), name="countries_one_row_per_rule_version"),
        ),
        migrations.AddConstraint(
            model_name="publicholiday",
            constraint=models.UniqueConstraint(fields=("calendar", "date"), name="countries_one_holiday_per_day"),
        ),
    ]
