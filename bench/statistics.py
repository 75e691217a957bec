"""Supervision: the overview's processor time, database time and SQL statements, few cases against many."""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.pages import client_of, owner_session
from cases.demo.people import actors
from cases.models import Case
from core.scope import use_scope

LOGIN = "supervisor.rs"
STEPS = (1_000, 20_000)
ROUNDS = 5
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")

# Decided cases with their reply clocks, spread over a year; one event a case, because the completeness trigger asks.
COPY = """
with numbers as (
    select n, gen_random_uuid() as id, now() - (n %% 360) * interval '1 day' as delivered
    from generate_series(%(first)s::int, %(last)s::int) n
), copies as (
    insert into cases_case select (jsonb_populate_record(c, jsonb_build_object(
        'id', n.id, 'reference', 'B' || left(replace(n.id::text, '-', ''), 24), 'delegates', array[]::integer[],
        'group_id', null, 'version', 1, 'created_at', delivered, 'changed_at', delivered, 'submitted_at', delivered,
        'delivered_at', delivered, 'next_due_at', null, 'next_due_kind', '', 'basis', '',
        'status', case n %% 4 when 0 then 'accepted' when 1 then 'refused' else 'received' end,
        'outcome', case n %% 4 when 0 then 'accepted' when 1 then 'refused' else '' end,
        'decided_at', case when n %% 4 < 2 then delivered + (n %% 30) * interval '1 day' end))).*
    from numbers n, cases_case c where c.id = %(template)s returning id
), clocks as (
    insert into cases_caseclock select (jsonb_populate_record(k, jsonb_build_object(
        'id', gen_random_uuid(), 'case_id', n.id, 'delegates', array[]::integer[],
        'state', case when n %% 4 < 2 then 'met' else 'running' end, 'started_at', delivered,
        'due_at', delivered + interval '14 days', 'warn_at', delivered + interval '11 days',
        'ended_at', case when n %% 4 < 2 then delivered + (n %% 30) * interval '1 day' end))).*
    from numbers n join copies on copies.id = n.id, cases_caseclock k
    where k.id = (select id from cases_caseclock where case_id = %(template)s and kind = 'reply' limit 1)
)
insert into audit_event (id, at, actor_name, on_behalf_of, role, authority_name, country, action, subject, case_key,
    case_reference, request_id, audience_countries, audience_authorities, audience_groups, result, parameters, changed,
    reason)
select gen_random_uuid(), now(), 'bench', '', '', '', '', 'bench.copied', '', id, '', '', '{}', '{}', '{}', 'done',
    '{}', '[]', '' from copies
"""


def measured(client: Client, address: str) -> tuple[float, float, int]:
    """Best processor and database milliseconds of some requests, and the statements of one."""
    times, waits, statements = [], [], []
    for _ in range(ROUNDS):
        begun = time.process_time()
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        times.append((time.process_time() - begun) * 1000)
        asked = [query for query in queries if not query["sql"].upper().startswith(CONTROL)]
        waits.append(sum(float(query["time"]) for query in asked) * 1000)
        statements.append(len(asked))
    # Now and then a request renews its session as well: that statement is not the page's.
    return min(times), min(waits), min(statements)


def main() -> None:
    """Print the table."""
    client = client_of(LOGIN)
    actor = actors()[LOGIN]
    with use_scope(actor.scope):
        template = Case.objects.filter(status="in_verification", receiving_country="SRB").latest("created_at")
    addresses = {
        "overview": reverse("supervision:overview", query={"side": "receiving"}),
        "cases behind a figure": reverse(
            "supervision:case-list", args=["delivered"], query={"side": "receiving", "span": "m12", "by": "partner"}
        ),
        "audit trail": reverse("supervision:audit"),
    }
    done = 0
    print(f"{'page':<24}{'cases':>8}{'CPU ms':>9}{'SQL ms':>9}{'statements':>12}")
    for step in STEPS:
        with owner_session() as session:
            session.execute(COPY, {"first": done + 1, "last": step, "template": template.id})
            session.commit()
            session.autocommit = True
            session.execute("analyze")
        done = step
        for name, address in addresses.items():
            cost, wait, statements = measured(client, address)
            print(f"{name:<24}{step:>8}{cost:>9.0f}{wait:>9.0f}{statements:>12}")


if __name__ == "__main__":
    main()
