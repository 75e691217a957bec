"""How one row is found before it is known who asks: by the key that somebody brought."""

from django.db import migrations

from core.rowsecurity import ANYBODY, NEVER, for_login, owner_only, secure

FUNCTIONS = """
-- The key of this kind that is sought in this transaction: session, token, login, user, group, client, application.
create function scope_entrance(kind text) returns text language sql stable parallel safe
    return nullif(current_setting('rcms.entrance', true), '')::jsonb ->> kind;
revoke execute on function scope_entrance(text) from public;
grant execute on function scope_entrance(text) to rcms_app, rcms_owner;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_walls")]

    operations = [
        migrations.RunSQL(FUNCTIONS, "drop function scope_entrance(text);"),
        # The movable clock is read with every scope, and moved by the owner of the tables.
        secure("core_clockoffset", read=ANYBODY, insert=NEVER, update=NEVER, delete=NEVER),
        for_login("sweep", "core_clockoffset", "select"),
        # Read by the functions that seal a scope and look at the seal.
        owner_only("core_scopekey"),
    ]
