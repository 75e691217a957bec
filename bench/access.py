"""What row security costs: the pages that officers open most, behind the policies and without them, in one run.

    RCMS_LOGIN=app python -m bench.access      (part of ./run bench; the database must have the demonstration)

The same requests on the same database, in turns: as rcms_app, whom the policies hold, and as the owner of the tables,
for whom row security is switched off first. Told are milliseconds of a whole request and of its SQL, and the ratios of
the pairs: median, least, most. Processor time of this process would not do: the policies are worked out by the server.
"""

import os
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rcms.settings")
django.setup()

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse

from bench.pages import client_of, copy, owner_session
from bench.search import misspelt
from cases.demo.people import actors
from cases.models import Case, Person
from core.scope import use_scope
from rcms.environment import database_from_url

LOGIN = "registry.rs"
ROUNDS = 60
WARM = 5


class Side:
    """One login: its connection, and the SQL time of what is being measured."""

    def __init__(self, wrapper: BaseDatabaseWrapper) -> None:
        self.wrapper = wrapper
        self.in_sql = 0.0
        wrapper.execute_wrappers.append(self._timed)

    def _timed(self, execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.in_sql += time.perf_counter() - begun

    def measure(self, request: Callable[[], Any]) -> tuple[float, float]:
        """Milliseconds of the request, and of its SQL."""
        connections["default"] = self.wrapper
        self.in_sql = 0.0
        begun = time.perf_counter()
        response = request()
        spent = time.perf_counter() - begun
        assert response.status_code == 200, response.status_code
        return spent * 1000, self.in_sql * 1000


def sides() -> tuple[Side, Side]:
    """Behind the policies; without them: the owner of tables that no longer force their policies upon the owner."""
    with owner_session() as session:
        for (table,) in session.execute(
            "select oid::regclass::text from pg_class where relforcerowsecurity"
        ).fetchall():
            session.execute(f"alter table {table} no force row level security")
        session.commit()
        session.autocommit = True
        session.execute("vacuum analyze")
    bare = connections.create_connection("default")
    login = database_from_url("owner")
    bare.settings_dict = bare.settings_dict | {name: login[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
    return Side(connections["default"]), Side(bare)


def requests(client: Client, case: Case, asked: str) -> dict[str, Callable[[], Any]]:
    """The pages: the search is its form with its answer."""

    def search() -> Any:
        kept = client.post(reverse("cases:search"), {"text": asked})
        assert kept.status_code == 302, kept.status_code
        return client.get(kept["Location"])

    return {
        "queue": lambda: client.get(reverse("cases:case-list")),
        "case page": lambda: client.get(reverse("cases:case-detail", kwargs={"case_id": case.id})),
        "search": search,
    }


def spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):>8.2f}{min(ratios):>7.2f}{max(ratios):>7.2f}"


def main() -> None:
    """Print the table."""
    client = client_of(LOGIN)
    actor = actors()[LOGIN]
    with use_scope(actor.scope):
        case = Case.objects.filter(status="in_verification").latest("created_at")
        person = Person.objects.get(case=case)
    copy(case)
    walled, bare = sides()
    name = misspelt(person.family_name, random.Random(3))  # noqa: S311 - nothing secret
    print(f"{'':<11}{'with policies':>15}{'without':>16}{'whole request':>22}{'its SQL':>22}")
    print(
        f"{'page':<11}{'ms':>8}{'SQL':>7}{'ms':>9}{'SQL':>7}{'median':>8}{'min':>7}{'max':>7}{'median':>8}{'min':>7}{'max':>7}"
    )
    for page, request in requests(client, case, f"{person.given_names} {name}").items():
        pairs = []
        for number in range(ROUNDS + WARM):
            first, second = (walled, bare) if number % 2 else (bare, walled)
            found = {side: side.measure(request) for side in (first, second)}
            if number >= WARM:
                pairs.append((found[walled], found[bare]))
        middle = [statistics.median(pair[side][kind] for pair in pairs) for side in (0, 1) for kind in (0, 1)]
        whole = spread([with_wall[0] / without[0] for with_wall, without in pairs])
        sql = spread([with_wall[1] / without[1] for with_wall, without in pairs])
        print(f"{page:<11}{middle[0]:>8.1f}{middle[1]:>7.1f}{middle[2]:>9.1f}{middle[3]:>7.1f}{whole}{sql}")


if __name__ == "__main__":
    main()
