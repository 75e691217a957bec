"""Reviews of cases that a supervisor is kept out of are hidden as well (ADR 22)."""

from django.db import migrations

from core.rowsecurity import keep_out


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_walls"), ("cases", "0004_access_walls")]

    operations = [keep_out("supervision_qualityreview", "case_id")]
