"""Who goes through the lists of access; what administrators may know of the work of a person, and the sweep of people."""

from django.db import migrations

from core.rowsecurity import ADMINISTERS, AUDIENCE, secure

FUNCTIONS = """
-- A list of access is signed once, in one's own name, and stays.
create function access_review_stays() returns trigger language plpgsql as $$
begin
    if current_user = 'rcms_app' and (
        (tg_op = 'UPDATE' and old.signed_at is not null)
        or (new.signed_at is not null and new.signed_by is distinct from (select scope_user()))
    ) then
        raise exception 'a list of access is signed once, in one''s own name' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger access_review_stays before insert or update on administration_accessreview
    for each row execute function access_review_stays();

-- Administrators see no case. They learn how many open ones a person of their own country has in hand, because these
-- go back to the office when the person leaves.
create function open_work_of_person(of_person uuid) returns bigint
    language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from cases_assignment a join cases_case c on c.id = a.case_id
    where a.user_id = of_person and c.status not in ('closed', 'time_barred')
        and (select scope_country()) = case a.own_side when 'requesting' then a.requesting_country
            else a.receiving_country end
        and cardinality((select scope_administers())::text[]) > 0
        and exists (select 1 from accounts_user u where u.id = of_person and u.country_id = (select scope_country()))
$$;
revoke execute on function open_work_of_person(uuid) from public;
grant execute on function open_work_of_person(uuid) to rcms_app;

-- Who stands in for whom in an office: for its administrators, who see no absence otherwise.
create function covers_of_office(of_office uuid, of_day date) returns table (person uuid, for_name text, until date)
    language sql stable security definer set search_path = public, pg_temp as $$
    select a.covered_by_id, u.full_name, a.ends_on
    from accounts_absence a join accounts_user u on u.id = a.user_id
    where a.authority_id = of_office and a.ended_at is null and a.ends_on >= of_day
        and (a.country = any ((select scope_administers())::text[])
            or of_office::text = any ((select scope_administers())::text[]))
    order by a.starts_on, a.id
$$;
revoke execute on function covers_of_office(uuid, date) from public;
grant execute on function covers_of_office(uuid, date) to rcms_app;

-- For which countries the sweep promises work: codes and nothing else.
create function countries_with_people() returns table (country text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select distinct country_id from accounts_user where is_active order by 1
$$;
revoke execute on function countries_with_people() from public;
grant execute on function countries_with_people() to rcms_sweep;
"""

DROP = """
drop function countries_with_people();
drop function covers_of_office(uuid, date);
drop function open_work_of_person(uuid);
drop trigger access_review_stays on administration_accessreview;
drop function access_review_stays();
"""

ADMINISTERED = f"country_id = any ({ADMINISTERS}) or authority_id::text = any ({ADMINISTERS})"


class Migration(migrations.Migration):
    dependencies = [("administration", "0002_walls"), ("accounts", "0004_use")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        secure(
            "administration_accessreview",
            read=f"{ADMINISTERED} or {AUDIENCE}",
            insert=ADMINISTERED,
            update=ADMINISTERED,
        ),
        # What was gone through is kept.
        migrations.RunSQL(
            "drop policy app_delete on administration_accessreview;"
            " revoke delete, truncate on administration_accessreview from rcms_app",
            migrations.RunSQL.noop,
        ),
    ]
