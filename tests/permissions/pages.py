"""People of every kind and one of everything that the address of a page can name, for the table of pages."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.actor import Actor
from accounts.models import CountryGrant
from accounts.services.absences import absence_set
from accounts.services.machine_clients import machine_client_create
from accounts.services.providers import link_make, provider_set
from administration.payloads import RepairGrants
from administration.selectors.reviews import access_lines
from administration.services.changes import change_request
from administration.services.offices import mailbox_save
from administration.services.reviews import review_save
from audit.models import Access
from audit.services import AboutCase, access_record, own_audience
from cases.models import Case, FamilyMember, TravelDocument, VerificationTask
from cases.services import flags, information_requests, links, messages, notes, operations
from cases.services.bulk import bulk_print
from cases.services.case_access import access_request, person_exclude
from cases.services.costs import cost_record
from cases.services.document_register import series_open
from cases.services.elevation import elevation_begin
from cases.services.monitoring import monitor_assign, observation_record
from cases.services.operation_costs import operation_cost_record
from cases.services.presence import presence_touch
from cases.services.saved_filters import saved_filter_save
from cases.services.search import search_keep
from core import clock, outbox
from core.ids import uuid7
from core.models import OutboxMessage
from core.outbox import wall_now
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Authority, Rule
from documents.models import GeneratedDocument, StoredFile
from notifications.models import Delivery, Notice, OfficeMailbox
from protection.models import RetentionItem, RetentionRun
from protection.services.between import between_ask
from protection.services.persons import person_cases_choose, person_collect, person_register
from protection.services.retention import hold_place, item_audience
from supervision.models import UnusualAccess
from supervision.services.quality import sample_draw
from tests import world
from tests.cases.test_operations import add, do, made
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day
from tests.provider import PROVIDER

OF_THE_CORRIDOR = (
    *("officer", "reviewer", "registry", "verifier", "proposer", "signer", "consul", "border"),
    *("supervisor", "their_supervisor"),
)
MORE_PEOPLE = {
    "lead": ("nld-dtv", "office_lead"),
    "administrator": ("nld-dtv", "administrator"),
    "region_administrator": ("nld-dtv-region-west", "administrator"),
    "their_administrator": ("srb-mup-readmission", "administrator"),
    "other_office": ("nld-dtv-region-west", "return_officer"),
    "protector": ("nld-dtv", "data_protection_officer"),
    "monitor": ("nld-inspectorate-jv", "monitor"),
    "stranger": ("alb-border-migration", "registry_officer"),
}


def people_of_every_kind() -> tuple[world.Corridor, dict[str, Actor | None]]:
    """The people of the corridor and those besides it, by the names that the table gives them."""
    people = world.corridor()
    everybody: dict[str, Actor | None] = {name: getattr(people, name) for name in OF_THE_CORRIDOR}
    everybody |= {name: world.make_actor(office, role) for name, (office, role) in MORE_PEOPLE.items()}
    return people, {**everybody, "anonymous": None}


@dataclass
class Site:
    """Who asks (with a browser each), the cases by status, what addresses name, where the files are."""

    people: world.Corridor
    everybody: dict[str, Actor | None]
    cases: dict[str, Case]
    clients: dict[str, Client]
    values: dict[str, Any]
    files: Any


def client_of(actor: Actor | None) -> Client:
    """A browser signed in as this person, or as nobody."""
    client = Client()
    if actor is not None:
        world.enter(client, world.user_of(actor))
        session = client.session
        session["membership"] = str(actor.membership_id)
        session.save()
    return client


def build(*statuses: str) -> Site:
    """Fill the present database with one of everything, and cases of these statuses besides a confirmed one."""
    people, everybody = people_of_every_kind()
    cases = {status: world.case_at(people, status) for status in sorted({"confirmed", *statuses})}
    clients = {name: client_of(actor) for name, actor in everybody.items()}
    _beside(people, cases["confirmed"])
    return Site(people, everybody, cases, clients, values_of(people, cases["confirmed"]), settings.FILE_STORE_ROOT)


def _beside(people: world.Corridor, case: Case) -> None:
    """What no address names: a colleague at the page, a look, a child, a shared note."""
    officer = people.officer
    with use_scope(people.reviewer.scope):
        presence_touch(actor=people.reviewer, case=case)
    with use_scope(officer.scope):
        note = notes.note_add(actor=officer, case_id=case.id, text="For both")
        notes.note_share(actor=officer, note_id=note.id)
        access_record(actor=officer, action="case.opened", subject=case.subject, about=AboutCase(case.id))
        FamilyMember(case=case, relation="child", family_name="Petrović", given_names="Ana").save(force_insert=True)


def values_of(people: world.Corridor, case: Case) -> dict[str, Any]:
    """The parts of addresses, all about this confirmed case, its people and their offices."""
    asked = world.case_at(people, "in_verification")
    with use_scope(people.registry.scope):
        task = VerificationTask.objects.get(case=asked)
        file = StoredFile.objects.get(subject=case.subject, kind="photograph")
        question = VerificationTask.objects.get(case=case)
        paper = GeneratedDocument.objects.get(subject=case.subject, template="reply")
    today = local_day()
    return {
        **dict(zip(("year", "month", "day"), today.timetuple(), strict=False)),
        **_notices(people, case),
        **_talk(people, case),
        **_visit(people),
        **_administration(),
        **_work(people, case),
        **_operation(people),
        **_supervision(people),
        **_documents(people, case),
        **_monitoring(people, case),
        **_costs(people, case),
        **_access(people, case),
        **_protection(people, case),
        **_retention(people, case),
        "query_id": _search(people),
        "task_id": task.id,
        "question_id": question.id,
        "file_id": file.id,
        "page": 1,
        "size": 1,
        "document_id": paper.id,
        "reference": case.reference,
        "version": case.version,
        "step": "person",
        "name": "withdraw",
        "family_act": "plan_transfer",
        "drawing": "workflow-transfer",
    }


def _documents(people: world.Corridor, case: Case) -> dict[str, Any]:
    """The number of the travel document, of the consulate; a series of the Dutch desk."""
    lead = world.make_actor("nld-dtv", "office_lead")
    block = {"kind": "return_document", "prefix": "N", "first": 1000, "last": 1999, "draws": "random"}
    with use_scope(lead.scope):
        series = series_open(actor=lead, authority_id=lead.authority_id, **block)
    with use_scope(people.consul.scope):
        number = TravelDocument.objects.get(case=case).registered_id
    return {"number_id": number, "series_id": series.id}


def _access(people: world.Corridor, case: Case) -> dict[str, Any]:
    """A colleague who is kept out, another administrator who looks at the case, and a request of the officer."""
    colleague = world.make_actor("nld-dtv", "return_officer")
    second = world.make_actor("nld-dtv", "administrator")
    asked = {"reference": str(case.reference), "reason": "The same flight"}
    with use_scope(people.supervisor.scope):
        row = person_exclude(
            actor=people.supervisor, case_id=case.id, user_id=colleague.user_id, reason="A relative of the person"
        )
    with use_scope(second.scope):
        elevation_begin(actor=second, minutes=240, **asked)
    with use_scope(people.officer.scope):
        request = access_request(actor=people.officer, days=7, **asked)
    return {"access_id": row.id, "access_request_id": request.id}


def _protection(people: world.Corridor, case: Case) -> dict[str, Any]:
    """A question of the Dutch side about the use of data, and the request of a person to it."""
    actor = people.supervisor
    with use_scope(actor.scope):
        row = between_ask(actor=actor, case_id=case.id, kind="use_report", data=["identity"], text="Which registers?")
        values = {"kind": "access", "name": "Miloš Petrović", "contact": "By hand", "arrived_on": local_day()}
        values |= {"identity_check": "present", "language": "en"}
        asked = person_register(actor=actor, values=values)
        person_cases_choose(actor=actor, request_id=asked.id, version=None, case_ids=[case.id])
        person_collect(actor=actor, request_id=asked.id, version=None)
    return {"between_id": row.id, "matter": "use_report", "person_id": asked.id}


def _retention(people: world.Corridor, case: Case) -> dict[str, Any]:
    """A hold, and an erasure that somebody of the Dutch desk asked for; what is due of a case after years is made up."""
    asking = world.make_actor("nld-dtv", "supervisor")
    now = clock.now()
    with use_scope(asking.scope):
        hold = hold_place(actor=asking, case_id=case.id, reason="The court has not decided")
        run = RetentionRun(
            country_id="NLD",
            reason="The time is over",
            requested_at=now,
            requested_by=asking.user_id,
            requested_by_name=asking.name,
            not_before=now + timedelta(days=30),
            **own_audience(asking).fields(),
        )
        run.save(force_insert=True)
        RetentionItem(
            run=run,
            case=case,
            case_reference=str(case.reference),
            country="NLD",
            part="record",
            rule="default:case_transferred:60",
            citation="Art. 5",
            certainty="D",
            due_on=local_day(),
            not_before=run.not_before,
            **item_audience(case, "NLD", "").fields(),
        ).save(force_insert=True)
    return {"erasure_id": run.id, "hold_id": hold.id}


def _costs(people: world.Corridor, case: Case) -> dict[str, Any]:
    """An amount that the Dutch desk spent."""
    spent = {"kind": "tickets", "amount": Decimal("80.00"), "currency": "EUR", "bearer": "requesting"}
    with use_scope(people.officer.scope):
        values = {**spent, "spent_on": local_day()}
        return {"item_id": cost_record(actor=people.officer, case_id=case.id, values=values).id}


def _monitoring(people: world.Corridor, case: Case) -> dict[str, Any]:
    """A transfer that the Dutch monitoring body sees, with an observation."""
    with use_scope(people.officer.scope):
        body = Authority.objects.get(code="nld-inspectorate-jv").id
        row = monitor_assign(actor=people.officer, case_id=case.id, version=None, body=body)
    monitor = world.make_actor("nld-inspectorate-jv", "monitor")
    seen = {"phase": "boarding", "at": clock.now(), "text": "Boarded calmly"}
    with use_scope(monitor.scope):
        observation_record(actor=monitor, monitoring_id=row.id, **seen)
    return {"monitoring_id": row.id}


def _visit(people: world.Corridor) -> dict[str, Any]:
    """A mission visit that is announced, with one person."""
    from tests.interviews import visit_with

    visit, [slot] = visit_with(people, 1)
    return {"visit_id": visit.id, "visit_version": visit.version, "slot_id": slot.id}


def _work(people: world.Corridor, case: Case) -> dict[str, Any]:
    """What the officer keeps: a filter, an act on many cases, an absence."""
    officer, colleague = people.officer, people.reviewer.user_id
    today = local_day()
    with use_scope(officer.scope):
        return {
            "filter_id": saved_filter_save(actor=officer, name="Late", query={"view": "overdue"}).id,
            "run_id": bulk_print(actor=officer, case_ids=[case.id]).id,
            "absence_id": absence_set(actor=officer, starts_on=today, ends_on=today, covered_by=colleague).id,
            "colleague_id": colleague,
            "holder_id": officer.user_id,
        }


def _operation(people: world.Corridor) -> dict[str, Any]:
    """A group operation of the officer, open to participants, with a passenger and an escort."""
    case = world.case_at(people, "documented")
    operation = made(people)
    add(people.officer, operation, case)
    values = {"kind": "escort", "name": "S. Jansen", "function": "", "document_number": ""}
    row = do(people.officer, operations.staff_add, operation, values=values)
    spent = {"kind": "tickets", "amount": Decimal("9000.00"), "currency": "EUR", "bearer": "requesting"}
    with use_scope(people.officer.scope):
        values = {**spent, "spent_on": local_day()}
        [share] = operation_cost_record(actor=people.officer, operation=operation, values=values)
    return {"operation_id": operation.id, "staff_id": row.id, "act": "announce", "shared_as": share.shared_as}


def _notices(people: world.Corridor, case: Case) -> dict[str, Any]:
    """A notice to the receiving side, an e-mail to the requesting one that failed, and work of it that failed."""
    officer, now = people.officer, wall_now()
    with use_scope(people.registry.scope):
        notice = Notice.objects.get(subject=case.subject, action="case.submitted")
    delivery = Delivery(
        key="test",
        kind="digest",
        recipient_id=officer.user_id,
        membership_id=officer.membership_id,
        country=officer.country,
        authority_id=officer.authority_id,
        state="failed",
        created_at=now,
        changed_at=now,
    )
    with use_scope(officer.scope):
        delivery.save(force_insert=True)
        message = outbox.post(task="tests.never", key="test", arguments={})
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(id=message).update(state="dead")
    return {"notice_id": notice.id, "delivery_id": delivery.id, "message_id": message}


def _talk(people: world.Corridor, case: Case) -> dict[str, Any]:
    """What the officer wrote and remarked on a case: a question, a request, a note, a mark, a link."""
    officer = people.officer
    due_on = local_day() + timedelta(days=9)
    other, third = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    with use_scope(officer.scope):
        thread = messages.thread_open(actor=officer, case_id=case.id, title="Register", text="Is it complete?")
        asked = information_requests.information_ask(actor=officer, case_id=case.id, items=["interview"], due_on=due_on)
        note = notes.note_add(actor=officer, case_id=case.id, text="Among colleagues")
        flag = flags.flag_set(actor=officer, case_id=case.id, kind="urgent", reason="Booked")
        link = links.link_add(actor=officer, case_id=case.id, reference=str(other.reference), kind="related")
    return {
        "thread_id": thread.id,
        "thread_version": thread.version,
        "other_reference": third.reference,
        "request_id": asked.thread_id,
        "request_version": asked.thread.version,
        "note_id": note.id,
        "flag_id": flag.id,
        "link_id": link.id,
    }


def _administration() -> dict[str, Any]:
    """A colleague with a role, a mailbox, a system and a request of the Dutch desk, asked by another administrator."""
    colleague = world.make_actor("nld-dtv", "return_officer")
    second = world.make_actor("nld-dtv", "administrator")
    office = Authority.objects.select_related("country").get(code="nld-dtv")
    with use_scope(second.scope):
        client, _secret = machine_client_create(authority=office, name="National system")
    values = {"address": "box@example.org", "kinds": ["acts"], "language": "en", "is_active": True}
    with use_scope(second.scope):
        mailbox_save(actor=second, authority_id=office.id, version=office.version, mailbox_id=None, values=values)
        mailbox_id = OfficeMailbox.objects.get(authority=office).id
        payload = RepairGrants(authority=str(office.id), role="registry_officer")
        world.every(CountryGrant).filter(
            group__name="nld-dtv:registry_officer", permission__codename="country_acknowledge_case"
        ).delete()
        change = change_request(actor=second, kind="repair_grants", payload=payload, reason="Missing")
        provider = provider_set(authority=office, values=PROVIDER)
        link = link_make(provider=provider, user_id=colleague.user_id, subject="somebody")
    watched = Authority.objects.select_related("country").get(code="nld-inspectorate-jv")
    with use_scope(second.scope):
        said = {line.membership: ("keep", "") for line in access_lines(second, watched)}
        signed = review_save(actor=second, office=watched, said=said, is_signed=True)
    return {
        "list_id": signed.id,
        "code": "nld-dtv",
        "kind": "general",
        "point": "new",
        "mailbox_id": mailbox_id,
        "client_id": client.client_id,
        "provider_link_id": link.id,
        "user_id": colleague.user_id,
        "membership_id": colleague.membership_id,
        "role": "return_officer",
        "change_id": change.id,
        "purpose": "review",
        "letter": "reply",
        "block": "opening",
        "language": "en",
        "country": "SRB",
        "agreement": "eu-serbia",
        "part": "evidence",
        "key": "nationality:passport:",
        "rule_id": Rule.objects.get(agreement="eu-serbia", kind="reply").id,
    }


def _supervision(people: world.Corridor) -> dict[str, Any]:
    """A sample of the closed cases, drawn by the requesting side, and a colleague who has cases."""
    actor = people.supervisor
    world.case_at(people, "closed")
    today = local_day()
    with use_scope(actor.scope):
        sample = sample_draw(
            actor=actor,
            closed_from=today - timedelta(days=1),
            closed_to=today + timedelta(days=1),
            share_percent=100,
            minimum=1,
            maximum=1,
        )
        review = sample.reviews.get()
    return {
        **_unusual(people),
        "sample_id": sample.id,
        "factor_id": uuid7(),
        "review_id": review.id,
        "holder_id": people.officer.user_id,
        "measure": "delivered",
        "table": "replies",
    }


def _unusual(people: world.Corridor) -> dict[str, Any]:
    """The requesting side's officer was found to have opened a case at night."""
    officer = people.officer
    with use_scope(officer.scope):
        access_record(actor=officer, action="case.opened", subject="case:x", about=AboutCase(uuid7()))
    with use_scope(Scope(user_id=SYSTEM_ID, country=officer.country, countries=(officer.country,))):
        row = UnusualAccess(
            kind="off_hours",
            country=officer.country,
            authority_id=officer.authority_id,
            office=officer.authority_name,
            user_id=officer.user_id,
            user_name=officer.name,
            day=local_day(),
            number=3,
            evidence=[Access.objects.filter(actor_id=officer.user_id).latest("at", "id").id],
            found_at=clock.now(),
        )
        row.save(force_insert=True)
    return {"finding_id": row.id}


def _search(people: world.Corridor) -> Any:
    """A search that the officer made a moment ago."""
    with use_scope(people.officer.scope):
        return search_keep(actor=people.officer, asked={"text": "Petrović"}).id
