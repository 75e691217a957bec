"""What a monitor knows of a transfer follows the transfer, whoever moves it: most of them do not see the monitor's row."""

MONITORING = """
create function plan_facts(of cases_transfer) returns jsonb language sql stable set search_path = public, pg_temp as $$
    select jsonb_build_object(
        'status', of.status, 'means', of.means, 'carrier_number', of.carrier_number,
        'departure_place', of.departure_place, 'departs_at', of.departs_at, 'arrives_at', of.arrives_at,
        'escorts', of.escorts, 'needs_help', of.special_help <> '',
        'crossing_point', (select name from countries_crossingpoint where code = of.crossing_point_id),
        'operation', (select name from cases_operation where id = of.operation_id)
    )
$$;

create function plan_follows_transfer() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update cases_monitoringplan as plan set transfer_id = new.id, plan = plan.plan || plan_facts(new)
    from cases_monitoring as watched
    where watched.id = plan.monitoring_id and watched.case_id = new.case_id and watched.status = 'assigned'
        -- A plan that another one replaced says nothing any more.
        and new.status <> 'replaced';
    -- The other side learns of what it was told of, and of nothing that was seen under a plan before it.
    if new.own_side = '' then
        update cases_monitoring as watched set own_side = '' from cases_monitoringplan as plan
            where plan.monitoring_id = watched.id and plan.transfer_id = new.id
                and watched.own_side <> '' and watched.status = 'assigned';
        update cases_monitoringobservation set own_side = '' where transfer_id = new.id and own_side <> '';
    end if;
    return null;
end $$;
create trigger plan_follows_transfer after insert or update on cases_transfer
    for each row execute function plan_follows_transfer();
create function plan_begins() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    select new.plan || plan_facts(transfer) into new.plan from cases_transfer as transfer where id = new.transfer_id;
    return new;
end $$;
create trigger plan_begins before insert on cases_monitoringplan for each row execute function plan_begins();

-- The body does not see the transfer that it watches: what it saw belongs to that one, and is known where that one is.
create function observation_of_transfer() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    select transfer.id, transfer.own_side into new.transfer_id, new.own_side
        from cases_monitoringplan as plan join cases_transfer as transfer on transfer.id = plan.transfer_id
        where plan.monitoring_id = new.monitoring_id;
    return new;
end $$;
create trigger observation_of_transfer before insert on cases_monitoringobservation
    for each row execute function observation_of_transfer();

-- The case before its parts, as everybody locks them: the body has no right to the case, whose office may be at work.
create function monitoring_lock(of_monitoring uuid) returns void language sql security definer
    set search_path = public, pg_temp as $$
    select 1 from cases_case
    where id in (select case_id from cases_monitoring where id = of_monitoring and body_id = any (scope_agencies()))
    for key share
$$;
revoke execute on function plan_facts(cases_transfer), plan_follows_transfer(), plan_begins(),
    observation_of_transfer(), monitoring_lock(uuid) from public;
grant execute on function monitoring_lock(uuid) to rcms_app;
"""

NO_MONITORING = """
drop function if exists monitoring_lock(uuid);
drop trigger if exists observation_of_transfer on cases_monitoringobservation;
drop function if exists observation_of_transfer();
drop trigger if exists plan_begins on cases_monitoringplan; drop function plan_begins();
drop trigger if exists plan_follows_transfer on cases_transfer; drop function plan_follows_transfer();
drop function plan_facts(cases_transfer);
"""
