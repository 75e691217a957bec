"""Who reads and decides changes; what a decided change keeps; the register; what may be known of an office's work."""

from django.db import migrations

from core.rowsecurity import ADMINISTERING, ANYBODY, AUDIENCE, NEVER, append_only, secure

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

-- The rules by which a due date was counted: an extended one by that of its extension, and before by the one that it
-- began with.
create function rules_counted_by(due jsonb) returns table (rule text, version integer) language sql immutable as $$
    select found ->> 'rule_id', (found ->> 'rule_version')::integer
    from (select due -> 'rule' as found
        union all select step -> 'parameters' from jsonb_array_elements(due -> 'steps') step
            where step ->> 'code' = 'counts') held
    where found ->> 'rule_id' <> ''
$$;
revoke execute on function rules_counted_by(jsonb) from public;

-- Administrators see no case. Those of a national desk learn of which cases of their country a time limit runs, or has
-- passed and is still waited for, and how it was computed: what a changed rule or calendar would do to it. Narrowed to
-- an agreement, to cases with one other country, to a country whose calendar was used, or to what was computed with a version that is no longer current.
create function clocks_of_country(of_agreement text, of_partner text, of_calendar text, only_behind boolean,
        at_most integer)
    returns table (clock uuid, reference text, kind text, requesting text, receiving text, track text, agreement text,
        delivered_at timestamptz, due jsonb)
    language sql stable security definer set search_path = public, pg_temp as $$
    select k.id, c.reference, k.kind, c.requesting_country_id, c.receiving_country_id, c.track, c.agreement_id,
        c.delivered_at, k.due
    from cases_caseclock k join cases_case c on c.id = k.case_id
    where (select scope_country()) = any ((select scope_administers())::text[])
        and c.id <> all ((select scope_excluded())::uuid[])
        and c.shared and c.delivered_at is not null
        and (select scope_country()) in (c.requesting_country_id, c.receiving_country_id)
        -- What one side counts alone (notice of a transfer that is only planned) would tell the other side of it.
        and k.own_side = ''
        -- What stands still is computed when it goes on.
        and (k.state = 'running' or k.state = 'missed' and k.ended_at is null)
        and (of_agreement = '' or c.agreement_id = of_agreement)
        and (of_partner = '' or of_partner in (c.requesting_country_id, c.receiving_country_id))
        and (of_calendar = '' or '+' || (k.due ->> 'calendar_version') like '%+' || of_calendar || '-%')
        and (not only_behind
            or exists (select 1 from countries_rule r join rules_counted_by(k.due) u on r.id::text = u.rule
                where r.version <> u.version)
            -- The two countries agreed on a value in the place of the one for all that it was computed with.
            or exists (select 1 from countries_rule r
                join rules_counted_by(k.due) u on r.id::text = u.rule
                join countries_rule p on p.agreement_id = r.agreement_id and p.kind = r.kind and p.track = r.track
                    and p.condition = r.condition and p.valid_from is not distinct from r.valid_from
                where p.id <> r.id
                    and (r.requesting_country_id is null or r.receiving_country_id is null)
                    and p.requesting_country_id = c.requesting_country_id
                    and p.receiving_country_id = c.receiving_country_id)
            or exists (select 1 from countries_workingcalendar w
                where '+' || (k.due ->> 'calendar_version') || '+' like '%+' || w.country_id || '-%'
                and '+' || (k.due ->> 'calendar_version') || '+'
                    not like '%+' || w.country_id || '-' || w.version || '+%'))
    order by k.due_at, k.id
    limit at_most
$$;
revoke execute on function clocks_of_country(text, text, text, boolean, integer) from public;
grant execute on function clocks_of_country(text, text, text, boolean, integer) to rcms_app;
"""

DROP = """
drop function clocks_of_country(text, text, text, boolean, integer);
drop function rules_counted_by(jsonb);
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
        secure("administration_recomputation", read=AUDIENCE),
        migrations.RunSQL(
            "drop policy app_delete on administration_recomputation;"
            " revoke delete, truncate on administration_recomputation from rcms_app",
            migrations.RunSQL.noop,
        ),
        # All partners read the register: offices and dates.
        secure("administration_registerentry", read=ANYBODY, insert=ADMINISTERING, update=NEVER, delete=NEVER),
        append_only("administration_registerentry"),
    ]
