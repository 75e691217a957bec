"""What housekeeping (rcms_system) may do to accounts: look for what has ended and delete it."""

from django.db import migrations

GRANT = "grant select, delete on django_session, accounts_signinfailure to rcms_system;"
REVOKE = "revoke all on django_session, accounts_signinfailure from rcms_system;"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("sessions", "0001_initial"), ("core", "0003_walls")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
