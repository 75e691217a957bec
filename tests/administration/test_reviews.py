"""The quarterly list of everybody with access: gone through, signed once, kept; supervisors see that it was done."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.actor import Actor
from accounts.models import User
from accounts.services.absences import absence_set
from accounts.services.machine_clients import machine_client_create
from administration.models import AccessReview
from administration.selectors.reviews import access_lines, quarter_of, reviews_due
from administration.services.housekeeping import reviews_remind
from administration.services.people import role_end
from administration.services.reviews import review_save
from audit.models import Event
from core import clock
from core.errors import Invalid, NotVisible, StaleVersion
from core.outbox import wall_now
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Authority
from notifications.models import Notice
from tests import world
from tests.administration.conftest import Administrators
from tests.days import local_day

SignIn = Callable[[Actor], Client]


@pytest.fixture
def office(people: Administrators) -> Authority:
    """The Dutch desk with an officer who is covered, one who does not come any more, and a national system."""
    desk = Authority.objects.select_related("country").get(code="nld-dtv")
    officer = world.make_actor("nld-dtv", "return_officer", "Olga Officer")
    idle = world.make_actor("nld-dtv", "reviewer", "Ivo Idle")
    with use_scope(people.first.scope):
        User.objects.filter(id=idle.user_id).update(last_login=wall_now() - timedelta(days=400))
        machine_client_create(authority=desk, name="National register")
    with use_scope(officer.scope):
        absence_set(actor=officer, starts_on=local_day(), ends_on=local_day(), covered_by=idle.user_id)
    return desk


def fields(actor: Actor, office: Authority, decision: str = "keep") -> dict[str, str]:
    with use_scope(actor.scope):
        lines = access_lines(actor, office)
    return {f"decision_{line.membership}": decision for line in lines if line.user != str(actor.user_id)}


@pytest.mark.parametrize(
    ("day", "code", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 6, 30)),
        (date(2026, 9, 1), "2026-Q3", date(2026, 9, 30)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 12, 31)),
    ],
)
def test_quarters(day: date, code: str, last: date) -> None:
    found = quarter_of(day)
    assert (found.code, found.last) == (code, last) and found.first <= day <= found.last


def test_the_list_tells_who_has_access_and_nothing_of_cases(
    people: Administrators, office: Authority, client_of: SignIn
) -> None:
    corridor = world.corridor()
    case = world.case_at(corridor, "submitted")
    with use_scope(corridor.officer.scope):
        family_name = case.person.family_name
    text = client_of(people.first).get(reverse("administration:review-fill", args=[office.code])).content.decode()
    for words in (
        "Olga Officer",
        "Ivo Idle",
        "National register",
        "stands in for Olga Officer",
        "unused",
        "This is you",
    ):
        assert words in text
    assert str(case.reference) not in text and family_name not in text


def test_it_is_signed_when_every_line_was_judged_and_stays(
    people: Administrators, office: Authority, client_of: SignIn
) -> None:
    client, address = client_of(people.first), reverse("administration:review-fill", args=[office.code])
    said = fields(people.first, office)
    with use_scope(people.first.scope):
        ended = next(
            f"decision_{row.membership}" for row in access_lines(people.first, office) if row.name == "Olga Officer"
        )
    assert client.post(address, {ended: "end", "do": "sign"}).status_code == 422
    assert client.post(address, {ended: "end", "do": "keep"}).status_code == 302
    assert 'value="end" selected' in client.get(address).content.decode(), "what was decided is kept"
    with use_scope(people.first.scope):
        assert AccessReview.objects.get().signed_at is None
    answer = client.post(address, {**said, ended: "end", ended.replace("decision", "remark"): "Left", "do": "sign"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Signed by Anna First" in page and "not judged: this person signed" in page and "Left" in page
    assert "1 decision is still to be carried out" in page
    assert client.get(address)["Location"] == answer["Location"]
    with use_scope(people.second.scope):
        with pytest.raises(StaleVersion):
            review_save(actor=people.second, office=office, said={})
        review = AccessReview.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            AccessReview.objects.filter(id=review.id).update(lines=[])
        event = Event.objects.get(action="access.reviewed")
        assert event.parameters["end"] == 1 and event.parameters["self"] == 1
        role_end(actor=people.second, membership_id=ended.partition("_")[2], valid_to=local_day())
    assert "carried out" in client.get(answer["Location"]).content.decode()

    file = client.post(reverse("administration:review-export", args=[review.id]), {"format": "csv"})
    rows = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(rows) == len(review.lines) + 1 and "Left" in "".join(rows)
    seen = client_of(people.supervisor).get(reverse("administration:review-done")).content.decode()
    assert "Anna First" in seen and "1 end" in seen
    assert "Olga Officer" not in seen, "supervisors see that it was done, and no line"


def test_nobody_signs_in_another_name_or_for_another_office(people: Administrators, office: Authority) -> None:
    with use_scope(people.regional.scope), pytest.raises(NotVisible):
        review_save(actor=people.regional, office=office, said={})
    with use_scope(people.first.scope):
        line = access_lines(people.first, office)[0]
        with pytest.raises(Invalid):
            review_save(actor=people.first, office=office, said={line.membership: ("grant", "")})
        review = review_save(actor=people.first, office=office, said={})
        with pytest.raises(DatabaseError), transaction.atomic():
            AccessReview.objects.filter(id=review.id).update(signed_at=clock.now(), signed_by=people.second.user_id)
    for stranger in (people.serbian, people.regional):
        with use_scope(stranger.scope):
            assert not AccessReview.objects.exists()
            with connection.cursor() as cursor:
                cursor.execute("select count(*) from covers_of_office(%s, %s)", [office.id, local_day()])
                assert cursor.fetchone() == (0,)


def test_it_is_due_each_quarter_and_called_late_when_one_was_left_out(
    people: Administrators, office: Authority, client_of: SignIn
) -> None:
    def state() -> str:
        with use_scope(people.first.scope):
            return next(line.state for line in reviews_due(people.first) if line.office == office)

    quarter = quarter_of(local_day())
    assert state() in ("open", "soon"), "nobody owed a list before the system was used"
    home = client_of(people.first).get(reverse("administration:overview")).content.decode()
    assert "lists of access to sign by" in home
    system = Scope(user_id=SYSTEM_ID, country="NLD", countries=("NLD",), administers=("NLD",))
    with clock.travel(clock.now() + (quarter.last - local_day()) + timedelta(days=1)):
        assert state() == "late"
        for _again in range(2):
            with use_scope(system):
                reviews_remind("NLD", local_day())
        with use_scope(people.first.scope):
            notices = Notice.objects.filter(action="access.review_due", subject=f"access:{office.code}")
            assert notices.count() == 1
        with use_scope(people.first.scope):
            said = {line.membership: ("keep", "") for line in access_lines(people.first, office)}
            review_save(actor=people.first, office=office, said=said, is_signed=True)
        assert state() == "signed"
