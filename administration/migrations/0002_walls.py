"""Who reads and decides changes; what a decided change keeps; the register; what may be known of an office's work."""

from django.db import migrations

from core.rowsecurity import AUDIENCE, append_only, secure

FUNCTIONS = """
-- A change is asked for in one's own name, decided once, and stays what it was when it was asked for.
create function change_stays_as_asked() returns trigger language plpgsql as $$
declare
    may_change constant text[] := array['state', 'decided_at', 'decided_by', 'decided_office_id', 'decision_note'];
begin
    if current_user <> 'rcms_app' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.requested_by is distinct from (select scope_user()) or new.state <> 'waiting' then
            raise exception 'a change is asked for in one''s own name' using errcode = 'insufficient_privilege';
        end if;
        return new;
    end if;
    if old.state <> 'waiting' or to_jsonb(new) - may_change is distinct from to_jsonb(old) - may_change
        or new.decided_by is distinct from (select scope_user())
    then
        raise exception 'a change is decided once, in one''s own name' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger change_stays_as_asked before insert or update on administration_changerequest
    for each row execute function change_stays_as_asked();
-- Undecided, decided or withdrawn: what was asked for stays.
revoke delete, truncate on administration_changerequest from rcms_app;

-- Administrators see no case. They learn how many open ones an office of their own country has, because it cannot be
-- deactivated before these are ended; and nothing else about them.
create function open_work_of_office(of_office uuid) returns table (cases bigint, questions bigint, transfers bigint)
    language sql stable security definer set search_path = public, pg_temp as $$
    select
        (select count(*) from cases_case
         -- What was not submitted yet is no sign to the other side, not even as a number.
         where (requesting_authority_id = of_office
                or (shared and of_office in (receiving_authority_id, consulate_id)))
            and status not in ('closed', 'time_barred')),
        (select count(*) from cases_verificationtask where agency_id = of_office and status = 'asked'),
        (select count(*) from cases_transfer t join countries_crossingpoint p on p.code = t.crossing_point_id
         where p.authority_id = of_office and t.status in ('notified', 'confirmed'))
    where exists (select 1 from countries_authority where id = of_office and country_id = (select scope_country()))
$$;
revoke execute on function open_work_of_office(uuid) from public;
grant execute on function open_work_of_office(uuid) to rcms_app;
"""

DROP = """
drop function open_work_of_office(uuid);
grant delete on administration_changerequest to rcms_app;
drop trigger change_stays_as_asked on administration_changerequest;
drop function change_stays_as_asked();
"""


class Migration(migrations.Migration):
    dependencies = [("administration", "0001_initial"), ("cases", "0002_walls"), ("core", "0003_walls")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        secure("administration_changerequest", read=AUDIENCE, insert="country_id = (select scope_country())"),
        migrations.RunSQL("drop policy app_delete on administration_changerequest", migrations.RunSQL.noop),
        append_only("administration_registerentry"),
    ]
