"""Sessions, second factors and kept forms: their person alone; and the narrow entrances before anybody is known.

A browser comes with a key and nobody knows yet whose it is. So sessions are loaded and saved by functions that answer
for one key and cannot list. Second factors are read once the password was right, within the scope of that person.
"""

from django.db import migrations

from core.rowsecurity import ADMINISTERS, NEVER, for_login, secure

OWN = "user_id = (select scope_user())"
FUNCTIONS = f"""
create function session_load(asked text, at timestamptz) returns text language sql stable security definer
set search_path = public, pg_temp as $$
    select session_data from accounts_browsersession where session_key = asked and expire_date > at
$$;
create function session_add(
    asked text, content text, ends timestamptz, person uuid, browser text, from_address text,
    since timestamptz, used timestamptz
) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    insert into accounts_browsersession
        (id, session_key, session_data, expire_date, user_id, device, address, signed_in_at, last_used_at)
    values (gen_random_uuid(), asked, content, ends, person, browser, from_address, since, used) on conflict do nothing;
    return found;
end $$;
create function session_save(
    asked text, content text, ends timestamptz, person uuid, browser text, from_address text,
    since timestamptz, used timestamptz
) returns boolean language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update accounts_browsersession set session_data = content, expire_date = ends, user_id = person, device = browser,
        address = from_address, signed_in_at = since, last_used_at = used
    where session_key = asked;
    return found;
end $$;
create function session_end(asked text) returns void language sql volatile security definer
set search_path = public, pg_temp as $$
    delete from accounts_browsersession where session_key = asked
$$;
-- How many wrong attempts there were for a name from one browser, and from an address by strange browsers: numbers alone.
create function sign_in_failures(
    of_name text, of_device text, of_second_factor boolean, of_address inet, since timestamptz,
    out by_name bigint, out by_address bigint
) language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) filter (
            where login_name = of_name and device = of_device and is_second_factor = of_second_factor
        ),
        count(*) filter (where address = of_address and device = '')
    from accounts_signinfailure where at >= since
$$;
-- An administrator takes somebody's second factors away without reading them; whoever is signed in as that person is
-- signed in no more. Whether two administrators want it is asked above (ADR 8); here whether they administer the person.
create function second_factors_forget(person uuid) returns integer language plpgsql volatile security definer
set search_path = public, pg_temp as $$
declare
    taken integer;
begin
    if not exists (
        select 1 from accounts_user u where u.id = person and (
            u.country_id::text = any ({ADMINISTERS})
            or exists (
                select 1 from accounts_membership m
                where m.user_id = u.id and m.authority_id::text = any ({ADMINISTERS})
            )
        )
    ) then
        raise exception 'not administered' using errcode = 'insufficient_privilege';
    end if;
    delete from accounts_recoverycode where user_id = person;
    delete from accounts_browsersession where user_id = person;
    delete from accounts_authenticator where user_id = person;
    get diagnostics taken = row_count;
    return taken;
end $$;
revoke all on function session_load(text, timestamptz), session_end(text), second_factors_forget(uuid),
    sign_in_failures(text, text, boolean, inet, timestamptz),
    session_add(text, text, timestamptz, uuid, text, text, timestamptz, timestamptz),
    session_save(text, text, timestamptz, uuid, text, text, timestamptz, timestamptz) from public;
grant execute on function session_load(text, timestamptz), session_end(text), second_factors_forget(uuid),
    sign_in_failures(text, text, boolean, inet, timestamptz),
    session_add(text, text, timestamptz, uuid, text, text, timestamptz, timestamptz),
    session_save(text, text, timestamptz, uuid, text, text, timestamptz, timestamptz) to rcms_app;
"""
DROP = """
drop function session_load(text, timestamptz), session_end(text), second_factors_forget(uuid),
    sign_in_failures(text, text, boolean, inet, timestamptz),
    session_add(text, text, timestamptz, uuid, text, text, timestamptz, timestamptz),
    session_save(text, text, timestamptz, uuid, text, text, timestamptz, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_use")]

    operations = [
        # What was not made here, a function made: the application changes no session past its key.
        secure("accounts_browsersession", read=OWN, insert=NEVER, update=NEVER, delete=OWN),
        for_login("sweep", "accounts_browsersession", "select (expire_date), delete"),
        secure("accounts_authenticator", read=OWN),
        secure("accounts_recoverycode", read=OWN),
        secure("accounts_keptform", read=OWN, update=NEVER, delete=OWN),
        for_login("sweep", "accounts_keptform", "select (kept_at), delete"),
        migrations.RunSQL(FUNCTIONS, DROP),
    ]
