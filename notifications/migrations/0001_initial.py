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
            name="NoticePreference",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField(unique=True)),
                ("country", models.CharField(max_length=3)),
                ("modes", models.JSONField(default=dict)),
                ("digest_hour", models.PositiveSmallIntegerField(default=7, verbose_name="hour of the daily digest")),
            ],
        ),
        migrations.CreateModel(
            name="NoticeWatermark",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("membership_id", models.UUIDField(unique=True)),
                ("read_before", models.UUIDField(null=True)),
                ("read_before_was", models.UUIDField(null=True)),
                ("batch", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
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
                ("at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acts", "Acts of the other side and of colleagues"),
                            ("messages", "Messages and information requests"),
                            ("assignments", "Cases assigned to you"),
                            ("deadlines", "Time limits at risk or passed"),
                            ("escalations", "Escalations to heads of office and supervisors"),
                            ("administration", "Administration"),
                        ],
                        default="acts",
                        max_length=20,
                    ),
                ),
                ("action", models.CharField(max_length=60)),
                ("parameters", models.JSONField(default=dict)),
                ("subject", models.CharField(max_length=100)),
                ("case_reference", models.CharField(blank=True, max_length=30)),
                ("recipient_id", models.UUIDField(null=True)),
                ("by_country", models.CharField(blank=True, default="", max_length=3)),
                ("due_at", models.DateTimeField(null=True)),
                ("due_zone", models.CharField(blank=True, default="", max_length=50)),
                ("key", models.CharField(max_length=120, null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at"], name="notice_at"),
                    models.Index(fields=["subject"], name="notice_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeMailbox",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("country", models.CharField(max_length=3)),
                ("address", models.EmailField(max_length=254, verbose_name="address")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("acts", "Acts of the other side and of colleagues"),
                                ("messages", "Messages and information requests"),
                                ("assignments", "Cases assigned to you"),
                                ("deadlines", "Time limits at risk or passed"),
                                ("escalations", "Escalations to heads of office and supervisors"),
                                ("administration", "Administration"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                        verbose_name="notices sent there",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="mailboxes", to="countries.authority"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("kind", models.CharField(choices=[("notice", "Notice"), ("digest", "Daily digest")], max_length=10)),
                (
                    "notice_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("acts", "Acts of the other side and of colleagues"),
                            ("messages", "Messages and information requests"),
                            ("assignments", "Cases assigned to you"),
                            ("deadlines", "Time limits at risk or passed"),
                            ("escalations", "Escalations to heads of office and supervisors"),
                            ("administration", "Administration"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("notice_id", models.UUIDField(null=True)),
                ("recipient_id", models.UUIDField(null=True)),
                ("membership_id", models.UUIDField(null=True)),
                ("country", models.CharField(max_length=3)),
                ("authority_id", models.UUIDField()),
                ("after", models.UUIDField(null=True)),
                ("through", models.UUIDField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Refused by the mail server"),
                            ("given_up", "Given up after several attempts"),
                            ("uncertain", "Not known whether it arrived"),
                            ("cancelled", "No longer needed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("away", "The mail server could not be reached"),
                            ("tls", "The mail server's certificate or encryption was not accepted"),
                            ("sign_in", "The mail server did not accept our user name and password"),
                            ("busy", "The mail server asked to try again later"),
                            ("sender", "The mail server refused our sender address"),
                            ("recipient", "The mail server refused the recipient's address"),
                            ("content", "The mail server refused the message"),
                            ("no_answer", "The connection broke before the mail server confirmed the message"),
                            ("stopped", "The sending process ended in the middle"),
                            ("gone", "The recipient no longer has this office"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "mailbox",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notifications.officemailbox",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeMark",
            fields=[
                ("id", models.UUIDField(default=core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("batch", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="marks", to="notifications.notice"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user_id", "batch"], name="notice_mark_batch")],
                "constraints": [models.UniqueConstraint(fields=("notice", "user_id"), name="notice_read_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="officemailbox",
            constraint=models.UniqueConstraint(fields=("authority", "address"), name="mailbox_once_per_office"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["sending", "failed", "given_up", "uncertain"])),
                fields=["country", "-id"],
                name="delivery_undelivered",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("kind", "digest")), fields=["membership_id", "-id"], name="delivery_digests"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mailbox__isnull", True), ("membership_id__isnull", False), ("recipient_id__isnull", False)
                    ),
                    models.Q(
                        ("mailbox__isnull", False), ("membership_id__isnull", True), ("recipient_id__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="delivery_to_person_or_mailbox",
            ),
        ),
    ]
