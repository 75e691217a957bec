"""Personal values of entries may be emptied, by the eraser alone and to nothing but empty; what was emptied names the
event of the erasure (ADR 24)."""

from django.db import migrations

from core.rowsecurity import append_only, owner_only

LOOSEN = """
-- As refuse_change, but the eraser may empty what the commitments bind, with the salts. Of which cases, its policy says.
create function audit_refuse_change() returns trigger language plpgsql as $$
declare
    personal constant text[] := array['actor_name', 'on_behalf_of', 'reason', 'address', 'salts'];
begin
    if tg_op = 'UPDATE' then
        if current_user = 'rcms_erase' and to_jsonb(new) - personal = to_jsonb(old) - personal
            and to_jsonb(new) ->> 'actor_name' = '' and to_jsonb(new) ->> 'on_behalf_of' = ''
            and coalesce(to_jsonb(new) ->> 'reason', '') = '' and new.address is null and new.salts = '{}'
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
    dependencies = [("audit", "0004_seal")]

    operations = [
        migrations.RunSQL(LOOSEN, UNDO),
        owner_only("audit_erasure"),
        append_only("audit_erasure"),
        loosened("audit_event"),
        loosened("audit_access"),
    ]
