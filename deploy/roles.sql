-- The database logins of RCMS, its database and the extensions it needs. PostgreSQL 15 or newer.
--
--   export RCMS_OWNER_PASSWORD=... RCMS_APP_PASSWORD=... RCMS_RELAY_PASSWORD=... RCMS_SWEEP_PASSWORD=...
--   export RCMS_SEAL_PASSWORD=... RCMS_ERASE_PASSWORD=...
--   psql -X -v ON_ERROR_STOP=1 -d postgres -f deploy/roles.sql          as a superuser
--
-- It can be run again: it then sets the passwords anew and leaves the rest as it is.
--   rcms_owner    migrations and reference data: owns all tables
--   rcms_app      web server and worker: is held by row security
--   rcms_relay    hands out the outbox, and reads neither for whom the work is nor about what
--   rcms_sweep    what the system does by itself: time limits, ends of validity, housekeeping
--   rcms_seal     gives what was recorded its place in the log, and reads none of it
--   rcms_erase    empties what is due by a decision of two persons, and reads none of it
-- All but the owner own nothing.
\set ON_ERROR_STOP on
\getenv owner_password RCMS_OWNER_PASSWORD
\getenv app_password RCMS_APP_PASSWORD
\getenv relay_password RCMS_RELAY_PASSWORD
\getenv sweep_password RCMS_SWEEP_PASSWORD
\getenv seal_password RCMS_SEAL_PASSWORD
\getenv erase_password RCMS_ERASE_PASSWORD

-- No password may reach the server's log, whatever it is set to write there.
set log_statement = 'none';
set log_min_error_statement = 'panic';
set log_min_duration_statement = -1;

select format('create role %I login nosuperuser nocreatedb nocreaterole nobypassrls noreplication', name)
  from unnest(array['rcms_owner', 'rcms_app', 'rcms_relay', 'rcms_sweep', 'rcms_seal', 'rcms_erase']) as name
 where not exists (select 1 from pg_roles where rolname = name)
\gexec

-- A password that was not exported is left as a word that the server refuses here.
alter role rcms_owner password :'owner_password';
alter role rcms_app password :'app_password';
alter role rcms_relay password :'relay_password';
alter role rcms_sweep password :'sweep_password';
alter role rcms_seal password :'seal_password';
alter role rcms_erase password :'erase_password';

-- Who enters which scope is one line in the server's log, without the statement and its context.
grant set on parameter log_min_error_statement, log_error_verbosity to rcms_owner;

-- C.UTF-8 orders by code point on every machine; lists are sorted by a folded key column instead.
select 'create database rcms owner rcms_owner template template0 encoding ''UTF8'' locale ''C.UTF-8'''
 where not exists (select 1 from pg_database where datname = 'rcms')
\gexec
alter database rcms set timezone to 'UTC';
-- The counts of the queue are estimated high and answered fast: compiling them first would take longer than all of them.
alter database rcms set jit to off;
revoke all on database rcms from public;
grant connect on database rcms to rcms_app, rcms_relay, rcms_sweep, rcms_seal, rcms_erase;

-- template1 too: a database that the owner makes from it (tests, a restore) has the extensions already.
\connect template1
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;
create extension if not exists btree_gist;
revoke create on schema public from public;
grant usage on schema public to rcms_owner, rcms_app, rcms_relay, rcms_sweep, rcms_seal, rcms_erase;

\connect rcms
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists fuzzystrmatch;
create extension if not exists btree_gist;
revoke create on schema public from public;
grant usage on schema public to rcms_app, rcms_relay, rcms_sweep, rcms_seal, rcms_erase;
grant usage, create on schema public to rcms_owner;

-- The second wall stands only if no login can step over it.
do $$
begin
  if exists (select 1 from pg_roles where rolname like 'rcms\_%' and (rolsuper or rolbypassrls)) then
    raise exception 'an rcms login is superuser or bypasses row security';
  end if;
  if exists (select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname like 'rcms\_%') then
    raise exception 'an rcms login is a member of another role';
  end if;
end $$;
