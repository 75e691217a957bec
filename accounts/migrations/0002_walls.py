"""What housekeeping (rcms_sweep) may do to accounts: look for what has ended and delete it. Who reads of absences."""

from django.db import migrations

from core.rowsecurity import AUTHORITIES, COUNTRIES, secure

# Only the columns that say what has ended.
GRANT = """
grant select (at), delete on accounts_signinfailure to rcms_sweep;
grant select (expires), delete on oauth2_provider_accesstoken to rcms_sweep;
-- Tables of grants that are not offered.
revoke all on oauth2_provider_grant, oauth2_provider_refreshtoken, oauth2_provider_idtoken, oauth2_provider_devicegrant
    from rcms_app;
"""
# The two people, their office and its national desk know who is away. The person enters it, or somebody who sees the
# cases of the office (`accounts.policies` asks for the right to assign them), each in the own name.
WRITES = f"user_id = (select scope_user()) or authority_id = any ({AUTHORITIES}) or country = any ({COUNTRIES})"
READS = f"{WRITES} or covered_by_id = (select scope_user())"
ENTERS = f"entered_by_id = (select scope_user()) and ({WRITES})"
REVOKE = """
revoke all on accounts_signinfailure, oauth2_provider_accesstoken from rcms_sweep;
grant select, insert, update, delete on oauth2_provider_grant, oauth2_provider_refreshtoken, oauth2_provider_idtoken,
    oauth2_provider_devicegrant to rcms_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
        ("core", "0003_walls"),
    ]

    operations = [
        migrations.RunSQL(GRANT, REVOKE),
        secure("accounts_absence", read=READS, insert=ENTERS, update=WRITES),
        # What was entered is ended, never deleted.
        migrations.RunSQL(
            "drop policy app_delete on accounts_absence; revoke delete on accounts_absence from rcms_app",
            "grant delete on accounts_absence to rcms_app",
        ),
    ]
