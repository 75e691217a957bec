"""Row security of outbox and progress."""

from django.db import migrations

from core.rowsecurity import ADMINISTERS, AUDIENCE, HAS_SCOPE, for_system, secure

TOLD = "id = (select scope_outbox())"
OF_COUNTRY = f"scope ->> 'country' = any ({ADMINISTERS})"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_tables")]

    operations = [
        # A worker sees the one message it was told of; an administrator those of the own country, and changes only what
        # is dead (retry, dismiss); the relay (rcms_system) sees all and publishes them, sweeps add to them.
        secure(
            "core_outboxmessage",
            read=f"{TOLD} or {OF_COUNTRY}",
            insert=HAS_SCOPE,
            update=f"{TOLD} or ({OF_COUNTRY} and state in ('dead', 'pending', 'dismissed'))",
        ),
        for_system("core_outboxmessage", "select, insert, update, delete"),
        # Sweeps go by the clock of law, which demonstrations move.
        migrations.RunSQL(
            "grant select on core_clockoffset to rcms_system", "revoke select on core_clockoffset from rcms_system"
        ),
        secure("core_jobprogress", read=AUDIENCE, insert=HAS_SCOPE),
    ]
