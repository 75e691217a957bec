"""The ground under all tables: default rights of the logins, and the functions that read the scope."""

from django.db import migrations

FUNCTIONS = """
do $$ begin
    if current_user <> 'rcms_owner' then
        raise exception 'Migrations run as rcms_owner (RCMS_LOGIN=owner), not as %', current_user;
    end if;
end $$;

grant usage on schema public to rcms_app, rcms_system;
alter default privileges for role rcms_owner in schema public
    grant select, insert, update, delete on tables to rcms_app;
alter default privileges for role rcms_owner in schema public grant usage, select on sequences to rcms_app;
-- Tables of Django itself may have been made before this line.
grant select, insert, update, delete on all tables in schema public to rcms_app;
revoke insert, update, delete on django_migrations from rcms_app;
grant select on django_migrations to rcms_system;

create function scope_user() returns uuid language sql stable parallel safe
    return nullif(current_setting('rcms.user', true), '')::uuid;
create function scope_country() returns text language sql stable parallel safe
    return nullif(current_setting('rcms.country', true), '');
create function scope_countries() returns text[] language sql stable parallel safe
    return coalesce(nullif(current_setting('rcms.countries', true), ''), '{}')::text[];
create function scope_authorities() returns uuid[] language sql stable parallel safe
    return coalesce(nullif(current_setting('rcms.authorities', true), ''), '{}')::uuid[];
create function scope_agencies() returns uuid[] language sql stable parallel safe
    return coalesce(nullif(current_setting('rcms.agencies', true), ''), '{}')::uuid[];
create function scope_administers() returns text[] language sql stable parallel safe
    return coalesce(nullif(current_setting('rcms.administers', true), ''), '{}')::text[];
create function scope_group() returns integer language sql stable parallel safe
    return nullif(current_setting('rcms.group', true), '')::integer;
create function scope_outbox() returns uuid language sql stable parallel safe
    return nullif(current_setting('rcms.outbox', true), '')::uuid;
create function scope_is_set() returns boolean language sql stable parallel safe
    return scope_user() is not null;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
"""

DROP_FUNCTIONS = """
drop function refuse_change(); drop function scope_is_set(); drop function scope_outbox(); drop function scope_group();
drop function scope_administers(); drop function scope_agencies(); drop function scope_authorities(); drop function scope_countries(); drop function scope_country();
drop function scope_user();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
    ]
