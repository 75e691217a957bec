"""Personal values of entries may be emptied, by the eraser alone and to nothing but empty; what was emptied names the
event of the erasure (ADR 24)."""

from django.db import migrations

from core.rowsecurity import append_only, for_login, owner_only

LOOSEN = """
-- As refuse_change, but the eraser may empty what the commitments bind, with the salts. Of which cases, its policy says.
create function audit_refuse_change() returns trigger language plpgsql as $$
declare
    personal constant text[] := array['actor_name', 'on_behalf_of', 'values', 'reason', 'address'];
    before jsonb := to_jsonb(old);
    after jsonb;
begin
    if tg_op = 'UPDATE' and current_user = 'rcms_erase' then
        after := to_jsonb(new);
        -- Each value stays or is emptied, and with it goes its salt; nothing else changes.
        if after - personal - 'salts' = before - personal - 'salts'
            and (select bool_and(coalesce(after ->> f, '') = '' or after -> f = before -> f) from unnest(personal) f)
            and new.salts = (select coalesce(jsonb_object_agg(k, v), '{}') from jsonb_each(old.salts) as one (k, v)
                where coalesce(after ->> k, '') <> '')
        then
            return new;
        end if;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

-- Of which entry which value was erased, and the event that says by which rule.
create table audit_erasure (
    entry uuid not null,
    field varchar(20) not null,
    kind varchar(10) not null,
    by_event uuid not null,
    primary key (entry, field)
);
create index erasure_by_event on audit_erasure (by_event);
"""

UNDO = "drop table audit_erasure; drop function audit_refuse_change();"


def loosened(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        drop trigger append_only on {table};
        create trigger append_only before update or delete on {table}
            for each row execute function audit_refuse_change();
        """,
        f"""
        drop trigger append_only on {table};
        create trigger append_only before update or delete on {table} for each row execute function refuse_change();
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_leaving")]

    operations = [
        migrations.RunSQL(LOOSEN, UNDO),
        owner_only("audit_erasure"),
        append_only("audit_erasure"),
        # Keys alone: exports of the log tell them.
        for_login("app", "audit_erasure", "select"),
        loosened("audit_event"),
        loosened("audit_access"),
    ]
