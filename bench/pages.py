"""Pages: milliseconds of processor time and SQL statements per request, few rows against many.

The yardstick of the ratios is the sign-in page of the same run: all middleware, a small template, no case.
"""

import os
import statistics
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.demo.people import actors
from cases.models import Case
from core.scope import entrance, use_scope
from rcms.environment import database_from_url

ROUNDS = 30
COPIES = 10_000
CONTROL = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")

# Rows like those of one case, whatever columns there are. One event per copied case in the same transaction: the
# completeness trigger asks for it.
COPY = """
with copies as (
    insert into cases_case select (jsonb_populate_record(c, jsonb_build_object(
        'id', gen_random_uuid(), 'reference', 'COPY-' || n, 'delegates', array[]::integer[], 'group_id', null,
        'next_due_at', now() + n * interval '1 minute', 'next_due_kind', 'reply'))).*
    from cases_case c, generate_series(1, %(copies)s) n where c.id = %(template)s returning id
), persons as (
    insert into cases_person select (jsonb_populate_record(p, jsonb_build_object(
        'id', gen_random_uuid(), 'case_id', copies.id, 'delegates', array[]::integer[]))).*
    from cases_person p, copies where p.case_id = %(template)s
)
insert into audit_event (id, at, actor_name, on_behalf_of, role, authority_name, country, action, subject, case_key,
    case_reference, request_id, audience_countries, audience_authorities, audience_groups, result, parameters, changed,
    reason)
select gen_random_uuid(), now(), 'bench', '', '', '', '', 'bench.copied', '', id, '', '', '{}', '{}', '{}', 'done',
    '{}', '[]', '' from copies
"""


def client_of(login_name: str) -> Client:
    """A signed-in browser."""
    client = Client()
    with entrance(login=login_name):
        client.force_login(User.objects.get(login_name=login_name))
    session = client.session
    session["membership"] = str(actors()[login_name].membership_id)
    session.save()
    return client


def measured(client: Client, address: str) -> tuple[float, int]:
    """Median processor milliseconds of a request, and its SQL statements without transaction control."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        response = client.get(address)
        times.append((time.process_time() - begun) * 1000)
        assert response.status_code == 200, (address, response.status_code)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    statements = [query["sql"] for query in queries if not query["sql"].upper().startswith(CONTROL)]
    return statistics.median(times), len(statements)


def addresses(case: Case) -> dict[str, str]:
    """The pages that officers open most."""
    return {
        "home": reverse("home"),
        "queue": reverse("cases:case-list"),
        "case page": reverse("cases:case-detail", kwargs={"case_id": case.id}),
    }


def owner_session() -> psycopg.Connection:
    """A session as the owner of the tables, who may write past the services."""
    login: dict[str, Any] = database_from_url("owner")
    return psycopg.connect(
        dbname=login["NAME"],
        user=login["USER"],
        password=login["PASSWORD"],
        host=login["HOST"],
        port=login["PORT"] or None,
    )


def copy(template: Case) -> None:
    """Add many cases beside the demonstration's, as the owner."""
    with owner_session() as session:
        session.execute(COPY, {"copies": COPIES, "template": template.id})
        session.commit()
        session.autocommit = True
        session.execute("analyze")


def main() -> None:
    """Print the table."""
    yardstick, _ = measured(Client(), reverse("accounts:sign-in"))
    client = client_of("registry.rs")
    actor = actors()["registry.rs"]
    with use_scope(actor.scope):
        case = Case.objects.filter(status="in_verification").latest("created_at")
        few = Case.objects.count()
    before = {name: measured(client, address) for name, address in addresses(case).items()}
    copy(case)
    after = {name: measured(client, address) for name, address in addresses(case).items()}
    print(f"sign-in page: {yardstick:.1f} ms CPU = 1.0")
    print(f"{'page':<12}{'CPU/sign-in':>12}{'statements':>12}   {few} cases -> {few + COPIES}: ratio, statements")
    for name, (cost, statements) in before.items():
        later, then = after[name]
        print(f"{name:<12}{cost / yardstick:>12.2f}{statements:>12}   {later / cost:.2f}, {then}")


if __name__ == "__main__":
    main()
