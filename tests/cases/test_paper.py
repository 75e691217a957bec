"""What came on paper: time limits go by its own date, whoever entered it and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from cases.models import Case, Decision, PaperRecord
from cases.services import disputes, paper
from cases.services.silence import clocks_pass
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid
from core.jinja import SOON_DAYS
from core.scope import use_scope
from countries.models import Rule
from documents.models import StoredFile
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, scan, utc
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits
DAY = timedelta(days=1)
# The reply is due at the end of 12 March, where the receiving side is.
FILED, CAME, NOW, LATE = (
    utc("2026-03-02 10:00"),
    utc("2026-03-05 09:30"),
    utc("2026-03-11 10:00"),
    utc("2026-03-20 10:00"),
)
REFUSAL = {"outcome": "refused", "reason_codes": ["not_identified"], "reasons": "Nobody of this name is known"}


def test_the_limit_starts_with_the_date_of_an_acknowledgement(transactional_db: None) -> None:
    for who in ("registry", "reviewer"):
        people = world.russian_corridor()
        with clock.travel(FILED):
            case = world.case_at(people, "submitted")
        assert clocks_of(people.officer, case, "reply") == [], "nothing runs before receipt is confirmed"
        with clock.travel(NOW):
            do(getattr(people, who), paper.paper_acknowledge, case, channel="fax", dated_at=CAME, scan=scan())
        (row,) = clocks_of(people.officer, case, "reply")
        assert row.started_at == CAME
        found = fresh(people.registry, case)
        assert found.status == "received" and found.received_at == CAME
        with use_scope(people.registry.scope):
            record = PaperRecord.objects.get(case=case)
        assert record.entered_side == ("receiving" if who == "registry" else "requesting")


@pytest.mark.parametrize("status", ["submitted", "received", "in_verification"])
def test_a_reply_in_time_entered_late(transactional_db: None, status: str) -> None:
    people = world.corridor()
    with world.rule_with(people, "reply", effect_of_silence="none"), clock.travel(FILED):
        case = world.case_at(people, status)
    row = clocks_of(people.officer, case, "reply")[0]
    assert row.due_at < LATE
    with clock.travel(LATE):
        do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=CAME, scan=scan(), **REFUSAL)
    (row,) = clocks_of(people.officer, case, "reply")
    assert (row.state, row.ended_at) == ("met", CAME)
    found = fresh(people.registry, case)
    assert (found.status, found.outcome, found.basis, found.decided_at) == ("refused", "refused", "paper", CAME)
    with use_scope(people.registry.scope):
        decision = Decision.objects.get(case=case, state="countersigned")
        file = StoredFile.objects.get(id=PaperRecord.objects.get(case=case).file_id)
    assert decision.reasons == REFUSAL["reasons"] and file.kind == "attachment"


def test_a_late_reply_does_not_keep_the_limit(transactional_db: None) -> None:
    people = world.corridor()
    with world.rule_with(people, "reply", effect_of_silence="none"), clock.travel(FILED):
        case = world.case_at(people, "received")
    due = clocks_of(people.officer, case, "reply")[0].due_at
    with clock.travel(LATE):
        do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=due, scan=scan(), **REFUSAL)
    (row,) = clocks_of(people.officer, case, "reply")
    assert (row.state, row.ended_at) == ("missed", due)


def test_an_acceptance_starts_what_follows_at_its_own_date(transactional_db: None) -> None:
    people = world.corridor()
    with clock.travel(FILED):
        case = world.case_at(people, "received")
    with clock.travel(NOW):
        do(
            people.reviewer,
            paper.paper_reply,
            case,
            outcome="accepted",
            channel="email",
            dated_at=CAME,
            scan=scan(),
        )
    assert clocks_of(people.officer, case, "transfer")[0].started_at == CAME
    assert fresh(people.officer, case).status == "accepted"


def test_a_proposal_in_hand_lapses(transactional_db: None) -> None:
    people = world.corridor()
    with clock.travel(FILED):
        case = world.case_at(people, "decision_proposed")
    with clock.travel(NOW):
        do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=CAME, scan=scan(), **REFUSAL)
    with use_scope(people.signer.scope):
        states = set(Decision.objects.filter(case=case).values_list("state", flat=True))
    assert states == {"lapsed", "countersigned"}
    with use_scope(people.reviewer.scope):
        assert Decision.objects.get(case=case).state == "countersigned", "of the proposal nothing is seen"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"dated_at": NOW + timedelta(minutes=1)}, "dated_at"),
        ({"dated_at": FILED - timedelta(minutes=1)}, "dated_at"),
        ({"channel": "pigeon"}, "channel"),
        ({"reasons": ""}, "reasons"),
        ({"reason_codes": []}, "reason_codes"),
        ({"reason_codes": ["fingerprints"]}, "reason_codes"),
    ],
)
def test_dates_and_reasons_are_judged(transactional_db: None, changed: dict[str, object], field: str) -> None:
    people = world.corridor()
    with clock.travel(FILED):
        case = world.case_at(people, "received")
    values = {"channel": "post", "dated_at": CAME, "scan": scan(), **REFUSAL, **changed}
    with clock.travel(NOW), pytest.raises(Invalid) as invalid:
        do(people.reviewer, paper.paper_reply, case, **values)
    assert set(invalid.value.errors) == {field}
    assert fresh(people.officer, case).status == "received"


def test_whose_act_it_is(transactional_db: None) -> None:
    people = world.corridor()
    case = world.case_at(people, "submitted")
    at = clock.now()
    for actor, code in ((people.signer, "wrong_side"), (people.officer, "not_granted")):
        with pytest.raises(ActRefused) as refused:
            do(actor, paper.paper_reply, case, channel="post", dated_at=at, scan=scan(), **REFUSAL)
        assert refused.value.code == code
    for actor in (people.proposer, people.officer):
        with pytest.raises(ActRefused) as refused:
            do(actor, paper.paper_acknowledge, case, channel="post", dated_at=at, scan=scan())
        assert refused.value.code == "not_granted"


def test_who_prepared_the_application_enters_no_answer_to_it(transactional_db: None) -> None:
    """A paper holds as the other side's word, so whoever wants the answer does not enter it."""
    people = replace(world.corridor(), officer=world.make_actor("nld-dtv", "reviewer"))
    case = world.case_at(people, "submitted")
    at = clock.now()
    for service, said in ((paper.paper_acknowledge, {}), (paper.paper_reply, REFUSAL)):
        with pytest.raises(ActRefused) as refused:
            do(people.officer, service, case, channel="post", dated_at=at, scan=scan(), **said)
        assert refused.value.code == "second_person"
    do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=at, scan=scan(), **REFUSAL)
    assert fresh(people.officer, case).status == "refused"


# --- a receipt that would start a limit which is over -----------------------------------------------------------------

# 25 working days after a receipt on 5 March have passed by then.
LONG_AFTER = utc("2026-06-01 10:00")
OVER = {"channel": "fax", "dated_at": CAME}


def over(effect: str) -> tuple[world.Corridor, Case]:
    """An application whose receipt was never confirmed, under a rule by which silence has this effect."""
    people = world.russian_corridor()
    verified = {"certainty": "T", "unit_certainty": "T", "silence_certainty": "T", "counting_certainty": "T"}
    counted = {"counting_convention": "plain", "first_day_counts": False}
    with logged_in_as(OWNER):
        rule = Rule.objects.filter(agreement=people.agreement, kind="reply")
        rule.update(effect_of_silence=effect, **verified, **counted)
    with clock.travel(FILED):
        return people, world.case_at(people, "submitted")


@pytest.mark.parametrize("effect", ["accepted", "none"])
def test_the_other_side_starts_no_limit_that_is_over(transactional_db: None, effect: str) -> None:
    people, case = over(effect)
    with clock.travel(LONG_AFTER):
        with pytest.raises(Invalid) as invalid:
            do(people.reviewer, paper.paper_acknowledge, case, scan=scan(), **OVER, knows_it_is_over=True)
        assert set(invalid.value.errors) == {"dated_at"}
        assert "has to enter the acknowledgement itself" in str(invalid.value.errors["dated_at"])
        assert clocks_of(people.officer, case, "reply") == [] and fresh(people.officer, case).status == "submitted"
        # A receipt of yesterday starts one that runs.
        do(people.reviewer, paper.paper_acknowledge, case, channel="fax", dated_at=LONG_AFTER - DAY, scan=scan())
    (row,) = clocks_of(people.officer, case, "reply")
    assert row.due_at > LONG_AFTER
    with logged_in_as(OWNER):
        notice = Notice.objects.get(subject=case.subject, action="paper.acknowledged")
        assert notice.audience_countries == ["RUS"] and notice.due_at == row.due_at


def test_the_other_side_starts_no_limit_that_ends_soon(transactional_db: None) -> None:
    """Else silence could decide tonight on an application that nobody knew of. The receiving side may."""
    people, case = over("accepted")
    # 25 days after 5 March: the end of the 30th in Moscow.
    soon = utc("2026-03-30 21:00") - SOON_DAYS * DAY
    with clock.travel(soon + timedelta(seconds=1)):
        with pytest.raises(Invalid) as invalid:
            do(people.reviewer, paper.paper_acknowledge, case, scan=scan(), **OVER)
        assert "in less than 3 days (Monday 30 March 2026, 24:00)" in invalid.value.errors["dated_at"][0]
        do(people.registry, paper.paper_acknowledge, case, scan=scan(), **OVER)
    with clock.travel(FILED):
        other = world.case_at(people, "submitted")
    with clock.travel(soon):
        do(people.reviewer, paper.paper_acknowledge, other, scan=scan(), **OVER)
    assert clocks_of(people.officer, other, "reply")[0].due_at == soon + SOON_DAYS * DAY


@pytest.mark.parametrize(("who", "is_own"), [("reviewer", False), ("registry", True)])
def test_a_receipt_that_the_other_side_entered_can_be_denied(transactional_db: None, who: str, is_own: bool) -> None:
    people, case = over("accepted")
    with clock.travel(NOW):
        do(getattr(people, who), paper.paper_acknowledge, case, scan=scan(), **OVER)
    row = clocks_of(people.officer, case, "reply")[0]
    with clock.travel(row.due_at):
        with use_scope(system_scope("RUS")):
            clocks_pass([row.id])
        if is_own:
            with pytest.raises(Invalid) as invalid:
                do(people.signer, disputes.delivery_dispute, case, statement="It never came")
            assert set(invalid.value.errors) == {"delivered_at"}
        else:
            do(people.signer, disputes.delivery_dispute, case, statement="It never came")
    assert fresh(people.officer, case).status == "accepted", "until it is answered"


def test_the_receiving_side_may_and_is_told_first_what_follows(transactional_db: None) -> None:
    people, case = over("accepted")
    mine = reverse("cases:act", args=[case.id, "acknowledge_on_paper"])
    form = {
        "channel": "fax",
        "dated_date_day": "5",
        "dated_date_month": "3",
        "dated_date_year": "2026",
        "dated_time": "12:30",
    }
    with clock.travel(LONG_AFTER):
        client = browser(people.registry)
        box = 'name="knows_it_is_over"'
        assert box not in page(client, mine)
        sent = {"version": case.version, **form}
        answer = client.post(mine, {**sent, "scan": scan().stream})
        html = answer.content.decode()
        assert answer.status_code == 422 and box in html and "accepted by silence at once" in html
        assert clocks_of(people.officer, case, "reply") == []
        answer = client.post(mine, {**sent, "scan": scan().stream, "knows_it_is_over": "on"})
        assert answer.status_code == 302
        (row,) = clocks_of(people.officer, case, "reply")
        assert row.due_at < LONG_AFTER
        with use_scope(system_scope("RUS")):
            clocks_pass([row.id])
    found = fresh(people.officer, case)
    assert (found.basis, found.decided_at) == ("silence", row.due_at)
    with use_scope(people.officer.scope):
        assert PaperRecord.objects.get(case=case).entered_side == "receiving"


def test_where_silence_decides_nothing_the_receiving_side_is_asked_nothing(transactional_db: None) -> None:
    people, case = over("none")
    with clock.travel(LONG_AFTER):
        do(people.registry, paper.paper_acknowledge, case, scan=scan(), **OVER)
    assert clocks_of(people.officer, case, "reply")[0].due_at < LONG_AFTER
