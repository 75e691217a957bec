"""Single cases that a person is kept out of, or let in to, in the second wall: of cases, their parts, and of the rows of
lower floors that say of which case they are (ADR 22)."""

from django.db import migrations

from cases.migrations._access import (
    DROP,
    FUNCTIONS,
    INSERT,
    READ,
    REQUEST_ANSWERED,
    REQUEST_ASKED,
    REQUEST_READ,
    SCOPE_EXCEPTIONS,
    UPDATE,
)
from core.rowsecurity import ADMITTED, COUNTRY, ME, NEVER, admitted_part, keep_out, let_in, needs_event, secure, whole

# Column of the case -> the tables that name it so and have the columns of a part.
PARTS = {
    "case_id": (
        *("cases_applicationversion", "cases_apprehension", "cases_assignment", "cases_bestinterests"),
        *("cases_caseclock", "cases_caseflag", "cases_caseprivate", "cases_casesuspension", "cases_clockextension"),
        *("cases_clockpause", "cases_costclaim", "cases_costitem", "cases_decision", "cases_detention"),
        *("cases_dispute", "cases_entrycheck", "cases_entryrecord", "cases_errorclaim", "cases_evidence"),
        *("cases_familymember", "cases_familyseparation", "cases_handover", "cases_handoveritem"),
        *("cases_healthconsent", "cases_healthnote", "cases_informationrequest", "cases_interview"),
        *("cases_interviewnote", "cases_message", "cases_messageauthor", "cases_messagefile", "cases_monitoring"),
        *("cases_monitoringobservation", "cases_monitoringplan", "cases_monitoringreply", "cases_monitoringreport"),
        *("cases_ownsidenote", "cases_paperrecord", "cases_pausereason", "cases_person", "cases_presence"),
        *("cases_procedurechange", "cases_reception", "cases_safeguardpoint", "cases_searchkey"),
        *("cases_sharednote", "cases_statuscheck", "cases_submittedhealth", "cases_thread", "cases_transfer"),
        *("cases_transferhealth", "cases_transit", "cases_transitconsent", "cases_transitplan"),
        *("cases_traveldocument", "cases_verificationresult", "cases_verificationtask"),
        *("cases_voluntarydeparture", "cases_withdrawal"),
    ),
    "content_object_id": ("cases_casegrant",),
}
# Parts that name another case as well.
OF_TWO_CASES = {"cases_caselink": "other_id", "cases_refiling": "earlier_id"}
LET_IN = whole(f"""id = any ({ADMITTED})
and (requesting_country_id = scope_country() or (shared and receiving_country_id = scope_country()))""")
SUBJECTS = "(select excluded_subjects())::text[]"
# Requests to see such a case. Nearly nobody is kept out of any: then nothing is looked up.
REQUESTS = "(select case when cardinality(scope_excluded()) > 0 then excluded_requests() else '{}' end)::uuid[]"
REQUEST_SUBJECTS = f"(select array(select 'accessrequest:' || key from unnest({REQUESTS}) as key))::text[]"
# Which papers, files and events of a case the own country reads.
OF_COUNTRY = f"audience_countries::text[] && array[{COUNTRY}]"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_access"),
        ("cases", "0002_walls"),
        ("accounts", "0003_people"),
        ("documents", "0002_walls"),
        ("notifications", "0002_walls"),
        ("audit", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(SCOPE_EXCEPTIONS + FUNCTIONS, DROP),
        migrations.RunSQL(
            """
            create trigger part_copies_audience before insert on cases_caseaccess
                for each row execute function part_copies_audience('case_id');
            create trigger part_stays_with_case before update on cases_caseaccess
                for each row execute function part_stays_with_case('case_id');
            """,
            "drop trigger part_copies_audience on cases_caseaccess;"
            " drop trigger part_stays_with_case on cases_caseaccess;",
        ),
        secure("cases_caseaccess", read=READ, insert=INSERT, update=UPDATE, delete=NEVER),
        needs_event("cases_caseaccess"),
        secure("cases_accessrequest", read=REQUEST_READ, insert=REQUEST_ASKED, update=REQUEST_ANSWERED, delete=NEVER),
        needs_event("cases_accessrequest", key="id"),
        keep_out("cases_case", "id"),
        let_in("cases_case", LET_IN),
        # Who declares a conflict of interest writes the last row that he or she sees of the case.
        keep_out("cases_caseaccess", "case_id", is_written=False),
        *[keep_out(table, key) for key, tables in PARTS.items() for table in tables],
        *[let_in(table, admitted_part(key)) for key, tables in PARTS.items() for table in tables],
        *[keep_out(table, "case_id", key) for table, key in OF_TWO_CASES.items()],
        *[let_in(table, admitted_part("case_id")) for table in OF_TWO_CASES],
        # What somebody asked for stays his own, or it would tell whether there is such a case.
        migrations.RunSQL(
            "create policy kept_out on cases_accessrequest as restrictive to rcms_app using"
            f" (user_id = {ME} or reference <> all ((select excluded_references())::text[])) with check (true)",
            "drop policy if exists kept_out on cases_accessrequest",
        ),
        keep_out("cases_operationpassenger", "case_id"),
        keep_out("cases_documentnumber", ("case_reference", "(select excluded_references())::text[]")),
        # A bundle of papers holds those of many cases.
        migrations.RunSQL(
            "create policy kept_out on cases_bulkrun as restrictive to rcms_app"
            " using (items::text not like all ((select excluded_runs())::text[])) with check (true)",
            "drop policy if exists kept_out on cases_bulkrun",
        ),
        keep_out("notifications_notice", ("subject", SUBJECTS), ("subject", REQUEST_SUBJECTS), is_written=False),
        *[
            keep_out(table, ("subject", SUBJECTS), named="named_cases", is_written=False)
            for table in ("documents_generateddocument", "documents_storedfile")
        ],
        keep_out("documents_pagepreview", ("file_id", "(select excluded_files())::uuid[]"), is_written=False),
        keep_out("core_jobprogress", ("subject", "(select excluded_papers())::text[]"), is_written=False),
        *[
            let_in(table, f"subject = any ((select admitted_subjects())::text[]) and {OF_COUNTRY}")
            for table in ("documents_storedfile", "documents_generateddocument")
        ],
        let_in("documents_pagepreview", f"file_id = any ((select admitted_files())::uuid[]) and {OF_COUNTRY}"),
        keep_out("audit_event", "case_key", ("case_key", REQUESTS), is_written=False),
        keep_out("audit_access", "case_key", is_written=False),
        let_in("audit_event", f"case_key = any ({ADMITTED}) and {OF_COUNTRY}"),
    ]
