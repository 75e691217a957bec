"""Row security of notices."""

from django.db import migrations

from core.rowsecurity import AUDIENCE, HAS_SCOPE, secure


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("core", "0003_walls")]

    operations = [secure("notifications_notice", read=AUDIENCE, insert=HAS_SCOPE)]
