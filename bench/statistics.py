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

from accounts.models import User
from accounts.selectors.actors import actor_for, memberships_of
from bench.pages import client_of, owner_session
from cases.models import Case
from core import clock
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
    insert into cases_case (id, reference, requesting_country_id, receiving_country_id, requesting_authority_id,
        receiving_authority_id, consulate_id, delegates, shared, agreement_id, track, status, version, outcome, basis,
        is_interview_requested, protective_measures, observations, created_by, created_by_name, created_at, changed_at,
        submitted_at, delivered_at, decided_at, next_due_kind)
    select numbers.id, 'B' || left(replace(numbers.id::text, '-', ''), 24), requesting_country_id,
        receiving_country_id, requesting_authority_id,
        receiving_authority_id, consulate_id, '{}', true, agreement_id, track,
        case n %% 4 when 0 then 'accepted' when 1 then 'refused' else 'received' end, 1,
        case n %% 4 when 0 then 'accepted' when 1 then 'refused' else '' end, '', false, '', '', created_by,
        created_by_name, delivered, delivered, delivered, delivered,
        case when n %% 4 < 2 then delivered + (n %% 30) * interval '1 day' end, ''
    from numbers, cases_case where cases_case.id = %(template)s returning id
), clocks as (
    insert into cases_caseclock (id, case_id, own_side, requesting_country, receiving_country, delegates, shared, kind,
        acting_side, state, started_at, due_at, warn_at, ended_at, due)
    select gen_random_uuid(), copies.id, '', '', '', '{}', false, 'reply',
        'receiving', case when n %% 4 < 2 then 'met' else 'running' end, delivered, delivered + interval '14 days',
        delivered + interval '11 days',
        case when n %% 4 < 2 then delivered + (n %% 30) * interval '1 day' end, '{}'
    from copies join numbers on numbers.id = copies.id
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
    user = User.objects.get(login_name=LOGIN)
    actor = actor_for(user, memberships_of(user, clock.now())[0])
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
