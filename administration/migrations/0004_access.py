"""Time limits of cases that an administrator is kept out of are not listed either (ADR 22)."""

from django.db import migrations

from core.rowsecurity import keep_out


class Migration(migrations.Migration):
    dependencies = [("administration", "0003_people"), ("cases", "0004_access_walls")]

    operations = [
        keep_out(
            "administration_recomputation",
            ("case_reference", "(select excluded_references())::text[]"),
            is_written=False,
        )
    ]
