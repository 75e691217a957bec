"""What housekeeping (rcms_system) may do to accounts: look for what has ended and delete it."""

from django.db import migrations

# Only the columns that say what has ended: the key of a living session is as good as its owner's password.
GRANT = """
grant select (expire_date), delete on django_session to rcms_system;
grant select (at), delete on accounts_signinfailure to rcms_system;
"""
REVOKE = "revoke all on django_session, accounts_signinfailure from rcms_system;"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("sessions", "0001_initial"), ("core", "0003_walls")]

    operations = [migrations.RunSQL(GRANT, REVOKE)]
