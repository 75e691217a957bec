"""People, offices and cases made on purpose, through the services that the product uses."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from io import BytesIO
from itertools import count
from typing import Any, BinaryIO
from unittest.mock import patch
from uuid import UUID

from django.db.models import Model, QuerySet
from django.test import Client

from accounts.actor import Actor
from accounts.models import Membership, User
from accounts.selectors.actors import actor_for, memberships_of
from accounts.services.memberships import groups_sync
from cases.choices import Status
from cases.models import Case, CaseClock, Person
from cases.selectors.safeguards import safeguards_of
from cases.services import (
    case_suspension,
    costs,
    decision,
    disputes,
    error_claims,
    extension,
    filing,
    interviews,
    monitoring,
    paper,
    refiling,
    silence,
    submission,
    suspension,
    transfer,
    transfer_course,
    travel_document,
    verification,
)
from cases.services.talking import Upload
from cases.specimens.portrait import portrait_jpeg
from cases.workflow.engine import event_write
from cases.workflow.system import system_actor, system_scope
from cases.workflow.types import Readers
from core import clock
from core.kept import keeping
from core.scope import Scope, entrance, operator_scope, use_scope
from countries.models import Authority, Country, Rule
from documents import intake
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day

PASSWORD = "correct horse battery"
_numbers = count(1)
_portrait = portrait_jpeg(7, "M", 34)


def as_operator(*countries: str) -> AbstractContextManager[None]:
    """The administration of these countries, or of all: for what a test sets up or looks up about people."""
    return use_scope(operator_scope(*(countries or Country.objects.values_list("code", flat=True))))


class _AsOperator(QuerySet[Any]):
    """Each of its statements is the operator's."""

    def _fetch_all(self) -> None:
        with as_operator():
            super()._fetch_all()


def _by_operator(name: str) -> Any:
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        with as_operator():
            return getattr(super(_AsOperator, self), name)(*args, **kwargs)

    return call


for _name in ("bulk_create", "count", "create", "delete", "exists", "update"):
    setattr(_AsOperator, _name, _by_operator(_name))


def every(model: type[Model]) -> Any:
    """The rows of a table of people, for what a test arranges or looks up."""
    return _AsOperator(model)


def make_actor(authority: str, role: str, name: str = "", **fields: Any) -> Actor:
    """A user with one membership, as an actor."""
    return make_actors((authority, role), name=name, **fields)[0]


def make_actors(*places: tuple[str, str], name: str = "", **fields: Any) -> list[Actor]:
    """A user with one membership for each office and role, as actors: a test that needs ten has them for the few
    statements of one."""
    offices = Authority.objects.select_related("country").in_bulk({code for code, _ in places}, field_name="code")
    users = []
    for code, role in places:
        number = next(_numbers)
        user = User(
            login_name=f"{role}{number}.{code}",
            full_name=name or f"{role} {number}",
            country=offices[code].country,
            **fields,
        )
        user.set_password(PASSWORD)
        users.append(user)
    with as_operator(*{office.country_id for office in offices.values()}):
        User.objects.bulk_create(users)
        groups = groups_sync([(offices[code], role) for code, role in places])
        members = [
            Membership(user=user, authority=offices[code], role=role, group=group, valid_from=date(2020, 1, 1))
            for user, (code, role), group in zip(users, places, groups, strict=True)
        ]
        Membership.objects.bulk_create(members)
        return [actor_for(user, member) for user, member in zip(users, members, strict=True)]


def actor_of(user: User) -> Actor:
    with as_operator(user.country_id):
        membership = memberships_of(user, clock.now()).get()
        return actor_for(user, membership)


def user_of(actor: Actor) -> User:
    with as_operator(actor.country):
        return User.objects.get(id=actor.user_id)


def enter(client: Client, user: User, **more: Any) -> None:
    """Sign in without the page."""
    with entrance(user=user.pk):
        client.force_login(user, **more)


@dataclass
class Corridor:
    """Everybody a case needs, from a requesting to a receiving country."""

    officer: Actor
    reviewer: Actor
    registry: Actor
    verifier: Actor
    proposer: Actor
    signer: Actor
    consul: Actor
    border: Actor
    supervisor: Actor
    their_supervisor: Actor
    receiving: str
    agreement: str
    agency: UUID
    crossing_point: str


def corridor(
    receiving: str = "SRB",
    agreement: str = "eu-serbia",
    *,
    desk: str = "srb-mup-readmission",
    agency: str = "srb-civil-registry",
    consulate: str = "srb-embassy-the-hague",
    border: str = "srb-border-belgrade",
    crossing_point: str = "",
    requesting: str = "nld-dtv",
) -> Corridor:
    """The people of one corridor."""
    from countries.models import CrossingPoint

    post, of_agency = (Authority.objects.get(code=code) for code in (border, agency))
    point = crossing_point or CrossingPoint.objects.filter(authority=post).values_list("code", flat=True).first()
    assert point, f"no crossing point of {border}"
    places = {
        "officer": (requesting, "return_officer"),
        "reviewer": (requesting, "reviewer"),
        "registry": (desk, "registry_officer"),
        "verifier": (agency, "verifier"),
        "proposer": (desk, "decision_maker"),
        "signer": (desk, "decision_maker"),
        "consul": (consulate, "consular_officer"),
        "border": (border, "border_officer"),
        "supervisor": (requesting, "supervisor"),
        "their_supervisor": (desk, "supervisor"),
    }
    return Corridor(
        **dict(zip(places, make_actors(*places.values()), strict=True)),
        receiving=receiving,
        agreement=agreement,
        agency=of_agency.id,
        crossing_point=point,
    )


def russian_corridor() -> Corridor:
    """Netherlands → Russia, whose time limit for the reply starts with the confirmed receipt. The Russian desk verifies
    identity and issues documents itself."""
    desk = "rus-mvd-migration"
    return corridor("RUS", "eu-russia", desk=desk, agency=desk, consulate=desk, border="rus-border-moscow")


def kosovan_corridor(agreement: str = "benelux-kosovo", requesting: str = "nld-dtv") -> Corridor:
    """Netherlands → Kosovo: three working days for the travel document, then one of the own may be used. Under
    Austria–Kosovo there are five, and nothing takes its place."""
    desk = "xkx-internal-affairs"
    return corridor(
        "XKX",
        agreement,
        desk=desk,
        agency="xkx-civil-registration",
        consulate=desk,
        border="xkx-border-pristina",
        requesting=requesting,
    )


def georgian_corridor() -> Corridor:
    """Netherlands → Georgia: notice of a transfer is given three working days before it (Benelux–Georgia)."""
    return corridor(
        "GEO",
        "eu-georgia",
        desk="geo-migration-department",
        agency="geo-psda",
        consulate="geo-consulate-the-hague",
        border="geo-border-tbilisi",
    )


PERSON = {
    "family_name": "Petrović",
    "given_names": "Miloš",
    "family_name_native": "Петровић",
    "given_names_native": "Милош",
    "native_language": "sr-Cyrl",
    "birth_date": "1991-03-14",
    "birth_place": "Niš",
    "sex": "M",
    "nationality": "SRB",
}


_examined: dict[bytes, intake.Inspected] = {}


@contextmanager
def _examined_once(jpeg: bytes) -> Iterator[None]:
    """Each picture is examined once: the sandbox is a process of its own, and slow."""
    really = intake.inspect

    def inspect_once(stream: BinaryIO, **options: Any) -> intake.Inspected:
        if jpeg not in _examined:
            _examined[jpeg] = really(stream, **options)
        return _examined[jpeg]

    with patch.object(intake, "inspect", inspect_once):
        yield


def photograph_take(people: Corridor, case: Case, jpeg: bytes) -> None:
    """The officer uploads a photograph."""
    with _examined_once(jpeg):
        filing.photograph_set(
            actor=people.officer, case_id=case.id, version=None, upload=BytesIO(jpeg), upload_name="photo.jpg"
        )


def draft(people: Corridor, **person: Any) -> Case:
    """A complete draft of the officer."""
    with use_scope(people.officer.scope):
        case = filing.case_start(actor=people.officer, receiving_country=people.receiving, agreement=people.agreement)
        values = {**PERSON, "nationality": people.receiving, **person}
        # Several cases of one test are of several persons: nobody is asked for twice as if for the first time.
        alike = Person.objects.filter(family_name=values["family_name"], birth_date=values["birth_date"]).count()
        if alike:
            values.setdefault("distinguishing_marks", f"Scar {alike}")
        filing.person_save(actor=people.officer, case_id=case.id, version=None, values=values)
        filing.evidence_add(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={"kind": "passport", "number": "012345678", "issued_on": date(2016, 2, 1)},
        )
        photograph_take(people, case, _portrait)
        filing.private_save(
            actor=people.officer,
            case_id=case.id,
            version=None,
            values={
                "file_number": "V-1",
                "return_decision_on": date(2026, 1, 10),
                "is_decision_final": True,
                "legal_status_checked_on": date(2026, 2, 1),
            },
            detention={},
        )
        case = Case.objects.get(id=case.id)
        is_minor = safeguards_of(case).is_minor
    if is_minor:
        from tests import safe

        safe.prepare_child(people, case)
    return case


@keeping()
def case_at(people: Corridor, status: str, **person: Any) -> Case:
    """A case that has come as far as `status` by the ordinary way; the decision bends to refused and inconclusive.

    Besides the statuses of cases: answered, documented, planned, notified, confirmed, and those of `_ASIDE` and
    `_silent` and `_papered`.
    """
    if status in _ASIDE:
        return _ASIDE[status](people, **person)
    if status == "silent" or status.startswith(("disputed", "replied")):
        return _silent(people, status, **person)
    if status.startswith("papered"):
        return _papered(people, status, **person)
    if status == "returned_incomplete":
        key = case_at(people, "submitted", **person).id
        _as(people.registry, submission.case_return_incomplete, codes=["photograph"])(key)
        recheck(people, key)
    else:
        key = draft(people, **person).id
        for reached, act in _way(people, status):
            if status == reached:
                break
            act(key)
    with use_scope(people.supervisor.scope):
        case = Case.objects.get(id=key)
    assert case.status == status or status not in Status.values, case.status
    return case


def recheck(people: Corridor, key: UUID) -> None:
    """The legal status is checked today: what came back needs it before it is sent again."""
    with use_scope(people.officer.scope):
        values = {"legal_status_checked_on": clock.now().astimezone(people.officer.zone).date()}
        filing.private_save(actor=people.officer, case_id=key, version=None, values=values, detention={})


def _silent(people: Corridor, status: str, **person: Any) -> Case:
    """Filed so long ago that the time limit of the reply has passed by now: silent = accepted by silence, never
    acknowledged; disputed, disputed_received, disputed_in_verification = the receiving side says that it was not
    delivered in time, and the case goes back to where it stood; replied_<outcome> = that it gave this reply in time.
    """
    word, _line, rest = status.partition("_")
    with clock.travel(clock.now() - _days(60)):
        key = case_at(people, rest if word == "disputed" and rest else "submitted", **person).id
    with use_scope(system_scope(people.receiving)):
        silence.clocks_pass(list(CaseClock.objects.filter(case=key).values_list("id", flat=True)))
    if word == "disputed":
        arrived = clock.now() - _days(1) if rest else None
        if arrived:
            acknowledged_at(people.receiving, key, arrived)
        _as(people.proposer, disputes.delivery_dispute, statement="Nothing arrived", delivered_at=arrived)(key)
    elif word == "replied":
        codes = {"refused": ["not_identified"], "inconclusive": ["fingerprints"]}.get(rest, [])
        said = {"outcome": rest, "reason_codes": codes, "reasons": "Checked"}
        with _examined_once(_portrait):
            _as(
                people.signer,
                disputes.reply_dispute,
                statement="It was posted",
                replied_at=clock.now() - _days(58),
                channel="post",
                upload=Upload(BytesIO(_portrait), "reply.jpg"),
                **said,
            )(key)
    with use_scope(people.supervisor.scope):
        case = Case.objects.get(id=key)
    assert case.basis == "silence"
    return case


def acknowledged_at(receiving: str, key: UUID, at: datetime) -> None:
    """Receipt was acknowledged then, not when the case was filed: nobody can say that it arrived after that."""
    with use_scope(system_scope(receiving)):
        case = Case.objects.get(id=key)
        event_write(system_actor(case), case, "case.received", Readers.BOTH)
        Case.objects.filter(id=key).exclude(received_at=None).update(received_at=at)


def _papered(people: Corridor, status: str, **person: Any) -> Case:
    """Refused by a reply on paper that the requesting side entered: papered = from received; papered_disputed_<status> =
    from there, and the receiving side says that the reply is not its own.
    """
    is_disputed = status.startswith("papered_disputed_")
    key = case_at(people, status.removeprefix("papered_disputed_") if is_disputed else "received", **person).id
    with _examined_once(_portrait):
        _as(
            people.reviewer,
            paper.paper_reply,
            outcome="refused",
            channel="post",
            dated_at=clock.now(),
            scan=Upload(BytesIO(_portrait), "reply.jpg"),
            reason_codes=["not_identified"],
            reasons="Nobody of this name is known",
        )(key)
    if is_disputed:
        _as(people.signer, disputes.paper_dispute, statement="Nobody here wrote this")(key)
    with use_scope(people.supervisor.scope):
        case = Case.objects.get(id=key)
    assert (case.status, case.basis) == ("refused", "paper")
    return case


@contextmanager
def rule_with(people: Corridor, kind: str, **values: Any) -> Iterator[None]:
    """The agreement of the corridor says something else for a while."""
    found = Rule.objects.filter(agreement=people.agreement, kind=kind)
    before = list(found.values("id", *values))
    assert before, kind
    with logged_in_as(OWNER):
        found.update(**values)
    try:
        yield
    finally:
        with logged_in_as(OWNER):
            for row in before:
                every(Rule).filter(id=row.pop("id")).update(**row)


def _as_it_stands(people: Corridor, case: Case) -> Case:
    with use_scope(people.supervisor.scope):
        return Case.objects.get(id=case.id)


def _paused(people: Corridor, **person: Any) -> Case:
    case = case_at(people, "accepted", **person)
    why = {"cause": "practical_obstacle", "code": "transport", "review_on": (local_day() + _days(30))}
    _as(people.officer, suspension.limit_pause, **why)(case.id)
    return _as_it_stands(people, case)


def _extension_asked(people: Corridor, **person: Any) -> Case:
    with rule_with(people, "reply_extension", extension_basis="consent"):
        case = case_at(people, "received", **person)
        _as(people.proposer, extension.extension_request, reasons="Many cases")(case.id)
    return _as_it_stands(people, case)


def interview_asked(people: Corridor, status: str, **person: Any) -> Case:
    """A case on the main line whose application asks for an interview."""
    case = draft(people, **person)
    with use_scope(people.officer.scope):
        asked = {"is_interview_requested": True}
        filing.details_save(actor=people.officer, case_id=case.id, version=None, values=asked, health={})
    for reached, act in _way(people, status):
        if reached == status:
            break
        act(case.id)
    return _as_it_stands(people, case)


def _interview_missed(people: Corridor, **person: Any) -> Case:
    """The time for which the interview was set has passed."""
    with clock.travel(clock.now() - _days(3)):
        return _interview_at("confirmed")(people, **person)


def _interview_at(reached: str, status: str = "received") -> Any:
    """A case whose interview has come as far as this."""

    def make(people: Corridor, **person: Any) -> Case:
        from tests.interviews import case_with

        return case_with(people, reached, status, **person)

    return make


def _expired(people: Corridor, **person: Any) -> Case:
    with clock.travel(clock.now() - _days(60)):
        return case_at(people, "documented", **person)


def _document(status: str) -> Any:
    """A case whose travel document was printed, collected, lost or revoked."""
    collected = {"collected_by": "A. Officer"}
    acts: dict[str, Any] = {
        "printed": ("consul", travel_document.travel_document_print, {}),
        "collected": ("officer", travel_document.travel_document_collect, collected),
        "lost": ("officer", travel_document.travel_document_lose, {"code": "lost", "note": "Left in a train"}),
        "revoked": ("consul", travel_document.travel_document_revoke, {"code": "wrong_data"}),
    }
    who, service, values = acts[status]

    def make(people: Corridor, **person: Any) -> Case:
        case = case_at(people, "documented", **person)
        dated = {"collected_on": local_day()} if values is collected else {}
        _as(getattr(people, who), service, **values, **dated)(case.id)
        return _as_it_stands(people, case)

    return make


def _return_document(people: Corridor, **person: Any) -> Case:
    """The European travel document for return takes the place of one that did not come in time."""
    case = _overdue(people, fallback="european", **person)
    _as(
        people.officer,
        travel_document.return_document_issue,
        valid_until=local_day() + _days(20),
        place="The Hague",
    )(case.id)
    return _as_it_stands(people, case)


def _overdue(people: Corridor, fallback: str = "own", **person: Any) -> Case:
    read = {"certainty": "T", "counting_certainty": "T", "fallback_document": fallback}
    with rule_with(people, "travel_document_issue", **read), clock.travel(clock.now() - _days(60)):
        return case_at(people, "accepted", **person)


def _out_of_time(people: Corridor, **person: Any) -> Case:
    """A draft about a third-country national whose time limit for the application has passed."""
    from datetime import timedelta

    from tests.foreigners import foreign_draft

    return foreign_draft(people, known_on=local_day() - timedelta(days=500), **person)


def _accelerated(name: str) -> Any:
    def make(people: Corridor, **person: Any) -> Case:
        from tests import accelerated

        case: Case = getattr(accelerated, name)(people, **person)
        return case

    return make


def _error(people: Corridor, state: str, **person: Any) -> Case:
    """Handed over, and claimed to have been readmitted in error; then accepted, and the taking back arranged."""
    case = case_at(people, "completed", **person)
    said = {"grounds": ["not_a_national"], "statement": "The register knows nobody of this name"}
    _as(people.proposer, error_claims.error_claim, **said)(case.id)
    if state != "error_claimed":
        _as(people.reviewer, error_claims.error_accept)(case.id)
    if state == "take_back_arranged":
        where = {"crossing_point": people.crossing_point, "at": clock.now() + _days(7)}
        _as(people.officer, error_claims.take_back_arrange, **where)(case.id)
    return _as_it_stands(people, case)


def _suspended(people: Corridor, **person: Any) -> Case:
    case = case_at(people, "received", **person)
    why = {"code": "court_suspension", "review_on": (local_day() + _days(30))}
    _as(people.officer, case_suspension.case_suspend, **why)(case.id)
    return _as_it_stands(people, case)


def refiled(people: Corridor, case: Case, what_is_new: str = "A copy of the identity card") -> Case:
    """The officer files again what came to an end."""
    with use_scope(people.officer.scope), _examined_once(_portrait):
        return refiling.case_refile(actor=people.officer, case_id=case.id, what_is_new=what_is_new)


def _refiled(people: Corridor, **person: Any) -> Case:
    return refiled(people, case_at(people, "refused", **person))


# How far a transit can have come, as `case_at` knows it: transit_<name>.
TRANSITS = (
    *("submitted", "received", "decision_proposed", "accepted", "refused", "revoked", "completed", "taken_back"),
    *("revocation_proposed", "scheduled", "entered", "aborted", "take_back_agreed"),
)


def _transit(status: str) -> Any:
    def make(people: Corridor, **person: Any) -> Case:
        from tests.transits import transit_at

        return transit_at(people, status, **person)

    return make


def _transit_expired(people: Corridor, **person: Any) -> Case:
    from tests.transits import transit_expired

    return transit_expired(people, **person)


def _checked(people: Corridor, **person: Any) -> Case:
    """Confirmed, and the legal status was checked today: the person may depart."""
    case = case_at(people, "confirmed", **person)
    with use_scope(people.officer.scope):
        today = clock.now().astimezone(people.officer.zone).date()
        interviews.status_check_record(
            actor=people.officer, case_id=case.id, checked_on=today, result="may_be_presented"
        )
    return _as_it_stands(people, case)


# The time limit for the transfer stands still; more time to reply is asked for and waits for consent; the travel
# document has expired; none came in time and one of the requesting country may be used.
def _safe(name: str) -> Any:
    def make(people: Corridor, **person: Any) -> Case:
        from tests import safe

        return getattr(safe, name)(people)  # type: ignore[no-any-return]

    return make


def _monitored(people: Corridor, *, is_reported: bool = False, **person: Any) -> Case:
    """A monitor is assigned to the planned transfer; or the report on the announced one is there."""
    case = case_at(people, "notified" if is_reported else "planned", **person)
    body = Authority.objects.get(code="nld-inspectorate-jv").id
    with use_scope(people.officer.scope):
        row = monitoring.monitor_assign(actor=people.officer, case_id=case.id, version=None, body=body)
    if is_reported:
        monitor = make_actor("nld-inspectorate-jv", "monitor")
        with use_scope(monitor.scope):
            monitoring.report_submit(actor=monitor, monitoring_id=row.id, version=None, text="All was seen")
    return _as_it_stands(people, case)


def _costs(people: Corridor, *, is_accepted: bool = False, **person: Any) -> Case:
    """Handed over, and the receiving side claims what it spent."""
    case = case_at(people, "completed", **person)
    spent = {"kind": "document_fee", "amount": Decimal("80.00"), "currency": "EUR", "bearer": "requesting"}
    for actor in (people.officer, people.registry):
        with use_scope(actor.scope):
            item = costs.cost_record(actor=actor, case_id=case.id, values={**spent, "spent_on": local_day()})
    said = {"items": [str(item.id)], "basis": "agreement", "account": "RS35 1050 0812 3123 1231 73"}
    _as(people.registry, costs.cost_claim_send, **said)(case.id)
    if is_accepted:
        _as(people.officer, costs.cost_claim_accept)(case.id)
    return _as_it_stands(people, case)


_ASIDE = {
    "costs_claimed": _costs,
    "costs_accepted": partial(_costs, is_accepted=True),
    "checked": _checked,
    "monitored": _monitored,
    "monitor_reported": partial(_monitored, is_reported=True),
    "child_in_review": _safe("child_in_review"),
    "child_submitted": _safe("child_submitted"),
    "transit_child": _safe("transit_child"),
    "family_draft": _safe("family_draft"),
    "family_parting": _safe("family_parting"),
    "health_consented": _safe("health_consented"),
    **{state: partial(_error, state=state) for state in ("error_claimed", "error_accepted", "take_back_arranged")},
    "suspended": _suspended,
    "refiled": _refiled,
    "out_of_time": _out_of_time,
    "accelerated_draft": _accelerated("accelerated_draft"),
    "accelerated": _accelerated("accelerated"),
    "paused": _paused,
    "extension_asked": _extension_asked,
    "interview_awaited": _interview_at("confirmed", "accepted"),
    "interview_requested": _interview_at("requested"),
    "interview_scheduled": _interview_at("scheduled"),
    "interview_scheduled_checked": _interview_at("scheduled_checked"),
    "interview_confirmed": _interview_at("confirmed"),
    "interview_held": _interview_at("held"),
    "interview_missed": _interview_missed,
    "expired": _expired,
    "overdue": _overdue,
    "overdue_european": partial(_overdue, fallback="european"),
    **{f"document_{status}": _document(status) for status in ("printed", "collected", "lost", "revoked")},
    "return_document": _return_document,
    **{f"transit_{name}": _transit(name) for name in TRANSITS},
    "transit_expired": _transit_expired,
}


def _as(actor: Actor, service: Any, **arguments: Any) -> Any:
    def act(key: UUID) -> None:
        with use_scope(actor.scope):
            service(actor=actor, case_id=key, version=None, **arguments)

    return act


def answer(people: Corridor, key: UUID, value: str = "confirmed", remarks: str = "Found in the register") -> None:
    """The agency answers its open task on a case."""
    from cases.models import VerificationTask

    with use_scope(people.verifier.scope):
        task = VerificationTask.objects.get(case_id=key, agency_id=people.agency, status="asked")
        verification.verification_answer(
            actor=people.verifier, task_id=task.id, version=task.version, answer=value, remarks=remarks
        )


def _way(people: Corridor, status: str) -> list[tuple[str, Any]]:
    """(status before, act) along the main line; the decision bends to the status asked for."""
    outcome = status if status in {"refused", "inconclusive"} else "accepted"
    codes = {"refused": ["not_identified"], "inconclusive": ["fingerprints"]}.get(outcome, [])
    soon = clock.now().replace(microsecond=0) + _days(5)
    plan = {"crossing_point": people.crossing_point, "arrives_at": soon, "means": "air", "carrier_number": "JU 123"}
    later = {
        "handed_over_by": "S. Jansen, escort leader",
        "received_by": "D. Ilić, border officer",
        "papers": "travel document",
    }
    return [
        ("draft", _as(people.officer, submission.review_send)),
        ("in_review", _as(people.reviewer, submission.case_submit)),
        ("submitted", _as(people.registry, submission.case_acknowledge)),
        ("received", _as(people.registry, verification.verification_ask, agencies=[people.agency])),
        ("in_verification", lambda key: answer(people, key)),
        (
            "answered",
            _as(people.proposer, decision.decision_propose, outcome=outcome, reason_codes=codes, reasons="Checked"),
        ),
        ("decision_proposed", _as(people.signer, decision.decision_countersign)),
        (outcome, lambda key: None),
        (
            "accepted",
            _as(
                people.consul,
                travel_document.travel_document_issue,
                valid_until=local_day() + _days(30),
            ),
        ),
        ("documented", _as(people.officer, transfer.transfer_plan, values=plan)),
        ("planned", _as(people.officer, transfer.transfer_notify)),
        ("notified", _as(people.registry, transfer.transfer_confirm)),
        (
            "confirmed",
            lambda key: _as(people.border, transfer_course.handover_record, values=_now(later), items=HANDED)(key),
        ),
        ("completed", _as(people.officer, submission.case_close)),
        ("closed", lambda key: None),
    ]


HANDED = [{"kind": "luggage", "description": "A case", "count": 1, "is_received": True}]


def _now(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "at": clock.now()}


def _days(number: int) -> Any:
    from datetime import timedelta

    return timedelta(days=number)


__all__ = ["PASSWORD", "Corridor", "Scope", "answer", "case_at", "corridor", "draft", "make_actor", "user_of"]
