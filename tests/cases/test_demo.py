"""The demonstration: made once, through the services, then looked at from behind the wall."""

import http.server
import io
import re
import threading
import unicodedata
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Min, Model, TextChoices
from django.test import override_settings
from PIL import Image

from accounts.models import Membership, User
from accounts.roles import ROLES
from audit.models import Event
from cases.choices import (
    Basis,
    ClockKind,
    ClockState,
    DisputeState,
    ExtensionState,
    Status,
    Track,
    TransferStatus,
    TravelDocumentStatus,
    VerificationStatus,
)
from cases.choices_costs import CostClaimStatus
from cases.choices_exits import ErrorClaimState
from cases.choices_interviews import InterviewStatus, VisitStatus
from cases.choices_monitoring import MonitoringStatus
from cases.choices_operations import OperationStatus, PassengerState
from cases.choices_procedure import Procedure
from cases.choices_safeguards import ReceptionStatus
from cases.choices_transit import TransitStatus
from cases.demo import drawing, files, filing
from cases.demo.persons import Inventor, Issuer
from cases.identity.mrz import parse
from cases.models import (
    Case,
    CaseClock,
    CaseGroup,
    CasePrivate,
    CaseSuspension,
    ClockExtension,
    ClockPause,
    CostClaim,
    Detention,
    Dispute,
    ErrorClaim,
    Evidence,
    FamilyMember,
    FamilySeparation,
    HealthNote,
    Interview,
    MissionVisit,
    Monitoring,
    Operation,
    OperationAuthority,
    OperationPassenger,
    OwnSideNote,
    PaperRecord,
    Person,
    Reception,
    Refiling,
    Transfer,
    Transit,
    TravelDocument,
    VerificationTask,
    VoluntaryDeparture,
)
from core import clock
from core.models import OutboxMessage
from countries.models import Country
from documents import sandbox
from documents.models import StoredFile
from rcms.management.commands.demo_check import Check, CheckFailed
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.days import local_day

pytestmark = pytest.mark.commits


def picture(kind: str) -> bytes:
    """A small file in place of a drawing: drawings have their own tests."""
    output = io.BytesIO()
    Image.new("RGB", (41, 53), "white").save(output, kind)
    return output.getvalue()


def seed(*words: str) -> str:
    output = io.StringIO()
    call_command("seed_demo", *words, stdout=output)
    return output.getvalue()


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pictures, each examined once by the sandbox."""
    examine = sandbox.run
    examined: dict[tuple[str, bytes], sandbox.Findings] = {}

    def examine_once(command: str, content: Any, **options: Any) -> sandbox.Findings:
        content.seek(0)
        key = command, content.read()
        if key not in examined:
            examined[key] = examine(command, content, **options)
        return examined[key]

    monkeypatch.setattr(sandbox, "run", examine_once)
    monkeypatch.setattr(drawing, "portrait_jpeg", lambda *portrait: picture("JPEG"))
    monkeypatch.setattr(drawing, "scan", lambda passport, pages: picture("JPEG" if pages == 1 else "PDF"))


def test_the_demonstration(transactional_db: None, quickly: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test, because the seeding is dear: many looks at it."""
    said = seed("--if-empty")
    assert "Cases: 155 made" in said
    with logged_in_as(OWNER):
        every_status_of_every_lifecycle_is_there()
        all_outcomes_are_there()
        the_time_is_of_the_past()
        every_state_of_a_time_limit_is_there()
        countries_offices_and_roles_are_there()
        families_minors_and_what_one_side_keeps_are_there()
        names_are_in_their_scripts()
        every_machine_readable_zone_is_right()
        files_are_stored_and_papers_promised()
    personas_can_sign_in()
    a_second_start_changes_nothing()
    what_was_cut_off_is_taken_up_again(monkeypatch)


# What of the lifecycles nobody plays, and why.
NOT_PLAYED = {
    # Only Swiss agreements say for how long a consent to transit may be used, and Switzerland takes no part here.
    (Case, "status"): {Status.EXPIRED},
    # Asked for and not there yet: said of the case, no document has it.
    (TravelDocument, "status"): {TravelDocumentStatus.REQUESTED},
}
LIFECYCLES: tuple[tuple[type[Model], str, type[TextChoices]], ...] = (
    (Case, "status", Status),
    (Case, "track", Track),
    (Case, "procedure", Procedure),
    (Transfer, "status", TransferStatus),
    (TravelDocument, "status", TravelDocumentStatus),
    (Transit, "status", TransitStatus),
    (Interview, "status", InterviewStatus),
    (MissionVisit, "status", VisitStatus),
    (Operation, "status", OperationStatus),
    (OperationPassenger, "status", PassengerState),
    (ErrorClaim, "state", ErrorClaimState),
    (CostClaim, "status", CostClaimStatus),
    (Monitoring, "status", MonitoringStatus),
    (Reception, "status", ReceptionStatus),
    (Dispute, "state", DisputeState),
    (ClockExtension, "state", ExtensionState),
    (VerificationTask, "status", VerificationStatus),
)


def every_status_of_every_lifecycle_is_there() -> None:
    for model, name, codes in LIFECYCLES:
        found = set(model._default_manager.values_list(name, flat=True))
        assert set(codes) - found == NOT_PLAYED.get((model, name), set()), (model.__name__, name)
    suspended = CaseSuspension.objects.values_list("ended_at", flat=True)
    assert {ended_at is None for ended_at in suspended} == {True, False}
    assert VoluntaryDeparture.objects.exists() and Refiling.objects.exists() and FamilySeparation.objects.exists()
    # One flight, three authorities, everybody's person confirmed.
    shared = Operation.objects.get(name="Charter to Belgrade")
    seats = OperationAuthority.objects.filter(operation=shared)
    assert seats.count() == 3 and {row.country_id for row in seats} == {"NLD", "AUT"}
    aboard = OperationPassenger.objects.filter(operation=shared)
    assert {row.authority_id for row in aboard} == {row.authority_id for row in seats}
    assert {row.status for row in aboard} == {PassengerState.CONFIRMED}


def all_outcomes_are_there() -> None:
    assert 140 <= Case.objects.count() <= 170
    partly = Case.objects.filter(verificationtasks__status=VerificationStatus.ASKED).filter(
        verificationtasks__status=VerificationStatus.ANSWERED
    )
    assert partly.exists()
    assert VerificationTask.objects.filter(answer="not_confirmed").exists()


def the_time_is_of_the_past() -> None:
    now = clock.now()
    assert not Event.objects.filter(at__gt=now).exists()
    overdue = Counter(Case.objects.all().overdue(now).values_list("next_due_kind", flat=True))
    assert overdue[ClockKind.TRAVEL_DOCUMENT] >= 1
    arrivals = [transfer.arrives_at for transfer in Transfer.objects.filter(status=TransferStatus.CONFIRMED)]
    assert min(arrivals) < now < max(arrivals)
    for pair in Case.objects.exclude(reference=None).values_list("requesting_country", "receiving_country").distinct():
        cases = Case.objects.exclude(reference=None).filter(requesting_country=pair[0], receiving_country=pair[1])
        # A case that was submitted again kept its number, and is delivered when it was last submitted.
        first = Min("applicationversions__made_at")
        numbers = list(cases.annotate(first=first).order_by("first", "reference").values_list("reference", flat=True))
        assert numbers == sorted(numbers, key=lambda text: text[:17]), "numbered in the order of submission"


def every_state_of_a_time_limit_is_there() -> None:
    assert set(CaseClock.objects.values_list("state", flat=True)) == set(ClockState)
    passed = CaseClock.objects.filter(state=ClockState.RUNNING, due_at__lt=clock.now() - timedelta(minutes=5))
    assert not passed.exists(), "what has passed is marked, as the sweep would have done"
    silent = Case.objects.filter(basis=Basis.SILENCE)
    assert silent.count() >= 5
    # What silence accepted was accepted on its day, and the record of it was asked for then.
    for case in silent:
        limit = CaseClock.objects.get(case=case, kind=ClockKind.REPLY, followed_by=None)
        assert case.decided_at == limit.due_at == limit.ended_at
        event = Event.objects.filter(case_key=case.id, action="case.accepted_by_silence").first()
        assert event is not None and event.at - limit.due_at == timedelta(seconds=30)
    assert {row.resumed_at is None for row in ClockPause.objects.all()} == {True, False}
    paper = PaperRecord.objects.select_related("case").get()
    assert paper.case.status == Status.REFUSED and paper.dated_at < paper.entered_at - timedelta(days=5)


def countries_offices_and_roles_are_there() -> None:
    pairs = set(Case.objects.values_list("requesting_country", "receiving_country"))
    assert {("NLD", "SRB"), ("NLD", "GEO"), ("AUT", "PAK"), ("AUT", "XKX"), ("SRB", "NLD")} <= pairs
    assert len({country for pair in pairs for country in pair}) >= 6
    memberships = world.every(Membership).filter(user__is_active=True)
    assert memberships.values("authority").distinct().count() >= 12
    roles: dict[str, set[str]] = {}
    for country, role in memberships.values_list("authority__country", "role"):
        roles.setdefault(country, set()).add(role)
    of_people = {role.code for role in ROLES.values() if not role.is_machine}
    assert of_people <= roles["NLD"] | {"verifier"}
    receiving = {"registry_officer", "verifier", "consular_officer", "decision_maker", "border_officer", "supervisor"}
    for country in ("SRB", "GEO", "PAK", "XKX"):
        assert receiving <= roles[country]
    assert world.every(User).get(login_name="two.nl").memberships.count() == 2


def families_minors_and_what_one_side_keeps_are_there() -> None:
    groups = CaseGroup.objects.annotate(named=Count("cases__familymembers")).order_by("named")
    parted, group = groups
    assert {case.status for case in parted.cases.all()} == {Status.ACCEPTED, Status.REFUSED}
    assert group.shared and group.cases.count() == 2
    assert {(m.relation, m.own_case_id is not None) for m in FamilyMember.objects.filter(case__group=group)} == {
        ("spouse", True),
        ("child", False),
    }
    assert FamilyMember.objects.filter(case__group=group).count() == 3
    minors = CasePrivate.objects.filter(vulnerabilities__contains=["unaccompanied_minor"])
    ages = [clock.now().year - int(minor.case.person.birth_date[:4]) for minor in minors]
    assert len(ages) == Reception.objects.count() == 3 and max(ages) <= 17
    assert Detention.objects.exclude(place="").count() >= 3
    notes = HealthNote.objects.exclude(statement="")
    assert {(note.has_consent, note.own_side) for note in notes} == {(True, ""), (False, "requesting")}
    assert set(OwnSideNote.objects.values_list("own_side", flat=True)) == {"requesting", "receiving"}


def names_are_in_their_scripts() -> None:
    scripts = {
        "sr-Cyrl": "CYRILLIC",
        "sr-Latn": "LATIN",
        "sq": "LATIN",
        "ka": "GEORGIAN",
        "ur": "ARABIC",
        "ar": "ARABIC",
        "bn": "BENGALI",
    }
    seen = set()
    for person in Person.objects.exclude(native_language=""):
        seen.add(person.native_language)
        letters = [letter for letter in person.native_name if letter.isalpha()]
        assert letters and all(scripts[person.native_language] in unicodedata.name(letter) for letter in letters)
        assert all("LATIN" in unicodedata.name(letter) for letter in person.full_name if letter.isalpha())
    assert seen == set(scripts)


def every_machine_readable_zone_is_right() -> None:
    zones = [*Evidence.objects.exclude(mrz="").values_list("mrz", flat=True)]
    assert len(zones) > 30
    zones += TravelDocument.objects.values_list("mrz", flat=True)
    for zone in zones:
        assert parse(zone).is_valid, zone
    assert all(
        re.fullmatch(r"SP\d{7}", number) for number in Evidence.objects.exclude(mrz="").values_list("number", flat=True)
    )


def files_are_stored_and_papers_promised() -> None:
    assert StoredFile.objects.filter(kind="photograph").count() >= 80
    assert Evidence.objects.filter(file__media_type="application/pdf").exists()
    assert OutboxMessage.objects.filter(task="documents.render", state="pending").count() > 150
    shown = Person.objects.filter(case__shared=True).exclude(case__track=Track.TRANSIT)
    assert all(shown.values_list("photograph", flat=True))


def a_second_start_changes_nothing() -> None:
    def counted() -> dict[str, int]:
        with logged_in_as(OWNER):
            return {model.__name__: model._default_manager.count() for model in (Case, Event, User, StoredFile)}

    before = counted()
    assert "nothing was changed" in seed("--if-empty")
    assert "Cases: 0 made" in seed()
    assert counted() == before


def what_was_cut_off_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = filing.file_number
    lost = files.plan().corridors[-1].cases[-1].key
    for module in ("cases.demo.filing", "cases.demo.seeding"):
        monkeypatch.setattr(f"{module}.file_number", lambda plan: "SP-NEW" if plan.key == lost else ours(plan))
    assert "Cases: 1 made" in seed()
    with logged_in_as(OWNER):
        assert CasePrivate.objects.filter(file_number="SP-NEW").count() == 1


def personas_can_sign_in() -> None:
    user = authenticate(None, username="officer.nl", password=files.PASSWORD)
    assert user is not None and user.get_full_name() == "Anna de Vries"


def test_the_personas_are_printed(db: None) -> None:
    output = io.StringIO()
    call_command("demo_personas", stdout=output)
    said = output.getvalue()
    assert files.PASSWORD in said
    for persona in files.personas():
        assert f"\n{persona.login} " in said
        for place in persona.offices:
            assert str(ROLES[place.role].name) in said


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"PRODUCTION": True}, "not for production"),
        ({"TESTING": False, "DEMO_MODE": False}, "RCMS_DEMO=1"),
        ({"CLOCK_MAY_MOVE": False}, "clock may not be moved"),
    ],
)
def test_refused_where_law_is_made(setting: dict[str, bool], words: str) -> None:
    with override_settings(**setting), pytest.raises(CommandError, match=words):
        seed()
    assert connection.settings_dict["USER"] == "rcms_app"


def test_people_are_the_same_every_time(db: None) -> None:
    today = local_day()
    names = []
    for corridor in files.plan().corridors:
        country = Country.objects.get(code=corridor.receiving)
        issuer = Issuer(country.code, country.name, country.icao_code)
        for plan in corridor.cases:
            person = Inventor(plan, issuer, today).person()
            assert person == Inventor(plan, issuer, today).person()
            names.append((person.values["family_name"], person.values["given_names"]))
    assert len(names) == len(set(names)), "two persons bear one name by chance"


class Pretended(http.server.BaseHTTPRequestHandler):
    """A system whose worker draws nothing: every page answers, no paper comes."""

    case = "/cases/01980000-0000-7000-8000-000000000001"

    def do_GET(self) -> None:
        self._answer(f'<input name="csrfmiddlewaretoken" value="t"><input name="password"><a href="{self.case}">x</a>')

    def do_POST(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/")
        self.end_headers()

    def _answer(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *words: Any) -> None:
        """Silence."""


def test_the_check_fails_when_no_paper_comes() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pretended) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        check = Check(f"http://127.0.0.1:{server.server_port}", patience=0)
        assert "sign-in page answers" in check.sign_in_page()
        assert "signs in" in check.sign_in()
        assert Pretended.case in check.case_page()
        with pytest.raises(CheckFailed, match="no paper was drawn"):
            check.paper()
        server.shutdown()
    with pytest.raises(CheckFailed, match="did not answer"):
        Check(f"http://127.0.0.1:{server.server_port}").sign_in_page()
