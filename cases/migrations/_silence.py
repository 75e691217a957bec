"""Which time limits have passed: asked by the sweep, which has no right to any table of cases."""

SILENCE = """
-- Answered from this index alone: what is not due is not even looked at. A limit that one side alone sees (notice of a
-- transfer that is only planned) is no business of RCMS: marking it would tell the other side.
create index clock_passed on cases_caseclock (due_at) include (id, receiving_country)
    where state = 'running' and own_side = '';

-- Ids of running time limits that have passed, and the country for which RCMS works on their case; without those that
-- are promised already, or that failed and wait for people to look. What is promised is asked in the words of the two
-- indexes of the outbox: what was done long ago is not read.
create function clocks_passed(of_moment timestamptz, at_most integer) returns table (clock uuid, country text)
    language sql stable security definer set search_path = public, pg_temp as $$
    with promised as materialized (
        select (jsonb_array_elements_text(m.arguments -> 'clocks'))::uuid as id from core_outboxmessage m
        where m.task = 'cases.clocks_passed' and m.state in ('pending', 'leased')
        union all
        select (jsonb_array_elements_text(m.arguments -> 'clocks'))::uuid from core_outboxmessage m
        where m.task = 'cases.clocks_passed' and m.state = 'dead'
    )
    select c.id, c.receiving_country from cases_caseclock c
    where c.state = 'running' and c.own_side = '' and c.due_at <= of_moment
        and not exists (select from promised p where p.id = c.id)
    order by c.due_at limit at_most
$$;
revoke execute on function clocks_passed(timestamptz, integer) from public;
grant execute on function clocks_passed(timestamptz, integer) to rcms_sweep;
"""

NO_SILENCE = "drop function clocks_passed(timestamptz, integer); drop index clock_passed;"
