"""Events and accesses: added by whoever has a scope, read by their audience, changed by nobody."""

from django.db import migrations

from core.rowsecurity import AUDIENCE, HAS_SCOPE, append_only, secure

XACT = """
alter table audit_event add column xact xid8 not null default pg_current_xact_id();
-- The feed of changes goes by the writing transaction.
create index event_by_transaction on audit_event (xact, id) where case_key is not null and result = 'done';

-- Refuses a commit that changed a case row without an event about that case in the same transaction.
-- Runs as the owner (who has a policy of its own): the event may be one that its writer cannot read.
create function need_event() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    key uuid := (to_jsonb(coalesce(new, old)) ->> tg_argv[0])::uuid;
begin
    if not exists (select 1 from audit_event where case_key = key and xact = pg_current_xact_id()) then
        raise exception 'change of % for case % without an audit event', tg_table_name, key
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
-- A trigger needs no right to fire; whoever may execute its function could tie it to a table of his own.
revoke execute on function need_event() from public;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("core", "0003_walls")]

    operations = [
        migrations.RunSQL(XACT, "drop function need_event(); alter table audit_event drop column xact;"),
        secure("audit_event", read=AUDIENCE, insert=HAS_SCOPE),
        secure("audit_access", read=AUDIENCE, insert=HAS_SCOPE),
        append_only("audit_event"),
        append_only("audit_access"),
    ]
