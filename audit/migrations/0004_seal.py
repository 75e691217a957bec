"""The sealed log: positions, tree, checkpoints and keys, which the sealer alone writes (ADR 23)."""

from django.db import migrations

from core.rowsecurity import append_only, for_login, owner_only

TABLES = """
create table audit_seal (
    position bigint primary key check (position >= 0),
    kind varchar(10) not null,
    entry uuid not null unique,
    leaf_hash bytea not null check (octet_length(leaf_hash) = 32)
);
-- Level and place of a tile (audit/merkle.py); up to 256 hashes, one after the other.
create table audit_tile (
    level smallint not null,
    place bigint not null,
    hashes bytea not null check (octet_length(hashes) % 32 = 0 and octet_length(hashes) <= 8192),
    primary key (level, place)
);
create table audit_checkpoint (
    size bigint primary key check (size > 0),
    at timestamptz not null,
    note text not null
);
-- The keys in their order. A later one was introduced by a note that it and the one before signed.
create table audit_key (
    number smallint primary key,
    at timestamptz not null,
    key text not null unique,
    introduction text not null check ((number = 0) = (introduction = ''))
);

-- A tile grows at its end; what stands in it stays.
create function tile_grows() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if (new.level, new.place) = (old.level, old.place)
                and substring(new.hashes from 1 for octet_length(old.hashes)) = old.hashes then
            return new;
        end if;
    end if;
    raise exception '% only grows', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger grows before update or delete on audit_tile for each row execute function tile_grows();
create trigger grows_truncate before truncate on audit_tile for each statement execute function tile_grows();
"""

DROP = "drop table audit_key; drop table audit_checkpoint; drop table audit_tile; drop table audit_seal; drop function tile_grows();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_bytes")]

    operations = [
        migrations.RunSQL(TABLES, DROP),
        *[owner_only(table) for table in ("audit_seal", "audit_tile", "audit_checkpoint", "audit_key")],
        *[append_only(table) for table in ("audit_seal", "audit_checkpoint", "audit_key")],
        for_login("seal", "audit_unsealed", "select, delete"),
        *[for_login("seal", table, "select, insert") for table in ("audit_seal", "audit_checkpoint", "audit_key")],
        for_login("seal", "audit_tile", "select, insert, update (hashes)"),
    ]
