"""Group operations: a passenger follows the transfer of the case, seats are counted here, who organises stays."""

from cases.choices_operations import SEATED, TOLD
from core.rowsecurity import AUTHORITIES, COUNTRIES

_SEATED = ", ".join(f"'{code}'" for code in SEATED)
_UNDER_WAY = ", ".join(f"'{code}'" for code in SEATED if code != "handed_over")
_COUNTED = ", ".join(f"'{code}'" for code in TOLD)

OPERATIONS = f"""
-- What a passenger list says of a person follows the transfer: its status, and whom it was told to, which a plan made
-- anew takes back until it is announced. Of those to whom the case is delegated only the border post where this transfer
-- arrives reads it. Whoever does the act on the transfer need not see the passengers of others, nor have a right to this
-- row.
create function passenger_follows_transfer() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update cases_operationpassenger p set
        transfer_id = new.id,
        status = new.status,
        children = new.children,
        audience_countries = array(
            select distinct key from unnest(array[new.requesting_country, o.organiser_country_id::text]
                || case when new.own_side = '' then array[new.receiving_country::text] end) key
            where key is not null order by key),
        audience_authorities = array(
            select distinct key from unnest(array[new.requesting_authority, o.organiser_id]
                || case when new.own_side = '' then array[new.receiving_authority] end) key
            where key is not null order by key),
        audience_groups = array(
            select post.id from auth_group post
            join countries_crossingpoint point on point.code = new.crossing_point_id
            join countries_authority office on office.id = point.authority_id
            where post.name = office.code || ':border_officer' and post.id = any (new.delegates)
                and new.own_side = '' and new.confirmed_at is not null)
    from cases_operation o
    where o.id = p.operation_id and p.operation_id = new.operation_id and p.case_id = new.case_id
        and (tg_op = 'INSERT' or p.transfer_id = new.id);
    return null;
end $$;
create trigger passenger_follows_new_transfer after insert on cases_transfer
    for each row when (new.operation_id is not null) execute function passenger_follows_transfer();
create trigger passenger_follows_transfer
    after update of status, own_side, delegates, requesting_authority, receiving_authority on cases_transfer
    for each row when (new.operation_id is not null) execute function passenger_follows_transfer();

create function seats_are_counted() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    of_operation uuid := coalesce(new.operation_id, old.operation_id);
    of_authority uuid := coalesce(new.authority_id, old.authority_id);
begin
    update cases_operationauthority set taken = (
        select coalesce(sum(1 + jsonb_array_length(children)), 0) from cases_operationpassenger
        where operation_id = of_operation and authority_id = of_authority and status in ({_SEATED})
    ) where operation_id = of_operation and authority_id = of_authority;
    return null;
end $$;
create trigger seats_are_counted after insert or update of status or delete on cases_operationpassenger
    for each row execute function seats_are_counted();

-- The border post reads the operation while it reads one of its passengers, with whom and what it travels.
create function border_reads_operation() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update cases_operation set audience_groups = array(
            select distinct unnest(audience_groups) from cases_operationpassenger
            where operation_id = new.operation_id order by 1)
        where id = new.operation_id;
    update cases_operationauthority set audience_groups = o.audience_groups
        from cases_operation o where o.id = new.operation_id and operation_id = o.id;
    update cases_operationstaff set audience_groups = o.audience_groups
        from cases_operation o where o.id = new.operation_id and operation_id = o.id;
    return null;
end $$;
create trigger border_reads_operation after update of audience_groups on cases_operationpassenger
    for each row when (new.audience_groups <> old.audience_groups) execute function border_reads_operation();

-- What belongs to an operation is written by its organiser's country, whose code the row carries.
create function of_operation_copies_organiser() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    if tg_op = 'UPDATE' and new.operation_id <> old.operation_id then
        raise exception 'what belongs to an operation stays with it' using errcode = 'insufficient_privilege';
    end if;
    select organiser_country_id into new.organiser_country from cases_operation where id = new.operation_id;
    return new;
end $$;
create trigger of_operation_copies_organiser before insert or update on cases_operationauthority
    for each row execute function of_operation_copies_organiser();
create trigger of_operation_copies_organiser before insert or update on cases_operationstaff
    for each row execute function of_operation_copies_organiser();

-- A passenger follows the transfer; by hand only the number of the document is brought up to date.
create function passenger_stays() returns trigger language plpgsql as $$
begin
    if current_user = 'rcms_app'
        and to_jsonb(new) - 'document_number' is distinct from to_jsonb(old) - 'document_number'
    then
        raise exception 'a passenger follows the transfer' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger passenger_stays before update on cases_operationpassenger
    for each row execute function passenger_stays();

create function operation_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'operations are kept' using errcode = 'insufficient_privilege';
    end if;
    if (new.id, new.organiser_id, new.organiser_country_id, new.receiving_country_id)
        is distinct from (old.id, old.organiser_id, old.organiser_country_id, old.receiving_country_id)
    then
        raise exception 'organiser and receiving country of an operation stay' using errcode = 'insufficient_privilege';
    end if;
    if current_user = 'rcms_app' and scope_country() is distinct from old.organiser_country_id
        and not (new.audience_countries @> old.audience_countries
            and old.audience_countries @> new.audience_countries
            and new.audience_authorities @> old.audience_authorities
            and old.audience_authorities @> new.audience_authorities
            and (new.name, new.crossing_point_id, new.means, new.is_charter, new.carrier_number, new.departure_place,
                 new.departs_at, new.arrives_at, new.seats, new.note, new.opened_at, new.announced_at, new.departed_at)
                is not distinct from
                (old.name, old.crossing_point_id, old.means, old.is_charter, old.carrier_number, old.departure_place,
                 old.departs_at, old.arrives_at, old.seats, old.note, old.opened_at, old.announced_at, old.departed_at))
    then
        raise exception 'the organiser says who takes part, and when' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger operation_stays before update or delete on cases_operation
    for each row execute function operation_stays();

-- One order of locks: an operation before the cases of its passengers. An act on one case ends in the operation's rows by
-- the triggers above, and may be by somebody who does not read the operation; so the database finds and locks it, and the
-- one to which the case is to be added with it, in the order of their keys. Whoever acts on several cases names them all.
create function operations_lock(of_cases uuid[], and_operation uuid) returns void language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    perform 1 from cases_operation
        where id = and_operation or id in (
            select operation_id from cases_transfer
            where case_id = any (of_cases) and operation_id is not null and ended_at is null)
        order by id for update;
end $$;

-- Whether somebody of this operation has a transfer in hand, told of or not: for the two countries that may close it.
create function operation_is_under_way(of_operation uuid) returns boolean language sql stable security definer
    set search_path = public, pg_temp as $$
    select exists (
        select 1 from cases_operationpassenger p join cases_operation o on o.id = p.operation_id
        where o.id = of_operation and p.status in ({_UNDER_WAY})
            and scope_country() in (o.organiser_country_id, o.receiving_country_id))
$$;

-- How many persons were announced or carried to a country between two instants: a cap of an agreement counts them whoever
-- sent them, and no office sees all. Only for the two countries between which it is asked; a number, and nothing more.
create function transfers_counted(
    of_requesting text, of_receiving text, of_agreement text, from_at timestamptz, to_at timestamptz, by_charter boolean
) returns integer language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(sum(1 + jsonb_array_length(t.children)), 0)::integer from cases_transfer t
    join cases_case c on c.id = t.case_id
    left join cases_operation o on o.id = t.operation_id
    where c.requesting_country_id = of_requesting and c.receiving_country_id = of_receiving
        and c.agreement_id = of_agreement and t.status in ({_COUNTED})
        and t.arrives_at >= from_at and t.arrives_at < to_at and (not by_charter or o.is_charter)
        and scope_country() in (of_requesting, of_receiving)
$$;
-- A change by somebody needs an event of the operation; what the triggers above keep follows from acts on cases.
create constraint trigger needs_event after insert or delete or update of version, status on cases_operation
    deferrable initially deferred for each row execute function need_event('id');
create constraint trigger needs_event after insert or delete or update of seats on cases_operationauthority
    deferrable initially deferred for each row execute function need_event('operation_id');
create constraint trigger needs_event after insert or delete or update of name on cases_operationstaff
    deferrable initially deferred for each row execute function need_event('operation_id');
revoke execute on function passenger_follows_transfer(), seats_are_counted(), border_reads_operation(),
    of_operation_copies_organiser(), operations_lock(uuid[], uuid), operation_is_under_way(uuid),
    transfers_counted(text, text, text, timestamptz, timestamptz, boolean) from public;
grant execute on function transfers_counted(text, text, text, timestamptz, timestamptz, boolean) to rcms_app;
grant execute on function operations_lock(uuid[], uuid), operation_is_under_way(uuid) to rcms_app;
"""
NO_OPERATIONS = """
drop trigger needs_event on cases_operation; drop trigger needs_event on cases_operationauthority;
drop trigger needs_event on cases_operationstaff;
drop function transfers_counted(text, text, text, timestamptz, timestamptz, boolean);
drop function operations_lock(uuid[], uuid); drop function operation_is_under_way(uuid);
drop function of_operation_copies_organiser() cascade;
drop function passenger_stays() cascade;
drop function operation_stays() cascade;
drop function border_reads_operation() cascade;
drop function seats_are_counted() cascade;
drop function passenger_follows_transfer() cascade;
"""
# Who does an act on an operation reads it as an office: the border posts only read it.
BY_OFFICES = f"audience_countries::text[] && {COUNTRIES} or audience_authorities && {AUTHORITIES}"
ORGANISES = "organiser_country_id = (select scope_country())"
OF_ORGANISER = "organiser_country = (select scope_country())"
# A participant adds its own persons and takes them off; what becomes of them follows their transfers.
OF_PARTICIPANT = "country_id = (select scope_country())"
