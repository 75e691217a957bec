"""Row security of outbox and progress."""

from django.db import migrations

from core.rowsecurity import AUDIENCE, HAS_SCOPE, for_system, secure


class Migration(migrations.Migration):
    dependencies = [("core", "0002_tables")]

    operations = [
        # A worker sees the one message it was told of; the relay (rcms_system) sees all and publishes them.
        secure("core_outboxmessage", read="id = (select scope_outbox())", insert=HAS_SCOPE),
        for_system("core_outboxmessage", "select, update, delete"),
        secure("core_jobprogress", read=AUDIENCE, insert=HAS_SCOPE),
    ]
