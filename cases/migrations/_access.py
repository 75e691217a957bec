"""Who reads and writes the exceptions to who sees a case, and the functions that stand behind them (ADR 22)."""

from accounts.roles import ROLES
from core.rowsecurity import ADMINISTERS, AUTHORITIES, COUNTRIES, COUNTRY, ME, SEES_CASES

OF_REQUESTING = f"(requesting_country = any ({COUNTRIES}) or requesting_authority = any ({AUTHORITIES}))"
OF_RECEIVING = f"(shared and (receiving_country = any ({COUNTRIES}) or receiving_authority = any ({AUTHORITIES})))"
# The offices of the side on which the person stands.
OF_SIDE = f"((side = 'requesting' and {OF_REQUESTING}) or (side = 'receiving' and {OF_RECEIVING}))"
OF_OWN_COUNTRY = f"""((side = 'requesting' and requesting_country = {COUNTRY})
    or (side = 'receiving' and shared and receiving_country = {COUNTRY}))"""
ADMINISTERED = f"""((side = 'requesting'
        and (requesting_country = any ({ADMINISTERS}) or requesting_authority::text = any ({ADMINISTERS})))
    or (side = 'receiving' and shared
        and (receiving_country = any ({ADMINISTERS}) or receiving_authority::text = any ({ADMINISTERS}))))"""

READ = f"""user_id = {ME} or (own_side <> 'receiving' and {OF_REQUESTING})
or (own_side <> 'requesting' and {OF_RECEIVING})"""
# In one's own name: the offices of the side keep out and let in; everybody keeps out himself; an administrator lets
# himself in, and is the only one who does.
INSERT = f"""decided_by = {ME} and ended_at is null and {OF_OWN_COUNTRY} and (
    (kind <> 'elevation' and {OF_SIDE}) or (kind = 'exclusion' and user_id = {ME})
    or (kind = 'elevation' and user_id = {ME} and {ADMINISTERED}))"""
# The side that let in or kept out ends it; who was let in ends that early.
UPDATE = f"({OF_SIDE} and {OF_OWN_COUNTRY}) or (kind <> 'exclusion' and user_id = {ME})"
# Whoever sees cases in the country reads who asks; the application asks for a supervisor's role.
REQUEST_ANSWERED = f"country = {COUNTRY} and {SEES_CASES}"
REQUEST_READ = f"user_id = {ME} or ({REQUEST_ANSWERED})"
REQUEST_ASKED = f"user_id = {ME} and country = {COUNTRY} and state = 'waiting'"

# The roles by which people who are let in see cases.
_SEEING = ", ".join(f"'{code}'" for code, role in sorted(ROLES.items()) if "view_case" in role.acts)

# A person is let in while of the office for which it was given, in a role for which it is; days are those of its country.
SCOPE_EXCEPTIONS = f"""
create or replace function scope_exceptions(of_user uuid, of_moment timestamptz, out excluded uuid[], out admitted uuid[])
    language sql stable set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct a.case_id) filter (where a.kind = 'exclusion'), '{{}}'),
        coalesce(array_agg(distinct a.case_id) filter (where a.kind <> 'exclusion'), '{{}}')
    from cases_caseaccess a
    where a.user_id = of_user and a.ended_at is null and a.starts_at <= of_moment
        and (a.ends_at is null or a.ends_at > of_moment)
        and (a.kind = 'exclusion' or exists (
            select 1 from accounts_membership m
            join countries_country c on c.code = m.country
            cross join lateral (select (of_moment at time zone c.time_zone)::date as day) here
            where m.user_id = a.user_id and m.authority_id = a.authority_id
                and case a.kind when 'elevation' then m.role = 'administrator' else m.role in ({_SEEING}) end
                and m.valid_from <= here.day and coalesce(m.valid_to >= here.day, true)))
$$;
"""
FUNCTIONS = """

-- What rows of lower floors, and of registers, say of the cases from which somebody is kept out, or to which let in.
create function excluded_subjects() returns text[] language sql stable parallel safe as
    $$ select array(select 'case:' || key from unnest(scope_excluded()) as key) $$;
create function admitted_subjects() returns text[] language sql stable parallel safe as
    $$ select array(select 'case:' || key from unnest(scope_admitted()) as key) $$;
create function excluded_references() returns text[] language sql stable security definer
    set search_path = public, pg_temp as
    $$ select array(select reference from cases_case where id = any (scope_excluded()) and reference is not null) $$;
-- Requests to see one of them, and what was told of these; one's own stay, or that they vanish would tell.
create function excluded_requests() returns uuid[] language sql stable security definer
    set search_path = public, pg_temp as $$
    select array(select id from cases_accessrequest
        where reference = any (excluded_references()) and user_id <> scope_user())
$$;
create function excluded_runs() returns text[] language sql stable parallel safe as
    $$ select array(select '%' || key || '%' from unnest(scope_excluded()) as key) $$;
-- Of a file follow the pictures of its pages, of a paper its progress.
create function excluded_files() returns uuid[] language sql stable security definer
    set search_path = public, pg_temp as $$
    select array(select id from documents_storedfile where cardinality(scope_excluded()) > 0
        and (subject = any (excluded_subjects()) or (named_cases <> '{}' and named_cases && scope_excluded())))
$$;
create function admitted_files() returns uuid[] language sql stable security definer
    set search_path = public, pg_temp as
    $$ select array(select id from documents_storedfile where subject = any (admitted_subjects())) $$;
create function excluded_papers() returns text[] language sql stable security definer
    set search_path = public, pg_temp as $$
    select array(select 'generateddocument:' || id from documents_generateddocument
        where cardinality(scope_excluded()) > 0
            and (subject = any (excluded_subjects()) or (named_cases <> '{}' and named_cases && scope_excluded())))
$$;
revoke execute on function excluded_references(), excluded_requests(), excluded_files(), admitted_files(),
    excluded_papers() from public;
grant execute on function excluded_references(), excluded_requests(), excluded_files(), admitted_files(),
    excluded_papers() to rcms_app;

-- An administrator sees no case. For a look at one: key and side of a case of the own country and office.
create function case_for_elevation(of_reference text) returns table (key uuid, side text, is_shared boolean)
    language sql stable security definer set search_path = public, pg_temp as $$
    select id, case when requesting_country_id = scope_country() then 'requesting' else 'receiving' end, shared
    from cases_case
    where reference = of_reference and id <> all (scope_excluded()) and (
        (requesting_country_id = scope_country()
            and (requesting_country_id = any (scope_administers())
                or requesting_authority_id::text = any (scope_administers())))
        or (shared and receiving_country_id = scope_country()
            and (receiving_country_id = any (scope_administers())
                or receiving_authority_id::text = any (scope_administers()))))
$$;
revoke execute on function case_for_elevation(text) from public;
grant execute on function case_for_elevation(text) to rcms_app;

-- When an administrator looked at a case during an elevation, for the offices of both sides; what at, for the own.
create function looks_of_elevations(of_accesses uuid[]) returns table (access uuid, looked_at timestamptz, action text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select a.id, l.at, case when own.is_own then l.action end
    from cases_caseaccess a
    cross join lateral (select scope_country() =
        case a.side when 'requesting' then a.requesting_country else a.receiving_country end as is_own) as own
    join audit_access l on l.case_key = a.case_id and l.actor_id = a.user_id and l.result = 'seen'
        and l.at >= a.starts_at and l.at < coalesce(a.ended_at, a.ends_at)
    where a.id = any (of_accesses) and a.kind = 'elevation' and a.case_id <> all (scope_excluded()) and (
        (a.own_side <> 'receiving'
            and (a.requesting_country = any (scope_countries()) or a.requesting_authority = any (scope_authorities())))
        or (a.own_side <> 'requesting' and a.shared
            and (a.receiving_country = any (scope_countries()) or a.receiving_authority = any (scope_authorities()))))
    order by l.at, l.id
$$;
revoke execute on function looks_of_elevations(uuid[]) from public;
grant execute on function looks_of_elevations(uuid[]) to rcms_app;

-- The copies of the audience follow the case, as those of its other parts.
create function case_moves_access() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update cases_caseaccess set requesting_authority = new.requesting_authority_id,
        receiving_authority = new.receiving_authority_id, delegates = new.delegates, shared = new.shared
        where case_id = new.id;
    return null;
end $$;
revoke execute on function case_moves_access() from public;
create trigger case_moves_access
    after update of requesting_authority_id, receiving_authority_id, delegates, shared on cases_case
    for each row when (
        old.requesting_authority_id is distinct from new.requesting_authority_id
        or old.receiving_authority_id is distinct from new.receiving_authority_id
        or old.delegates is distinct from new.delegates or old.shared is distinct from new.shared
    ) execute function case_moves_access();

-- What was decided stays; it is ended once, in one's own name.
create function case_access_stays() returns trigger language plpgsql as $$
declare
    ending constant text[] := array['ended_at', 'ended_by', 'end_reason'];
    audience constant text[] := array['requesting_country', 'receiving_country', 'requesting_authority',
        'receiving_authority', 'delegates', 'shared'];
begin
    if current_user <> 'rcms_app' then
        return new;
    end if;
    if to_jsonb(new) - ending - audience is distinct from to_jsonb(old) - ending - audience
        or old.ended_at is not null or new.ended_by is distinct from scope_user()
    then
        raise exception 'who sees a case is ended once, in one''s own name' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger case_access_stays before update on cases_caseaccess for each row execute function case_access_stays();

create function access_request_stays() returns trigger language plpgsql as $$
declare
    answering constant text[] := array['state', 'answer', 'answered_at', 'answered_by'];
begin
    if current_user <> 'rcms_app' then
        return new;
    end if;
    if old.state <> 'waiting' or to_jsonb(new) - answering is distinct from to_jsonb(old) - answering
        or new.answered_by is distinct from scope_user() or new.answered_by = old.user_id
    then
        raise exception 'a request is answered once, by somebody else' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger access_request_stays before update on cases_accessrequest
    for each row execute function access_request_stays();
revoke delete, truncate on cases_caseaccess, cases_accessrequest from rcms_app;
"""
DROP = """
grant delete on cases_caseaccess, cases_accessrequest to rcms_app;
drop trigger access_request_stays on cases_accessrequest; drop function access_request_stays();
drop trigger case_access_stays on cases_caseaccess; drop function case_access_stays();
drop trigger case_moves_access on cases_case; drop function case_moves_access();
drop function looks_of_elevations(uuid[]); drop function case_for_elevation(text);
drop function excluded_papers(); drop function excluded_files();
drop function admitted_files(); drop function excluded_requests(); drop function excluded_references(); drop function excluded_subjects(); drop function admitted_subjects();
drop function excluded_runs();
create or replace function scope_exceptions(of_user uuid, of_moment timestamptz, out excluded uuid[], out admitted uuid[])
    language sql stable set search_path = public, pg_temp as $$ select '{}'::uuid[], '{}'::uuid[] $$;
"""
