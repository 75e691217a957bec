"""Row security of notices, what was read of them, preferences, mailboxes and e-mails."""

from django.db import migrations

from core.rowsecurity import ADMINISTERS, AUDIENCE, HAS_SCOPE, NEVER, secure

ME = "user_id = (select scope_user())"
MEANT = f"(({AUDIENCE}) and (recipient_id is null or recipient_id = (select scope_user())))"
MAILED = f"country = any ({ADMINISTERS}) or authority_id::text = any ({ADMINISTERS})"

# The unread count asks for the few notices of one office among those of all countries.
INDEXES = """
create index notice_of_country on notifications_notice using gin ((audience_countries::text[]));
create index notice_of_office on notifications_notice using gin (audience_authorities);
create index notice_of_group on notifications_notice using gin (audience_groups);
"""
NO_INDEXES = "drop index notice_of_country, notice_of_office, notice_of_group;"


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("core", "0003_walls")]

    operations = [
        secure("notifications_notice", read=MEANT, insert=HAS_SCOPE, update="false"),
        secure("notifications_noticemark", read=ME),
        secure("notifications_noticewatermark", read=ME, delete=NEVER),
        # The worker that makes mail for a country's people acts as its administration.
        secure(
            "notifications_noticepreference",
            read=f"{ME} or country = any ({ADMINISTERS})",
            insert=ME,
            update=ME,
            delete=NEVER,
        ),
        secure("notifications_officemailbox", read=MAILED, delete=NEVER),
        secure("notifications_delivery", read=MAILED, insert=HAS_SCOPE, update=MAILED, delete=NEVER),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]
