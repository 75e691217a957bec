"""What the eraser may do, row by row and column by column (protection/erasure_map.py), and the guards that it cannot pass:
a run that two persons decided, no hold, a closed case, one case at a time (ADR 24)."""

from django.db import migrations

from core.rowsecurity import AUDIENCE, NEVER, for_login, keep_out, secure
from protection.erasure_map import ENTRIES_EMPTIED, ERASED, FILE_EMPTIED, PAPER_EMPTIED, Erased, left, names

FUNCTIONS = """
-- Which case the eraser has in hand in this transaction. It narrows what the eraser may touch and never widens it.
create function erasing_case() returns uuid language sql stable as $$
    select nullif(current_setting('rcms.erasing', true), '')::uuid
$$;

-- The moment by the clock that demonstrations may move.
create function time_of_law() returns timestamptz
    language sql stable security definer set search_path = public, pg_temp as $$
    select now() + make_interval(secs => coalesce((select seconds from core_clockoffset where id = 1), 0))
$$;

-- What keeps a case from being erased although its time has come: '' when nothing does.
create function erasure_hindrance(of_case uuid) returns text
    language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when exists (select 1 from protection_legalhold h where h.case_id = c.id and h.lifted_at is null) then 'hold'
        when c.status <> 'closed' or c.closed_at is null then 'open'
        when exists (select 1 from cases_processingrestriction p where p.case_id = c.id and p.lifted_at is null)
            then 'restricted'
        when exists (select 1 from protection_personrequest p where p.case_ids @> array[c.id] and p.ended_at is null)
            then 'asked'
        when exists (select 1 from cases_errorclaim e
            where e.case_id = c.id and e.state in ('claimed', 'accepted', 'arranged')) then 'claim'
        when exists (select 1 from cases_costclaim k where k.case_id = c.id and k.status in ('sent', 'accepted', 'disputed')) then 'costs'
        when exists (select 1 from cases_caseclock k where k.case_id = c.id
            and (k.state = 'paused' or (k.state = 'running' and k.due_at > time_of_law()))) then 'clock'
        else '' end
    from cases_case c where c.id = of_case
$$;

-- Of which cases an approved run erases something now, the longest due first; of what goes in the log, once the record
-- is gone or goes with it.
create function erasures_due() returns table (run_id uuid, case_id uuid)
    language sql stable security definer set search_path = public, pg_temp as $$
    select i.run_id, i.case_id
    from protection_retentionitem i
    join protection_retentionrun r on r.id = i.run_id
    join cases_case c on c.id = i.case_id
    where i.state = 'waiting' and r.state = 'approved'
        and (r.origin = 'restored' or (r.decided_by is not null and r.decided_by <> r.requested_by))
        and greatest(r.not_before, i.not_before) <= time_of_law()
        and (i.part <> 'audit_personal' or c.erased_at is not null or exists (
            select 1 from protection_retentionitem o where o.run_id = i.run_id and o.case_id = i.case_id
                and o.part = 'record' and o.own_side = '' and o.state = 'waiting'
                and o.not_before <= time_of_law()))
    order by i.not_before, i.run_id, i.case_id limit 1
$$;

-- The parts of the case in hand that an approved run erases now. Asked again by each statement of the eraser: a hold
-- that was placed meanwhile ends it.
create function erasable(of_part text) returns table (
    case_id uuid, own_side text, country text, requesting text, receiving text, item uuid
)
    language sql stable security definer set search_path = public, pg_temp as $$
    select i.case_id, i.own_side::text, i.country::text, c.requesting_country_id::text, c.receiving_country_id::text, i.id
    from protection_retentionitem i
    join protection_retentionrun r on r.id = i.run_id
    join cases_case c on c.id = i.case_id
    where i.case_id = erasing_case() and i.part = of_part and i.state = 'waiting' and r.state = 'approved'
        and (r.origin = 'restored' or (r.decided_by is not null and r.decided_by <> r.requested_by))
        and greatest(r.not_before, i.not_before) <= time_of_law()
        and (of_part <> 'audit_personal' or c.erased_at is not null)
        and erasure_hindrance(i.case_id) = ''
$$;

-- Whose a row of a lower floor is: one side's, where it alone reads it; '' where both do, or offices that no country names.
create function side_of_audience(countries text[], requesting text, receiving text) returns text
    language sql immutable as $$
    select case when cardinality(countries) = 0 then '' when countries <@ array[requesting] then 'requesting'
        when countries <@ array[receiving] then 'receiving' else '' end
$$;

-- Whether what has this subject is about none of the cases that it names: a list of passengers, a bundle. What is about
-- a case, a person's request or a run goes with that alone.
create function names_cases_only(of_subject text) returns boolean language sql immutable as $$
    select of_subject !~ '^(case|personrequest|retentionrun):'
$$;

-- Whether a file or paper goes: one of the case in hand, or one that names several cases of which this is the last.
create function erasable_file(of_subject text, of_kind text, countries text[], named uuid[]) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
            select 1 from erasable(case when of_kind = 'photograph' then 'biometrics' else 'papers_and_files' end) e
            where of_subject = 'case:' || e.case_id
                and e.own_side = side_of_audience(countries, e.requesting, e.receiving))
        or (named <> '{}' and names_cases_only(of_subject) and exists (select 1 from erasable('record') e where e.case_id = any (named))
            and not exists (select 1 from cases_case c where c.id = any (named) and c.erased_at is null))
$$;

create function erasable_preview(of_file uuid) returns boolean
    language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from documents_storedfile f where f.id = of_file and f.destroyed_at is not null
        and erasable_file(f.subject, f.kind, f.audience_countries::text[], f.named_cases))
$$;

-- Takes a case in hand: whoever places a hold, or works in the case, waits or is waited for.
create function erasure_begin(of_case uuid, of_country text) returns text
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    found text;
begin
    perform 1 from cases_case where id = of_case for update;
    perform set_config('rcms.erasing', of_case::text, true);
    found := erasure_hindrance(of_case);
    -- That the other side restricted something, or was asked by the person, is not told.
    if found = 'restricted' and not exists (select 1 from cases_processingrestriction p
        where p.case_id = of_case and p.lifted_at is null and of_country = case p.own_side
            when 'requesting' then p.requesting_country when 'receiving' then p.receiving_country end)
    then
        found := 'asked';
    end if;
    if found = 'asked' and not exists (select 1 from protection_personrequest p
        where p.case_ids @> array[of_case] and p.ended_at is null and of_country = any (p.audience_countries))
    then
        found := 'other_side';
    end if;
    return found;
end $$;

-- Which of these cases are on hold, and by which country: both sides learn that, and not why.
create function cases_on_hold(of_cases uuid[]) returns table (case_id uuid, country text)
    language sql stable security definer set search_path = public, pg_temp as $$
    select h.case_id, h.country_id::text from protection_legalhold h join cases_case c on c.id = h.case_id
    where h.case_id = any (of_cases) and h.lifted_at is null
        and (c.requesting_country_id = scope_country() or (c.shared and c.receiving_country_id = scope_country()))
$$;
revoke execute on function time_of_law(), erasures_due(), erasure_hindrance(uuid), erasable(text),
    erasable_file(text, text, text[], uuid[]), erasable_preview(uuid), erasure_begin(uuid, text), cases_on_hold(uuid[]) from public;
grant execute on function time_of_law(), erasures_due(), erasure_hindrance(uuid), erasable(text), erasable_file(text, text, text[], uuid[]),
    erasable_preview(uuid), erasure_begin(uuid, text) to rcms_erase;
grant execute on function cases_on_hold(uuid[]) to rcms_app;

-- A run is asked for in one's own name, decided once by another person, and ended by the eraser.
create function retention_run_stays() returns trigger language plpgsql as $$
declare
    deciding constant text[] := array['state', 'decided_at', 'decided_by', 'decided_by_name', 'decision_note'];
begin
    if current_user = 'rcms_owner' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.requested_by is distinct from scope_user() or new.state <> 'waiting' or new.origin <> 'asked' then
            raise exception 'an erasure is asked for in one''s own name' using errcode = 'insufficient_privilege';
        end if;
        return new;
    end if;
    if current_user = 'rcms_erase' then
        if old.state <> 'approved' or new.state <> 'done'
            or to_jsonb(new) - array['state', 'done_at'] is distinct from to_jsonb(old) - array['state', 'done_at']
            or exists (select 1 from protection_retentionitem where run_id = new.id and state = 'waiting')
        then
            raise exception 'the eraser ends a run that is carried out' using errcode = 'insufficient_privilege';
        end if;
        return new;
    end if;
    if old.state <> 'waiting' or to_jsonb(new) - deciding is distinct from to_jsonb(old) - deciding
        or new.state not in ('approved', 'rejected', 'withdrawn') or new.decided_by is distinct from scope_user()
        or (new.decided_by = old.requested_by) <> (new.state = 'withdrawn')
    then
        raise exception 'an erasure is decided once, by another person' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger retention_run_stays before insert or update on protection_retentionrun
    for each row execute function retention_run_stays();
-- What is not erased after all is announced to nobody any more; the other side does not see the run.
create function retention_run_decided() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update protection_retentionitem set state = 'kept', kept_back = 'decided' where run_id = new.id and state = 'waiting';
    return null;
end $$;
create trigger retention_run_decided after update on protection_retentionrun for each row
    when (old.state = 'waiting' and new.state in ('rejected', 'withdrawn')) execute function retention_run_decided();
alter table protection_retentionrun add column xact xid8 not null default pg_current_xact_id();

-- What a run erases is said when it is asked for: of a case of the run's country, the shared record or its own side's.
create function retention_item_stays() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    if session_user = 'rcms_owner' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if not exists (
            select 1 from protection_retentionrun r join cases_case c on c.id = new.case_id
            where r.id = new.run_id and r.xact = pg_current_xact_id() and r.country_id = new.country
                and new.state = 'waiting' and new.not_before = r.not_before
                and ((c.requesting_country_id = new.country and new.own_side in ('', 'requesting'))
                    or (c.shared and c.receiving_country_id = new.country and new.own_side in ('', 'receiving'))))
        then
            raise exception 'what a run erases is said when it is asked for' using errcode = 'insufficient_privilege';
        end if;
    elsif old.state <> 'waiting' or to_jsonb(new) - array['state', 'kept_back', 'done_at', 'rows', 'files']
        is distinct from to_jsonb(old) - array['state', 'kept_back', 'done_at', 'rows', 'files']
    then
        raise exception 'what a run erases does not change' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger retention_item_stays before insert or update on protection_retentionitem
    for each row execute function retention_item_stays();

-- A hold waits for an erasure in hand, and an erasure for a hold; it is lifted by another person, or after its review.
create function legal_hold_stays() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    lifting constant text[] := array['lifted_at', 'lifted_by', 'lifted_by_name', 'lift_reason'];
begin
    if session_user = 'rcms_owner' then
        return new;
    end if;
    if tg_op = 'INSERT' then
        perform 1 from cases_case where id = new.case_id for no key update;
        if new.placed_by is distinct from scope_user() or new.lifted_at is not null
            or not exists (select 1 from cases_case c where c.id = new.case_id and c.erased_at is null
                and (c.requesting_country_id = new.country_id or (c.shared and c.receiving_country_id = new.country_id)))
        then
            raise exception 'a hold is placed in one''s own name on a case of the own side'
                using errcode = 'insufficient_privilege';
        end if;
    elsif old.lifted_at is not null or to_jsonb(new) - lifting is distinct from to_jsonb(old) - lifting
        or new.lifted_by is distinct from scope_user()
        or (new.lifted_by = old.placed_by and (old.review_on is null or old.review_on > new.lifted_at::date))
    then
        raise exception 'a hold is lifted once, by another person or after its review'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger legal_hold_stays before insert or update on protection_legalhold
    for each row execute function legal_hold_stays();

-- Nobody but the eraser says that something was erased.
create function case_erased_by_eraser() returns trigger language plpgsql as $$
begin
    if current_user <> 'rcms_erase' or old.erased_at is not null then
        raise exception 'a case is erased once, by the eraser' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger case_erased_by_eraser before update on cases_case for each row
    when (old.erased_at is distinct from new.erased_at or old.erased_rule is distinct from new.erased_rule)
    execute function case_erased_by_eraser();
revoke execute on function retention_run_stays(), retention_run_decided(), retention_item_stays(), legal_hold_stays(), case_erased_by_eraser() from public;
"""

DROP = """
drop trigger case_erased_by_eraser on cases_case; drop function case_erased_by_eraser();
drop trigger legal_hold_stays on protection_legalhold; drop function legal_hold_stays();
drop trigger retention_item_stays on protection_retentionitem; drop function retention_item_stays();
drop trigger retention_run_decided on protection_retentionrun; drop function retention_run_decided();
drop trigger retention_run_stays on protection_retentionrun; drop function retention_run_stays();
alter table protection_retentionrun drop column xact;
drop function cases_on_hold(uuid[]); drop function erasure_begin(uuid, text); drop function erasable_preview(uuid);
drop function erasable_file(text, text, text[], uuid[]); drop function names_cases_only(text); drop function side_of_audience(text[], text, text);
drop function erasable(text); drop function erasures_due(); drop function erasure_hindrance(uuid); drop function erasing_case(); drop function time_of_law();
"""

# Triggers that let nobody change what was said, submitted or stored. The eraser may: its rights name the columns, its
# policies the rows and the values that are left.
GIVE_WAY = (
    ("application_version_stays", "cases_applicationversion"),
    ("message_stays", "cases_message"),
    ("conversation_stays", "cases_thread"),
    ("conversation_stays", "cases_sharednote"),
    ("flag_stays", "cases_caseflag"),
    ("keep", "documents_storedfile"),
    ("keep", "documents_generateddocument"),
)


def gives_way(trigger: str, table: str) -> migrations.RunSQL:
    """The trigger as it is, for everybody but the eraser."""
    return migrations.RunSQL(
        f"""
        do $$
        declare
            said text;
        begin
            select pg_get_triggerdef(oid) into said from pg_trigger
                where tgname = '{trigger}' and tgrelid = '{table}'::regclass;
            execute 'drop trigger {trigger} on {table}';
            execute replace(said, ' EXECUTE FUNCTION', ' WHEN (current_user <> ''rcms_erase'') EXECUTE FUNCTION');
        end $$;
        """,
        f"""
        do $$
        declare
            said text;
        begin
            select pg_get_triggerdef(oid) into said from pg_trigger
                where tgname = '{trigger}' and tgrelid = '{table}'::regclass;
            execute 'drop trigger {trigger} on {table}';
            execute regexp_replace(said, ' WHEN \\(.*\\) EXECUTE', ' EXECUTE');
        end $$;
        """,
    )


def erased(table: str, what: Erased) -> migrations.RunSQL:
    """The eraser's right and policy on a table of cases: the rows that are due, to be emptied as the map says or gone."""
    due = f"select e.case_id, e.own_side from erasable('{what.part}') e"
    rows = f"({what.key}, own_side) in ({due})" if what.has_side else f"({what.key}, '') in ({due})"
    columns = names(what.emptied)
    of_case = ["erased_at"] if table == "cases_case" else []
    if of_case:
        columns += ", erased_at, erased_rule"
    read = [what.key, *(["own_side"] if what.has_side else []), *(["kind"] if what.where else []), *of_case]
    read += [column for column, value in what.emptied.items() if f"({column})" in value]
    if what.is_deleted:
        right, check = "delete", "false"
        rows += f" and {what.where}" if what.where else ""
    else:
        right, check = f"update ({columns})", f"{rows} and {left(what.emptied)}"
    return migrations.RunSQL(
        f"""
        grant select ({", ".join(read)}), {right} on {table} to rcms_erase;
        create policy erase on {table} to rcms_erase using ({rows}) with check ({check});
        """,
        f"drop policy erase on {table}; revoke all on {table} from rcms_erase;",
    )


def _policy(table: str, rights: str, using: str, check: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"grant {rights} on {table} to rcms_erase;"
        f" create policy erase on {table} to rcms_erase using ({using}) with check ({check});",
        f"drop policy erase on {table}; revoke all on {table} from rcms_erase;",
    )


FILE = "erasable_file(subject, kind, audience_countries::text[], named_cases)"
PAPER = "erasable_file(subject, 'paper', audience_countries::text[], named_cases)"
# What a side's people changed from and to goes with that side's record.
CHANGED = (
    "(case_key, audit_event.country::text) in"
    " (select e.case_id, e.country from erasable('record') e where e.own_side <> '')"
)
BY_COUNTRY = "country = (select scope_country())"


def _entries(table: str) -> migrations.RunSQL:
    emptied = ENTRIES_EMPTIED[table]
    due = f"(case_key, {table}.country::text) in (select e.case_id, e.country from erasable('audit_personal') e)"
    return _policy(
        table,
        f"select (id, at, action, case_key, country, salts), update ({names(emptied)})",
        due,
        f"{due} and {left(emptied)}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0006_retention"),
        ("cases", "0006_erased"),
        ("cases", "0004_access_walls"),
        ("documents", "0003_destroyed"),
        ("audit", "0006_erasure"),
        ("supervision", "0005_unusual_walls"),
        ("core", "0004_entrances"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        secure(
            "protection_retentionrun",
            read=AUDIENCE,
            insert="country_id = (select scope_country())",
            update=f"({AUDIENCE}) and country_id = (select scope_country())",
            delete=NEVER,
        ),
        secure("protection_retentionitem", read=AUDIENCE, insert=BY_COUNTRY, update=NEVER, delete=NEVER),
        keep_out("protection_retentionitem", "case_id"),
        secure("protection_destroyedfile", read=AUDIENCE, insert=NEVER, update=NEVER, delete=NEVER),
        secure(
            "protection_legalhold",
            read=AUDIENCE,
            insert="country_id = (select scope_country())",
            update=f"({AUDIENCE}) and country_id = (select scope_country())",
            delete=NEVER,
        ),
        keep_out("protection_legalhold", "case_id"),
        migrations.RunSQL(
            "revoke delete, truncate on protection_retentionrun, protection_retentionitem, protection_destroyedfile,"
            " protection_legalhold from rcms_app",
            migrations.RunSQL.noop,
        ),
        for_login(
            "erase",
            "protection_retentionrun",
            "select (id, state, origin, country_id, requested_by, not_before, audience_countries, audience_authorities),"
            " update (state, done_at)",
            rows="state = 'approved' or state = 'done'",
        ),
        for_login(
            "erase",
            "protection_retentionitem",
            "select (id, run_id, case_id, case_reference, part, own_side, rule, country, not_before, state,"
            " audience_countries, audience_authorities, audience_groups),"
            " update (state, kept_back, done_at, rows, files)",
        ),
        for_login(
            "erase", "protection_destroyedfile", "select (id, item_id, storage_id, gone_at), insert, update (gone_at)"
        ),
        *[gives_way(trigger, table) for trigger, table in GIVE_WAY],
        *[erased(table, what) for table, what in ERASED.items()],
        _policy(
            "documents_storedfile",
            "select (id, kind, subject, named_cases, audience_countries, audience_authorities, audience_groups, storage_id,"
            f" sha256, viewing_storage_id, viewing_sha256, destroyed_at), update ({names(FILE_EMPTIED)}, destroyed_at)",
            FILE,
            f"{FILE} and destroyed_at is not null and {left(FILE_EMPTIED)}",
        ),
        _policy(
            "documents_generateddocument",
            f"select (id, subject, named_cases, audience_countries), update ({names(PAPER_EMPTIED)})",
            PAPER,
            f"{PAPER} and {left(PAPER_EMPTIED)}",
        ),
        _policy(
            "documents_pagepreview",
            "select (id, file_id, storage_id, sha256), delete",
            "erasable_preview(file_id)",
            "false",
        ),
        _entries("audit_event"),
        _entries("audit_access"),
        migrations.RunSQL(
            f"create policy erase_values on audit_event for update to rcms_erase using ({CHANGED})"
            f" with check ({CHANGED} and \"values\" = '');"
            f" create policy erase_finds on audit_event for select to rcms_erase using ({CHANGED});",
            "drop policy erase_finds on audit_event; drop policy erase_values on audit_event;",
        ),
        # Its own entries: that something was erased, of the case in hand.
        migrations.RunSQL(
            "grant insert on audit_event to rcms_erase; create policy erase_tells on audit_event for insert to rcms_erase"
            " with check (action = 'case.erased' and case_key = erasing_case());",
            "drop policy erase_tells on audit_event; revoke insert on audit_event from rcms_erase;",
        ),
        for_login("erase", "audit_erasure", "select, insert"),
        # The certificate is drawn by the worker.
        migrations.RunSQL(
            "grant insert on core_outboxmessage to rcms_erase; create policy erase_promises on core_outboxmessage"
            " for insert to rcms_erase with check (task = 'protection.certificate');",
            "drop policy erase_promises on core_outboxmessage; revoke all on core_outboxmessage from rcms_erase;",
        ),
    ]
