-- The three database logins of RCMS, its database and the extensions it needs. PostgreSQL 15 or newer.
--
--   export RCMS_OWNER_PASSWORD=... RCMS_APP_PASSWORD=... RCMS_SYSTEM_PASSWORD=...
--   psql -X -v ON_ERROR_STOP=1 -d postgres -f deploy/roles.sql          as a superuser
--
-- It can be run again: it then sets the passwords anew and leaves the rest as it is.
--   rcms_owner    migrations and backups: owns all tables
--   rcms_app      web server and worker: owns nothing, is held by row security
--   rcms_system   relay and sweeps: owns nothing, is held by policies of its own
\set ON_ERROR_STOP on
\getenv owner_password RCMS_OWNER_PASSWORD
\getenv app_password RCMS_APP_PASSWORD
\getenv system_password RCMS_SYSTEM_PASSWORD

-- No password may reach the server's log, whatever it is set to write there.
set log_statement = 'none';
set log_min_error_statement = 'panic';
set log_min_duration_statement = -1;

select format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls noreplication', name)
  from unnest(array['rcms_owner', 'rcms_app', 'rcms_system']) as name
 where not exists (select 1 from pg_roles where rolname = name)
\gexec

-- A password that was not exported is left as a word that the server refuses here.
alter role rcms_owner password :'owner_password';
alter role rcms_app password :'app_password';
alter role rcms_system password :'system_password';

-- C.UTF-8 orders by code point on every machine; lists are sorted by a folded key column instead.
select 'create database rcms owner rcms_owner template template0 encoding ''UTF8'' locale ''C.UTF-8'''
 where not exists (select 1 from pg_database where datname = 'rcms')
\gexec
alter database rcms set timezone to 'UTC';
revoke all on database rcms from public;
grant connect on database rcms to rcms_app, rcms_system;

-- template1 too: a database that the owner makes from it (tests, a restore) has the extensions already.
\connect template1
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;
create extension if not exists btree_gist;
revoke create on schema public from public;
grant usage on schema public to rcms_owner, rcms_app, rcms_system;

\connect rcms
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;
create extension if not exists btree_gist;
revoke create on schema public from public;
grant usage on schema public to rcms_app, rcms_system;
grant usage, create on schema public to rcms_owner;

-- The second wall stands only if no login can step over it.
do $$
begin
  if exists (select 1 from pg_roles where rolname in ('rcms_owner', 'rcms_app', 'rcms_system') and (rolsuper or rolbypassrls)) then
    raise exception 'an rcms login is superuser or bypasses row security';
  end if;
  if exists (select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname in ('rcms_app', 'rcms_system')) then
    raise exception 'rcms_app or rcms_system is a member of another role';
  end if;
end $$;
