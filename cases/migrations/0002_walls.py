"""The second wall around cases: row security of the case and its parts, who-sees-it copied to the parts by triggers,
completeness of the audit trail, legal pairs of statuses, numbers of references."""

from django.db import migrations

from cases.migrations._bundles import BUNDLES, NO_BUNDLES
from cases.migrations._conversation import CONVERSATION, UNCONVERSATION
from cases.migrations._deadlines import DEADLINES, NO_DEADLINES
from cases.migrations._documents import OPERATIONS as DOCUMENTS
from cases.migrations._monitoring import MONITORING, NO_MONITORING
from cases.migrations._operations import (
    BY_OFFICES,
    NO_OPERATIONS,
    OF_ORGANISER,
    OF_PARTICIPANT,
    OPERATIONS,
    ORGANISES,
)
from cases.migrations._search import DROP_SEARCH, search_sql
from cases.migrations._silence import NO_SILENCE, SILENCE
from cases.migrations._visits import NO_VISITS, ORGANISED, VISIT, VISITS
from core.rowsecurity import (
    ADMINISTERING,
    AGENCIES,
    AUDIENCE,
    AUTHORITIES,
    COUNTRIES,
    EXCLUDED,
    GROUP,
    NEVER,
    SEES_CASES,
    admitted_part,
    for_login,
    needs_event,
    of_sides,
    owner_only,
    secure,
    whole,
)

CASE = whole(f"""
{of_sides("true", "shared", ending="_id")}
or ({GROUP} = any (delegates) and (shared or requesting_country_id = scope_country()))
""")
FILED = f"requesting_country_id = any ({COUNTRIES}) or requesting_authority_id = any ({AUTHORITIES})"
# What the two sides' offices write to each other: as PART, without delegates.
OFFICES = whole(of_sides("own_side <> 'receiving'", "own_side <> 'requesting' and shared"))
PART = whole(f"""
{of_sides("own_side <> 'receiving'", "own_side <> 'requesting' and shared")}
or (own_side = '' and {GROUP} = any (delegates) and (shared or requesting_country = scope_country()))
""")
# Of keys of the search (`k`), which a function reads: there the policies of single cases (0004) are stated as well.
FOUND = f"(({PART}) and k.case_id <> all ({EXCLUDED})) or ({admitted_part('k.case_id')})"


def _in_own_name(column: str, *, is_shared: bool = True) -> str:
    """Rows that `column` ascribes to a side are written by that side alone; with `is_shared` only once the
    case is shared, as the receiving side always."""
    return f"""
({"shared and " if is_shared else ""}{column} = 'requesting'
    and (requesting_country = any ({COUNTRIES}) or requesting_authority = any ({AUTHORITIES})))
or (shared and {column} = 'receiving'
    and (receiving_country = any ({COUNTRIES}) or receiving_authority = any ({AUTHORITIES})))
"""


FAMILY = """
requesting_country_id = (select scope_country()) or (shared and receiving_country_id = (select scope_country()))
"""

FAMILY_FILED = f"requesting_country_id = (select scope_country()) and {SEES_CASES}"
FAMILY_KEPT = f"({FAMILY}) and {SEES_CASES}"
# Nobody changes or deletes what the own offices do not see.
ARRANGES = f"{OF_ORGANISER} and ({BY_OFFICES})"
TAKES_PART = f"{OF_PARTICIPANT} and ({BY_OFFICES})"
# Reminders are words of the administrators.
CHECKLISTS = f"country_id = (select scope_country()) and {ADMINISTERING}"

PARTS = [
    "cases_person",
    "cases_familymember",
    "cases_evidence",
    "cases_entryrecord",
    "cases_entrycheck",
    "cases_healthnote",
    "cases_caseprivate",
    "cases_detention",
    "cases_ownsidenote",
    "cases_withdrawal",
    "cases_errorclaim",
    "cases_casesuspension",
    "cases_voluntarydeparture",
    "cases_refiling",
    "cases_verificationtask",
    "cases_verificationresult",
    "cases_decision",
    "cases_traveldocument",
    "cases_transfer",
    "cases_handover",
    "cases_handoveritem",
    "cases_caseclock",
    "cases_clockpause",
    "cases_pausereason",
    "cases_clockextension",
    "cases_dispute",
    "cases_paperrecord",
    "cases_casegrant",
    "cases_applicationversion",
    "cases_submittedhealth",
    "cases_assignment",
    "cases_presence",
    "cases_thread",
    "cases_message",
    "cases_messageauthor",
    "cases_messagefile",
    "cases_informationrequest",
    "cases_sharednote",
    "cases_caseflag",
    "cases_caselink",
    "cases_searchkey",
    "cases_transitplan",
    "cases_transitconsent",
    "cases_transit",
    "cases_interview",
    "cases_interviewnote",
    "cases_statuscheck",
    "cases_bestinterests",
    "cases_reception",
    "cases_safeguardpoint",
    "cases_healthconsent",
    "cases_transferhealth",
    "cases_familyseparation",
    "cases_apprehension",
    "cases_procedurechange",
    "cases_monitoring",
    "cases_monitoringplan",
    "cases_monitoringobservation",
    "cases_monitoringreport",
    "cases_monitoringreply",
    "cases_costitem",
    "cases_costclaim",
]
# What the sides and the monitoring body know of the monitoring of a transfer; no delegate does.
MONITORED = [table for table in PARTS if table.startswith("cases_monitoring")]
OF_ASSIGNING = f"requesting_country = any ({COUNTRIES}) or requesting_authority = any ({AUTHORITIES})"
OF_BODY = f"body_id = any ({AGENCIES})"
# Parts that somebody sees besides the case's own readers.
ALSO = {
    "cases_interviewnote": f" or (own_side = 'receiving' and shared and mission_id = any ({AUTHORITIES}))",
    "cases_verificationtask": f" or agency_id = any ({AGENCIES})",
    "cases_casegrant": f" or group_id = {GROUP}",
    # Health for the journey: the border post of this transfer, as long as the case is delegated to it.
    "cases_transferhealth": f" or ({GROUP} = any (carriers) and {GROUP} = any (delegates) and shared)",
}
ALSO |= dict.fromkeys(MONITORED, f" or body_id = any ({AGENCIES})")
KEY = {"cases_casegrant": "content_object_id"}
# Parts that delegates do not read, and in whose name a side writes them.
OF_OFFICES = [
    "cases_errorclaim",
    "cases_costclaim",
    "cases_refiling",
    "cases_thread",
    "cases_message",
    "cases_messagefile",
    "cases_informationrequest",
    "cases_sharednote",
    "cases_clockextension",
    "cases_dispute",
    "cases_paperrecord",
    "cases_healthnote",
    "cases_submittedhealth",
    "cases_reception",
]
WRITTEN_BY = {
    "cases_applicationversion": "'requesting'",
    "cases_submittedhealth": "'requesting'",
    "cases_thread": "opened_side",
    "cases_message": "side",
    "cases_informationrequest": "asked_side",
    "cases_sharednote": "side",
    "cases_caseflag": "side",
    "cases_clockextension": "'receiving'",
    "cases_dispute": "'receiving'",
    "cases_errorclaim": "claimed_side",
    "cases_costclaim": "claimed_side",
    "cases_refiling": "'requesting'",
    "cases_paperrecord": "entered_side",
    "cases_procedurechange": "side",
    "cases_monitoringreply": "side",
}
# Shared parts that one side alone writes and changes: the application, what the agencies answered.
OF_REQUESTING = f"own_side <> 'receiving' and (requesting_country = any ({COUNTRIES}) or requesting_authority = any ({AUTHORITIES}))"
OF_RECEIVING = f"shared and (receiving_country = any ({COUNTRIES}) or receiving_authority = any ({AUTHORITIES}))"
WRITERS = {
    "cases_person": OF_REQUESTING,
    "cases_familymember": OF_REQUESTING,
    "cases_evidence": OF_REQUESTING,
    "cases_entryrecord": OF_REQUESTING,
    "cases_apprehension": OF_REQUESTING,
    "cases_transitplan": OF_REQUESTING,
    # Decisions, flags and what they go with: the offices of either side, no delegate.
    "cases_decision": OFFICES,
    "cases_transitconsent": OFFICES,
    "cases_caseflag": OFFICES,
    "cases_procedurechange": OFFICES,
    # Never changed: the copy of its audience follows the case as the owner.
    "cases_applicationversion": NEVER,
    "cases_verificationresult": OF_RECEIVING,
}
# Parts of which the services delete rows; all others stay, whoever asks.
DELETED = {
    "cases_apprehension",
    "cases_assignment",
    "cases_casegrant",
    "cases_costitem",
    "cases_evidence",
    "cases_familymember",
    "cases_presence",
    "cases_searchkey",
    "cases_verificationresult",
}
# Of these, what a side writes already before the other one knows of the case.
BEFORE_SHARING = {"cases_caseflag", "cases_refiling"}
# Parts whose changes need no event of the case, and why: who has a page open is renewed twice a minute, gone with the
# page and no act; that the page was opened is an access event already.
UNTOLD = {"cases_presence"}
# Rows of one person, whatever office the person is in.
OF_PERSON = "user_id = (select scope_user())"

# The database's own list of legal moves: a backstop behind cases.workflow.table, compared with it by a test.
STATUS_PAIRS = [
    ("draft", "in_review"),
    ("draft", "withdrawn"),
    ("draft", "time_barred"),
    ("in_review", "draft"),
    ("in_review", "submitted"),
    ("in_review", "withdrawn"),
    ("in_review", "time_barred"),
    ("submitted", "received"),
    ("submitted", "returned_incomplete"),
    ("submitted", "withdrawn"),
    ("received", "returned_incomplete"),
    ("received", "in_verification"),
    ("received", "decision_proposed"),
    ("received", "withdrawn"),
    ("returned_incomplete", "submitted"),
    ("returned_incomplete", "withdrawn"),
    ("in_verification", "decision_proposed"),
    ("in_verification", "withdrawn"),
    ("decision_proposed", "in_verification"),
    ("decision_proposed", "accepted"),
    ("decision_proposed", "refused"),
    ("decision_proposed", "inconclusive"),
    ("decision_proposed", "withdrawn"),
    # Silence is acceptance, and is undone when the delivery is disputed with success or a reply turns up in time.
    ("submitted", "accepted"),
    ("received", "accepted"),
    ("in_verification", "accepted"),
    ("accepted", "submitted"),
    ("accepted", "received"),
    ("accepted", "in_verification"),
    ("accepted", "refused"),
    ("accepted", "inconclusive"),
    # A reply on paper needs no proposal here, and is undone when it turns out not to be the receiving side's.
    ("refused", "submitted"),
    ("refused", "received"),
    ("refused", "in_verification"),
    ("inconclusive", "submitted"),
    ("inconclusive", "received"),
    ("inconclusive", "in_verification"),
    ("submitted", "refused"),
    ("submitted", "inconclusive"),
    ("received", "refused"),
    ("received", "inconclusive"),
    ("in_verification", "refused"),
    ("in_verification", "inconclusive"),
    ("accepted", "completed"),
    ("accepted", "withdrawn"),
    ("refused", "closed"),
    ("inconclusive", "closed"),
    ("completed", "closed"),
    ("withdrawn", "closed"),
    # A person readmitted in error is taken back; a claim opens a closed file again.
    ("completed", "taken_back"),
    ("closed", "completed"),
    # Of a transit.
    ("decision_proposed", "received"),
    ("accepted", "revoked"),
    ("accepted", "expired"),
    ("accepted", "taken_back"),
    ("revoked", "taken_back"),
    ("revoked", "closed"),
    ("expired", "closed"),
    ("expired", "accepted"),
    ("taken_back", "closed"),
    ("time_barred", "closed"),
]

_PAIRS = ", ".join(f"('{old}', '{new}')" for old, new in STATUS_PAIRS)
_MOVE = "\n".join(
    f"""
    update {table} set requesting_authority = new.requesting_authority_id,
        receiving_authority = new.receiving_authority_id, delegates = new.delegates, shared = new.shared
        where {KEY.get(table, "case_id")} = new.id;"""
    for table in PARTS
)

FUNCTIONS = f"""
create function part_copies_audience() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
declare
    parent cases_case%rowtype;
begin
    select * into parent from cases_case where id = (to_jsonb(new) ->> tg_argv[0])::uuid;
    new.requesting_country := parent.requesting_country_id;
    new.receiving_country := parent.receiving_country_id;
    new.requesting_authority := parent.requesting_authority_id;
    new.receiving_authority := parent.receiving_authority_id;
    new.delegates := parent.delegates;
    new.shared := parent.shared;
    return new;
end $$;

-- A part stays with its case and with the audience that the two triggers gave it, whoever changes the row; what both
-- sides share is not taken back (health alone is, when the person withdraws the consent).
create function part_stays_with_case() returns trigger language plpgsql as $$
begin
    if to_jsonb(new) ->> tg_argv[0] is distinct from to_jsonb(old) ->> tg_argv[0]
        or (old.own_side = '' and new.own_side <> ''
            and not (tg_table_name in ('cases_healthnote', 'cases_submittedhealth') and new.own_side = 'requesting'))
    then
        raise exception 'a part stays with its case and its readers' using errcode = 'insufficient_privilege';
    end if;
    if current_user = 'rcms_app' then
        new.requesting_country := old.requesting_country;
        new.receiving_country := old.receiving_country;
        new.requesting_authority := old.requesting_authority;
        new.receiving_authority := old.receiving_authority;
        new.delegates := old.delegates;
        new.shared := old.shared;
    end if;
    return new;
end $$;

create function case_moves_audience() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    {_MOVE}
    return null;
end $$;
create trigger case_moves_audience
    after update of requesting_authority_id, receiving_authority_id, delegates, shared on cases_case
    for each row when (
        old.requesting_authority_id is distinct from new.requesting_authority_id
        or old.receiving_authority_id is distinct from new.receiving_authority_id
        or old.delegates is distinct from new.delegates or old.shared is distinct from new.shared
    ) execute function case_moves_audience();

create function case_stays_lawful() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'cases are never deleted' using errcode = 'integrity_constraint_violation';
    end if;
    if old.status <> new.status and (old.status, new.status) not in ({_PAIRS}) then
        raise exception 'a case cannot go from % to %', old.status, new.status
            using errcode = 'integrity_constraint_violation';
    end if;
    if old.requesting_country_id <> new.requesting_country_id or old.receiving_country_id <> new.receiving_country_id
        or (old.shared and not new.shared) or (old.reference is not null and old.reference is distinct from new.reference)
    then
        raise exception 'countries, reference and sharing of a case do not change'
            using errcode = 'integrity_constraint_violation';
    end if;
    return new;
end $$;
create trigger case_stays_lawful before update or delete on cases_case
    for each row execute function case_stays_lawful();

-- Numbers of references. The table is hidden from the application: it would tell how many cases others have.
create table cases_referencecounter (
    requesting text, receiving text, year integer, last integer not null, primary key (requesting, receiving, year)
);
revoke all on cases_referencecounter from rcms_app;
create function next_reference_number(of_requesting text, of_receiving text, of_year integer) returns integer
    language sql security definer set search_path = public, pg_temp as $$
    -- Only for the caller's own country: asking for others' numbers would tell their count and use them up.
    insert into cases_referencecounter
    select of_requesting, of_receiving, of_year, 1
    where exists (select 1 from countries_country where code = scope_country() and alpha2 = of_requesting)
    on conflict (requesting, receiving, year) do update set last = cases_referencecounter.last + 1
    returning last
$$;

-- What both sides see of a task follows from the task, which only the receiving side and the agency see: the shared
-- row need not say who was asked, and the agency needs no right to it.
create function result_follows_task() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update cases_verificationresult set answer = new.answer, answered_at = new.answered_at where task = new.id;
    return null;
end $$;
create trigger result_follows_task after update of answer, answered_at on cases_verificationtask
    for each row execute function result_follows_task();

-- The requesting side withdraws, the questions to agencies are the receiving side's own rows: nobody sees both. This
-- function may change them, and only where the case is withdrawn.
create function cancel_questions_of_withdrawn(of_case uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
    update cases_verificationtask set status = 'cancelled', version = version + 1
    where case_id = of_case and status = 'asked'
        and exists (select 1 from cases_case where id = of_case and status = 'withdrawn')
$$;

-- The requesting side enters a reply that came on paper; the proposal in hand is the receiving side's own row. Only where
-- the case is answered: what was proposed does not count any more.
create function lapse_proposal_of_answered(of_case uuid) returns void
    language sql security definer set search_path = public, pg_temp as $$
    update cases_decision set state = 'lapsed'
    where case_id = of_case and state = 'proposed'
        and exists (select 1 from cases_case where id = of_case and status in ('accepted', 'refused', 'inconclusive'))
$$;

-- What runs with the owner's rights is for those who need it, and functions of triggers for nobody: a trigger fires
-- without, and whoever may execute its function could tie it to a table of his own.
revoke execute on function part_copies_audience(), case_moves_audience(), result_follows_task(),
    next_reference_number(text, text, integer), cancel_questions_of_withdrawn(uuid), lapse_proposal_of_answered(uuid)
    from public;
grant execute on function next_reference_number(text, text, integer), cancel_questions_of_withdrawn(uuid),
    lapse_proposal_of_answered(uuid) to rcms_app;

-- A version of the application is what was submitted: it stays, whoever asks, apart from its copy of the audience.
create function application_version_stays() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        if current_user = 'rcms_app' then
            raise exception 'a submitted version is not deleted' using errcode = 'insufficient_privilege';
        end if;
        return old;
    end if;
    if (new.number, new.made_at, new.contents, new.own_side)
        is distinct from (old.number, old.made_at, old.contents, old.own_side)
    then
        raise exception 'a submitted version of an application does not change' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger application_version_stays before update or delete on cases_applicationversion
    for each row execute function application_version_stays();

create index case_delegates on cases_case using gin (delegates);
create index transfer_delegates on cases_transfer using gin (delegates);
"""

DROP = """
drop index if exists case_delegates; drop index if exists transfer_delegates;
drop trigger application_version_stays on cases_applicationversion; drop function application_version_stays();
drop trigger result_follows_task on cases_verificationtask; drop function result_follows_task();
drop function cancel_questions_of_withdrawn(uuid); drop function lapse_proposal_of_answered(uuid);
drop function next_reference_number(text, text, integer);
drop table cases_referencecounter;
drop trigger case_stays_lawful on cases_case; drop function case_stays_lawful();
drop trigger case_moves_audience on cases_case; drop function case_moves_audience();
drop function part_copies_audience() cascade;
drop function part_stays_with_case() cascade;
"""


def _copies(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        create trigger part_copies_audience before insert on {table}
            for each row execute function part_copies_audience('{KEY.get(table, "case_id")}');
        create trigger part_stays_with_case before update on {table}
            for each row execute function part_stays_with_case('{KEY.get(table, "case_id")}');
        """,
        f"""
        drop trigger if exists part_copies_audience on {table};
        drop trigger if exists part_stays_with_case on {table};
        """,
    )


def _secure(table: str) -> migrations.RunSQL:
    read = (OFFICES if table in [*OF_OFFICES, *MONITORED] else PART) + ALSO.get(table, "")
    insert = None
    if table in WRITTEN_BY:
        insert = _in_own_name(WRITTEN_BY[table], is_shared=table not in BEFORE_SHARING)
    # What a monitor saw and reported, and what was said to it, is never changed; the office that returns the person
    # assigns the body, which alone writes down what it sees.
    if table in MONITORED:
        insert = {"cases_monitoring": OF_ASSIGNING, "cases_monitoringplan": OF_ASSIGNING}.get(table, insert or OF_BODY)
        update = {"cases_monitoring": f"{OF_ASSIGNING} or {OF_BODY}", "cases_monitoringplan": OF_ASSIGNING}
        return secure(table, read=read, insert=insert, update=update.get(table, NEVER), delete=NEVER)
    written = WRITERS.get(table, read)
    delete = written if table in DELETED else NEVER
    return secure(table, read=read, insert=insert or written, update=written, delete=delete)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("audit", "0002_walls"),
        ("documents", "__first__"),
        ("core", "0003_walls"),
        ("notifications", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(CONVERSATION, UNCONVERSATION),
        owner_only("cases_referencecounter"),
        secure("cases_case", read=CASE, insert=FILED, delete=NEVER),
        secure("cases_casegroup", read=FAMILY, insert=FAMILY_FILED, update=FAMILY_KEPT, delete=NEVER),
        secure(
            "cases_checklist",
            read="country_id = (select scope_country())",
            insert=CHECKLISTS,
            update=CHECKLISTS,
            delete=NEVER,
        ),
        needs_event("cases_case", key="id"),
        *[_copies(table) for table in PARTS],
        *[_secure(table) for table in PARTS],
        *[needs_event(table, key=KEY.get(table, "case_id")) for table in PARTS if table not in UNTOLD],
        migrations.RunSQL(search_sql(FOUND), DROP_SEARCH),
        migrations.RunSQL(DEADLINES, NO_DEADLINES),
        migrations.RunSQL(SILENCE, NO_SILENCE),
        migrations.RunSQL(BUNDLES, NO_BUNDLES),
        migrations.RunSQL(OPERATIONS, NO_OPERATIONS),
        secure(
            "cases_operation", read=AUDIENCE, insert=f"{ORGANISES} and ({BY_OFFICES})", update=BY_OFFICES, delete=NEVER
        ),
        secure("cases_operationauthority", read=AUDIENCE, insert=ARRANGES, update=ARRANGES),
        secure("cases_operationstaff", read=AUDIENCE, insert=ARRANGES, update=ARRANGES),
        secure("cases_operationpassenger", read=AUDIENCE, insert=TAKES_PART, update=TAKES_PART, delete=NEVER),
        needs_event("cases_operationpassenger"),
        migrations.RunSQL(MONITORING, NO_MONITORING),
        migrations.RunSQL(VISITS, NO_VISITS),
        secure("cases_missionvisit", read=VISIT, insert=ORGANISED, update=ORGANISED, delete=NEVER),
        # Whoever sets another date for an interview takes it off the schedule, which may be the mission.
        secure("cases_visitslot", read=VISIT, insert=ORGANISED, update=ORGANISED, delete=VISIT),
        *DOCUMENTS,
        secure("cases_searchquery", read=OF_PERSON),
        for_login("sweep", "cases_searchquery", "select (expires_at), delete"),
        secure("cases_savedfilter", read=OF_PERSON),
        secure("cases_bulkrun", read=OF_PERSON, delete=NEVER),
    ]
