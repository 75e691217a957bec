"""Which time limits want a warning: asked by the sweep, which has no right to any table of cases."""

DEADLINES = """
create index clock_warning on cases_caseclock (warn_at) where state = 'running';
create index case_unacknowledged on cases_case (submitted_at) where status = 'submitted';

-- What has not been told yet: keys, ids of rows, and the country and office that must act; nothing of the case.
create function deadlines_due(of_moment timestamptz, unanswered_days integer, at_most integer)
    returns table (key text, stage text, row_id uuid, country text, authority uuid)
    language sql stable security definer set search_path = public, pg_temp as $$
    with found as (
        select 'deadline:' || c.id || ':' || s.stage as key, s.stage, c.id as row_id,
            case when c.kind = 'transfer' then c.requesting_country else c.receiving_country end as country,
            case when c.kind = 'transfer' then c.requesting_authority else c.receiving_authority end as authority
        from cases_caseclock c
            cross join lateral (select case when c.due_at <= of_moment then 'overdue' else 'at_risk' end as stage) s
        where c.state = 'running' and c.warn_at <= of_moment
        union all
        select 'unanswered:' || k.id || ':' || floor(extract(epoch from k.submitted_at)), 'unanswered', k.id,
            k.receiving_country_id, k.receiving_authority_id
        from cases_case k
        where k.status = 'submitted' and k.submitted_at <= of_moment - make_interval(days => unanswered_days)
    )
    select f.key, f.stage, f.row_id, f.country, f.authority from found f
    where not exists (select from notifications_notice n where n.key = f.key)
        and not exists (select from core_outboxmessage m where m.key = f.key)
    limit at_most
$$;
revoke execute on function deadlines_due(timestamptz, integer, integer) from public;
grant execute on function deadlines_due(timestamptz, integer, integer) to rcms_system;
"""

NO_DEADLINES = """
drop function deadlines_due(timestamptz, integer, integer);
drop index clock_warning; drop index case_unacknowledged;
"""
