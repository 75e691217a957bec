"""Row security of outbox and progress."""

from django.db import migrations

from core.rowsecurity import ADMINISTERS, AUDIENCE, HAS_SCOPE, NEVER, for_login, secure

TOLD = "id = (select scope_outbox())"
OF_COUNTRY = f"scope ->> 'country' = any ({ADMINISTERS})"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_tables")]

    operations = [
        # A worker sees the one message it was told of; an administrator those of the own country, and changes only what
        # is dead (retry, dismiss). The relay learns which wait and what they are called, not for whom nor about what;
        # sweeps add to them and delete what is done.
        secure(
            "core_outboxmessage",
            read=f"{TOLD} or {OF_COUNTRY}",
            insert=HAS_SCOPE,
            update=f"{TOLD} or ({OF_COUNTRY} and state in ('dead', 'pending', 'dismissed'))",
            delete=NEVER,
        ),
        for_login(
            "relay",
            "core_outboxmessage",
            "select (id, task, queue, state, attempts, available_at, leased_until),"
            " update (state, leased_until, last_error)",
        ),
        for_login(
            "sweep",
            "core_outboxmessage",
            "insert, select (state, created_at), delete",
            rows="state in ('done', 'dismissed')",
        ),
        secure("core_jobprogress", read=AUDIENCE, insert=HAS_SCOPE, delete=NEVER),
    ]
