"""The receiving side objects to a reply on paper that the other side entered; upheld, it is as if it had not been."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from audit.models import Event
from cases.clocks import due_of
from cases.models import Case, CaseClock, Decision, Dispute, Transfer, TravelDocument
from cases.services import disputes, extension, paper, submission, transfer, transfer_course, travel_document
from cases.services.silence import clocks_pass
from cases.wording import event_words
from cases.workflow.system import system_scope
from core import clock
from core.errors import ActRefused, Invalid
from core.scope import use_scope
from countries.selectors.recomputing import Recomputer
from notifications.models import Notice
from tests import world
from tests.cases.limits import clocks_of, do, fresh, scan, utc
from tests.cases.test_extension import pakistan
from tests.cases.work_pages import browser, page
from tests.conftest import OWNER, logged_in_as

pytestmark = pytest.mark.commits
# The reply is due at the end of 12 March, where the receiving side is.
FILED, CAME, ENTERED = utc("2026-03-02 10:00"), utc("2026-03-05 09:30"), utc("2026-03-06 10:00")
UPHELD: Final = utc("2026-03-20 10:00")
DAY: Final = timedelta(days=1)
REFUSED: Final = {"outcome": "refused", "reason_codes": ["not_identified"], "reasons": "Nobody of this name is known"}
HANDED: Final = {"handed_over_by": "S. Jansen", "received_by": "D. Ilić", "papers": "travel document"}
SAID: Final[dict[str, dict[str, Any]]] = {
    "accepted": {"outcome": "accepted"},
    "refused": REFUSED,
    "inconclusive": {"outcome": "inconclusive", "reason_codes": ["fingerprints"]},
}


@pytest.fixture
def people(transactional_db: None) -> world.Corridor:
    return world.corridor()


def answered(people: world.Corridor, status: str = "received", outcome: str = "refused") -> Case:
    """A reply that came on paper is entered four days after the delivery."""
    with clock.travel(FILED):
        case = world.case_at(people, status)
    with clock.travel(ENTERED):
        do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=CAME, scan=scan(), **SAID[outcome])
    return case


def object_to(people: world.Corridor, case: Case, **more: Any) -> Dispute:
    found: Dispute = do(people.signer, disputes.paper_dispute, case, statement="Nobody here wrote this", **more)
    return found


def uphold(people: world.Corridor, case: Case) -> None:
    do(people.reviewer, disputes.dispute_uphold, case, reason="It was forged")


def swept(people: world.Corridor, case: Case) -> None:
    with use_scope(system_scope(people.receiving)):
        clocks_pass([row.id for row in clocks_of(people.officer, case, "reply")])


def told(case: Case, action: str) -> set[str]:
    with logged_in_as(OWNER):
        rows = Notice.objects.filter(subject=case.subject, action=action)
        return {code for row in rows for code in row.audience_countries}


@pytest.mark.parametrize("outcome", SAID)
@pytest.mark.parametrize(
    ("status", "back"),
    [
        ("submitted", "submitted"),
        ("received", "received"),
        ("in_verification", "in_verification"),
        ("decision_proposed", "in_verification"),
    ],
)
def test_upheld_the_case_stands_where_it_stood(people: world.Corridor, status: str, back: str, outcome: str) -> None:
    """The limit of the reply runs on for the days that were left when the paper was entered, from the next day."""
    case = answered(people, status, outcome)
    with clock.travel(UPHELD):
        object_to(people, case, upload=scan())
        assert fresh(people.officer, case).status == outcome, "until it is answered the reply holds"
        uphold(people, case)
    found = fresh(people.registry, case)
    assert (found.status, found.outcome, found.basis, found.decided_at) == (back, "", "", None)
    first, anew = clocks_of(people.registry, case, "reply")
    assert (first.state, anew.state) == ("superseded", "running")
    # From the 6th to the 20th it stood still, 15 days of 24 hours: the 12th becomes the 27th.
    assert anew.due_at - first.due_at == 15 * DAY and found.next_due_at == anew.due_at
    assert "stood_still" in {step["code"] for step in anew.due["steps"]}
    assert not any(row.is_live for row in clocks_of(people.registry, case, "transfer"))
    with use_scope(people.registry.scope):
        states = set(Decision.objects.filter(case=case).values_list("state", flat=True))
        dispute = Dispute.objects.get(case=case)
    assert "undone" in states and "countersigned" not in states
    assert (dispute.kind, dispute.state, dispute.answer) == ("paper", "upheld", "It was forged")
    assert told(case, "dispute.paper") == {"NLD"} and told(case, "dispute.paper_upheld") == {"SRB"}


def test_that_there_was_a_proposal_stays_the_receiving_sides(people: world.Corridor) -> None:
    case = answered(people, "decision_proposed")
    with use_scope(people.supervisor.scope):
        assert [row.status_before for row in Decision.objects.filter(case=case)] == ["in_verification"]


def test_silence_takes_its_effect_from_the_new_end_and_not_before(people: world.Corridor) -> None:
    case = answered(people)
    with clock.travel(UPHELD):
        object_to(people, case)
        uphold(people, case)
        swept(people, case)
        assert fresh(people.officer, case).status == "received"
    due_at = clocks_of(people.officer, case, "reply")[-1].due_at
    with clock.travel(due_at):
        swept(people, case)
    found = fresh(people.officer, case)
    assert (found.status, found.basis, found.decided_at) == ("accepted", "silence", due_at)


def test_upheld_on_the_same_day_that_day_is_given_back(people: world.Corridor) -> None:
    case = answered(people)
    with clock.travel(ENTERED + timedelta(hours=2)):
        object_to(people, case)
        uphold(people, case)
    first, anew = clocks_of(people.officer, case, "reply")
    assert anew.due_at - first.due_at == DAY


def test_what_silence_had_decided_before_the_paper_it_decides_again(people: world.Corridor) -> None:
    """A reply "in time" that nobody gave leaves the acceptance by silence as it was, with its own remedies."""
    with clock.travel(FILED):
        case = world.case_at(people, "submitted")
    due_at = clocks_of(people.officer, case, "reply")[0].due_at
    with clock.travel(UPHELD):
        swept(people, case)
        do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=CAME, scan=scan(), outcome="accepted")
        assert fresh(people.officer, case).basis == "paper"
        object_to(people, case)
        uphold(people, case)
        assert fresh(people.officer, case).status == "submitted"
        swept(people, case)
        found = fresh(people.officer, case)
        assert (found.status, found.basis, found.decided_at) == ("accepted", "silence", due_at)
        do(people.proposer, disputes.delivery_dispute, case, statement="It came later", delivered_at=UPHELD - DAY)


def test_what_was_prepared_ends_with_the_acceptance(people: world.Corridor) -> None:
    case = answered(people, outcome="accepted")
    with clock.travel(UPHELD):
        do(people.consul, travel_document.travel_document_issue, case, valid_until=(UPHELD + 30 * DAY).date())
        plan = {"crossing_point": people.crossing_point, "arrives_at": UPHELD + 9 * DAY, "means": "air"}
        do(people.officer, transfer.transfer_plan, case, values=plan)
        do(people.officer, transfer.transfer_notify, case)
        object_to(people, case)
        uphold(people, case)
    with logged_in_as(OWNER):
        assert Transfer.objects.get(case=case).status == "replaced"
        assert TravelDocument.objects.get(case=case).status == "revoked"
        live = CaseClock.objects.live().filter(case=case).values_list("kind", flat=True)
        assert list(live) == ["reply"]
    assert fresh(people.officer, case).delegates == []


def test_more_time_that_was_asked_for_is_asked_for_still(transactional_db: None) -> None:
    people = pakistan()
    with clock.travel(FILED):
        case = world.case_at(people, "received")
        do(people.proposer, extension.extension_request, case, value=45, reasons="The file is on paper")
    with clock.travel(ENTERED):
        do(people.reviewer, paper.paper_reply, case, channel="post", dated_at=CAME, scan=scan(), **REFUSED)
        object_to(people, case)
        uphold(people, case)
        do(people.reviewer, extension.extension_grant, case, value=45, answer="")
    *_before, anew, longer = clocks_of(people.officer, case, "reply")
    assert longer.due_at - anew.due_at == 15 * DAY, "45 in place of 30, both without the day that the paper took"
    # So it is counted by an administrator's correction too.
    pair = {"requesting": "AUT", "receiving": "PAK"}
    again = Recomputer().counted_again(due_of(longer), **pair)
    assert again is not None and again.counts == due_of(longer).counts


def test_rejected_or_withdrawn_the_reply_stands(people: world.Corridor) -> None:
    case = answered(people)
    for end, words in (
        (lambda: do(people.reviewer, disputes.dispute_reject, case, reason="Its seal is yours"), "rejected"),
        (lambda: do(people.proposer, disputes.dispute_withdraw, case), "withdrawn"),
    ):
        object_to(people, case)
        end()
        assert fresh(people.officer, case).status == "refused"
        with logged_in_as(OWNER):
            event = Event.objects.filter(case_key=case.id, action=f"dispute.{words}")[0]
        said = event_words(event.action, event.parameters, is_own_side=False)
        assert "silence" not in said and said.startswith(f"Objection {words}")
    assert len(clocks_of(people.officer, case, "reply")) == 1


def test_a_file_is_not_closed_over_an_objection(people: world.Corridor) -> None:
    case = answered(people)
    object_to(people, case)
    with pytest.raises(ActRefused) as refused:
        do(people.reviewer, submission.case_close, case)
    assert refused.value.code == "objection_waits"
    do(people.reviewer, disputes.dispute_reject, case, reason="Its seal is yours")
    do(people.reviewer, submission.case_close, case)
    with pytest.raises(ActRefused) as refused:
        object_to(people, case)
    assert refused.value.code == "wrong_status"


def test_after_the_handover_an_objection_is_rejected_or_taken_back_and_no_more(people: world.Corridor) -> None:
    case = answered(people, outcome="accepted")
    with clock.travel(UPHELD):
        do(people.consul, travel_document.travel_document_issue, case, valid_until=(UPHELD + 30 * DAY).date())
        plan = {"crossing_point": people.crossing_point, "arrives_at": UPHELD + DAY, "means": "air"}
        do(people.officer, transfer.transfer_plan, case, values=plan)
        do(people.officer, transfer.transfer_notify, case)
        do(people.registry, transfer.transfer_confirm, case)
        object_to(people, case)
    with clock.travel(UPHELD + DAY):
        do(people.border, transfer_course.handover_record, case, values={"at": UPHELD + DAY, **HANDED})
        assert fresh(people.officer, case).status == "completed"
        with pytest.raises(ActRefused) as upheld:
            uphold(people, case)
        assert upheld.value.code == "wrong_status"
        with pytest.raises(ActRefused) as closed:
            do(people.reviewer, submission.case_close, case)
        assert closed.value.code == "objection_waits"
        do(people.reviewer, disputes.dispute_reject, case, reason="The person has arrived")
        do(people.reviewer, submission.case_close, case)


def test_an_objection_ends_with_a_case_that_is_withdrawn(people: world.Corridor) -> None:
    case = answered(people, outcome="accepted")
    object_to(people, case)
    do(people.reviewer, submission.case_withdraw, case, code="other")
    with logged_in_as(OWNER):
        assert Dispute.objects.get(case=case).state == "withdrawn"
    do(people.reviewer, submission.case_close, case)


def test_whose_act_it_is_and_when(people: world.Corridor) -> None:
    case = answered(people)
    for actor, code in ((people.reviewer, "wrong_side"), (people.registry, "not_granted")):
        with pytest.raises(ActRefused) as refused:
            do(actor, disputes.paper_dispute, case, statement="Not ours")
        assert refused.value.code == code
    with pytest.raises(Invalid) as invalid:
        do(people.signer, disputes.paper_dispute, case, statement=" ")
    assert set(invalid.value.errors) == {"statement"}
    object_to(people, case)
    for actor, code in ((people.signer, "wrong_side"), (people.officer, "not_granted")):
        with pytest.raises(ActRefused) as refused:
            do(actor, disputes.dispute_uphold, case, reason="So be it")
        assert refused.value.code == code
    given = world.case_at(people, "refused")
    with pytest.raises(ActRefused) as refused:
        do(people.signer, disputes.paper_dispute, given, statement="Not ours")
    assert refused.value.code == "not_on_paper", "what this side decided itself it does not object to"


def test_both_sides_read_it_and_the_other_one_is_to_answer(people: world.Corridor) -> None:
    case = answered(people)
    mine = reverse("cases:act", args=[case.id, "dispute_paper"])
    detail = reverse("cases:case-detail", args=[case.id])
    theirs = browser(people.signer)
    assert mine in page(theirs, detail)
    assert "Netherlands entered a reply on paper: Refused (Post)" in " ".join(strip_tags(page(theirs, mine)).split())
    answer = theirs.post(mine, {"version": fresh(people.signer, case).version, "statement": "Nobody here wrote this"})
    assert answer.status_code == 302
    for actor, whose in ((people.reviewer, True), (people.registry, False)):
        shown = " ".join(strip_tags(page(browser(actor), detail)).split())
        assert "Nobody here wrote this" in shown and ("Your turn: answer the objection" in shown) == whose
        assert "Delivered" not in shown.split("Nobody here wrote this")[0].rsplit("Objection", 1)[-1]
    upholding = reverse("cases:act", args=[case.id, "uphold_paper_received"])
    assert "The reply on paper is undone" in page(browser(people.reviewer), upholding)
