"""More rows of what each list shows, written as the owner of the tables: for counting statements only."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import connection, models, transaction

from accounts.models import Authenticator, BrowserSession, MachineClient, Membership, User
from administration.models import AccessReview, ChangeRequest, RegisterEntry
from audit.models import Access, Event
from cases.models import (
    AccessRequest,
    Assignment,
    BulkRun,
    Case,
    CaseAccess,
    CaseClock,
    CaseFlag,
    CaseGroup,
    CaseLink,
    CasePart,
    CostItem,
    DocumentNumber,
    DocumentNumberEntry,
    DocumentSeries,
    Evidence,
    FamilyMember,
    Interview,
    Message,
    MessageAuthor,
    MissionVisit,
    Monitoring,
    MonitoringObservation,
    MonitoringPlan,
    Operation,
    OperationAuthority,
    OperationPassenger,
    OwnSideNote,
    Person,
    Presence,
    ProcessingRestriction,
    SearchKey,
    SharedNote,
    Thread,
    Transfer,
    Transit,
    TransitPlan,
    VerificationTask,
    VisitSlot,
)
from cases.selectors.visits import places_of
from core import clock
from core import outbox as core_outbox
from core.ids import uuid7
from core.scope import use_scope
from countries.models import Agreement, Authority, Country, CrossingPoint, EvidenceItem, PublicHoliday, Rule
from documents.models import GeneratedDocument, StoredFile
from notifications.models import Notice, OfficeMailbox
from protection.models import BetweenRequest, LegalHold, PersonRequest, RetentionItem, RetentionRun
from protection.services.restriction import restriction_place
from supervision.models import QualityReview, UnusualAccess
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day
from tests.permissions.pages import Site

MORE = 49
# What a list of cases shows or asks of each of its cases.
PARTS: tuple[type[CasePart], ...] = (
    Person,
    CaseClock,
    Transfer,
    TransitPlan,
    Transit,
    VerificationTask,
    Assignment,
    SearchKey,
)


def events_not_needed() -> None:
    """Let rows of cases be written without acts, in this database of a test."""
    with logged_in_as(OWNER), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select tgrelid::regclass::text from pg_trigger where tgname = 'needs_event'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"alter table {table} disable trigger needs_event")


def more(model: type[Any], where: dict[str, Any], count: int = MORE, /, **changed: Any) -> list[Any]:
    """Copies of one row of a model that fits `where`, with new keys. changed: by field, the value of each copy or a
    function of its number."""
    with logged_in_as(OWNER), transaction.atomic():
        row = model.objects.filter(**where).order_by("pk").first()
        assert row is not None, f"the world has no {model.__name__} of this kind"
        return list(model.objects.bulk_create([_copy(row, index, changed) for index in range(1, count + 1)]))


def _copy(row: Any, index: int, changed: dict[str, Any]) -> Any:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    is_key_ours = isinstance(row._meta.pk, models.UUIDField)
    fields[row._meta.pk.attname] = uuid7() if is_key_ours else None
    values = {name: value(index) if callable(value) else value for name, value in changed.items()}
    return type(row)(**{**fields, **values})


def more_cases(case: Case, **changed: Any) -> list[UUID]:
    """Cases like this one with what belongs to each of them. changed: as for `more`."""
    changed["reference"] = lambda index: f"{case.reference}-{index}"
    keys = [row.id for row in more(Case, {"id": case.id}, **changed)]
    with logged_in_as(OWNER), transaction.atomic():
        for model in PARTS:
            parts = list(model.objects.filter(case=case))
            model.objects.bulk_create([_copy(part, 0, {"case_id": key}) for key in keys for part in parts])
    return keys


def family(site: Site) -> None:
    """The case is of a family, for now alone."""
    case = site.cases["confirmed"]
    with logged_in_as(OWNER), transaction.atomic():
        group = CaseGroup(
            requesting_country_id=case.requesting_country_id,
            receiving_country_id=case.receiving_country_id,
            shared=True,
            created_at=case.created_at,
        )
        group.save(force_insert=True)
        Case.objects.filter(id=case.id).update(group=group)
        site.cases["confirmed"].group = group


def more_family(site: Site) -> None:
    """The case gets a large family."""
    family(site)
    group = site.cases["confirmed"].group_id
    more_cases(site.cases["confirmed"], group_id=lambda index: group)


def numbered(text: str) -> Callable[[int], str]:
    """Texts that differ by their numbers."""
    return lambda index: f"{text}{index}"


def subject(site: Site) -> dict[str, str]:
    return {"subject": site.cases["confirmed"].subject}


def of_case(site: Site) -> dict[str, UUID]:
    return {"case_id": site.cases["confirmed"].id}


def more_users(count: int = MORE) -> list[Any]:
    return more(
        User, {"login_name__startswith": "return_officer", "country": "NLD"}, count, login_name=numbered("copy")
    )


def more_colleagues(site: Site) -> None:
    users = more_users()
    more(Membership, {"user_id": site.people.officer.user_id}, user_id=lambda index: users[index - 1].id)


def more_operations(site: Site) -> None:
    keys = [row.id for row in more(Operation, {"id": site.values["operation_id"]})]
    with logged_in_as(OWNER), transaction.atomic():
        part = OperationAuthority.objects.get(operation=site.values["operation_id"])
        OperationAuthority.objects.bulk_create([_copy(part, 0, {"operation_id": key}) for key in keys])


def more_passengers(site: Site) -> None:
    """Passengers of cases of their own; the seats are there."""
    operation = site.values["operation_id"]
    with logged_in_as(OWNER):
        row = OperationPassenger.objects.get(operation=operation)
        OperationAuthority.objects.filter(operation=operation).update(seats=MORE + 9)
    keys = _copies_of(row.case_id)
    more(OperationPassenger, {"id": row.id}, case_id=lambda index: keys[index - 1])


def _copies_of(case_id: UUID) -> list[UUID]:
    with logged_in_as(OWNER):
        case = Case.objects.get(id=case_id)
    return more_cases(case)


def more_visits(site: Site) -> None:
    more(MissionVisit, {"id": site.values["visit_id"]})


def more_candidates(site: Site) -> list[Any]:
    """Persons for whom an interview is asked for, without a date."""
    with logged_in_as(OWNER):
        row = VisitSlot.objects.select_related("interview").get(id=site.values["slot_id"]).interview
    keys = _copies_of(row.case_id)
    return more(Interview, {"id": row.id}, case_id=lambda index: keys[index - 1], status="requested", starts_at=None)


def more_slots(site: Site) -> None:
    """Everybody has a time and a room: the visit has many rooms."""
    with logged_in_as(OWNER):
        row = VisitSlot.objects.select_related("visit").get(id=site.values["slot_id"])
        row.visit.rooms = [f"Room {number}" for number in range(1, MORE)]
        row.visit.save(force_update=True)
        free = [place for place in places_of(row.visit) if (place.starts_at, place.room) != (row.starts_at, row.room)]
    interviews = more_candidates(site)
    more(
        VisitSlot,
        {"id": row.id},
        interview_id=lambda index: interviews[index - 1].id,
        starts_at=lambda index: free[index].starts_at,
        room=lambda index: free[index].room,
    )


def more_held_by_many(site: Site) -> None:
    """A case for each of many colleagues."""
    keys, users = more_cases(site.cases["confirmed"]), more_users()
    more(Membership, {"user_id": site.people.officer.user_id}, user_id=lambda index: users[index - 1].id)
    with logged_in_as(OWNER), transaction.atomic():
        for key, user in zip(keys, users, strict=True):
            rows = Assignment.objects.filter(case_id=key, own_side="requesting")
            rows.update(user_id=user.id, user_name=f"{user.full_name} {user.login_name}")


def more_with_many_countries(site: Site) -> None:
    countries = list(Country.objects.exclude(code__in=["NLD", "SRB"]).values_list("code", flat=True)[:MORE])
    more_cases(site.cases["confirmed"], receiving_country_id=lambda index: countries[index % len(countries)])


def more_home(site: Site) -> None:
    keys = more_cases(site.cases["confirmed"])
    where = {"action": "case.opened", "actor_id": site.people.officer.user_id}
    more(Access, where, case_key=lambda index: keys[index - 1], subject=lambda index: f"case:{keys[index - 1]}")
    more_notices(site)


def more_notices(site: Site) -> None:
    for country in ("NLD", "SRB"):
        more(Notice, {**subject(site), "audience_countries__contains": [country]})


def more_run(site: Site) -> None:
    keys = more_cases(site.cases["confirmed"])
    with logged_in_as(OWNER), transaction.atomic():
        run = BulkRun.objects.get(id=site.values["run_id"])
        run.items += [{**run.items[0], "case": str(key)} for key in keys]
        run.save()


def more_requests(site: Site) -> None:
    # One waits for each reference.
    more(AccessRequest, {"id": site.values["access_request_id"]}, reference=lambda index: f"NL-RS-2031-{index:06}-X")


def more_access(site: Site) -> None:
    """People kept out, administrators' looks, and people who ask."""
    more(CaseAccess, {"id": site.values["access_id"]}, user_id=lambda index: uuid7())
    more(CaseAccess, {**of_case(site), "kind": "elevation"})
    more_requests(site)


def look(site: Site) -> None:
    more_looks(site, 1)


def more_looks(site: Site, count: int = MORE) -> None:
    person = site.everybody["administrator"].user_id  # type: ignore[union-attr]
    more(CaseAccess, {**of_case(site), "kind": "elevation"}, count, user_id=person, decided_by=person)


def more_costs(site: Site) -> None:
    more(CostItem, {"id": site.values["item_id"]})


def more_operation_costs(site: Site) -> None:
    """More passengers, more amounts of the whole flight, more of single passengers."""
    more_passengers(site)
    more(CostItem, {"shared_as": site.values["shared_as"]}, shared_as=lambda index: uuid7())
    more(CostItem, {"shared_as": site.values["shared_as"]}, shared_as=None, whole=None)


def more_monitorings(site: Site) -> None:
    key = site.values["monitoring_id"]
    plan = MonitoringPlan.objects
    rows = more(Monitoring, {"id": key}, status="reported")
    with logged_in_as(OWNER), transaction.atomic():
        first = plan.get(monitoring=key)
        plan.bulk_create([_copy(first, 0, {"monitoring_id": row.id}) for row in rows])


def more_observations(site: Site) -> None:
    more(MonitoringObservation, {"monitoring": site.values["monitoring_id"]})


def more_events(site: Site) -> None:
    of_case = {"case_key": site.cases["confirmed"].id, "audience_countries__contains": ["NLD"]}
    for action in ("case.submitted", "note.added", "flag.set"):
        more(Event, {**of_case, "action": action})


def more_received(site: Site) -> None:
    """What the other side told us."""
    told = {"case_key": site.cases["confirmed"].id, "audience_countries__contains": ["NLD"], "country": "SRB"}
    more(Event, {**told, "action": "case.received"})


def more_asked_agencies(site: Site) -> None:
    more(Event, {"action": "verification.agencies"})


def more_between(site: Site) -> None:
    more(BetweenRequest, {"id": site.values["between_id"]})


def more_persons(site: Site) -> None:
    more(PersonRequest, {"id": site.values["person_id"]})


def restriction(site: Site) -> None:
    actor = site.people.supervisor
    with use_scope(actor.scope):
        restriction_place(actor=actor, case_id=site.cases["confirmed"].id, ground="accuracy", note="Asked by letter")


def more_restrictions(site: Site) -> None:
    keys = more_cases(site.cases["confirmed"])
    more(ProcessingRestriction, of_case(site), case_id=lambda index: keys[index - 1])


def more_parts(site: Site) -> None:
    """Everything that stands on the overview of a case."""
    own = of_case(site)
    more(OwnSideNote, own, shared_as_id=None)
    more(CaseFlag, own, ended_at=clock.now(), ended_how="changed")
    more(CaseClock, {**own, "state": "met"})
    more(Presence, own, user_id=lambda index: uuid7())
    keys = more_cases(site.cases["confirmed"])
    more(CaseLink, own, other_id=lambda index: keys[index - 1])
    more_events(site)


def more_application(site: Site) -> None:
    more(Evidence, of_case(site))
    more(FamilyMember, of_case(site))


def more_documents(site: Site) -> None:
    more(StoredFile, {**subject(site), "kind": "photograph"}, storage_id=numbered("copy"), viewing_storage_id=None)
    more(GeneratedDocument, subject(site), series=numbered("copy"))


def more_threads(site: Site) -> None:
    more(Thread, {"id": site.values["thread_id"]})


def more_messages(site: Site) -> None:
    where = {"thread": site.values["thread_id"]}
    rows = more(Message, where, number=lambda index: index + 1)
    more(MessageAuthor, {"message__thread": site.values["thread_id"]}, message_id=lambda index: rows[index - 1].id)


def more_notes(site: Site) -> None:
    more(OwnSideNote, of_case(site), shared_as_id=None)
    more(SharedNote, of_case(site))


def more_flags(site: Site) -> None:
    more(CaseFlag, of_case(site), ended_at=clock.now(), ended_how="changed")


def more_findings(site: Site) -> None:
    more(UnusualAccess, {"id": site.values["finding_id"]}, user_id=lambda index: uuid7())


def more_evidence(site: Site) -> None:
    looks = more(Access, {"actor_id": site.people.officer.user_id, "action": "case.opened"})
    with logged_in_as(OWNER), transaction.atomic():
        UnusualAccess.objects.filter(id=site.values["finding_id"]).update(evidence=[look.id for look in looks])


def more_sample(site: Site) -> None:
    keys = more_cases(site.cases["confirmed"])
    more(QualityReview, {"sample": site.values["sample_id"]}, case_id=lambda index: keys[index - 1])


def more_offices(site: Site) -> None:
    desk = Authority.objects.get(code="nld-dtv")
    offices = more(
        Authority,
        {"code": "nld-dtv-region-west"},
        code=numbered("nld-copy-"),
        name=numbered("Copy "),
        parent_id=desk.id,
    )
    users = more_users()
    with logged_in_as(OWNER), transaction.atomic():
        groups = Group.objects.bulk_create(Group(name=f"{office.code}:return_officer") for office in offices)
    where = {"authority__code": "nld-dtv-region-west", "role": "return_officer"}
    more(
        Membership,
        where,
        user_id=lambda index: users[index - 1].id,
        authority_id=lambda index: offices[index - 1].id,
        group_id=lambda index: groups[index - 1].pk,
    )


def more_office(site: Site) -> None:
    desk = Authority.objects.get(code="nld-dtv")
    more(OfficeMailbox, {"authority": desk.id}, address=lambda index: f"box{index}@example.org")
    users = more_users()
    more(Membership, {"authority": desk.id}, user_id=lambda index: users[index - 1].id)
    with logged_in_as(OWNER), transaction.atomic():
        machine = world.every(MachineClient).select_related("user").filter(client_id=site.values["client_id"]).get()
        place = CrossingPoint.objects.first()
        assert place is not None
    machines = more(User, {"id": machine.user_id}, login_name=numbered("machine"))
    more(Membership, {"user": machine.user_id}, user_id=lambda index: machines[index - 1].id)
    more(MachineClient, {"id": machine.id}, client_id=numbered("copy"), user_id=lambda index: machines[index - 1].id)
    more(CrossingPoint, {}, code=numbered("copy"), iata_code="", authority_id=desk.id)


def more_roles(site: Site) -> None:
    where = {"user_id": site.values["user_id"]}
    offices = more(Authority, {"code": "nld-dtv-region-west"}, code=numbered("nld-copy-"), name=numbered("Copy "))
    more(Membership, where, authority_id=lambda index: offices[index - 1].id)


def more_lines(site: Site) -> None:
    """A longer list of access, as it was signed."""
    with logged_in_as(OWNER):
        row = AccessReview.objects.get(id=site.values["list_id"])
        row.lines = row.lines * MORE
        row.save()


def more_own_offices(site: Site) -> None:
    where = {"user_id": site.people.officer.user_id}
    offices = more(Authority, {"code": "nld-dtv-region-west"}, code=numbered("nld-copy-"), name=numbered("Copy "))
    more(Membership, where, authority_id=lambda index: offices[index - 1].id)


def more_factors(site: Site) -> None:
    person, now = site.people.officer.user_id, core_outbox.wall_now()
    with logged_in_as(OWNER), transaction.atomic():
        Authenticator.objects.bulk_create(
            Authenticator(user_id=person, kind="app", name=f"App {index}", material="x", created_at=now)
            for index in range(MORE)
        )


def more_sessions(site: Site) -> None:
    person, now = site.people.officer.user_id, core_outbox.wall_now()
    with logged_in_as(OWNER), transaction.atomic():
        BrowserSession.objects.bulk_create(
            BrowserSession(
                session_key=f"copy{index}",
                expire_date=now + timedelta(days=1),
                user_id=person,
                signed_in_at=now,
                last_used_at=now,
            )
            for index in range(MORE)
        )


def more_changes(site: Site) -> None:
    users = more_users()
    more(ChangeRequest, {}, requested_by=lambda index: users[index - 1].id)


def more_erasures(site: Site) -> None:
    more(RetentionRun, {"id": site.values["erasure_id"]})


def more_erased(site: Site) -> None:
    """More cases in one erasure."""
    others = _other_cases()
    more(RetentionItem, {"run": site.values["erasure_id"]}, len(others), case_id=lambda index: others[index - 1])


def _other_cases() -> list[UUID]:
    with logged_in_as(OWNER):
        named = RetentionItem.objects.values("case")
        return list(Case.objects.exclude(id__in=named).order_by("id").values_list("id", flat=True)[:MORE])


def more_holds(site: Site) -> None:
    others = _other_cases()
    more(LegalHold, {"id": site.values["hold_id"]}, len(others), case_id=lambda index: others[index - 1])


def more_register(site: Site) -> None:
    desk = Authority.objects.get(code="nld-dtv")
    with logged_in_as(OWNER), transaction.atomic():
        world.every(RegisterEntry).bulk_create(
            RegisterEntry(
                at=clock.now(),
                act="enrolled",
                country_id="NLD",
                authority=office,
                requested_office=desk,
                confirmed_office=desk,
            )
            for office in Authority.objects.exclude(id=desk.id)[:MORE]
        )


def more_agreements(site: Site) -> None:
    rows = more(Agreement, {"code": "eu-serbia"}, code=numbered("copy-"))
    more(Rule, {"agreement__code": "eu-serbia"}, agreement_id=lambda index: rows[index - 1].pk)


def more_agreement(site: Site) -> None:
    day = local_day()
    serbian = {"agreement_id": Agreement.objects.get(code="eu-serbia").pk}
    more(EvidenceItem, {}, issued_from=lambda index: day - timedelta(days=index), **serbian)


def more_holidays(site: Site) -> None:
    taken = set(PublicHoliday.objects.filter(calendar__country="SRB").values_list("date", flat=True))
    year = clock.now().year  # the one that is shown
    days = [day for day in (date(year, 1, 1) + timedelta(days=number) for number in range(200)) if day not in taken]
    more(PublicHoliday, {"calendar__country": "SRB"}, date=lambda index: days[index])


def more_numbers(site: Site) -> None:
    """Numbers, lines of the history of one, and series of the register of documents."""
    more(DocumentNumber, {"id": site.values["number_id"]}, number=numbered("COPY"), document=None)
    more(DocumentNumberEntry, {"number": site.values["number_id"]})
    more(DocumentSeries, {"id": site.values["series_id"]}, prefix="Z")
