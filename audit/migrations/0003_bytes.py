"""The bytes of each entry, which the log seals: made by the database when the row is added (ADR 23)."""

from django.db import migrations

from core.rowsecurity import owner_only

FUNCTIONS = """
-- What stands in the bytes of an entry as it stands in the row: all but the personal values, which a commitment binds.
create function audit_plain(whole jsonb, of_moment timestamptz) returns jsonb language sql stable parallel safe as $$
    select (whole - array['canonical', 'leaf_hash', 'salts', 'xact', 'actor_name', 'on_behalf_of', 'values', 'reason', 'address'])
        || jsonb_build_object('at', to_char(of_moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
$$;

-- Whatever the application brought for these columns is overwritten: it chooses neither nonce nor salt.
create function audit_bytes() returns trigger language plpgsql as $$
declare
    whole jsonb := to_jsonb(new);
    personal text;
    value text;
    salt bytea;
    commitments jsonb := '{}';
begin
    new.salts := '{}';
    foreach personal in array array['actor_name', 'on_behalf_of', 'values', 'reason', 'address'] loop
        value := whole ->> personal;
        continue when coalesce(value, '') = '';
        -- 128 random bits: a UUID has 122, and pgcrypto is not everywhere.
        salt := substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16);
        new.salts := new.salts || jsonb_build_object(personal, encode(salt, 'hex'));
        commitments := commitments || jsonb_build_object(personal,
            encode(sha256(salt || convert_to(personal, 'UTF8') || '\\x00'::bytea || convert_to(value, 'UTF8')), 'hex'));
    end loop;
    new.canonical := convert_to((audit_plain(whole, new.at) || jsonb_build_object(
        'v', 1, 'kind', tg_argv[0], 'commitments', commitments,
        'nonce', left(encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'), 32)
    ))::text, 'UTF8');
    new.leaf_hash := sha256('\\x00'::bytea || new.canonical);
    return new;
end $$;

-- What waits to be sealed. Never "all ids above the last one": they commit out of order.
create table audit_unsealed (
    entry uuid primary key,
    kind varchar(10) not null,
    leaf_hash bytea not null
);
create function audit_wait() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into audit_unsealed (entry, kind, leaf_hash) values (new.id, tg_argv[0], new.leaf_hash);
    return null;
end $$;
-- A trigger needs no right to fire; whoever may execute its function could tie it to a table of his own.
revoke execute on function audit_bytes(), audit_wait() from public;
"""

DROP = "drop table audit_unsealed; drop function audit_wait(); drop function audit_bytes(); drop function audit_plain(jsonb, timestamptz);"


def sealable(table: str, kind: str) -> migrations.RunSQL:
    """Bytes for every row of `table`, for those that are there already too."""
    return migrations.RunSQL(
        f"""
        alter table {table} add column canonical bytea, add column leaf_hash bytea, add column salts jsonb;
        alter table {table} disable trigger append_only;
        create trigger bytes before update on {table} for each row execute function audit_bytes('{kind}');
        update {table} set canonical = null;
        drop trigger bytes on {table};
        alter table {table} enable trigger append_only;
        insert into audit_unsealed (entry, kind, leaf_hash) select id, '{kind}', leaf_hash from {table};
        alter table {table} alter column canonical set not null, alter column leaf_hash set not null,
            alter column salts set not null;
        create trigger bytes before insert on {table} for each row execute function audit_bytes('{kind}');
        create trigger unsealed after insert on {table} for each row execute function audit_wait('{kind}');
        """,
        f"""
        drop trigger unsealed on {table}; drop trigger bytes on {table};
        alter table {table} drop column canonical, drop column leaf_hash, drop column salts;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_walls")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        owner_only("audit_unsealed"),
        sealable("audit_event", "event"),
        sealable("audit_access", "access"),
    ]
