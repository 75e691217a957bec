"""Every page that lists something takes as many statements with fifty rows as with one, whatever the list.

A page of the table of routes that stands neither here nor among those that list nothing fails the test.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Absence
from cases.models import (
    ApplicationVersion,
    Presence,
    SavedFilter,
)
from core.ids import uuid7
from core.models import OutboxMessage
from notifications.models import Delivery
from supervision.models import QualitySample
from tests.conftest import cloned_database
from tests.permissions import many
from tests.permissions.many import MORE
from tests.permissions.pages import Site, build
from tests.permissions.test_routes import ROUTES

pytestmark = pytest.mark.commits
# Part of an address after the question mark, where the list is a page long already.
NARROWED = {"supervision:audit get": "?who={reviewer}", "protection:disclosure-list get": "?direction=within"}
_CONTROL = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)", re.IGNORECASE)


@pytest.fixture(scope="module")
def built(module_db: str) -> Site:
    site = build("in_verification", "documented", "transit_scheduled")
    many.events_not_needed()
    many.more(ApplicationVersion, many.of_case(site), 1, number=2)
    return site


@pytest.fixture
def site(built: Site, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site in a database of its own, with one row of a list or a few."""
    monkeypatch.setattr(settings, "FILE_STORE_ROOT", built.files)
    with cloned_database(django_db_blocker):
        yield built


def cases(site: Site) -> Any:
    """More cases of the officer and of the border post."""
    return many.more_cases(site.cases["confirmed"])


Grow = Callable[[Site], Any]
# Page -> persona and what makes its list longer.
LISTS: dict[str, tuple[str, Grow]] = {
    "home get": ("officer", many.more_home),
    "accounts:choose-membership get": ("officer", many.more_own_offices),
    "accounts:factor-list get": ("officer", many.more_factors),
    "accounts:session-list get": ("officer", many.more_sessions),
    "accounts:absence get": ("officer", lambda site: many.more(Absence, {"user": site.people.officer.user_id})),
    "cases:case-list get": (
        "officer",
        lambda site: (
            many.more_cases(site.cases["confirmed"]),
            many.more(SavedFilter, {"id": site.values["filter_id"]}, name=many.numbered("Copy ")),
        ),
    ),
    "cases:case-filter get": ("officer", many.more_held_by_many),
    "cases:bulk-result get": ("officer", many.more_run),
    "cases:assignment get": ("officer", many.more_colleagues),
    "cases:presence get": (
        "officer",
        lambda site: many.more(Presence, many.of_case(site), user_id=lambda index: uuid7()),
    ),
    "cases:verification-list get": ("verifier", lambda site: many.more_cases(site.cases["in_verification"])),
    "cases:arrival-list get": ("border", cases),
    "cases:transits get": ("border", lambda site: many.more_cases(site.cases["transit_scheduled"])),
    "cases:arrival-print get": ("border", cases),
    "cases:operation-list get": ("officer", many.more_operations),
    "cases:operation get": ("officer", many.more_passengers),
    "cases:operation-cases get": ("officer", lambda site: many.more_cases(site.cases["documented"])),
    "cases:register get": ("consul", many.more_numbers),
    "cases:register-number get": ("consul", many.more_numbers),
    "cases:document-series get": ("lead", many.more_numbers),
    "cases:visit-list get": ("officer", many.more_visits),
    "cases:visit-detail get": ("consul", many.more_slots),
    "cases:visit-persons get": ("officer", many.more_candidates),
    "cases:visit-slot get": ("officer", many.more_slots),
    "cases:search-results get": ("officer", cases),
    "cases:search-suggestions post": ("officer", cases),
    "cases:case-detail get": ("officer", many.more_parts),
    "cases:case-application get": ("officer", many.more_application),
    "cases:family get": ("officer", many.more_family),
    "cases:family-act get": ("officer", many.more_family),
    "cases:case-documents get": ("officer", many.more_documents),
    "cases:case-history get": ("officer", many.more_events),
    "cases:case-versions get": (
        "officer",
        lambda site: many.more(ApplicationVersion, many.of_case(site), number=lambda index: index + 2),
    ),
    "cases:case-messages get": ("officer", many.more_threads),
    "cases:thread get": ("officer", many.more_messages),
    "cases:note-list get": ("officer", many.more_notes),
    "cases:flag-list get": ("officer", many.more_flags),
    "cases:access-ask get": ("officer", many.more_requests),
    "cases:case-access get": ("supervisor", many.more_access),
    "supervision:access get": ("supervisor", many.more_access),
    "administration:elevate get": ("administrator", many.more_looks),
    "cases:cost-list get": ("officer", many.more_costs),
    "cases:case-costs get": ("officer", many.more_costs),
    "cases:operation-costs get": ("officer", many.more_operation_costs),
    "cases:monitoring-list get": ("monitor", many.more_monitorings),
    "cases:monitoring-assignment get": ("monitor", many.more_observations),
    "cases:case-monitoring get": ("supervisor", many.more_observations),
    "cases:case-audit get": ("supervisor", many.more_events),
    "notifications:notice-list get": ("registry", many.more_notices),
    "notifications:delivery-list get": (
        "administrator",
        lambda site: many.more(Delivery, {"id": site.values["delivery_id"]}, key=many.numbered("copy")),
    ),
    "notifications:dead-letter-list get": (
        "administrator",
        lambda site: many.more(OutboxMessage, {"id": site.values["message_id"]}, key=many.numbered("copy:")),
    ),
    "supervision:overview get": ("supervisor", many.more_with_many_countries),
    "supervision:case-list get": ("supervisor", cases),
    "supervision:audit get": ("supervisor", many.more_events),
    "supervision:unusual-list get": ("supervisor", many.more_findings),
    "supervision:unusual get": ("supervisor", many.more_evidence),
    "protection:disclosure-list get": ("their_supervisor", many.more_asked_agencies),
    "protection:case-disclosures get": ("protector", many.more_received),
    "protection:between-list get": ("their_supervisor", many.more_between),
    "protection:case-between get": ("protector", many.more_between),
    "protection:person-list get": ("protector", many.more_persons),
    "protection:restriction-list get": ("protector", many.more_restrictions),
    "supervision:workload get": ("supervisor", many.more_held_by_many),
    "supervision:reassign get": ("supervisor", cases),
    "supervision:sample-list get": (
        "supervisor",
        lambda site: many.more(QualitySample, {"id": site.values["sample_id"]}),
    ),
    "supervision:sample-detail get": ("supervisor", many.more_sample),
    "protection:retention-runs get": ("protector", many.more_erasures),
    "protection:retention-run get": ("protector", many.more_erased),
    "protection:retention-holds get": ("protector", many.more_holds),
    "protection:retention-announced get": ("their_supervisor", many.more_erased),
    "administration:overview get": ("administrator", many.more_changes),
    "administration:register get": ("administrator", many.more_register),
    "administration:agreement-list get": ("officer", many.more_agreements),
    "administration:agreement-detail get": ("officer", many.more_agreement),
    "administration:agreement-unverified get": ("administrator", many.more_agreement),
    "administration:calendar-edit get": ("their_administrator", many.more_holidays),
    "administration:calendar-detail get": ("officer", many.more_holidays),
    "administration:office-list get": ("administrator", many.more_offices),
    "administration:office-detail get": ("administrator", many.more_office),
    "administration:person-list get": ("administrator", lambda site: many.more_users()),
    "administration:person-detail get": ("administrator", many.more_roles),
    "administration:rights get": ("administrator", many.more_offices),
    "administration:review-list get": ("administrator", many.more_offices),
    "administration:review-done get": ("supervisor", many.more_offices),
    "administration:review-fill get": ("administrator", many.more_colleagues),
    "administration:review-detail get": ("administrator", many.more_lines),
    "administration:change-list get": ("administrator", many.more_changes),
}
# Pages that show one thing, or a form; the lists in them are those of reference data and of the pages above.
NO_LISTS = {
    *("accounts:authority-sign-in", "accounts:authority-return", "administration:provider"),
    *("administration:provider-off", "administration:account-link", "administration:account-unlink"),
    *("accounts:sign-in", "accounts:profile", "accounts:password-change", "accounts:confirm"),
    *("accounts:second-factor", "accounts:app-enrol", "accounts:passkey-enrol", "accounts:recovery-codes"),
    *("accounts:session-state", "administration:factors-reset"),
    *("cases:search", "cases:case-start", "cases:case-by-reference", "cases:filing", "cases:case-file", "cases:act"),
    *("cases:thread-start", "cases:information-cancel", "cases:note-share", "cases:flag-change", "cases:flag-end"),
    *("cases:operation-start", "cases:operation-edit", "cases:operation-act", "cases:operation-monitoring"),
    *("cases:link-add", "cases:link-end", "cases:verification-task", "cases:arrival-detail"),
    *("cases:health-sheet", "cases:help", "cases:help-drawing", "protection:overview"),
    # One document of JSON: its length costs no statement.
    *("protection:person", "protection:person-new", "protection:person-find", "protection:person-items"),
    *("protection:record", "protection:record-edit", "protection:notice"),
    *("protection:between", "protection:between-ask", "protection:restriction"),
    # Checkpoints come by pages, and offices that hold one are few.
    *("supervision:log", "supervision:checkpoint"),
    # What is due is due after years: tests/protection/test_retention.py counts its statements.
    *("protection:retention", "protection:retention-due", "protection:retention-hold"),
    *("cases:register-void", "cases:case-refile", "cases:refiling-change", "cases:verification-question"),
    *("cases:visit-new", "cases:visit-change", "cases:visit-cancel"),
    *("documents:file-view", "documents:file-preview", "documents:file-page", "documents:file-download"),
    "documents:document-status",
    *("notifications:bell", "notifications:preferences", "notifications:delivery-retry"),
    "notifications:dead-letter-dismiss",
    *("cases:conflict", "supervision:request-answer", "supervision:access-end"),
    *("supervision:absence", "supervision:sample-draw", "supervision:review"),
    *("administration:country-enrol", "administration:office-create", "administration:office-edit"),
    *("administration:office-move", "administration:office-deactivate", "administration:office-reactivate"),
    *("administration:desk-change", "administration:contact-point", "administration:crossing-point"),
    *("administration:mailbox-create", "administration:mailbox-edit", "administration:client-enrol"),
    *("administration:client-secret", "administration:client-revoke", "administration:person-create"),
    *("administration:person-edit", "administration:person-deactivate", "administration:password-reset"),
    *("administration:role-give", "administration:role-end", "administration:grants-repair"),
    "administration:person-move",
    *("administration:change-detail", "administration:checklist-list", "administration:checklist-edit"),
    # Its list needs a changed rule first: tests/administration/test_time_changes.py counts its statements.
    "administration:clock-list",
    *("administration:rule-create", "administration:rule-edit", "administration:rule-versions"),
    *("administration:item-create", "administration:item-edit", "administration:agreement-create"),
    *("administration:agreement-import", "administration:agreement-file"),
    *("administration:letter-list", "administration:letter-detail", "administration:letter-text"),
}


def test_every_page_stands_in_one_of_the_two_lists() -> None:
    pages = {" ".join(name.split()[:2]) for name in ROUTES if name.split()[1] == "get"}
    listed = {name for name in LISTS if name.endswith(" get")}
    assert pages == listed | {f"{name} get" for name in NO_LISTS}
    assert not listed & {f"{name} get" for name in NO_LISTS}


# What the page is about: without it there is less to ask.
BEGINS = {
    "cases:family-act get": many.family,
    "protection:restriction-list get": many.restriction,
    "administration:elevate get": many.look,
}


def _shown(site: Site, name: str, persona: str) -> tuple[int, int]:
    """Statements of the page, asked for a second time so that nothing is made for the first time, and its length."""
    route, method = name.split()
    client, line = site.clients[persona], ROUTES[name]
    address = reverse(
        route, kwargs={key: {**site.values, "case_id": site.cases["confirmed"].id}[key] for key in line.get("with", [])}
    )
    address += NARROWED.get(name, "").format(reviewer=site.people.reviewer.user_id)
    data = {"text": "Petrović"} if method == "post" else {}
    getattr(client, method)(address, data)
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address, data)
    assert answer.status_code == 200
    return sum(not _CONTROL.match(query["sql"]) for query in queries.captured_queries), len(answer.content)


@pytest.mark.parametrize("name", LISTS)
def test_statements_do_not_grow_with_the_rows(site: Site, name: str) -> None:
    persona, grow = LISTS[name]
    if name in BEGINS:
        BEGINS[name](site)
    few, short = _shown(site, name, persona)
    grow(site)
    many, long = _shown(site, name, persona)
    assert long > short, "the list did not grow: nothing is measured"
    assert many <= few, f"{few} statements with few rows, {many} with {MORE} more"
