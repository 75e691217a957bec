"""A small world of cases between four countries, and the people who may or may not see them.

Two corridors (Netherlands → Serbia by the national desk, Austria → Pakistan by an office below its desk), each with
drafts, submitted, decided and ended cases that have own-side rows, tasks, files, papers, notices and events.
"""

import datetime as dt
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from time import time
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings

from accounts import totp
from accounts.actor import Actor
from accounts.kept import form_keep
from accounts.models import SignInFailure, User
from accounts.services import factors
from accounts.services.absences import absence_set
from accounts.services.providers import link_make, provider_set
from accounts.session_store import SessionStore
from administration.models import Recomputation, RegisterEntry
from administration.payloads import ChangeLetterText, EnrolCountry, EnrolOffice
from administration.services.changes import change_request
from administration.services.reviews import review_save
from administration.services.texts import checklist_save
from api.models import IdempotencyKey
from audit.holding import checkpoint_show
from audit.log import last_signed
from audit.models import Stamp
from audit.services import AboutCase, access_record, event_record, own_audience
from cases.models import Case, CaseClock
from cases.services import (
    assignment,
    bulk,
    case_suspension,
    decision,
    departure,
    disputes,
    extension,
    filing,
    interviews,
    monitoring,
    notes,
    operation_passengers,
    operations,
    paper,
    procedure,
    safeguards,
    silence,
    submission,
    suspension,
    visits,
)
from cases.services.case_access import access_request, person_exclude, request_grant
from cases.services.document_register import series_open
from cases.services.elevation import elevation_begin
from cases.services.presence import presence_touch
from cases.services.saved_filters import saved_filter_save
from cases.services.search import search_keep
from core import clock
from core.audience import Audience
from core.forms import today
from core.ids import uuid7
from core.models import ClockOffset
from core.outbox import wall_now
from core.scope import SYSTEM_ID, Scope, entrance, use_scope
from countries.models import AgreedValue, Authority, Rule, RuleVersion
from documents.models import LetterText, PagePreview, StoredFile
from notifications.models import Delivery, OfficeMailbox
from notifications.services import notice_send
from notifications.services.notices import notices_mark_all
from notifications.services.preferences import preference_save
from protection.models import DestroyedFile, RetentionItem, RetentionRun
from protection.services.between import between_ask
from protection.services.persons import person_cases_choose, person_collect, person_register
from protection.services.record import FIELDS, record_save
from protection.services.restriction import restriction_place
from protection.services.retention import hold_place, item_audience
from supervision.services.quality import sample_draw
from supervision.services.watching import GRACE, watch
from tests import accelerated, safe, world
from tests.api.systems import system, token_of
from tests.audit.recording import sign_all
from tests.audit.witness import NAME, SEED, key_text
from tests.cases.limits import do, scan
from tests.cases.test_operations import add, made
from tests.cases.test_operations import do as operate
from tests.conftest import OWNER, SEAL, logged_in_as
from tests.days import local_day
from tests.families import family
from tests.foreigners import foreign_case_at, foreign_draft
from tests.interviews import VISIT, case_with, checked, held, visit_with
from tests.isolation import talk
from tests.provider import PROVIDER
from verify.rcms_verify import cosigned

# Who sees cases at all, who answers tasks, who monitors transfers: said here once more, independent of accounts.roles.
SEEING = {
    "return_officer",
    "reviewer",
    "registry_officer",
    "consular_officer",
    "decision_maker",
    "supervisor",
    "office_lead",
    "machine_client",
    "data_protection_officer",
}
ANSWERING = {"verifier", "machine_client"}
MONITORING = {"monitor", "machine_client"}

# The case to which somebody is let in.
LET_IN = "nl confirmed"
# Words that one side writes and the other must not find in any row.
FILE_NUMBER = "V-1"
NOTE = "Among colleagues"
PAUSE_NOTE = "The court hears the person on Tuesday"
WITHDRAWAL_NOTE = "Told by telephone"
SUSPENSION_NOTE = "The court of appeal has the file"
DEPARTURE_NOTE = "Seen at the bus station"
OBSERVED = "Carried up the stairs"
HEALTH, HEALTH_UNTOLD = "Needs a wheelchair", "Needs dialysis"
REMARKS = "Three people of that name in the register"
PROPOSED_REASONS = "The photograph shows somebody else"
DETENTION = "Closed centre, wing B"
OBJECTED = "The lawyer says the data came from the asylum file"
MINUTES = "Names streets and schools"


@dataclass(frozen=True)
class Persona:
    """Somebody, with the plain facts from which visibility follows: role, office, country, whether it is a desk."""

    name: str
    actor: Actor
    office: str

    @property
    def role(self) -> str:
        return self.actor.role

    @property
    def country(self) -> str:
        return self.actor.country

    @property
    def group(self) -> str:
        return f"{self.office}:{self.role}"

    @cached_property
    def offices(self) -> frozenset[UUID]:
        """The person's office with those below it, found by walking the tree; none for a desk, which has a country."""
        parents = dict(Authority.objects.values_list("id", "parent_id"))
        found = {self.actor.authority_id}
        while grown := {key for key, parent in parents.items() if parent in found} - found:
            found |= grown
        return frozenset(found)

    @cached_property
    def is_desk(self) -> bool:
        return Authority.objects.get(code=self.office).is_national_desk


@dataclass
class House:
    """Names of the world's cases by id, who is delegated to which, and everybody."""

    cases: dict[UUID, str] = field(default_factory=dict)
    delegated: dict[UUID, set[str]] = field(default_factory=dict)
    personas: list[Persona] = field(default_factory=list)
    # Who sees single cases not, or besides: the rules of `rules.py` are not about them.
    exceptional: list[Persona] = field(default_factory=list)

    def case(self, name: str) -> UUID:
        return next(key for key, found in self.cases.items() if found == name)

    def persona(self, name: str) -> Persona:
        return next(found for found in (*self.personas, *self.exceptional) if found.name == name)


def _log(house: House) -> None:
    """A sealed log of which a partner holds a checkpoint, that it signed and that was stamped."""
    sign_all()
    office = house.persona("rs administrator").actor
    with logged_in_as(OWNER), override_settings(RCMS_LOGIN="owner"):
        call_command("log_witness", "srb-mup-readmission", key=key_text())
        checkpoint = last_signed()
        assert checkpoint is not None
    with use_scope(office.scope):
        assert checkpoint_show(actor=office, note=cosigned(checkpoint.note, NAME, SEED, 1)).verdict == "fits"
    with logged_in_as(SEAL):
        Stamp.objects.bulk_create([Stamp(size=checkpoint.size, token=b"DER", at=wall_now())])


def build() -> House:
    """Fill the present database."""
    house = House()
    dutch = world.corridor()
    austrian = world.corridor(
        "PAK",
        "eu-pakistan",
        desk="pak-interior",
        agency="pak-nadra",
        consulate="pak-mission-vienna",
        border="pak-fia-islamabad",
        requesting="aut-bfa",
    )
    for label, people in (("nl", dutch), ("at", austrian)):
        _people_of(house, label, people)
    for name, office, role in (
        ("nl lead", "nld-dtv", "office_lead"),
        ("nl protector", "nld-dtv", "data_protection_officer"),
        ("rs protector", "srb-mup-readmission", "data_protection_officer"),
        ("nl region lead", "nld-dtv-region-west", "office_lead"),
        ("nl region officer", "nld-dtv-region-west", "return_officer"),
        ("nl border officer", "nld-kmar-schiphol", "border_officer"),
        ("nl monitor", "nld-inspectorate-jv", "monitor"),
        ("nl administrator", "nld-dtv", "administrator"),
        ("at desk supervisor", "aut-bmi", "supervisor"),
        ("at desk administrator", "aut-bmi", "administrator"),
        ("rs police verifier", "srb-police-records", "verifier"),
        ("rs police supervisor", "srb-police-records", "supervisor"),
        ("rs consul in Vienna", "srb-embassy-vienna", "consular_officer"),
        ("rs administrator", "srb-mup-readmission", "administrator"),
        ("al registry", "alb-border-migration", "registry_officer"),
        ("al supervisor", "alb-border-migration", "supervisor"),
        ("de officer", "deu-zab-karlsruhe", "return_officer"),
        ("nl system", "nld-dtv", "machine_client"),
        ("nl region system", "nld-dtv-region-west", "machine_client"),
        ("rs system", "srb-mup-readmission", "machine_client"),
        ("rs agency system", "srb-civil-registry", "machine_client"),
        ("al system", "alb-border-migration", "machine_client"),
        ("pk border elsewhere", "pak-passports", "border_officer"),
    ):
        house.personas.append(Persona(name, world.make_actor(office, role), office))
    _dutch_cases(house, dutch)
    _austrian_cases(house, austrian)
    _looks(house)
    _unusual(house)
    _sample(house)
    _pictures(house)
    talk.converse(house.case, lambda name: house.persona(name).actor)
    _protected(house)
    _searches(house)
    _series(house)
    _provided(house)
    _notices(house)
    _work(house)
    _administration(house)
    _retention(house)
    _answers(house)
    _keys(house)
    _published(house)
    _exceptions(house)
    _log(house)
    return house


def _exceptions(house: House) -> None:
    """An officer of the Dutch desk who is kept out of all its cases, a colleague of an office without cases who is let in
    to one, an administrator who looks at it."""
    for name, office, role in (
        ("nl kept out", "nld-dtv", "return_officer"),
        ("nl let in", "nld-kmar-schiphol", "return_officer"),
        ("nl elevated", "nld-dtv", "administrator"),
    ):
        house.exceptional.append(Persona(name, world.make_actor(office, role), office))
    supervisor = house.persona("nl supervisor").actor
    kept_out, let_in, elevated = (found.actor for found in house.exceptional)
    with use_scope(supervisor.scope):
        cases = list(Case.objects.visible_to(supervisor).order_by("id"))
    for case in cases:
        with use_scope(supervisor.scope):
            person_exclude(actor=supervisor, case_id=case.id, user_id=kept_out.user_id, reason="A cousin")
    reference = next(str(case.reference) for case in cases if case.id == house.case(LET_IN))
    with use_scope(let_in.scope):
        request = access_request(actor=let_in, reference=reference, reason="The same flight", days=7)
    with use_scope(supervisor.scope):
        request_grant(actor=supervisor, request_id=request.id, days=7)
    with use_scope(elevated.scope):
        elevation_begin(actor=elevated, reference=reference, reason="A paper is not drawn", minutes=240)


def _published(house: House) -> None:
    """One row at least of what everybody reads."""
    administrator = house.persona("nl administrator").actor
    desk, at = administrator.authority_id, clock.now()
    pair = {"agreement_id": "eu-serbia", "first_id": "NLD", "second_id": "SRB"}
    agreed = {"requested_by_id": "NLD", "confirmed_by_id": "SRB"}
    rule = Rule.objects.filter(agreement="eu-serbia").first()
    assert rule is not None
    with use_scope(administrator.scope):
        words = {"letter": "reply", "block": "opening", "language": "en", "text": "x", "approved_at": at}
        LetterText(country_id="NLD", version=1, **words).save(force_insert=True)
        entry = RegisterEntry(at=at, act="enrolled", country_id="NLD", authority_id=desk)
        entry.requested_office_id = entry.confirmed_office_id = desk
        entry.save(force_insert=True)
        AgreedValue(**pair, part="head", version=1, values={}, agreed_at=at, **agreed).save(force_insert=True)
        RuleVersion(rule=rule, version=0, values={}, replaced_at=at, **agreed).save(force_insert=True)
    with logged_in_as(OWNER):
        ClockOffset(id=1, seconds=0).save(force_insert=True)


def _keys(house: House) -> None:
    """A national system with a token, everybody's session, a wrong password."""
    token_of(system("nld-dtv").client)
    system("srb-mup-readmission")
    officer = house.persona("nl officer").actor
    for persona in house.personas:
        world.enter(Client(), world.user_of(persona.actor))
    failure = SignInFailure(login_name=world.user_of(officer).login_name, at=wall_now())
    with entrance(login=failure.login_name):
        failure.save(force_insert=True)


def _answers(house: House) -> None:
    """National systems of both sides sent something, and what they were answered is kept."""
    for name in ("nl system", "rs system"):
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            IdempotencyKey(user_id=actor.user_id, key="1", request_sha256="0", created_at=wall_now()).save()


def _retention(house: House) -> None:
    """An erasure that a Dutch supervisor asked for, of what both sides share and of the own side's, and a hold."""
    actor = house.persona("nl supervisor").actor
    now = clock.now()
    with use_scope(actor.scope):
        case = Case.objects.get(id=house.case("nl confirmed"))
        hold_place(actor=actor, case_id=case.id, reason="The court has not decided")
        run = RetentionRun(
            country_id=actor.country,
            reason="The time is over",
            requested_at=now,
            requested_by=actor.user_id,
            requested_by_name=actor.name,
            not_before=now,
            **own_audience(actor).fields(),
        )
        run.save(force_insert=True)
        due = {"rule": "default", "citation": "Art. 5", "certainty": "D", "due_on": local_day(), "not_before": now}
        items = [
            RetentionItem(
                run=run,
                case=case,
                country=actor.country,
                own_side=side,
                part="record",
                **due,
                **item_audience(case, actor.country, side).fields(),
            )
            for side in ("", "requesting")
        ]
        RetentionItem.objects.bulk_create(items)
    with logged_in_as(OWNER):
        for number, item in enumerate(items):
            DestroyedFile(
                item=item, file_id=uuid7(), storage_id=str(number), sha256="0", **item.audience.fields()
            ).save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute("insert into audit_erasure values (%s, 'values', 'event', %s)", [uuid7(), uuid7()])


def _administration(house: House) -> None:
    """Requests that wait for a second person, one of them before another country; reminders of two countries."""
    dutch, serbian = house.persona("nl administrator").actor, house.persona("rs administrator").actor
    for actor in (dutch, serbian):
        items = [{"code": "", "texts": {"en": f"Reminder of {actor.country}"}}]
        with use_scope(actor.scope):
            checklist_save(actor=actor, purpose="review", version=0, items=items)
        with use_scope(actor.scope):
            review_save(actor=actor, office=Authority.objects.get(id=actor.authority_id), said={})
    with use_scope(dutch.scope):
        words = ChangeLetterText(letter="reply", block="opening", language="en", text="Dear colleagues", based_on=0)
        change = change_request(actor=dutch, kind="letter_text", payload=words, reason="Politeness")
        desk = EnrolOffice(code="arm-migration", name="Migration Service", kind="migration_service")
        armenia = EnrolCountry(country="ARM", desk=desk, is_for_partners=True)
        change_request(actor=dutch, kind="enrol_country", payload=armenia, reason="They joined")
        # As a decision about a Dutch case with Serbia leaves it.
        now = clock.now()
        Recomputation(
            change=change,
            clock_id=uuid7(),
            clock_kind="reply",
            case_reference="NL-RS-2026-000001-X",
            time_zone="Europe/Belgrade",
            due_before=now,
            due_after=now,
            **Audience(countries=("SRB",), groups=(dutch.group_id,)).fields(),
        ).save(force_insert=True)


def _work(house: House) -> None:
    """Both sides have divided their work, have cases open, keep filters, print, and are away. Drafts have their officer
    already."""
    for name, case in (("nl registry", "nl refused"), ("at registry", "at submitted"), ("nl reviewer", "nl submitted")):
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            assignment.case_take(actor=actor, case_id=house.case(case))
            presence_touch(actor=actor, case=Case.objects.get(id=house.case(case)))
            saved_filter_save(actor=actor, name="Mine", query={"view": "mine"})
            bulk.bulk_print(actor=actor, case_ids=[house.case(case)])
    today = local_day()
    for name, colleague in (("nl officer", "nl reviewer"), ("nl registry", "nl signer")):
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            covered_by = house.persona(colleague).actor.user_id
            absence_set(actor=actor, starts_on=today, ends_on=today, covered_by=covered_by)
    for name in ("nl officer", "rs consul in Vienna"):
        _signed_in(world.user_of(house.persona(name).actor))
    lead, officer, reviewer = (house.persona(f"nl {name}").actor for name in ("lead", "officer", "reviewer"))
    with use_scope(lead.scope):
        absence_set(actor=lead, for_user=reviewer.user_id, starts_on=today, ends_on=today, covered_by=officer.user_id)


def _provided(house: House) -> None:
    """The Dutch desk and an office below it have a sign-in of their own, to which an officer of each is linked."""
    for name in ("nl officer", "nl region officer"):
        actor = house.persona(name).actor
        with world.as_operator(actor.country):
            office = Authority.objects.select_related("country").get(id=actor.authority_id)
            found = provider_set(authority=office, values=PROVIDER)
            link_make(provider=found, user_id=actor.user_id, subject="somebody")


def _signed_in(user: User) -> None:
    """A second factor, codes for its loss, a browser, and a form that waits."""
    secret = totp.new_secret()
    code = totp.code_at(secret, int(time()) // totp.STEP_SECONDS)
    factors.app_enrol(user=user, secret=secret, code=code, name="")
    factors.recovery_codes_make(user=user)
    session = SessionStore()
    session[SESSION_KEY] = str(user.id)
    session.save()
    form_keep(None, user, page="/", action="/", fields=[("text", "half")])


def _notices(house: House) -> None:
    """People read notices and choose how they are told; an office has a mailbox; an e-mail did not arrive."""
    officer, reviewer = house.persona("nl officer").actor, house.persona("nl reviewer").actor
    case = house.case("nl refused")
    with use_scope(reviewer.scope):
        notice_send(
            action="case.assigned",
            subject=f"case:{case}",
            case_reference="",
            audience=Audience((officer.country,), (officer.authority_id,)),
            recipient_id=officer.user_id,
        )
    for actor in (officer, house.persona("nl registry").actor):
        with use_scope(actor.scope):
            notices_mark_all(actor=actor)
            preference_save(actor=actor, modes={"acts": "at_once"}, digest_hour=8)
    for actor in (officer, house.persona("nl region officer").actor, house.persona("nl registry").actor):
        administration = Scope(user_id=SYSTEM_ID, country=actor.country, administers=(actor.country,))
        with use_scope(administration):
            box = OfficeMailbox(
                authority_id=actor.authority_id, country=actor.country, address="desk@example.org", kinds=["acts"]
            )
            box.save(force_insert=True)
            Delivery(
                key=f"house:{actor.user_id}",
                kind="notice",
                notice_kind="acts",
                mailbox=box,
                country=actor.country,
                authority_id=actor.authority_id,
                state="failed",
                created_at=wall_now(),
                changed_at=wall_now(),
            ).save(force_insert=True)


def _protected(house: House) -> None:
    """Both sides ask and tell each other about data of a case, and each has restricted the use of it."""
    key = house.case("nl confirmed")
    for name, kind in (("nl protector", "use_report"), ("rs protector", "correction")):
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            between_ask(actor=actor, case_id=key, kind=kind, data=["identity"], text="For both to read")
            restriction_place(actor=actor, case_id=key, ground="objection", note=f"{OBJECTED} {actor.country}")
            asked = {"kind": "access", "name": "Miloš Petrović", "contact": "By hand", "arrived_on": local_day()}
            row = person_register(actor=actor, values={**asked, "identity_check": "present", "language": "en"})
            person_cases_choose(actor=actor, request_id=row.id, version=None, case_ids=[key])
            person_collect(actor=actor, request_id=row.id, version=None)
            record_save(actor=actor, version=None, values={**dict.fromkeys(FIELDS, ""), "controller": actor.country})


def _series(house: House) -> None:
    """A block of numbers of the Dutch desk."""
    lead = house.persona("nl lead").actor
    block = {"kind": "return_document", "prefix": "N", "first": 1000, "last": 1999, "draws": "random"}
    with use_scope(lead.scope):
        series_open(actor=lead, authority_id=lead.authority_id, **block)


def _searches(house: House) -> None:
    """People of both sides have searched a moment ago."""
    for name in ("nl officer", "nl registry", "rs police verifier"):
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            search_keep(actor=actor, asked={"text": "Petrović"})


def _sample(house: House) -> None:
    """The Dutch desk has drawn its closed case for a quality review."""
    actor = house.persona("nl supervisor").actor
    today = local_day()
    with use_scope(actor.scope):
        sample_draw(
            actor=actor,
            closed_from=today - timedelta(days=1),
            closed_to=today + timedelta(days=1),
            share_percent=100,
            minimum=1,
            maximum=9,
        )


def _looks(house: House) -> None:
    """Somebody of each side has opened a case, and everybody has signed in and searched: what a test that runs before
    another leaves behind changes nothing for anybody."""
    case = AboutCase(house.case("nl refused"))
    for name in ("nl officer", "rs administrator", "nl registry", "at officer"):
        actor = house.persona(name).actor
        with use_scope(actor.scope):
            access_record(actor=actor, action="case.opened", subject=f"case:{case.key}", about=case)
    for persona in (*house.personas, *house.exceptional):
        actor = persona.actor
        with use_scope(actor.scope):
            event_record(
                actor=actor,
                action="account.signed_in",
                subject=f"user:{actor.user_id}",
                audience=own_audience(actor),
            )
            access_record(actor=actor, action="search.run", subject="search")


def _unusual(house: House) -> None:
    """An officer of the Dutch desk opened three cases at night, and RCMS looked through that day."""
    actor = house.persona("nl officer").actor
    day = (clock.now() - GRACE).astimezone(actor.zone).date() - timedelta(days=1)
    with clock.travel(dt.datetime.combine(day, dt.time(3), actor.zone)), use_scope(actor.scope):
        for name in (LET_IN, "nl refused", "nl submitted"):
            case = AboutCase(house.case(name))
            access_record(actor=actor, action="case.opened", subject=f"case:{case.key}", about=case)
    with use_scope(Scope(user_id=SYSTEM_ID, country=actor.country, countries=(actor.country,))):
        watch(actor.country)


def _pictures(house: House) -> None:
    """Somebody of the requesting side has looked at a page of a file of three cases, two of them sent."""
    for name, case in (("nl officer", "nl draft"), ("nl officer", "nl submitted"), ("at officer", "at confirmed")):
        with use_scope(house.persona(name).actor.scope):
            for file in StoredFile.objects.filter(subject=f"case:{house.case(case)}"):
                PagePreview(file=file, page=1, asked_at=wall_now(), **file.audience.fields()).save(force_insert=True)


def _people_of(house: House, label: str, people: world.Corridor) -> None:
    codes = dict(Authority.objects.values_list("id", "code"))
    for role in (
        "officer",
        "reviewer",
        "registry",
        "verifier",
        "proposer",
        "signer",
        "consul",
        "border",
        "supervisor",
        "their_supervisor",
    ):
        actor = getattr(people, role)
        house.personas.append(Persona(f"{label} {role}", actor, codes[actor.authority_id]))


def _add(house: House, name: str, case: Case, people: world.Corridor, *delegates: str) -> Case:
    codes = dict(Authority.objects.values_list("id", "code"))
    groups = {f"{codes[getattr(people, who).authority_id]}:{getattr(people, who).role}" for who in delegates}
    house.cases[case.id], house.delegated[case.id] = name, groups
    return case


def _dutch_cases(house: House, people: world.Corridor) -> None:
    _add(house, "nl draft", world.draft(people), people)
    for status, delegates in (
        ("in_review", ()),
        ("submitted", ()),
        ("in_verification", ()),
        ("refused", ()),
        ("planned", ("consul",)),
        ("confirmed", ("consul", "border")),
        ("completed", ("consul", "border")),
        ("closed", ()),
    ):
        case = _add(house, f"nl {status}", world.case_at(people, status), people, *delegates)
        if status == "submitted":
            _detain(people, case)
    for actor, name in ((people.officer, "nl refused"), (people.registry, "nl refused"), (people.officer, "nl draft")):
        with use_scope(actor.scope):
            notes.note_add(actor=actor, case_id=house.case(name), text=f"{NOTE} of {actor.country}")
    _proposed(house, people)
    _withdrawn(house, people)
    for name, case in zip(("nl family head", "nl family spouse"), family(people), strict=True):
        _add(house, name, case, people)
    _safeguarded(house, people)
    _region_case(house, people)
    _limits(house, people)
    _silent(house, people)
    _operation(house, people)
    _exits(house, people)
    _interviews(house, people)
    _accelerated(house, people)
    _monitored(house, people)


def _accelerated(house: House, people: world.Corridor) -> None:
    """A draft that asks for the accelerated procedure, one sent in it, one that fell back to the normal one."""
    _add(house, "nl accelerated draft", accelerated.accelerated_draft(people), people)
    _add(house, "nl accelerated", accelerated.accelerated(people), people)
    case = _add(house, "nl converted", accelerated.accelerated(people), people)
    do(people.officer, procedure.procedure_convert, case)


def _monitored(house: House, people: world.Corridor) -> None:
    """A transfer that is monitored and not announced; one whose report is there and answered."""
    monitor = house.persona("nl monitor").actor
    for name, status, delegates in (
        ("nl monitored", "planned", ("consul",)),
        ("nl monitored and reported", "confirmed", ("consul", "border")),
    ):
        case = _add(house, name, world.case_at(people, status), people, *delegates)
        row = do(people.officer, monitoring.monitor_assign, case, body=monitor.authority_id)
        with use_scope(monitor.scope):
            seen = {"phase": "pre_departure", "at": clock.now(), "text": OBSERVED}
            monitoring.observation_record(actor=monitor, monitoring_id=row.id, **seen)
    with use_scope(monitor.scope):
        monitoring.report_submit(actor=monitor, monitoring_id=row.id, version=None, text="All was seen")
    do(people.their_supervisor, monitoring.report_answer, case, text="Looked into")


def _interviews(house: House, people: world.Corridor) -> None:
    """A person who was heard, one who was not brought after a check of the legal status, one whose interview was asked for
    after the application; a visit that the mission knows
    of with somebody on its schedule, and one that is only planned."""
    case = _add(house, "nl heard", case_with(people, "confirmed"), people, "consul")
    held(people, case.id, participants="A. Consul", minutes=MINUTES)
    case = _add(house, "nl not brought", case_with(people, "scheduled"), people, "consul")
    checked(people, case.id, "may_not")
    do(people.officer, interviews.interview_postpone, case, code="protection_procedure", note=PAUSE_NOTE)
    case = _add(house, "nl asked later", world.case_at(people, "received"), people, "consul")
    do(people.officer, interviews.interview_ask, case)
    visit, [slot] = visit_with(people, 1)
    _add(house, "nl on a schedule", slot.interview.case, people, "consul")
    with use_scope(people.officer.scope):
        values = {**VISIT, "starts_on": visit.starts_on, "ends_on": visit.ends_on}
        visits.visit_plan(actor=people.officer, mission_id=visit.mission, values=values)


def _exits(house: House, people: world.Corridor) -> None:
    """A claim of readmission in error, a case that its own side let stand still, one whose person left, and one filed
    again."""
    for status in ("decision_proposed", "accepted", "revocation_proposed", "revoked"):
        _add(house, f"nl transit {status}", world.case_at(people, f"transit_{status}"), people)
    _add(house, "nl foreigner draft", foreign_draft(people), people)
    _add(house, "nl foreigner", foreign_case_at(people, "received"), people)
    _add(house, "nl transit entered", world.case_at(people, "transit_entered"), people, "border")
    _add(house, "nl costs claimed", world.case_at(people, "costs_claimed"), people, "consul", "border")
    _add(house, "nl error claimed", world.case_at(people, "error_claimed"), people, "consul", "border")
    case = _add(house, "nl suspended", world.case_at(people, "received"), people)
    do(
        people.officer,
        case_suspension.case_suspend,
        case,
        code="protection_procedure",
        review_on=(local_day() + timedelta(days=30)),
        note=SUSPENSION_NOTE,
    )
    case = _add(house, "nl left", world.case_at(people, "received"), people)
    left = {"left_on": local_day(), "proof": "exit_stamp", "note": DEPARTURE_NOTE}
    do(people.officer, departure.voluntary_departure_record, case, **left)
    earlier = _add(house, "nl to file again", world.case_at(people, "refused"), people)
    _add(house, "nl filed again", world.refiled(people, earlier), people)


def _safeguarded(house: House, people: world.Corridor) -> None:
    """Three children on their own, one of them sent, one let through; a family that may be separated; health for two journeys."""
    _add(house, "nl child draft", safe.child(people), people)
    _add(house, "nl child", safe.child_submitted(people), people)
    through = _add(house, "nl transit child", safe.transit_child(people), people)
    safe.answer(people, through)
    world._as(people.officer, safeguards.reception_record, values=safe.RECEPTION)(through.id)
    world._as(people.officer, submission.review_send)(through.id)
    world._as(people.reviewer, submission.case_submit)(through.id)
    first, second = safe.family_with_refusal(people)
    _add(house, "nl family parting", first, people, "consul")
    _add(house, "nl family refused", second, people)
    world._as(people.reviewer, safeguards.separation_allow, reason="The spouse follows")(first.id)
    for name in ("nl planned", "nl confirmed"):
        key = house.case(name)
        world._as(people.officer, safeguards.consent_record, values=safe.CONSENT)(key)
        world._as(people.officer, safeguards.transfer_health_record, values=safe.HEALTH)(key)


def _operation(house: House, people: world.Corridor) -> None:
    """A group operation that was announced, with a passenger and somebody who travels along; and one only planned."""
    case = _add(house, "nl aboard", world.case_at(people, "documented"), people, "consul")
    operation, _draft = made(people), made(people, name="Second charter")
    add(people.officer, operation, case)
    staff = {"kind": "escort", "name": "S. Jansen", "function": "", "document_number": ""}
    operate(people.officer, operations.staff_add, operation, values=staff)
    operate(people.officer, operation_passengers.operation_announce, operation)


def _silent(house: House, people: world.Corridor) -> None:
    """A case accepted by silence over a proposal in hand, and an objection that waits."""
    case = _add(house, "nl silent", world.case_at(people, "decision_proposed"), people, "consul")
    with use_scope(silence.system_scope("SRB")):
        reply = CaseClock.objects.get(case=case, kind="reply")
        with clock.travel(reply.due_at):
            silence.clocks_pass([reply.id])
    with use_scope(people.proposer.scope):
        disputes.delivery_dispute(
            actor=people.proposer,
            case_id=case.id,
            version=None,
            statement="The line was down",
            delivered_at=reply.started_at + timedelta(microseconds=1),
        )


def _detain(people: world.Corridor, case: Case) -> None:
    with use_scope(people.officer.scope):
        filing.private_save(
            actor=people.officer, case_id=case.id, version=None, values={}, detention={"place": DETENTION}
        )


def _proposed(house: House, people: world.Corridor) -> None:
    """A proposal that nobody has countersigned, after an agency's answer with remarks."""
    case = _add(house, "nl decision_proposed", world.case_at(people, "in_verification"), people)
    world.answer(people, case.id, "not_confirmed", REMARKS)
    with use_scope(people.proposer.scope):
        decision.decision_propose(
            actor=people.proposer,
            case_id=case.id,
            version=None,
            outcome="refused",
            reason_codes=["not_identified"],
            reasons=PROPOSED_REASONS,
        )


def _withdrawn(house: House, people: world.Corridor) -> None:
    """One withdrawn before anybody outside knew of it, one after a transfer was planned and not announced."""
    for name, status in (("nl withdrawn draft", "draft"), ("nl withdrawn", "planned")):
        case = _add(house, name, world.case_at(people, status), people)
        with use_scope(people.officer.scope):
            submission.case_withdraw(
                actor=people.officer, case_id=case.id, version=None, code="protection_procedure", note=WITHDRAWAL_NOTE
            )


def _limits(house: House, people: world.Corridor) -> None:
    """More time was asked for, a transfer is postponed for a reason that only its own side knows, and receipt was
    acknowledged on paper."""
    do(people.proposer, extension.extension_request, house.case("nl in_verification"), reasons="The registers move")
    do(
        people.officer,
        suspension.limit_pause,
        house.case("nl planned"),
        cause="legal_obstacle",
        code="protection_procedure",
        review_on=today(),
        note=PAUSE_NOTE,
    )
    case = _add(house, "nl on paper", world.case_at(people, "submitted"), people)
    do(
        people.registry,
        paper.paper_acknowledge,
        case.id,
        channel="fax",
        dated_at=clock.now(),
        scan=scan(),
        note="By fax",
    )


def _region_case(house: House, people: world.Corridor) -> None:
    """A case of the office below the Dutch desk, which that office and the desk see."""
    officer = house.persona("nl region officer").actor
    with use_scope(officer.scope):
        case = filing.case_start(actor=officer, receiving_country="SRB", agreement="eu-serbia")
    _add(house, "nl region draft", case, people)


def _austrian_cases(house: House, people: world.Corridor) -> None:
    person = {"family_name": "Khan", "given_names": "Bilal", "family_name_native": "", "given_names_native": ""}
    for name, case in zip(("at family head", "at family spouse"), family(people), strict=True):
        _add(house, name, case, people)
    _add(house, "at draft", world.draft(people, **person), people)
    for name, consent in (("at family head", True), ("at draft", False)):
        with use_scope(people.officer.scope):
            filing.details_save(
                actor=people.officer,
                case_id=house.case(name),
                version=None,
                values={},
                health=safe.statement(HEALTH) if consent else {"statement": HEALTH_UNTOLD, "has_consent": False},
            )
    with use_scope(people.officer.scope):
        submission.review_send(actor=people.officer, case_id=house.case("at family head"), version=None)
    with use_scope(people.reviewer.scope):
        submission.case_submit(actor=people.reviewer, case_id=house.case("at family head"), version=None)
    with use_scope(people.registry.scope):
        key = house.case("at family head")
        submission.case_return_incomplete(actor=people.registry, case_id=key, version=None, codes=["form"])
    for status, delegates in (("submitted", ()), ("decision_proposed", ()), ("confirmed", ("consul", "border"))):
        _add(house, f"at {status}", world.case_at(people, status, **person), people, *delegates)
