"""Samples and reviews are read by the side that drew them; a review and its case's audit trail move together."""

from django.db import migrations

from core.rowsecurity import AUDIENCE, NEVER, needs_event, secure


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("audit", "0002_walls"), ("core", "0003_walls")]

    operations = [
        secure("supervision_qualitysample", read=AUDIENCE, update=NEVER),
        secure("supervision_qualityreview", read=AUDIENCE, delete=NEVER),
        needs_event("supervision_qualityreview"),
    ]
