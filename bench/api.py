"""The API: milliseconds of processor time and SQL statements per request, over the demonstration's cases."""

import os
import statistics
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
os.environ.setdefault("RCMS_API_REQUESTS_PER_MINUTE", "1000000")
django.setup()

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oauth2_provider.models import AccessToken, set_token_value

from accounts.services.machine_clients import machine_client_create
from core.outbox import wall_now
from core.scope import entrance, operator_scope, use_scope
from countries.models import Authority

ROUNDS = 30
OFFICE = "nld-dtv"


def token() -> str:
    """A system of a requesting office, with every scope."""
    authority = Authority.objects.select_related("country").get(code=OFFICE)
    with use_scope(operator_scope(authority.country_id)):
        client, secret = machine_client_create(authority=authority, name="bench")
    row = AccessToken(
        application=client, user=client.user, scope=" ".join(client.scopes), expires=wall_now() + timedelta(hours=1)
    )
    set_token_value(row, secret)
    with entrance(application=client.pk):
        row.save()
    return secret


def measure(label: str, call: Any) -> None:
    """One line: median processor time, statements, bytes."""
    with CaptureQueriesContext(connection) as queries:
        answer = call()
    statements = len(queries)  # now: the next request begins the list anew
    assert answer.status_code in {200, 304}, answer.content
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    size = len(answer.content)
    print(f"{label:32} {statistics.median(times) * 1000:7.1f} ms {statements:4} statements {size / 1024:7.1f} kB")


def main() -> None:
    """Lists, feed, one case, its tag, reference data."""
    http = Client(headers={"Authorization": f"Bearer {token()}"})

    def get(address: str, **headers: str) -> Any:
        return http.get(f"/api/v1{address}", headers=headers)

    rows = get("/cases?limit=200").json()["results"]
    case = f"/cases/{rows[0]['id']}"
    etag = get(case)["ETag"]
    print(f"API, {len(rows)} cases of {OFFICE}")
    measure("list, 1 row", lambda: get("/cases?limit=1"))
    measure("list, 50 rows", lambda: get("/cases?limit=50"))
    measure("changes, 50 rows", lambda: get("/changes?limit=50"))
    measure("one case", lambda: get(case))
    measure("one case, not modified", lambda: get(case, **{"If-None-Match": etag}))
    measure("acts of a case", lambda: get(f"{case}/acts"))
    measure("code lists", lambda: get("/reference/codes"))
    measure("countries", lambda: get("/reference/countries"))


if __name__ == "__main__":
    main()
