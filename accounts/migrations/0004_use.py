"""When a national system was let in last: told by the token endpoint, which writes nothing else about it."""

from django.db import migrations

USE = """
-- Machine time, as the sign-in of a person is stamped.
create function client_used(of_user uuid, of_moment timestamptz) returns void
    language sql volatile security definer set search_path = public, pg_temp as $$
    update accounts_user set last_login = of_moment where id = of_user and is_machine
$$;
revoke execute on function client_used(uuid, timestamptz) from public;
grant execute on function client_used(uuid, timestamptz) to rcms_app;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people")]

    operations = [migrations.RunSQL(USE, "drop function client_used(uuid, timestamptz)")]
