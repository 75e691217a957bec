"""Restriction of processing, with its walls: each side reads its own."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.ids
from cases.migrations._later_parts import FOLLOWS, later_part
from core.rowsecurity import of_sides, whole

OFFICES = whole(of_sides("own_side <> 'receiving'", "own_side <> 'requesting' and shared"))
# It binds consulate, border post and agency as well, which are of the side that restricts and read no row of its offices.
IS_RESTRICTED = """
create function processing_is_restricted(of_case uuid) returns boolean language sql stable security definer
    set search_path = public, pg_temp as $$
    select exists (
        select 1 from cases_processingrestriction
        where case_id = of_case and lifted_at is null and (
            (own_side = 'requesting' and requesting_country = scope_country())
            or (own_side = 'receiving' and shared and receiving_country = scope_country())))
$$;
revoke execute on function processing_is_restricted(uuid) from public;
grant execute on function processing_is_restricted(uuid) to rcms_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_access_walls"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessingRestriction",
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
                    "ground",
                    models.CharField(
                        choices=[
                            ("accuracy", "The person says that the data is wrong, and it is being checked (18(1)(a))"),
                            ("unlawful", "The processing is unlawful and the person wants no erasure (18(1)(b))"),
                            ("claims", "We need it no longer, the person needs it for legal claims (18(1)(c))"),
                            ("objection", "The person objected, and it is not decided yet (18(1)(d))"),
                            ("agreement", "The data is blocked under the agreement's article on data protection"),
                        ],
                        max_length=20,
                        verbose_name="ground",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="why")),
                ("placed_at", models.DateTimeField()),
                ("placed_by", models.UUIDField()),
                ("placed_by_name", models.CharField(max_length=150)),
                ("person_told_on", models.DateField(null=True, verbose_name="the person was told on")),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_by", models.UUIDField(null=True)),
                ("lifted_by_name", models.CharField(blank=True, max_length=150)),
                ("lifted_note", models.CharField(blank=True, max_length=1000, verbose_name="why it is lifted")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="cases.case"
                    ),
                ),
            ],
            options={
                "ordering": ["-placed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("case", "own_side"),
                        name="one_restriction_of_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("own_side", ""), _negated=True), name="restriction_is_of_one_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_by", None),
                            models.Q(("lifted_by", models.F("placed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="restriction_lifted_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at", None),
                            models.Q(("lifted_by__isnull", False), ("person_told_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="restriction_lifted_when_told",
                    ),
                ],
            },
        ),
        FOLLOWS,
        *later_part("cases_processingrestriction", read=OFFICES, insert=OFFICES, update=OFFICES),
        migrations.RunSQL(IS_RESTRICTED, "drop function processing_is_restricted(uuid)"),
    ]
