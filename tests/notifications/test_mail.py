"""From an act to an e-mail at a real SMTP server: who is written to, what it says, what becomes of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from celery import current_app

from accounts.models import Membership, User
from cases.models import Case
from cases.services import submission
from core import clock, outbox
from core.audience import Audience
from core.ids import uuid7
from core.models import OutboxMessage
from core.scope import SYSTEM_ID, Scope, use_scope
from countries.models import Authority
from notifications.choices import DeliveryState
from notifications.models import Delivery, Notice, NoticePreference, OfficeMailbox
from notifications.services import mail as mail_services
from notifications.services import notice_send
from notifications.services.mail import PAUSES, next_digest_at
from notifications.services.preferences import preference_save
from notifications.wording import notice_line
from tests import world
from tests.conftest import OWNER, logged_in_as
from tests.notifications.conftest import PUBLIC_URL, address_of, deliveries, give_address, states, waiting, work_off
from tests.notifications.mail_server import MailServer

pytestmark = pytest.mark.commits


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    found = world.corridor()
    give_address(found.officer, found.registry, found.their_supervisor, found.verifier)
    return found


def at_once(actor: Any, *kinds: str) -> None:
    with use_scope(actor.scope):
        preference_save(actor=actor, modes=dict.fromkeys(kinds, "at_once"), digest_hour=7)


def submit(people: world.Corridor) -> Case:
    """A case is released to the other side, whose registry officer wants to hear of it at once."""
    at_once(people.registry, "acts")
    return world.case_at(people, "submitted")


def test_an_act_reaches_whoever_wants_it_at_once(people: world.Corridor, mail: MailServer) -> None:
    case = submit(people)
    assert len(waiting("notifications.fan_out")) >= 1 and not mail.messages, "the request itself writes to nobody"
    work_off()
    assert mail.recipients() == [address_of(people.registry)]
    text = mail.text()
    assert case.reference and case.reference in text and "Filed and delivered" in text
    assert f"{PUBLIC_URL}/cases/{case.id}" in text
    assert "Time limit:" in text and "(Belgrade)" in text
    assert mail.messages[0][1]["Auto-Submitted"] == "auto-generated"
    assert mail.messages[0][1].get_content_type() == "multipart/alternative"
    assert states() == [("sent", "", 1)]


def test_an_email_holds_no_personal_data(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    with use_scope(people.registry.scope):
        key = Case.objects.latest("created_at").id
        at_once(people.officer, "acts")
        submission.case_return_incomplete(
            actor=people.registry, case_id=key, version=None, codes=["photograph"], reason="The photograph is blurred"
        )
    work_off()
    assert len(mail.messages) == 2
    for number in range(2):
        text = mail.text(number)
        for word in ("Petrović", "Miloš", "1991", "Niš", "012345678", "blurred", "Serbian", "V-1"):
            assert word not in text, word


@pytest.mark.parametrize(
    ("action", "subject", "typed"),
    [("operation.announced", "operation", {"name": "Charter"}), ("transfer.departed", "case", {"place": "Zwolle"})],
)
def test_what_somebody_typed_is_told_on_pages_alone(action: str, subject: str, typed: dict[str, str]) -> None:
    at = clock.now()
    row = Notice(action=action, subject=f"{subject}:{uuid7()}", parameters={**typed, "at": at.isoformat()}, kind="acts")
    [word] = typed.values()
    assert word in notice_line(row, "SRB").text and word not in notice_line(row, "SRB", is_mailed=True).text


def test_whoever_acted_and_whoever_sees_no_case_gets_nothing(people: world.Corridor, mail: MailServer) -> None:
    """Sent to review: the notice is for the own office, of which the sender is one."""
    give_address(people.reviewer)
    admin = world.make_actor("nld-dtv", "administrator")
    give_address(admin)
    for actor in (people.officer, people.reviewer, admin):
        at_once(actor, "acts")
    with use_scope(people.officer.scope):
        key = world.draft(people).id
        submission.review_send(actor=people.officer, case_id=key, version=None)
    work_off()
    assert mail.recipients() == [address_of(people.reviewer)]
    assert "Draft: Sent to review" in mail.text()


def test_administrators_of_another_country_are_told_as_they_chose(people: world.Corridor, mail: MailServer) -> None:
    """One notice for people of two countries: each one's own choice is read, not the ordinary one."""
    dutch, quiet = (
        world.make_actor("nld-dtv", "administrator"),
        world.make_actor("srb-mup-readmission", "administrator"),
    )
    keen = world.make_actor("aut-bfa", "administrator")
    give_address(dutch, quiet, keen)
    for actor, mode in ((quiet, "in_app"), (keen, "digest")):
        with use_scope(actor.scope):
            preference_save(actor=actor, modes={"administration": mode}, digest_hour=9)
    with use_scope(people.officer.scope):
        notice_send(
            action="change.requested",
            subject=f"changerequest:{people.officer.user_id}",
            case_reference="",
            audience=Audience(groups=tuple(actor.group_id for actor in (dutch, quiet, keen) if actor.group_id)),
            parameters={"kind": "enrol_country"},
        )
    work_off()
    assert mail.recipients() == [address_of(dutch)]
    (promised,) = waiting("notifications.digest")
    assert promised.scope["user_id"] == str(keen.user_id)
    assert promised.available_at == next_digest_at(outbox.wall_now(), "Europe/Vienna", 9)


def test_the_defaults_are_a_digest_for_acts_and_at_once_for_own_assignments(
    people: world.Corridor, mail: MailServer
) -> None:
    case = world.case_at(people, "submitted")
    work_off()
    assert mail.messages == [] and {row.task for row in waiting()} == {"notifications.digest"}
    with use_scope(people.their_supervisor.scope):
        notice_send(
            action="case.assigned",
            subject=case.subject,
            case_reference=case.reference or "",
            audience=_receiving(case),
            parameters={"assignee": str(people.registry.user_id)},
        )
    work_off()
    assert mail.recipients() == [address_of(people.registry)]
    assert "Assigned to a colleague" in mail.text()


def _receiving(case: Case) -> Any:
    from cases.access import audience_receiving

    return audience_receiving(case)


def test_a_mailbox_of_the_office_gets_its_kinds(people: world.Corridor, mail: MailServer) -> None:
    office = Authority.objects.get(id=people.registry.authority_id)
    with use_scope(Scope(user_id=SYSTEM_ID, country="SRB", administers=("SRB",))):
        for address, kinds, is_active in (
            ("desk@example.org", ["acts"], True),
            ("limits@example.org", ["deadlines"], True),
            ("closed@example.org", ["acts"], False),
        ):
            OfficeMailbox(authority=office, country="SRB", address=address, kinds=kinds, is_active=is_active).save(
                force_insert=True
            )
    world.case_at(people, "submitted")
    work_off()
    assert mail.recipients() == ["desk@example.org"]
    assert "/notices/preferences" not in mail.text(), "a mailbox has no preferences page"


def test_the_digest_tells_what_is_unread_once_a_day(people: world.Corridor, mail: MailServer) -> None:
    first, second = world.case_at(people, "submitted"), world.case_at(people, "submitted")
    work_off()
    mine = [row for row in waiting("notifications.digest") if row.scope["user_id"] == str(people.registry.user_id)]
    assert len(mine) == 1, "one promise for the day, not one for each notice"
    assert mine[0].available_at == next_digest_at(outbox.wall_now(), "Europe/Belgrade", 7)
    work_off(ahead=timedelta(days=2))
    texts = {mail.messages[number][0]: mail.text(number) for number in range(len(mail.messages))}
    assert set(texts) == {address_of(people.registry), address_of(people.their_supervisor)}
    text = texts[address_of(people.registry)]
    assert "2 notices of the last day" in text
    assert first.reference and second.reference and first.reference in text and second.reference in text
    assert {row.kind for row in deliveries()} == {"digest"}
    # The next day's digest does not repeat it.
    mail.messages.clear()
    again(people.registry)
    assert mail.messages == []


def again(actor: Any) -> None:
    """Another day's digest of this person."""
    with use_scope(Scope(user_id=actor.user_id, country=actor.country, administers=(actor.country,))):
        mail_services.digest_make(actor.membership_id, "2030-01-01")
    work_off()


def test_there_is_no_digest_of_what_was_read(people: world.Corridor, mail: MailServer) -> None:
    from notifications.services.notices import notices_mark_all

    world.case_at(people, "submitted")
    work_off()
    for actor in (people.registry, people.their_supervisor):
        with use_scope(actor.scope):
            notices_mark_all(actor=actor)
    work_off(ahead=timedelta(days=2))
    assert mail.messages == [] and deliveries() == []


def test_a_digest_is_read_with_the_rights_of_its_moment(people: world.Corridor, mail: MailServer) -> None:
    world.case_at(people, "submitted")
    work_off()
    world.every(Membership).filter(id=people.registry.membership_id).update(valid_to=date(2021, 1, 1))
    work_off(ahead=timedelta(days=2))
    assert mail.recipients() == [address_of(people.their_supervisor)]


def test_whoever_left_before_the_attempt_gets_nothing(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    work_off("notifications.fan_out")
    world.every(User).filter(id=people.registry.user_id).update(is_active=False)
    work_off()
    assert mail.seen == [] and states() == [("cancelled", "gone", 0)]


def test_the_mail_of_one_side_says_nothing_to_the_other(people: world.Corridor, mail: MailServer) -> None:
    """A proposal is the receiving side's own affair: its people hear of it, the requesting ones do not."""
    give_address(people.supervisor)
    for actor in (people.officer, people.supervisor, people.registry):
        at_once(actor, "acts")
    world.case_at(people, "decision_proposed")
    mail.messages.clear()
    work_off()
    proposals = [address for number, (address, _) in enumerate(mail.messages) if "proposed" in mail.text(number)]
    assert proposals == [address_of(people.registry)]


# --- what becomes of it -----------------------------------------------------------------------------------------------


def test_a_refused_address_fails_at_once(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    mail.rcpt = ["550 5.1.1 No such user"]
    work_off()
    assert states() == [("failed", "recipient", 1)] and mail.messages == [] and waiting("notifications.send") == []


def test_a_refused_message_fails_at_once(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    mail.data = ["554 5.6.0 Not wanted here"]
    work_off()
    assert states() == [("failed", "content", 1)] and waiting("notifications.send") == []


def test_a_busy_server_is_tried_again_with_growing_pauses(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    mail.rcpt = ["451 4.3.0 Later, please"]
    mail.data = ["452 4.3.1 No room"]
    work_off()
    assert states() == [("waiting", "busy", 1)]
    (later,) = waiting("notifications.send")
    assert timedelta() < later.available_at - outbox.wall_now() <= PAUSES[0]
    work_off("notifications.send", ahead=PAUSES[0])
    assert states() == [("waiting", "busy", 2)] and mail.messages == []
    work_off("notifications.send", ahead=PAUSES[1])
    assert states() == [("sent", "", 3)] and len(mail.messages) == 1


def test_a_server_that_is_away_is_given_up_after_two_days(
    people: world.Corridor, mail: MailServer, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    submit(people)
    settings.EMAIL_PORT = 1  # nobody listens there
    work_off()
    assert states() == [("waiting", "away", 1)]
    work_off("notifications.send", ahead=max(PAUSES))
    assert states() == [("given_up", "away", len(PAUSES) + 1)]


def test_a_connection_that_breaks_after_the_data_is_left_to_a_person(people: world.Corridor, mail: MailServer) -> None:
    """The server had taken it: another attempt would be a second e-mail."""
    submit(people)
    mail.cuts = 1
    work_off()
    work_off("notifications.send", ahead=timedelta(days=3))
    assert len(mail.messages) == 1 and states() == [("uncertain", "no_answer", 1)]


def test_an_attempt_that_died_in_the_middle_is_left_to_a_person(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    work_off("notifications.fan_out")
    with logged_in_as(OWNER):
        Delivery.objects.update(state=DeliveryState.SENDING, attempts=1)
    work_off()
    assert mail.messages == [] and states() == [("uncertain", "stopped", 1)]


def test_the_state_is_committed_before_the_server_is_spoken_to(
    people: world.Corridor, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(people)
    work_off("notifications.fan_out")
    seen: list[list[tuple[str, str, int]]] = []

    def look(*_: Any, **__: Any) -> None:
        from core.independent import run_independently

        def read() -> None:
            with use_scope(Scope(user_id=SYSTEM_ID, administers=("SRB",))):
                seen.append([(row.state, row.error, row.attempts) for row in Delivery.objects.all()])

        run_independently(read)

    monkeypatch.setattr("notifications.smtp.hand_over", look)
    work_off()
    assert seen == [[("sending", "", 1)]] and states() == [("sent", "", 1)]


def test_every_task_run_three_times_writes_once(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    work_off()
    with logged_in_as(OWNER):
        rows = list(
            OutboxMessage.objects.filter(task__startswith="notifications.").exclude(task="notifications.digest")
        )
    for _ in range(2):
        for row in rows:
            current_app.tasks[row.task](str(row.id))
    # And where the outbox itself is asked to do it again.
    with logged_in_as(OWNER):
        OutboxMessage.objects.filter(id__in=[row.id for row in rows]).update(state="pending")
    work_off()
    assert len(mail.messages) == 1 and len(deliveries()) == 1


def test_every_attempt_carries_the_same_message_id(people: world.Corridor, mail: MailServer) -> None:
    submit(people)
    mail.cuts = 1
    work_off()
    with logged_in_as(OWNER):
        Delivery.objects.update(state=DeliveryState.WAITING)
        delivery = Delivery.objects.get()
    with use_scope(Scope(user_id=SYSTEM_ID, country="SRB", administers=("SRB",))):
        mail_services.send_promise(delivery)
    work_off()
    first, second = (message["Message-ID"] for _, message in mail.messages)
    assert first == second == f"<{delivery.id}@rcms.example>"


def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(
    people: world.Corridor, mail: MailServer, settings: Any
) -> None:
    submit(people)
    settings.EMAIL_USE_TLS = True
    work_off()
    assert mail.messages == [] and mail.seen == [] and states() == [("waiting", "tls", 1)]


def test_without_a_mail_server_nothing_is_promised(people: world.Corridor) -> None:
    world.case_at(people, "submitted")
    assert waiting() == []
    with logged_in_as(OWNER):
        assert Notice.objects.exists()


def test_the_lines_of_a_message_survive_the_wire(people: world.Corridor, mail: MailServer) -> None:
    """A line that begins with a full stop ends no message (RFC 5321, section 4.5.2)."""
    from notifications import smtp

    content = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: dots\r\n\r\n.one\r\n..two\r\nthree\r\n"
    smtp.hand_over(content, sender="a@example.org", recipient="b@example.org")
    assert mail.messages[0][1].get_content().replace("\r\n", "\n") == ".one\n..two\nthree\n"


# --- the moment of the digest -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "zone", "hour", "expected"),
    [
        ("2026-11-22T05:59:00", "Europe/Belgrade", 7, "2026-11-22T06:00:00"),
        ("2026-11-22T06:00:00", "Europe/Belgrade", 7, "2026-11-23T06:00:00"),
        ("2026-11-22T02:00:00", "Asia/Karachi", 7, "2026-11-23T02:00:00"),
        # The clocks go forward in the night: seven is seven.
        ("2026-03-28T12:00:00", "Europe/Amsterdam", 7, "2026-03-29T05:00:00"),
        ("2026-10-24T12:00:00", "Europe/Amsterdam", 0, "2026-10-24T22:00:00"),
    ],
)
def test_the_digest_comes_at_the_next_such_hour_of_the_own_country(
    now: str, zone: str, hour: int, expected: str
) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_digest_at(instant, zone, hour).astimezone(UTC).replace(tzinfo=None).isoformat() == expected


def test_a_preference_is_for_one_person_and_the_mail_of_the_country(people: world.Corridor) -> None:
    at_once(people.registry, "acts")
    for scope, count in (
        (people.registry.scope, 1),
        (people.their_supervisor.scope, 0),
        (people.officer.scope, 0),
        (Scope(user_id=SYSTEM_ID, administers=("SRB",)), 1),
        (Scope(user_id=SYSTEM_ID, administers=("NLD",)), 0),
    ):
        with use_scope(scope):
            assert NoticePreference.objects.count() == count
