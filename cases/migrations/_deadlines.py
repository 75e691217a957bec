"""Which time limits want a warning: asked by the sweep, which has no right to any table of cases."""

DEADLINES = """
-- Running, or passed and still waited for: the sweep that marks what has passed must not silence the warning.
create index clock_warning on cases_caseclock (warn_at)
    where state = 'running' or state = 'missed' and ended_at is null;
create index case_unacknowledged on cases_case (submitted_at) where status = 'submitted';
create index question_waiting on cases_verificationtask (due_on) where status = 'asked';
create index interview_near on cases_interview (starts_at) where status = 'scheduled';

-- What has not been told yet: keys, ids of rows, and the country and office that must act; nothing of the case.
-- soon_days: so many days before its last day a limit is at risk. A clock knows itself when; the last day of a request
-- or question begins and ends where whoever was asked is.
create function deadlines_due(of_moment timestamptz, unanswered_days integer, soon_days integer, at_most integer)
    returns table (key text, stage text, row_id uuid, country text, authority uuid)
    language sql stable security definer set search_path = public, pg_temp
    -- The planner cannot know that next to nothing is due, and would read all limits or all notices. So each table is
    -- entered by an index, and whatever is found asks the others by key.
    set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
    set max_parallel_workers_per_gather = 0 set plan_cache_mode = force_generic_plan
    as $$
    with asked as (
        select 'request' as what, t.id, t.due_on,
            case t.opened_side when 'requesting' then t.receiving_country else t.requesting_country end as country,
            case t.opened_side when 'requesting' then t.receiving_authority else t.requesting_authority end as authority
        from cases_thread t join cases_case k on k.id = t.case_id
            join cases_informationrequest r on r.thread_id = t.id and r.status = 'asked'
        where t.state = 'open' and k.status in ('submitted', 'returned_incomplete', 'received', 'in_verification',
            'decision_proposed', 'accepted')
        union all
        select 'verification', v.id, v.due_on, v.receiving_country, v.agency_id
        from cases_verificationtask v join cases_case k on k.id = v.case_id
        where v.status = 'asked' and k.status in ('in_verification', 'decision_proposed')
    ), obstacles as (
        -- From the open pauses, of which an index exists; of a limit that was given up nobody looks again.
        select r.id, r.review_on, r.requesting_country as country, r.requesting_authority as authority
        from cases_clockpause p join cases_caseclock c on c.id = p.clock_id and c.state = 'paused'
            join cases_pausereason r on r.pause_id = p.id
        where p.resumed_at is null
    ), found as (
        select 'deadline:' || c.id || ':' || s.stage as key, s.stage, c.id as row_id,
            case c.acting_side when 'requesting' then c.requesting_country else c.receiving_country end as country,
            case c.acting_side when 'requesting' then c.requesting_authority else c.receiving_authority end as authority
        from cases_caseclock c
            cross join lateral (select case when c.due_at <= of_moment then 'overdue'
                -- The limit that the text calls normal warns first; the longest one warns again.
                when c.due->>'normally_at' is not null
                    and of_moment < (c.due->>'earliest_at')::timestamptz - make_interval(days => soon_days + 1)
                then 'normally' else 'at_risk' end as stage) s
        where (c.state = 'running' or c.state = 'missed' and c.ended_at is null) and c.warn_at <= of_moment
            -- Nobody need claim an error. Of a travel document that has expired the sweep of what has passed tells.
            and c.kind <> 'error' and (c.kind <> 'travel_document_validity' or c.due_at > of_moment)
        union all
        select 'unanswered:' || k.id || ':' || floor(extract(epoch from k.submitted_at)), 'unanswered', k.id,
            k.receiving_country_id, k.receiving_authority_id
        from cases_case k
        where k.status = 'submitted' and k.submitted_at <= of_moment - make_interval(days => unanswered_days)
        union all
        select a.what || ':' || a.id || ':' || s.stage, s.stage, a.id, a.country, a.authority
        from asked a join countries_country c on c.code = a.country
            cross join lateral (select (of_moment at time zone c.time_zone)::date as day) here
            cross join lateral (select case when a.due_on < here.day then 'overdue' else 'at_risk' end as stage) s
        -- The first condition is for the indexes: no zone is a day ahead of UTC by more than one.
        where a.due_on <= (of_moment at time zone 'UTC')::date + 1 + soon_days and a.due_on <= here.day + soon_days
        union all
        select 'review:' || o.id || ':' || o.review_on, 'overdue', o.id, o.country, o.authority
        from obstacles o join countries_country c on c.code = o.country
        where o.review_on <= (of_moment at time zone c.time_zone)::date
        union all
        -- A case that its side let stand still, to be looked at again.
        select 'suspension:' || s.id || ':' || s.review_on, 'overdue', s.id, s.requesting_country, s.requesting_authority
        from cases_casesuspension s join countries_country c on c.code = s.requesting_country
        where s.ended_at is null and s.review_on <= (of_moment at time zone 'UTC')::date + 1
            and s.review_on <= (of_moment at time zone c.time_zone)::date
        union all
        -- An interview is near, and the requesting side may owe a fresh check of the legal status: it is asked each day.
        select 'check:' || i.id || ':' || (of_moment at time zone c.time_zone)::date, 'at_risk', i.id,
            i.requesting_country, i.requesting_authority
        from cases_interview i join countries_country c on c.code = i.requesting_country
        where i.status = 'scheduled' and i.starts_at > of_moment and i.starts_at < of_moment + interval '7 days'
    )
    select f.key, f.stage, f.row_id, f.country, f.authority from found f
    where not exists (select from notifications_notice n where n.key = f.key)
        and not exists (select from core_outboxmessage m where m.key = f.key)
    limit at_most
$$;
revoke execute on function deadlines_due(timestamptz, integer, integer, integer) from public;
grant execute on function deadlines_due(timestamptz, integer, integer, integer) to rcms_sweep;
"""

NO_DEADLINES = """
drop function deadlines_due(timestamptz, integer, integer, integer);
drop index clock_warning; drop index case_unacknowledged; drop index question_waiting; drop index interview_near;
"""
