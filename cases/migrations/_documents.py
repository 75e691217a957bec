"""The register of document numbers: seen by the office that keeps it, and brought up to date by the database."""

from django.db import migrations

from core.rowsecurity import ADMINISTERING, AUTHORITIES, COUNTRIES, NEVER, SEES_CASES, secure

# Whoever administers an office reads and makes its series; numbers are read by whoever sees the office's cases.
ADMINISTERED = "country_id = (select scope_country())"
OPENED = f"{ADMINISTERED} and ({SEES_CASES} or {ADMINISTERING})"
OF_OFFICE = f"country_id = any ({COUNTRIES}) or authority_id = any ({AUTHORITIES})"

REGISTER = """
-- What becomes of a document is done by either side, by a border post, by RCMS: nobody of them but the issuing office
-- sees its register. So the register follows the document by itself.
create function register_follows_document() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    if new.registered_id is null then
        return null;
    end if;
    update cases_documentnumber n set status = new.status, document = new.id, issued_on = new.issued_on,
        valid_until = new.valid_until, printed_count = new.printed_count, changed_at = coalesce(new.status_at, new.issued_at)
        where n.id = new.registered_id;
    return null;
end $$;
create trigger register_follows_document after insert or update of status, printed_count on cases_traveldocument
    for each row execute function register_follows_document();

-- The history of a number: one line for each time it changed where it stands, or was printed again.
create function document_number_told() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' and new.status <> 'void' then
        return null;  -- the document that takes the number says where it stands
    end if;
    if tg_op = 'UPDATE' and old.document is not null
        and (new.status, new.printed_count) is not distinct from (old.status, old.printed_count)
    then
        return null;
    end if;
    insert into cases_documentnumberentry (id, country_id, authority_id, number_id, at, status, code, printed_count)
        select gen_random_uuid(), new.country_id, new.authority_id, new.id, new.changed_at, new.status,
            coalesce(nullif(new.void_code, ''), d.end_code, ''), new.printed_count
        from (select 1) one left join cases_traveldocument d on d.id = new.document;
    return null;
end $$;
create trigger document_number_told after insert or update on cases_documentnumber
    for each row execute function document_number_told();

-- A number stays what it is, and with the office that took it.
create function document_number_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.country_id, new.authority_id, new.number, new.series_id, new.kind)
        is distinct from (old.country_id, old.authority_id, old.number, old.series_id, old.kind)
    then
        raise exception 'a number of the register stays' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger document_number_stays before update or delete on cases_documentnumber
    for each row execute function document_number_stays();
revoke execute on function register_follows_document(), document_number_told() from public;

-- Whether a number of this country is used already, whichever office has it: asked before it is drawn again.
create function document_number_used(of_country text, of_number text) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from cases_documentnumber where country_id = of_country and number = of_number
    ) and of_country = scope_country()
$$;
revoke execute on function document_number_used(text, text) from public;
grant execute on function document_number_used(text, text) to rcms_app;

-- How many numbers of each series of the own country are gone: a number, no document.
create function document_series_used() returns table (series uuid, used bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select series_id, count(*) from cases_documentnumber
    where country_id = scope_country() and series_id is not null group by series_id
$$;
revoke execute on function document_series_used() from public;
grant execute on function document_series_used() to rcms_app;
"""
NO_REGISTER = """
drop function document_series_used(); drop function document_number_used(text, text);
drop trigger document_number_stays on cases_documentnumber; drop function document_number_stays();
drop trigger document_number_told on cases_documentnumber; drop function document_number_told();
drop trigger register_follows_document on cases_traveldocument; drop function register_follows_document();
"""

OPERATIONS = [
    secure("cases_documentseries", read=ADMINISTERED, insert=OPENED, update=OPENED, delete=NEVER),
    secure("cases_documentnumber", read=OF_OFFICE, delete=NEVER),
    secure("cases_documentnumberentry", read=OF_OFFICE, delete=NEVER),
    migrations.RunSQL(REGISTER, NO_REGISTER),
]
