"""Unusual access is read by whoever reads the audit trail there, and by RCMS, which finds it; signed by another than the
person, once; hidden from whoever is kept out of a case concerned (ADR 22)."""

from django.db import migrations

from core.rowsecurity import AUTHORITIES, COUNTRIES, COUNTRY, ME, NEVER, keep_out, secure
from core.scope import SYSTEM_ID

FUNCTIONS = """
-- Whether whoever the scope is of reads the audit trail anywhere. Of which offices follows from the scope.
create function reads_audit() returns boolean language sql stable security definer
    set search_path = public, pg_temp as $$
    select exists (
        select 1 from accounts_countrygrant g join auth_permission p on p.id = g.permission_id
        where g.group_id = scope_group() and p.codename = 'country_view_audit'
        union all
        select 1 from accounts_authoritygrant g join auth_permission p on p.id = g.permission_id
        where g.group_id = scope_group() and p.codename = 'authority_view_audit')
$$;
revoke execute on function reads_audit() from public;
grant execute on function reads_audit() to rcms_app;

create function unusual_access_stays() returns trigger language plpgsql as $$
declare
    signing constant text[] := array['state', 'outcome', 'remark', 'signed_by', 'signed_by_name', 'signed_at'];
begin
    if current_user <> 'rcms_app' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.state <> 'open' then
            raise exception 'what is found is not signed yet' using errcode = 'insufficient_privilege';
        end if;
    elsif old.state <> 'open' or to_jsonb(new) - signing is distinct from to_jsonb(old) - signing
        or new.signed_by is distinct from scope_user() or new.signed_by = old.user_id
    then
        raise exception 'unusual access is signed once, in one''s own name, by somebody else'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger unusual_access_stays before insert or update on supervision_unusualaccess
    for each row execute function unusual_access_stays();
"""
DROP = """
drop trigger unusual_access_stays on supervision_unusualaccess; drop function unusual_access_stays();
drop function reads_audit();
"""
RCMS = f"(country = {COUNTRY} and {ME} = '{SYSTEM_ID}'::uuid)"
SUPERVISED = f"""(country = {COUNTRY} and (select reads_audit())
    and (country = any ({COUNTRIES}) or authority_id = any ({AUTHORITIES})))"""
TABLES = "supervision_unusualaccess, supervision_watcheddays"


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_unusual"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        secure(
            "supervision_unusualaccess",
            read=f"{SUPERVISED} or {RCMS}",
            insert=RCMS,
            update=f"{SUPERVISED} and user_id <> {ME}",
            delete=NEVER,
        ),
        keep_out("supervision_unusualaccess", named="named_cases", is_written=False),
        secure(
            "supervision_watcheddays",
            read=f"(country = {COUNTRY} and (select reads_audit())) or {RCMS}",
            insert=RCMS,
            update=RCMS,
            delete=NEVER,
        ),
        migrations.RunSQL(
            f"revoke delete, truncate on {TABLES} from rcms_app", f"grant delete on {TABLES} to rcms_app"
        ),
    ]
