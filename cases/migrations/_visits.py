"""Mission visits: who sees them, and that their audience stays."""

from core.rowsecurity import AUTHORITIES, COUNTRIES

VISIT = f"""
requesting_country = any ({COUNTRIES}) or requesting_authority = any ({AUTHORITIES})
or (shared and (receiving_country = any ({COUNTRIES}) or mission = any ({AUTHORITIES})))
"""
# The office that organises a visit and its desk plan it; the mission reads.
ORGANISED = f"requesting_country = any ({COUNTRIES}) or requesting_authority = any ({AUTHORITIES})"
VISITS = """
-- A slot has the audience of its visit, whatever the application states; a visit keeps its own, and what was announced
-- is not taken back.
create function slot_copies_audience() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    parent cases_missionvisit%rowtype;
begin
    select * into parent from cases_missionvisit where id = new.visit_id;
    new.requesting_country := parent.requesting_country;
    new.requesting_authority := parent.requesting_authority;
    new.receiving_country := parent.receiving_country;
    new.mission := parent.mission;
    new.shared := parent.shared;
    return new;
end $$;
create trigger slot_copies_audience before insert or update on cases_visitslot
    for each row execute function slot_copies_audience();

create function visit_keeps_audience() returns trigger language plpgsql as $$
begin
    if (new.requesting_country, new.requesting_authority, new.receiving_country, new.mission)
        is distinct from (old.requesting_country, old.requesting_authority, old.receiving_country, old.mission)
        or (old.shared and not new.shared)
    then
        raise exception 'a visit keeps its readers' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger visit_keeps_audience before update on cases_missionvisit
    for each row execute function visit_keeps_audience();

create function visit_moves_audience() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update cases_visitslot set shared = new.shared where visit_id = new.id;
    return null;
end $$;
create trigger visit_moves_audience after update of shared on cases_missionvisit
    for each row when (old.shared is distinct from new.shared) execute function visit_moves_audience();

revoke execute on function slot_copies_audience(), visit_moves_audience() from public;
"""
NO_VISITS = """
drop trigger slot_copies_audience on cases_visitslot; drop function slot_copies_audience();
drop trigger visit_keeps_audience on cases_missionvisit; drop function visit_keeps_audience();
drop trigger visit_moves_audience on cases_missionvisit; drop function visit_moves_audience();
"""
