"""The ground under all tables: default rights of the logins, and the functions that read the scope."""

from django.db import migrations

ASKED = ("user", "country", "countries", "authorities", "agencies", "group", "administers", "outbox")
# What the database adds by itself: single cases that this person does not see, or sees besides (ADR 22).
PARTS = (*ASKED, "excluded", "admitted")
# A hash of the key and of the settings, as an array: no scope reads like another one. It holds for one transaction. Its
# beginning names it: a number would cost each request that only reads an entry in the write-ahead log, and the process's
# own differs among the workers of one query.
# The key is fetched by a statement of its own: as a part of the expression it would cost twice as much.
DECLARED = "declare secret bytea;"
FETCHED = "select key into secret from core_scopekey;"
SEAL = f"""encode(sha256(secret || sha256(secret || convert_to(array[
            {", ".join(f"current_setting('rcms.{part}', true)" for part in PARTS)},
            extract(epoch from transaction_timestamp())::text
        ]::text, 'UTF8'))), 'hex')"""
# Who enters what, and from where: ids and codes only.
ORIGIN = f"""json_build_object(
        'login', session_user, 'process', pg_backend_pid(), 'transaction', extract(epoch from transaction_timestamp()),
        'address', host(inet_client_addr()), 'application', current_setting('application_name'),
        {", ".join(f"'{part}', current_setting('rcms.{part}', true)" for part in PARTS)}
    )"""


def reader(name: str, setting: str, kind: str, nothing: str) -> str:
    """The function that reads one part of the scope: `nothing` where it is empty, or where the seal does not hold.

    Not in SQL, although one expression would do: the planner would take its text apart anew for each policy of each
    statement, which costs more than the seal.
    """
    return f"""
create function {name}() returns {kind} language plpgsql stable parallel safe as $$
begin
    if coalesce(current_setting('rcms.{setting}', true), '') in ('', '{{}}') then
        return {nothing};
    end if;
    return case when public.scope_is_sealed() then current_setting('rcms.{setting}')::{kind} else {nothing} end;
end $$;"""


FUNCTIONS = f"""
do $$ begin
    if current_user <> 'rcms_owner' then
        raise exception 'Migrations run as rcms_owner (RCMS_LOGIN=owner), not as %', current_user;
    end if;
end $$;

grant usage on schema public to rcms_app, rcms_relay, rcms_sweep, rcms_seal, rcms_erase;
alter default privileges for role rcms_owner in schema public
    grant select, insert, update, delete on tables to rcms_app;
alter default privileges for role rcms_owner in schema public grant usage, select on sequences to rcms_app;
-- Tables of Django itself may have been made before this line.
grant select, insert, update, delete on all tables in schema public to rcms_app;
revoke insert, update, delete on django_migrations from rcms_app;

-- The scope stands in settings of the transaction, which whoever has the connection can set. So it is entered by one
-- function, which writes it to the server's log and seals it with a key that nobody else reads: settings that were
-- changed by hand are no scope.
create table core_scopekey (key bytea not null);
revoke all on core_scopekey from rcms_app;
insert into core_scopekey
    select sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8')) from generate_series(1, 4);

-- Told in the server's log; one line, whatever the server is set to write with it.
create function scope_is_broken() returns boolean language plpgsql stable parallel safe security definer
    set search_path = public, pg_temp set log_min_error_statement = panic set log_error_verbosity = terse as $$
begin
    raise log 'RCMS scope broken %', {ORIGIN};
    return false;
end $$;
create function scope_is_sealed() returns boolean language plpgsql stable parallel safe security definer
    set search_path = public, pg_temp as $$
{DECLARED}
begin
    {FETCHED}
    if current_setting('rcms.seal', true) = {SEAL} then
        return true;
    end if;
    return scope_is_broken();
end $$;

-- From which single cases this person is kept out at this moment, and to which let in: the app of cases, which keeps
-- these in a table, puts its own function in the place of this one.
create function scope_exceptions(of_user uuid, of_moment timestamptz, out excluded uuid[], out admitted uuid[])
    language sql stable set search_path = public, pg_temp as $$ select '{{}}'::uuid[], '{{}}'::uuid[] $$;

-- Work that was promised before somebody was kept out is done to its end: for it nobody is excluded.
create function scope_enter(
    of_user text, of_country text, of_countries text, of_authorities text, of_agencies text, of_group text,
    of_administers text, of_outbox text, of_moment timestamptz default null, is_work boolean default false,
    out excluded uuid[], out admitted uuid[]
) language plpgsql security definer
    set search_path = public, pg_temp set log_min_error_statement = panic set log_error_verbosity = terse as $$
{DECLARED}
begin
    {FETCHED}
    excluded := '{{}}';
    admitted := '{{}}';
    if coalesce(of_user, '') <> '' then
        select e.excluded, e.admitted into excluded, admitted
            from scope_exceptions(of_user::uuid, coalesce(of_moment, transaction_timestamp())) e;
        if is_work then
            excluded := '{{}}';
        end if;
    end if;
    perform set_config('rcms.user', of_user, true), set_config('rcms.country', of_country, true),
        set_config('rcms.countries', of_countries, true), set_config('rcms.authorities', of_authorities, true),
        set_config('rcms.agencies', of_agencies, true), set_config('rcms.group', of_group, true),
        set_config('rcms.administers', of_administers, true), set_config('rcms.outbox', of_outbox, true),
        set_config('rcms.excluded', excluded::text, true), set_config('rcms.admitted', admitted::text, true);
    -- The scope of nobody shows nothing. Anything else is told, and told before it holds.
    if array[of_user, of_country, of_countries, of_authorities, of_agencies, of_group, of_administers, of_outbox]
            is distinct from array['', '', '{{}}', '{{}}', '{{}}', '', '{{}}', ''] then
        raise log 'RCMS scope entered %', {ORIGIN};
    end if;
    perform set_config('rcms.seal', {SEAL}, true);
end $$;
revoke execute on function scope_enter, scope_is_sealed(), scope_is_broken(), scope_exceptions(uuid, timestamptz)
    from public;
grant execute on function scope_enter, scope_is_sealed() to rcms_app, rcms_sweep;
{reader("scope_user", "user", "uuid", "null")}
{reader("scope_country", "country", "text", "null")}
{reader("scope_countries", "countries", "text[]", "'{}'::text[]")}
{reader("scope_authorities", "authorities", "uuid[]", "'{}'::uuid[]")}
{reader("scope_agencies", "agencies", "uuid[]", "'{}'::uuid[]")}
{reader("scope_administers", "administers", "text[]", "'{}'::text[]")}
{reader("scope_group", "group", "integer", "null")}
{reader("scope_outbox", "outbox", "uuid", "null")}
{reader("scope_excluded", "excluded", "uuid[]", "'{}'::uuid[]")}
{reader("scope_admitted", "admitted", "uuid[]", "'{}'::uuid[]")}
create function scope_is_set() returns boolean language plpgsql stable parallel safe as $$
begin
    return public.scope_user() is not null;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""

DROP_FUNCTIONS = """
drop function scope_excluded(); drop function scope_admitted();
drop function refuse_change(); drop function scope_is_set(); drop function scope_outbox(); drop function scope_group();
drop function scope_administers(); drop function scope_agencies(); drop function scope_authorities(); drop function scope_countries(); drop function scope_country();
drop function scope_user();
drop function scope_enter; drop function scope_exceptions(uuid, timestamptz); drop function scope_is_sealed(); drop function scope_is_broken();
drop table core_scopekey;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
    ]
